//! What can go wrong with a call, in words a person can act on.

use shared::error::{FieldError, Problem};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Response;

/// What a failure means for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request or its answer got lost; sending again is safe.
    Lost,
    /// The server is there but cannot answer now; worth trying again.
    Busy,
    /// The session is over.
    SignedOut,
    /// The person stopped it.
    Stopped,
    /// The server refused; doing the same again will not help.
    Refused,
}

/// A call that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub kind: Kind,
    /// The HTTP status, 0 without an answer.
    pub status: u16,
    pub code: String,
    /// What to tell the person.
    pub message: String,
    pub fields: Vec<FieldError>,
}

impl Failure {
    fn new(kind: Kind, status: u16, message: impl Into<String>) -> Self {
        Self { kind, status, code: String::new(), message: message.into(), fields: Vec::new() }
    }

    /// The fetch itself failed: no network, a timeout, or the person's Stop.
    pub fn network(error: JsValue) -> Self {
        let name = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.name()));
        match name.as_deref() {
            Some("AbortError") => Self::new(Kind::Stopped, 0, "Stopped."),
            Some("TimeoutError") => {
                Self::new(Kind::Lost, 0, "The server took too long to answer. Please try again.")
            }
            _ => {
                Self::new(Kind::Lost, 0, "The server cannot be reached. Check your connection and try again.")
            }
        }
    }

    /// The connection ended in the middle of an answer.
    pub fn cut() -> Self {
        Self::new(Kind::Lost, 0, "The connection was lost before the answer was complete.")
    }

    /// The session is over.
    pub fn signed_out() -> Self {
        Self::new(Kind::SignedOut, 401, "Your session has ended. Please sign in again.")
    }

    /// The answer was not what the contract says.
    pub fn unreadable() -> Self {
        Self::new(Kind::Refused, 0, "The server's answer could not be read. Reload the page and try again.")
    }

    /// The assistant reported a failure in its stream.
    pub fn from_stream(error: shared::chat::StreamError) -> Self {
        let kind = if error.retryable { Kind::Busy } else { Kind::Refused };
        Self { code: error.code, ..Self::new(kind, 200, error.message) }
    }

    /// A bad status, with the server's error body or an ingress's bare HTML.
    pub fn refused(response: &Response, body: &str) -> Self {
        let status = response.status();
        let kind = match status {
            429 | 500..=599 => Kind::Busy,
            409 => Kind::Busy,
            401 => Kind::SignedOut,
            _ => Kind::Refused,
        };
        let mut failure = match serde_json::from_str::<Problem>(body) {
            Ok(problem) => Self {
                code: problem.code,
                fields: problem.errors,
                ..Self::new(kind, status, problem.message)
            },
            Err(_) => Self::new(kind, status, stock_message(status)),
        };
        let wait = response.headers().get("Retry-After").ok().flatten();
        let says_when = failure.message.contains("second") || failure.message.contains("minute");
        if let Some(seconds) = wait.and_then(|value| value.parse::<u32>().ok()).filter(|_| !says_when) {
            failure.message = format!("{} Try again in {seconds} s.", failure.message);
        }
        failure
    }

    /// Whether sending the same again is worth a try.
    pub fn is_retryable(&self) -> bool {
        matches!(self.kind, Kind::Lost | Kind::Busy)
    }

    /// What is wrong with one field.
    pub fn field(&self, names: &[&str]) -> Option<String> {
        let error = self.fields.iter().find(|error| names.contains(&error.field.as_str()))?;
        Some(error.message.clone())
    }
}

/// Words for an answer that did not come from the server itself.
fn stock_message(status: u16) -> &'static str {
    match status {
        401 => "Please sign in again.",
        403 => "That is not allowed.",
        404 => "That is not there any more.",
        413 => "That is too long to send.",
        429 => "That was a lot at once. Please wait a moment and try again.",
        502..=504 => "The server is not available right now. Please try again in a moment.",
        500..=599 => "Something went wrong on the server. Please try again.",
        _ => "That did not work. Please try again.",
    }
}
