//! The frontend's way to the backend, for those who come without an ingress. Streams pass through as they are.

use super::address::{host, is_trusted, peer};
use super::request::RequestId;
use crate::error::Refusal;
use crate::http::errors;
use crate::outbound;
use ipnet::IpNet;
use poem::http::uri::PathAndQuery;
use poem::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use poem::{Body, Endpoint, Request, Response, Result};
use std::time::Duration;
use url::Url;

/// How long a connection to the backend, or the answer of its probe, may take.
const TIMEOUT: Duration = Duration::from_millis(1500);

/// The backend, by its address. Cheap to clone.
#[derive(Clone)]
pub struct Backend {
    url: Url,
    /// Who may say whom they speak for.
    trusted: Vec<IpNet>,
    /// Keeps connections open, and sends a request on another one where hyper saw before sending it that one was closed.
    client: reqwest::Client,
    /// Makes a connection for each request.
    anew: reqwest::Client,
}

impl Backend {
    /// A backend at this address; it need not answer yet. What `trusted` proxies say of the caller is passed on.
    pub fn new(url: Url, trusted: Vec<IpNet>) -> std::result::Result<Self, String> {
        let build = |idle_max| {
            let builder = outbound::client()?.connect_timeout(TIMEOUT).pool_max_idle_per_host(idle_max);
            builder.redirect(reqwest::redirect::Policy::none()).build().map_err(|error| error.to_string())
        };
        Ok(Self { url, trusted, client: build(usize::MAX)?, anew: build(0)? })
    }

    /// True when the backend's process answers.
    pub async fn is_reachable(&self) -> bool {
        let mut url = self.url.clone();
        url.set_path("/livez");
        let Ok(probe) = self.client.get(url).timeout(TIMEOUT).build() else { return false };
        self.send(probe).await.is_ok_and(|response| response.status().is_success())
    }

    /// Sends a request. One that may be repeated is, once, when the connection was lost before the answer came: a
    /// backend that stops closes the connections that are kept open to it.
    async fn send(&self, request: reqwest::Request) -> reqwest::Result<reqwest::Response> {
        let may_repeat = matches!(*request.method(), Method::GET | Method::HEAD) && request.body().is_none();
        let again = if may_repeat { request.try_clone() } else { None };
        match (self.client.execute(request).await, again) {
            (Err(error), Some(again)) if !error.is_timeout() => self.anew.execute(again).await,
            (result, _) => result,
        }
    }
}

impl Endpoint for Backend {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        if request.uri().path().split(['/', '\\']).any(is_dots) {
            let message = "The path contains . or .. as a segment. Write it without.";
            return Ok(errors::to_response(Refusal::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)));
        }
        let path = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
        let target = format!("{}{path}", self.url.as_str().trim_end_matches('/'));
        let headers = forwarded(&request, &self.trusted);
        let mut forward = self.client.request(request.method().clone(), target).headers(headers);
        let body = request.take_body();
        if !body.is_empty() {
            forward = forward.body(reqwest::Body::wrap_stream(body.into_bytes_stream()));
        }
        let sent = match forward.build() {
            Ok(forward) => self.send(forward).await,
            Err(error) => Err(error),
        };
        match sent {
            Ok(answer) => Ok(passed_on(answer)),
            Err(error) => {
                tracing::error!(event = "backend_unreachable", error = %error.without_url(), "the backend does not answer");
                let refusal = Refusal::new(
                    StatusCode::BAD_GATEWAY,
                    "BACKEND_UNAVAILABLE",
                    "The server behind this page cannot be reached right now. Try again in a few seconds.",
                );
                Ok(errors::to_response(refusal.retry_after(Duration::from_secs(2))))
            }
        }
    }
}

/// What the client would resolve, and so leave the paths that are forwarded.
fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

fn forwarded(request: &Request, trusted: &[IpNet]) -> HeaderMap {
    let mut headers = without_hop_by_hop(request.headers());
    if let Some(RequestId(id)) = request.data()
        && let Ok(id) = HeaderValue::from_str(id)
    {
        headers.insert("x-request-id", id);
    }
    if !is_trusted(peer(request), trusted) {
        for name in ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"] {
            headers.remove(name);
        }
    }
    if let Some(peer) = peer(request) {
        // As one line: the last ones are nearest to us, and none of them may get lost.
        let mut list: Vec<&[u8]> =
            headers.get_all("x-forwarded-for").iter().map(HeaderValue::as_bytes).collect();
        let peer = peer.to_string();
        list.push(peer.as_bytes());
        if let Ok(list) = HeaderValue::from_bytes(&list.join(&b", "[..])) {
            headers.insert("x-forwarded-for", list);
        }
    }
    if let Some(host) = host(request, trusted)
        && let Ok(host) = HeaderValue::from_str(host)
    {
        headers.insert("x-forwarded-host", host);
    }
    headers.remove(header::HOST);
    headers
}

fn passed_on(answer: reqwest::Response) -> Response {
    let mut response = Response::builder().status(answer.status()).finish();
    *response.headers_mut() = without_hop_by_hop(answer.headers());
    let stream = futures_util::TryStreamExt::map_err(answer.bytes_stream(), std::io::Error::other);
    response.set_body(Body::from_bytes_stream(stream));
    response
}

/// All but the headers that belong to one connection only: those that `Connection` names, and those that always do
/// (RFC 9110, 7.6.1).
fn without_hop_by_hop(headers: &HeaderMap) -> HeaderMap {
    const HOP_BY_HOP: [HeaderName; 9] = [
        header::CONNECTION,
        HeaderName::from_static("keep-alive"),
        header::PROXY_AUTHENTICATE,
        header::PROXY_AUTHORIZATION,
        HeaderName::from_static("proxy-connection"),
        header::TE,
        header::TRAILER,
        header::TRANSFER_ENCODING,
        header::UPGRADE,
    ];
    let named = headers.get_all(header::CONNECTION).iter().filter_map(|value| value.to_str().ok());
    let named = named.flat_map(|names| names.split(',')).filter_map(|name| name.trim().parse().ok());
    let mut kept = headers.clone();
    for name in named.chain(HOP_BY_HOP) {
        kept.remove(name);
    }
    kept
}
