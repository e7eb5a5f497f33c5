//! The door for MCP clients: who may come in, and rmcp's streamable HTTP behind it. Without sessions, so that any
//! replica can answer any request.

use super::errors::{to_poem, to_response};
use super::{address, auth};
use crate::app::App;
use crate::config::HttpConfig;
use crate::error::{Error, Refusal};
use crate::mcp::{Asking, TodoServer};
use http_body_util::BodyExt;
use poem::http::uri::Authority;
use poem::http::{HeaderValue, StatusCode, header};
use poem::{Endpoint, Request, Response, Result, RouteMethod, post};
use poem_openapi::OperationId;
use rmcp::ServerHandler;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use serde_json::json;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use tracing::Span;

/// Where the endpoint is.
pub const PATH: &str = "/api/mcp";
/// Where its description is (RFC 9728), for clients that look for it without and with its path.
pub const METADATA_PATHS: [&str; 2] =
    ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/api/mcp"];

/// The endpoint.
pub fn endpoint(app: &Arc<App>) -> impl Endpoint<Output = Response> + use<> {
    let server = TodoServer::new(app.clone());
    #[cfg(feature = "conformance")]
    let server = crate::mcp::fixtures::WithFixtures(server);
    Door(post(Transport::new(app.config.http.body_limit, move || server.clone())))
}

/// rmcp's transport around any server.
pub struct Transport<H>(StreamableHttpService<H, NeverSessionManager>);

impl<H: ServerHandler> Transport<H> {
    /// The transport around the server that `make` makes for each request.
    pub fn new(body_limit: usize, make: impl Fn() -> H + Send + Sync + 'static) -> Self {
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            // Checked at the door, where the names that proxies pass on are known.
            .disable_allowed_hosts()
            .with_max_request_body_bytes(body_limit);
        Self(StreamableHttpService::new(move || Ok(make()), Arc::default(), config))
    }
}

impl<H: ServerHandler> Endpoint for Transport<H> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let (parts, body) = self.0.handle(poem::http::Request::from(request)).await.into_parts();
        let is_json = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
        if parts.status.is_client_error() && !is_json {
            return Ok(to_response(refused(parts.status)));
        }
        if parts.status.is_server_error() {
            return Err(to_poem(Error::internal("rmcp had no answer")));
        }
        let body = body.map_err(|never| -> io::Error { match never {} }).boxed();
        Ok(poem::http::Response::from_parts(parts, body).into())
    }
}

/// What rmcp answers in plain text.
fn refused(status: StatusCode) -> Refusal {
    let (code, message) = match status {
        StatusCode::NOT_ACCEPTABLE => {
            ("NOT_ACCEPTABLE", "MCP clients have to accept both: Accept: application/json, text/event-stream")
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "UNSUPPORTED_MEDIA_TYPE",
            "Send the message as JSON, with the header Content-Type: application/json.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("PAYLOAD_TOO_LARGE", "The message is too large. Send less at once.")
        }
        _ => (
            "BAD_REQUEST",
            "This is no message of the Model Context Protocol. docs/agents.md says how to connect.",
        ),
    };
    Refusal::new(status, code, message)
}

/// Lets in who has a token and comes from a page and to a host of ours.
struct Door(RouteMethod);

impl Endpoint for Door {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let app = auth::app(&request)?.clone();
        let origin = own_origin(&request, &app.config.http).map_err(to_poem)?;
        auth::check_origin(&request, &app)?;
        let Some(owner) = auth::owner(&request, &app).await? else {
            return Ok(challenge(&origin));
        };
        request.set_data(Asking { owner: owner.through_mcp(), span: Span::current() });
        let mut response = self.0.call(request).await?;
        response.set_data(OperationId("mcp"));
        Ok(response)
    }
}

/// 401, and where to read what is wanted.
fn challenge(origin: &str) -> Response {
    let mut response = to_response(Error::unauthorized().shown());
    let value = format!("Bearer resource_metadata=\"{origin}{}\", scope=\"read write\"", METADATA_PATHS[1]);
    if let Ok(value) = HeaderValue::from_str(&value) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
    }
    response
}

/// The scheme and host that the caller asked for. A name that nobody gave us is refused: some page's owner may have
/// pointed it here, to have the browsers of its visitors speak to us. Nobody can do that with an address.
fn own_origin(request: &Request, http: &HttpConfig) -> crate::error::Result<String> {
    let host = address::host(request, &http.trusted_proxies);
    let authority = host.filter(|host| !host.contains('@')).and_then(|host| host.parse::<Authority>().ok());
    let known = authority.filter(|authority| {
        let name = authority.host().trim_start_matches('[').trim_end_matches(']');
        let is_allowed = |allowed: &String| {
            allowed.eq_ignore_ascii_case(name) || allowed.eq_ignore_ascii_case(authority.as_str())
        };
        name.eq_ignore_ascii_case("localhost")
            || name.parse::<IpAddr>().is_ok()
            || http.allowed_hosts.iter().any(is_allowed)
    });
    match known {
        Some(authority) => {
            let scheme = if address::is_https(request, &http.trusted_proxies) { "https" } else { "http" };
            Ok(format!("{scheme}://{authority}"))
        }
        None => Err(Error::forbidden(
            "INVALID_HOST",
            "This server was not told that it has this name. Use its address, or add the name to ALLOWED_HOSTS.",
        )),
    }
}

/// What a client has to bring (RFC 9728). There is no authorization server: people make tokens on the account page.
#[poem::handler]
pub fn metadata(request: &Request) -> Result<Response> {
    let origin = own_origin(request, &auth::app(request)?.config.http).map_err(to_poem)?;
    let document = json!({
        "resource": format!("{origin}{PATH}"),
        "resource_name": "todo-app",
        "resource_documentation": format!("{origin}/api/docs"),
        "bearer_methods_supported": ["header"],
        "scopes_supported": ["read", "write"],
    });
    Ok(Response::builder().content_type("application/json").body(document.to_string()))
}
