//! A caller: where they ask, and what they send with every request.

use crate::answer::{Answer, Events};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Longer than any answer may take, so that a hanging server fails the test.
const PATIENCE: Duration = Duration::from_secs(40);

/// Someone who asks. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    base: String,
    http: reqwest::Client,
    headers: HeaderMap,
}

impl Client {
    /// Someone who asks there and says nothing about themselves.
    pub fn new(base: &str) -> Self {
        let http = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .tls_backend_preconfigured(no_tls())
            .build()
            .unwrap();
        Self { base: base.trim_end_matches('/').to_owned(), http, headers: HeaderMap::new() }
    }

    /// The address that paths are added to.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The same caller, sending this header, too.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.insert(HeaderName::try_from(name).unwrap(), HeaderValue::from_str(value).unwrap());
        client
    }

    /// The same caller without this header.
    pub fn without(&self, name: &str) -> Self {
        let mut client = self.clone();
        client.headers.remove(name);
        client
    }

    /// The same caller, asking another server.
    pub fn at(&self, base: &str) -> Self {
        Self { base: base.trim_end_matches('/').to_owned(), ..self.clone() }
    }

    /// The same caller with this bearer token.
    pub fn bearer(&self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// Sends a request with this body, if any.
    pub async fn send(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Answer {
        let asked = format!("{method} {path}");
        match self.try_send(method, path, body).await {
            Ok(response) => Answer::read(asked, response).await,
            Err(error) => panic!("{asked}: no answer: {error:?}"),
        }
    }

    /// The same where no answer is one of the things that may happen.
    pub async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> reqwest::Result<reqwest::Response> {
        let mut request =
            self.http.request(method, format!("{}{path}", self.base)).headers(self.headers.clone());
        if let Some(body) = body {
            request = request.body(body);
        }
        request.send().await
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.json(Method::POST, path, body).await
    }

    /// PUT with a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.json(Method::PUT, path, body).await
    }

    /// PATCH with a JSON body; null sends none.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        match body {
            Value::Null => self.send(Method::PATCH, path, None).await,
            body => self.json(Method::PATCH, path, body).await,
        }
    }

    async fn json(&self, method: Method, path: &str, body: Value) -> Answer {
        let client = match self.headers.contains_key(CONTENT_TYPE) {
            true => self.clone(),
            false => self.with("content-type", "application/json"),
        };
        client.send(method, path, Some(body.to_string().into_bytes())).await
    }

    /// Sends a chat message and reads the answer as a stream of events.
    pub async fn chat_events(&self, body: Value) -> Events {
        let client =
            self.with(CONTENT_TYPE.as_str(), "application/json").with(ACCEPT.as_str(), "text/event-stream");
        let body = Some(body.to_string().into_bytes());
        Events::new(client.try_send(Method::POST, "/api/me/chat", body).await.expect("an answer"))
    }
}

/// Nothing here is encrypted, but the server's reqwest, which is ours too, comes without encryption of its own.
fn no_tls() -> ClientConfig {
    ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth()
}

/// A path with a query, encoded.
pub fn url(path: &str, query: &[(&str, &str)]) -> String {
    let url = Url::parse_with_params(&format!("http://x{path}"), query).unwrap();
    url.as_str().trim_start_matches("http://x").to_owned()
}
