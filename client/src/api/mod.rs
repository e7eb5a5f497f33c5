//! Talks to the server: paths, the token, and failures a person can act on.

mod failure;
pub mod stream;

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::account::Jwt;
use sycamore::reactive::{Signal, create_signal};
use sycamore::web::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

use crate::background;
pub use failure::{Failure, Kind};

/// How long an ordinary call may take.
const TIMEOUT_MS: u32 = 30_000;

/// How often a server that could not be reached is asked whether it is back.
const RETRY_MS: i32 = 3_000;

/// The connection to the server. The token stays in memory: a page that is closed forgets it.
#[derive(Clone, Copy)]
pub struct Api {
    token: Signal<Option<String>>,
    /// True once the server no longer knows the session.
    pub signed_out: Signal<bool>,
    /// Counts how often the server came back after it could not be reached.
    pub recovered: Signal<u32>,
    /// True while the server cannot be reached.
    pub is_lost: Signal<bool>,
}

/// One call, before it is sent.
pub struct Call {
    method: &'static str,
    path: String,
    body: Option<String>,
    headers: Vec<(&'static str, String)>,
    abort: Option<AbortSignal>,
}

/// What came back: a good status, its body, and the next page of a list.
pub struct Reply {
    body: String,
    /// Address of the next page, from the Link header.
    pub next: Option<String>,
}

impl Reply {
    /// Reads the body.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_str(&self.body).map_err(|_| Failure::unreadable())
    }
}

impl Call {
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), body: None, headers: Vec::new(), abort: None }
    }

    pub fn delete(path: impl Into<String>) -> Self {
        Self { method: "DELETE", ..Self::get(path) }
    }

    pub fn post(path: impl Into<String>, body: &impl Serialize) -> Self {
        Self::get(path).with_body("POST", body)
    }

    pub fn put(path: impl Into<String>, body: &impl Serialize) -> Self {
        Self::get(path).with_body("PUT", body)
    }

    pub fn patch(path: impl Into<String>, body: &impl Serialize) -> Self {
        Self::get(path).with_body("PATCH", body)
    }

    /// Adds a header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Lets a controller end the call; without one it ends after a timeout.
    pub fn abort(mut self, signal: AbortSignal) -> Self {
        self.abort = Some(signal);
        self
    }

    fn with_body(mut self, method: &'static str, body: &impl Serialize) -> Self {
        self.method = method;
        // The types of `shared` have string keys only, so they always become JSON.
        self.body = serde_json::to_string(body).ok();
        self
    }

    async fn send(&self, token: Option<&str>) -> Result<Response, Failure> {
        let headers = Headers::new().map_err(Failure::network)?;
        let set = |name: &str, value: &str| headers.set(name, value).map_err(Failure::network);
        for (name, value) in &self.headers {
            set(name, value)?;
        }
        if let Some(token) = token {
            set("Authorization", &format!("Bearer {token}"))?;
        }
        let init = RequestInit::new();
        init.set_method(self.method);
        if let Some(body) = &self.body {
            set("Content-Type", "application/json")?;
            init.set_body(&JsValue::from_str(body));
        }
        init.set_headers(&headers);
        let timeout = || AbortSignal::timeout_with_u32(TIMEOUT_MS);
        init.set_signal(Some(&self.abort.clone().unwrap_or_else(timeout)));
        let response = JsFuture::from(window().fetch_with_str_and_init(&self.path, &init))
            .await
            .map_err(Failure::network)?;
        Ok(response.unchecked_into())
    }
}

impl Default for Api {
    fn default() -> Self {
        Self {
            token: create_signal(None),
            signed_out: create_signal(false),
            recovered: create_signal(0),
            is_lost: create_signal(false),
        }
    }
}

impl Api {
    /// A call under `/api/auth`, where the session cookie speaks for the person.
    pub async fn auth(self, call: Call) -> Result<Reply, Failure> {
        let response = self.sent(call.send(None).await)?;
        // Saves the request for a token when the server sends one along.
        if let Ok(Some(token)) = response.headers().get("set-auth-jwt") {
            self.token.set(Some(token));
        }
        let result = finish(response).await;
        // A wrong password is a 401 too; only this one says that the session is over.
        if matches!(&result, Err(failure) if failure.status == 401 && failure.code == "UNAUTHORIZED") {
            self.forget();
        }
        result
    }

