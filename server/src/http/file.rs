//! Bodies that are files: read whole, up to a limit, or sent in pieces as they are made.

use crate::error::{Error, Refusal};
use crate::transfer::export::Pieces;
use bytes::Bytes;
use futures_util::TryStreamExt;
use poem::error::ReadBodyError;
use poem::http::{StatusCode, header};
use poem::{Body, IntoResponse, Request, RequestBody, Response, Result};
use poem_openapi::registry::{
    MetaHeader, MetaMediaType, MetaRequest, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions};
use shared::transfer::Backup;
use std::time::Duration;

const JSON: &str = "application/json; charset=utf-8";
const CSV: &str = "text/csv; charset=utf-8";
const CALENDAR: &str = "text/calendar; charset=utf-8";
/// How long a file may take to arrive.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A file that is sent, whatever its sender calls its type: browsers go by its name.
pub struct FileBody(Body);

impl FileBody {
    /// The whole file.
    pub async fn read(self, limit: usize) -> crate::error::Result<Bytes> {
        match tokio::time::timeout(TIMEOUT, self.0.into_bytes_limit(limit)).await {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(ReadBodyError::PayloadTooLarge)) => {
                let message =
                    format!("The file is larger than {} MiB. Split it into several.", limit / 1024 / 1024);
                Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", message).into())
            }
            Ok(Err(_)) | Err(_) => {
                Err(Error::bad_request("BAD_REQUEST", "The file did not arrive whole. Send it again."))
            }
        }
    }
}

impl<'a> ApiExtractor<'a> for FileBody {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn request_meta() -> Option<MetaRequest> {
        let content = ["application/json", "text/csv", "text/calendar", "application/octet-stream"];
        let content = content.map(|content_type| MetaMediaType { content_type, schema: binary() });
        Some(MetaRequest { description: Some("The file as it is."), content: content.into(), required: true })
    }

    async fn from_request(
        _request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> Result<Self> {
        Ok(Self(body.take()?))
    }
}

/// A file that is sent in pieces, under this name.
pub enum FilePieces {
    Json(Pieces, String),
    Csv(Pieces, String),
}

/// A body in pieces. One that fails leaves the answer broken off, which is seen.
pub fn body(pieces: Pieces) -> Body {
    let pieces = pieces.map_err(|error| {
        let refusal = error.shown();
        std::io::Error::other(refusal.message)
    });
    Body::from_bytes_stream(pieces)
}

impl IntoResponse for FilePieces {
    fn into_response(self) -> Response {
        let (content_type, pieces, name) = match self {
            Self::Json(pieces, name) => (JSON, pieces, name),
            Self::Csv(pieces, name) => (CSV, pieces, name),
        };
        Response::builder()
            .header(header::CONTENT_TYPE, content_type)
            .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))
            .body(body(pieces))
    }
}

impl ApiResponse for FilePieces {
    fn meta() -> MetaResponses {
        let content = vec![
            MetaMediaType { content_type: JSON, schema: Backup::schema_ref() },
            MetaMediaType { content_type: CSV, schema: binary() },
        ];
        MetaResponses {
            responses: vec![answer("The file.", 200, content, &[("Content-Disposition", "Its name.")])],
        }
    }

    fn register(registry: &mut Registry) {
        Backup::register(registry);
    }
}

/// A calendar, or that it is still the one that the caller has.
pub struct CalendarAnswer(pub Response);

impl CalendarAnswer {
    /// What calendars are sent as.
    pub const CONTENT_TYPE: &'static str = CALENDAR;
}

impl IntoResponse for CalendarAnswer {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for CalendarAnswer {
    fn meta() -> MetaResponses {
        let content = vec![MetaMediaType { content_type: CALENDAR, schema: binary() }];
        let headers = [("ETag", "Which calendar this is."), ("Last-Modified", "Since when it has been so.")];
        MetaResponses {
            responses: vec![
                answer("The calendar.", 200, content, &headers),
                answer("It is still the one that the caller has.", 304, vec![], &headers),
            ],
        }
    }

    fn register(_registry: &mut Registry) {}
}

fn answer(
    description: &'static str,
    status: u16,
    content: Vec<MetaMediaType>,
    headers: &[(&str, &'static str)],
) -> MetaResponse {
    let headers = headers.iter().map(|(name, description)| MetaHeader {
        name: (*name).into(),
        description: Some((*description).into()),
        required: true,
        deprecated: false,
        schema: String::schema_ref(),
    });
    MetaResponse {
        description,
        status: Some(status),
        status_range: None,
        content,
        headers: headers.collect(),
    }
}

fn binary() -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary")))
}
