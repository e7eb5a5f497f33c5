//! What can go wrong with the model's service, and what the person reads about it.

use super::claims;
use crate::error::{Error, Refusal};
use crate::outbound::reason;
use poem::http::StatusCode;
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// Why the model gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub kind: Kind,
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// The service's own name for it, if it looks like a name: anything longer may repeat what a person wrote.
    pub code: Option<String>,
    /// What became of the connection, where there was no answer.
    pub cause: Option<String>,
    pub retry_after: Option<Duration>,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    WrongKey,
    NoQuota,
    UnknownModel,
    TooLong,
    NoTools,
    Rejected,
    Busy,
    Down,
    Slow,
    Cut,
    Garbled,
    TooLarge,
    Empty,
    OverTime,
    /// The person has had as many answers of the model as they may.
    Limited,
}

impl Failure {
    /// A failure that no status tells.
    pub fn new(kind: Kind) -> Self {
        Self { kind, status: None, code: None, cause: None, retry_after: None }
    }

    /// A connection that failed.
    pub fn broken(kind: Kind, error: reqwest::Error) -> Self {
        Self { cause: Some(reason(error)), ..Self::new(kind) }
    }

    /// What a status and its body mean, in any of the shapes that servers give errors.
    pub fn answered(status: u16, body: &str, retry_after: Option<Duration>) -> Self {
        let parsed: Value = serde_json::from_str(body).unwrap_or_default();
        Self { status: Some(status), retry_after, ..Self::read(Some(status), &parsed, body) }
    }

    /// An error object in the middle of a stream.
    pub fn reported(error: &Value) -> Self {
        Self::read(None, error, "")
    }

