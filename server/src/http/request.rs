//! What every request gets: an id, one log record, security headers, and an error body where one is due.

use super::{errors, methods};
use crate::domain::calendar_feed;
use crate::error::Refusal;
use crate::http::address::ClientAddress;
use crate::shutdown::Shutdown;
use crate::telemetry::Metrics;
use data_encoding::HEXLOWER;
use poem::http::{HeaderName, HeaderValue, StatusCode, Version, header};
use poem::{Endpoint, IntoResponse, Request, Response, Result};
use poem_openapi::OperationId;
use shared::error::Problem;
use std::time::Instant;
use tracing::field::Empty;
use tracing::{Instrument, Span};

/// The page runs WebAssembly and styles from its own files, and nothing else.
const PAGE_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest id that a caller may give.
const REQUEST_ID_MAX: usize = 128;

/// Wraps all routes of a role.
pub struct Observed<E> {
    pub routes: E,
    pub shutdown: Shutdown,
    pub metrics: Metrics,
}

/// The id of the request, for whoever passes it on.
#[derive(Clone)]
pub struct RequestId(pub String);

impl<E: Endpoint> Endpoint for Observed<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let started = Instant::now();
        let id = given_id(&request).unwrap_or_else(random_id);
        let span = tracing::info_span!("request", request_id = %id, user_id = Empty);
        request.set_data(RequestId(id.clone()));
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        let shown_path = without_secret(&path).to_owned();
        let version = request.version();
        let address = ClientAddress::of(&request);
        async move {
            let result = self.routes.call(request).await;
            let operation = match &result {
                Ok(_) => None,
                Err(error) => error.data::<OperationId>().map(|operation| operation.0),
            };
            let mut response = match result {
                Ok(response) => response.into_response(),
                Err(error) if error.is_from_response() => error.into_response(),
                Err(error) => errors::to_response(errors::refusal_of(&error, &path)),
            };
            let operation = operation.or_else(|| response.data::<OperationId>().map(|operation| operation.0));
            write_problem(&mut response, &id);
            set_headers(&mut response, &id, &path);
            if self.shutdown.is_draining() && version < Version::HTTP_2 {
                // Whoever keeps connections open has to leave before they are closed on it.
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            if response.status() == StatusCode::METHOD_NOT_ALLOWED {
                methods::set_allow(&mut response, &path);
            }
            let took = started.elapsed();
            self.metrics.request(operation, &method, response.status(), took);
            let status = response.status().as_u16();
            let latency_ms = took.as_secs_f64() * 1000.0;
            match operation {
                // Every open page asks it all the time.
                Some(operation_id @ "getTasksVersion") if status < 400 => {
                    tracing::debug!(event = "request", operation_id, status, latency_ms, %address, "request");
                }
                Some(operation_id) => {
                    tracing::info!(event = "request", operation_id, status, latency_ms, %address, "request");
                }
                // Probes and files of the page: many, and of no interest unless they fail.
                None if status < 400 => {
                    tracing::debug!(event = "request", %method, path = shown_path, status, latency_ms, %address, "request");
                }
                None => tracing::info!(event = "request", %method, path = shown_path, status, latency_ms, %address, "request"),
            }
            Ok(response)
        }
        .instrument(span)
        .await
    }
}

/// The address of a calendar feed is a secret, so only its beginning is logged.
fn without_secret(path: &str) -> &str {
    match path.find(calendar_feed::FOLDER) {
        Some(at) => path.get(..at + calendar_feed::FOLDER.len()).unwrap_or(path),
        None => path,
    }
}

/// Names the person on every record of this request.
pub fn record_user(user_id: &str) {
    Span::current().record("user_id", user_id);
}

fn write_problem(response: &mut Response, request_id: &str) {
    let Some(refusal) = response.data::<Refusal>().cloned() else { return };
    let problem = Problem {
        code: refusal.code.into(),
        message: refusal.message.into(),
        errors: refusal.errors,
        request_id: request_id.into(),
    };
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    response.set_body(serde_json::to_vec(&problem).unwrap_or_default());
}

fn set_headers(response: &mut Response, id: &str, path: &str) {
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(PAGE_POLICY));
    if path.starts_with("/api/") {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store, no-cache"));
    }
    // Without these, pages of other hosts are not shown the tokens that better-auth's client reads.
    if headers.contains_key("set-auth-token") || headers.contains_key("set-auth-jwt") {
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("set-auth-token, set-auth-jwt"),
        );
    }
}

fn given_id(request: &Request) -> Option<String> {
    let id = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let is_plain = id.bytes().all(|byte| byte.is_ascii_graphic());
    (is_plain && !id.is_empty() && id.len() <= REQUEST_ID_MAX).then(|| id.to_owned())
}

fn random_id() -> String {
    HEXLOWER.encode(&rand::random::<[u8; 16]>())
}
