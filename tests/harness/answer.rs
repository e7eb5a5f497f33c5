//! What the server answered, with the assertions that every test needs.

use reqwest::header::HeaderMap;
use serde_json::Value;

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    /// Method and address, for messages.
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub(crate) async fn read(asked: String, response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap_or_else(|error| panic!("{asked}: body broke off: {error}"));
        Self { asked, status, headers, body: body.into() }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{}: {} is not JSON: {error}: {}", self.asked, self.status, self.text())
        })
    }

    /// The status, asserted.
    #[track_caller]
    pub fn has_status(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{} answered {}", self.asked, self.text());
        self
    }

    /// The body of an answer with this status; null when it is empty.
    #[track_caller]
    pub fn ok(&self, status: u16) -> Value {
        self.has_status(status);
        if self.body.is_empty() { Value::Null } else { self.json() }
    }

    /// One header, empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// An error: asserts status, code and the one shape of error bodies, and answers the body.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Value {
        self.has_status(status);
        let body = self.json();
        assert_problem(&body, self.header("x-request-id"));
        assert_eq!(body["code"], code, "{}: {body}", self.asked);
        if matches!(status, 429 | 502 | 503) {
            let wait: u64 = self.header("retry-after").parse().expect("Retry-After in seconds");
            assert!((1..=3600).contains(&wait), "{}: Retry-After: {wait}", self.asked);
            assert_eq!(self.header("x-retry-after"), self.header("retry-after"), "{}", self.asked);
        }
        body
    }

    /// A 422 whose field at fault is this one, with this code.
    #[track_caller]
    pub fn refused_field(&self, field: &str, code: &str) -> Value {
        self.at_fault(self.refused(422, "VALIDATION_FAILED"), field, code)
    }

    /// The same under /api/auth, where better-auth says 400.
    #[track_caller]
    pub fn refused_account_field(&self, field: &str, code: &str) -> Value {
        self.at_fault(self.refused(400, "VALIDATION_ERROR"), field, code)
    }

    #[track_caller]
    fn at_fault(&self, body: Value, field: &str, code: &str) -> Value {
        let errors =
            body["errors"].as_array().unwrap_or_else(|| panic!("{}: no errors in {body}", self.asked));
        assert!(
            errors.iter().any(|error| error["field"] == field && error["code"] == code),
            "{}: no {code} for {field} in {body}",
            self.asked
        );
        body
    }

    /// The address in the `Link` header with `rel="next"`.
    #[track_caller]
    pub fn next_page(&self) -> Option<String> {
        let link = self.headers.get("link")?.to_str().unwrap();
        let (address, rest) = link.strip_prefix('<').and_then(|link| link.split_once('>')).expect("RFC 8288");
        assert_eq!(rest, "; rel=\"next\"");
        Some(address.to_owned())
    }
}

/// Asserts the one shape of error bodies: flat, with a code, a sentence, and the request's id.
#[track_caller]
pub fn assert_problem(body: &Value, request_id: &str) {
    let object = body.as_object().unwrap_or_else(|| panic!("not an object: {body}"));
    for name in object.keys() {
        assert!(["code", "message", "errors", "request_id"].contains(&name.as_str()), "{name} in {body}");
    }
    let code = body["code"].as_str().unwrap_or_default();
    let is_upper_snake = !code.is_empty()
        && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    assert!(is_upper_snake, "code in {body}");
    assert!(body["message"].as_str().is_some_and(|message| message.len() > 10), "message in {body}");
    assert!(!request_id.is_empty(), "no X-Request-Id");
    assert_eq!(body["request_id"], request_id);
    if let Some(errors) = body.get("errors") {
        let errors = errors.as_array().unwrap_or_else(|| panic!("errors is no list: {body}"));
        assert!(!errors.is_empty(), "empty errors in {body}");
        for error in errors {
            let mut names: Vec<&str> = error.as_object().unwrap().keys().map(String::as_str).collect();
            names.sort_unstable();
            assert_eq!(names, ["code", "field", "message"], "{body}");
        }
    }
}

/// The events of a streamed answer, one after the other.
#[derive(Debug)]
pub struct Events {
    response: reqwest::Response,
    buffer: Vec<u8>,
}

impl Events {
    pub(crate) fn new(response: reqwest::Response) -> Self {
        Self { response, buffer: Vec::new() }
    }

    /// Status and headers.
    pub fn response(&self) -> &reqwest::Response {
        &self.response
    }

    /// The next event; nothing at the end of the stream. Comment lines are skipped.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            while let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.buffer.drain(..=end).collect();
                let line = String::from_utf8(line).expect("UTF-8");
                if let Some(data) = line.trim_end().strip_prefix("data:") {
                    return Some(serde_json::from_str(data.trim()).expect("JSON in a data line"));
                }
            }
            self.buffer.extend_from_slice(&self.response.chunk().await.ok()??);
        }
    }

    /// All events up to the end.
    pub async fn all(mut self) -> Vec<Value> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        events
    }
}