    fn read(status: Option<u16>, body: &Value, text: &str) -> Self {
        // Gemini wraps it into a list, and its streams and vLLM's may lack the wrapping object.
        let body = body.get(0).unwrap_or(body);
        let error = body.get("error").filter(|error| !error.is_null()).unwrap_or(body);
        let field = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default().to_lowercase();
        let code_number = error.get("code").and_then(|code| {
            code.as_u64().or_else(|| code.as_str()?.parse().ok()).and_then(|code| u16::try_from(code).ok())
        });
        let message = match error {
            Value::String(message) => message.to_lowercase(),
            Value::Object(_) => field("message"),
            _ => text.to_lowercase(),
        };
        let names = [field("code"), field("type"), field("status")];
        let named = |wanted: &[&str]| names.iter().any(|name| wanted.contains(&name.as_str()));
        let status = status.or(code_number.filter(|code| (400..600).contains(code)));
        let kind = if named(&["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"]) {
            Kind::NoQuota
        } else if named(&["context_length_exceeded", "exceed_context_size_error"])
            || message.contains("context length")
            || message.contains("context size")
        {
            Kind::TooLong
        } else if named(&["model_not_found"]) {
            Kind::UnknownModel
        } else if named(&["invalid_api_key", "authentication_error"]) || message.contains("api key not valid")
        {
            Kind::WrongKey
        } else if named(&["rate_limit_exceeded", "rate_limit_error", "resource_exhausted"]) {
            Kind::Busy
        } else {
            match status {
                Some(401 | 403) => Kind::WrongKey,
                Some(402) => Kind::NoQuota,
                Some(300..=399 | 404 | 405) => Kind::UnknownModel,
                Some(413) => Kind::TooLong,
                Some(429) => Kind::Busy,
                Some(408 | 409 | 500..) => Kind::Down,
                Some(_) if message.contains("does not support tools") || message.contains("tool choice") => {
                    Kind::NoTools
                }
                Some(_) => Kind::Rejected,
                None => Kind::Down,
            }
        };
        let is_name = |name: &&String| {
            (1..=40).contains(&name.len())
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        Self { status, code: names.iter().find(is_name).cloned(), ..Self::new(kind) }
    }

    /// Whether asking again soon is worth trying.
    pub fn is_passing(&self) -> bool {
        matches!(self.kind, Kind::Busy | Kind::Down | Kind::Cut)
    }

    /// What is wrong, as a sentence, and what to do about it.
    pub fn sentence(&self, model: &str) -> String {
        let status = self.status.map(|status| format!(" ({status})")).unwrap_or_default();
        match self.kind {
            Kind::WrongKey => format!(
                "The service of the model {model} refuses this server's key{status}. Whoever runs the server has to correct OPENAI_API_KEY."
            ),
            Kind::NoQuota => format!(
                "The account for the model {model} has no quota left{status}. Whoever runs the server has to look at its plan and balance."
            ),
            Kind::UnknownModel => format!(
                "The service knows no model {model}, or its address is wrong{status}. Whoever runs the server has to correct OPENAI_MODEL or OPENAI_BASE_URL."
            ),
            Kind::TooLong => {
                format!(
                    "This is more than the model {model} can read at once. Begin a new conversation, or ask for less."
                )
            }
            Kind::NoTools => format!(
                "The model {model} cannot use tools{status}. Whoever runs the server has to choose another OPENAI_MODEL."
            ),
            Kind::Rejected => format!(
                "The service of the model {model} did not understand the request{status}. Whoever runs the server may have to choose another OPENAI_MODEL."
            ),
            Kind::Busy => {
                format!("The model {model} has too many requests right now{status}. {}", self.back_when())
            }
            Kind::Down => format!(
                "The service of the model {model} cannot be reached or is out of order{status}. Try again in a minute."
            ),
            Kind::Slow => format!("The model {model} took too long to answer. Try again, or ask for less."),
            Kind::OverTime => format!("The model {model} took longer than a turn may. Ask for less at once."),
            Kind::Cut => format!("The answer of the model {model} broke off. Try again."),
            Kind::Garbled => format!("The answer of the model {model} could not be read. Try again."),
            Kind::TooLarge => format!("The answer of the model {model} was too long. Ask for less at once."),
            Kind::Empty => format!("The model {model} answered nothing. Say it in other words."),
            Kind::Limited => {
                format!(
                    "You have had as many answers of the model {model} as you may for now. {}",
                    self.back_when()
                )
            }
        }
    }

    /// When asking again may help.
    fn back_when(&self) -> String {
        let minutes = self.retry_after.map_or(0, |wait| wait.as_secs().div_ceil(60));
        match minutes {
            0 | 1 => "Try again in a minute.".into(),
            2..=120 => format!("Try again in {minutes} minutes."),
            _ => format!("Try again in {} hours.", minutes.div_ceil(60)),
        }
    }

    /// As the end of a turn that had begun and changed nothing.
    pub fn refusal(&self, model: &str) -> Error {
        Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "MODEL_FAILED",
            format!("{} {}", self.sentence(model), claims::NOTHING),
        )
        .retry_after(self.retry_after.unwrap_or(Duration::from_secs(2)))
        .into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::{Failure, Kind};
    use serde_json::json;

    #[test]
    fn every_shape_of_error_is_understood() {
        let table = [
            (
                401,
                r#"{"error":{"message":"Incorrect API key provided: sk-1","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#,
                Kind::WrongKey,
            ),
            (403, "Forbidden", Kind::WrongKey),
            (
                400,
                r#"[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]"#,
                Kind::WrongKey,
            ),
            (
                429,
                r#"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#,
                Kind::NoQuota,
            ),
            (402, "", Kind::NoQuota),
            (429, r#"{"error":{"message":"slow down","code":429}}"#, Kind::Busy),
            (
                429,
                r#"[{"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED"}}]"#,
                Kind::Busy,
            ),
            (429, "Too Many Requests", Kind::Busy),
            (
                404,
                r#"{"error":{"message":"The model x does not exist","code":"model_not_found"}}"#,
                Kind::UnknownModel,
            ),
            (404, "404 page not found", Kind::UnknownModel),
            (301, "", Kind::UnknownModel),
            (400, r#"{"error":"llama2 does not support tools"}"#, Kind::NoTools),
            (
                400,
                r#"{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}"#,
                Kind::TooLong,
            ),
            (
                400,
                r#"{"object":"error","message":"This model's maximum context length is 4096 tokens","type":"BadRequestError","code":400}"#,
                Kind::TooLong,
            ),
            (400, "bad", Kind::Rejected),
            (422, r#"{"detail":[{"loc":["body"]}]}"#, Kind::Rejected),
            (500, "Internal Server Error", Kind::Down),
            (502, "<html>Bad Gateway</html>", Kind::Down),
        ];
        for (status, body, kind) in table {
            assert_eq!(Failure::answered(status, body, None).kind, kind, "{status} {body}");
        }
    }

    #[test]
    fn an_error_in_a_stream_has_its_status_within() {
        assert_eq!(Failure::reported(&json!({"code": 429, "message": "x"})).kind, Kind::Busy);
        assert_eq!(Failure::reported(&json!({"error": {"code": 500}})).kind, Kind::Down);
        assert_eq!(Failure::reported(&json!("out of memory")).kind, Kind::Down);
    }

    #[test]
    fn only_names_are_logged() {
        let quoting = r#"{"error":{"message":"m","code":"bad value Buy Milk"}}"#;
        assert_eq!(Failure::answered(400, quoting, None).code, None);
    }
}
