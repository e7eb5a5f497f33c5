//! JSON bodies, read and written by serde, described by poem-openapi: one codec, so that what travels and what
//! the page expects cannot drift apart.

use crate::app::App;
use crate::error::Error;
use crate::http::errors;
use poem::http::header;
use poem::{IntoResponse, Request, RequestBody, Response, Result};
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiResponse, impl_apirequest_for_payload};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Bytes that an answer gets at first: a page of tasks fits without growing.
const ROOM: usize = 8 * 1024;

/// A JSON body.
pub struct Json<T>(pub T);

impl<T: Type> Payload for Json<T> {
    const CONTENT_TYPE: &'static str = "application/json; charset=utf-8";

    fn check_content_type(content_type: &str) -> bool {
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        kind == "application/json" || kind.starts_with("application/") && kind.ends_with("+json")
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Type + DeserializeOwned> ParsePayload for Json<T> {
    const IS_REQUIRED: bool = true;

    async fn from_request(request: &Request, body: &mut RequestBody) -> Result<Self> {
        let limit = request.data::<Arc<App>>().map_or(usize::MAX, |app| app.config.http.body_limit);
        let bytes = body.take()?.into_bytes_limit(limit).await?;
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let value =
            serde_path_to_error::deserialize(&mut reader).map_err(|error| refused(request, &error))?;
        reader.end().map_err(|_| errors::to_poem(broken()))?;
        // serde also fills the fields of a struct from a list, one after the other.
        match bytes.trim_ascii_start().first() {
            Some(b'{') => Ok(Self(value)),
            _ => Err(at_fault(request, "body", "INVALID_TYPE", "The body has to be an object.".into())),
        }
    }
}

impl_apirequest_for_payload!(Json<T>, T: Type + DeserializeOwned);

impl<T: Type + Serialize + Send> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        let mut body = Vec::with_capacity(ROOM);
        match serde_json::to_writer(&mut body, &self.0) {
            Ok(()) => Response::builder().header(header::CONTENT_TYPE, Self::CONTENT_TYPE).body(body),
            Err(error) => errors::to_response(Error::internal(error).shown()),
        }
    }
}

impl<T: Type + Serialize + Send> ApiResponse for Json<T> {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "Done.",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: Self::CONTENT_TYPE, schema: Self::schema_ref() }],
                headers: vec![],
            }],
        }
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

/// Broken JSON is 400; JSON of the wrong shape names the field.
fn refused(request: &Request, error: &serde_path_to_error::Error<serde_json::Error>) -> poem::Error {
    let path = error.path().to_string();
    let inner = error.inner();
    match inner.classify() {
        serde_json::error::Category::Data => {
            // serde appends where it stood: " at line 1 column 9".
            let text = inner.to_string();
            let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
            let field = match (path.as_str(), missing_field(reason)) {
                (".", Some(field)) => field.to_owned(),
                (".", None) => "body".to_owned(),
                (_, Some(field)) => format!("{path}.{field}"),
                _ => path,
            };
            let code = if missing_field(reason).is_some() { "REQUIRED" } else { "INVALID_TYPE" };
            at_fault(request, &field, code, format!("{field}: {reason}."))
        }
        _ => errors::to_poem(broken()),
    }
}

/// 422, but under /api/auth what better-auth answers.
fn at_fault(request: &Request, field: &str, code: &str, message: String) -> poem::Error {
    errors::to_poem(match request.original_uri().path().starts_with("/api/auth/") {
        true => Error::invalid_account_field(field, code, message),
        false => Error::invalid_field(field, code, message),
    })
}

fn missing_field(reason: &str) -> Option<&str> {
    reason.strip_prefix("missing field `")?.strip_suffix('`')
}

fn broken() -> Error {
    Error::bad_request("BAD_REQUEST", "The body is not valid JSON. Check its quotes, commas and brackets.")
}