    /// Any other call, with the token in its header.
    pub async fn call(self, call: Call) -> Result<Reply, Failure> {
        finish(self.open(&call).await?).await
    }

    /// Sends a call with the token, renewing it once if the server refuses it.
    pub async fn open(self, call: &Call) -> Result<Response, Failure> {
        let known = self.token.get_clone_untracked();
        let fresh = known.is_none();
        let token = match known {
            Some(token) => token,
            None => self.renew().await?,
        };
        let response = self.sent(call.send(Some(&token)).await)?;
        if response.status() != 401 {
            return Ok(response);
        }
        if fresh {
            self.forget();
            return Err(Failure::signed_out());
        }
        let token = self.renew().await?;
        self.sent(call.send(Some(&token)).await)
    }

    /// Notices a server that cannot be reached, and waits for its return.
    fn sent(self, result: Result<Response, Failure>) -> Result<Response, Failure> {
        let is_lost = match &result {
            Ok(response) => matches!(response.status(), 502..=504),
            Err(failure) => failure.kind == Kind::Lost,
        };
        if is_lost && !self.is_lost.replace(true) {
            background::spawn(self.wait());
        }
        result
    }

    async fn wait(self) {
        loop {
            background::sleep(RETRY_MS).await;
            let health = Call::get("/api/health").send(None).await;
            if health.is_ok_and(|response| response.ok()) {
                self.is_lost.set(false);
                return self.recovered.update(|times| *times += 1);
            }
        }
    }

    /// Exchanges the session cookie for a token.
    pub async fn renew(self) -> Result<String, Failure> {
        match self.auth(Call::get("/api/auth/token")).await {
            Ok(reply) => {
                let token = reply.json::<Jwt>()?.token;
                self.token.set(Some(token.clone()));
                Ok(token)
            }
            Err(failure) if failure.status == 401 => {
                self.forget();
                Err(Failure::signed_out())
            }
            Err(failure) => Err(failure),
        }
    }

    /// Drops the token, after which the page asks to sign in.
    pub fn forget(self) {
        self.token.set(None);
        self.signed_out.set(true);
    }

    /// A new session began.
    pub fn welcome(self) {
        self.token.set(None);
        self.signed_out.set(false);
    }
}

/// Reads a response to its end.
async fn finish(response: Response) -> Result<Reply, Failure> {
    let body = match response.text() {
        Ok(text) => JsFuture::from(text).await.map_err(Failure::network)?,
        Err(error) => return Err(Failure::network(error)),
    };
    let body = body.as_string().unwrap_or_default();
    if !response.ok() {
        return Err(Failure::refused(&response, &body));
    }
    let link = response.headers().get("Link").ok().flatten();
    Ok(Reply { body, next: link.as_deref().and_then(next_page) })
}

/// The path of `rel="next"` in a Link header.
fn next_page(link: &str) -> Option<String> {
    let part = link.split(',').find(|part| part.contains("rel=\"next\""))?;
    let url = part.split_once('<')?.1.split_once('>')?.0;
    // An absolute address may carry a host that only proxies know.
    let path = match url.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        None => url,
    };
    Some(path.to_owned())
}

/// Escapes a value for a query.
pub fn encode(value: &str) -> String {
    js_sys::encode_uri_component(value).into()
}

#[cfg(test)]
mod tests {
    use super::next_page;

    #[test]
    fn next_page_is_a_path() {
        let link = "<https://inner:8000/api/me/tasks?cursor=a>; rel=\"next\"";
        assert_eq!(next_page(link).as_deref(), Some("/api/me/tasks?cursor=a"));
        assert_eq!(
            next_page("</api/me/tasks?limit=2>; rel=\"next\"").as_deref(),
            Some("/api/me/tasks?limit=2")
        );
        assert_eq!(next_page("</x>; rel=\"prev\""), None);
    }
}
