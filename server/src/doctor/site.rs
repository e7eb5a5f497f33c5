//! Asking the todo-app that is looked at.

use super::report::Finding;
use crate::outbound::{self, reason};
use chrono::{DateTime, Utc};
use poem::http::{HeaderMap, Method, StatusCode, header};
use reqwest::redirect::Policy;
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A todo-app at its address.
pub struct Site {
    pub url: Url,
    client: reqwest::Client,
}

/// What it answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// When it came.
    pub at: DateTime<Utc>,
}

impl Site {
    /// The one at this address; it is asked directly, whatever proxy the environment names.
    pub fn new(url: Url) -> Result<Self, String> {
        let builder = outbound::client()?.redirect(Policy::none());
        let client = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { url, client })
    }

    /// Its host: a name, or an address without brackets.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default().trim_matches(['[', ']'])
    }

    /// GET. The error is why there is no answer.
    pub async fn get(&self, path: &str) -> Result<Answer, String> {
        self.send(Method::GET, path, None, None, TIMEOUT).await
    }

    /// Sends a request, with a bearer token and a JSON body where there are some. The error is why there is no answer.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
        timeout: Duration,
    ) -> Result<Answer, String> {
        // Only its origin counts: everything of todo-app is at the top.
        let address = self.url.join(path).map_err(|error| error.to_string())?;
        let mut request = self.client.request(method, address).timeout(timeout);
        if path == "/" {
            request = request.header(header::ACCEPT, "text/html");
        }
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.header(header::CONTENT_TYPE, "application/json").body(body.to_string());
        }
        let response = request.send().await.map_err(reason)?;
        let (status, headers, at) = (response.status(), response.headers().clone(), Utc::now());
        let body = response.text().await.map_err(reason)?;
        Ok(Answer { status, headers, body, at })
    }
}

impl Answer {
    /// True when todo-app itself answered, and not what stands before it.
    pub fn is_ours(&self) -> bool {
        self.headers.contains_key("x-request-id")
    }

    /// The body as JSON, null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The error that the body tells, or the status alone.
    pub fn problem(&self) -> String {
        match self.json()["message"].as_str() {
            Some(message) => format!("{}: {message}", self.status.as_u16()),
            None => self.status.to_string(),
        }
    }

    /// True when something before todo-app says that nobody is there to answer.
    pub fn has_nobody_behind(&self) -> bool {
        !self.is_ours() && matches!(self.status.as_u16(), 502..=504)
    }

    /// What is wrong when something before todo-app answered in its place.
    pub fn not_ours(&self, host: &str, service: &str) -> Finding {
        match self.status.as_u16() {
            404 => Finding::failed(
                format!("what listens there answers 404 by itself: it has no rule for the host {host}"),
                "compare `kubectl get ingress -A` and `kubectl get ingressclass`: the chart's ingress.host and \
                 ingress.className have to name this host and a class that is there",
            ),
            502..=504 => Finding::failed(
                format!(
                    "the ingress answers {} in its place: no pod of {service} is ready",
                    self.status.as_u16()
                ),
                "`kubectl get pods -A` and `kubectl describe pod` say why",
            ),
            300..=399 => {
                let to = self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
                let to = to.unwrap_or("nowhere");
                Finding::failed(format!("it redirects to {to}"), format!("ask there: --url {to}"))
            }
            status => Finding::failed(
                format!("another program answers there, with {status}"),
                "give the address of todo-app with --url, or stop that program",
            ),
        }
    }
}
