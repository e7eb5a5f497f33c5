//! What the bridge has to know of a message: which headers it travels with, and how to answer for a server that did not.

use data_encoding::BASE64;
use serde_json::{Value, json};
use url::Url;

/// Names the revision in a request of the newer ones.
const REVISION: &str = "io.modelcontextprotocol/protocolVersion";
/// JSON-RPC: not JSON, and any failure of ours.
const PARSE_ERROR: i32 = -32700;
const FAILED: i32 = -32000;

/// A message of the client.
pub struct Message {
    text: String,
    json: Value,
}

impl Message {
    /// The message on this line, or the answer to a line that is none.
    pub fn read(line: &[u8]) -> Result<Self, String> {
        let wrong = |why: String| rpc_error(&Value::Null, PARSE_ERROR, &why);
        let text = str::from_utf8(line).map_err(|error| wrong(format!("This is not UTF-8: {error}")))?;
        let json = serde_json::from_str(text).map_err(|error| wrong(format!("This is not JSON: {error}")))?;
        Ok(Self { text: text.to_owned(), json })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn is_initialize(&self) -> bool {
        self.json["method"] == "initialize"
    }

    /// Its id, if it wants an answer.
    pub fn id_text(&self) -> Option<String> {
        self.json.get("id").map(Value::to_string)
    }

    /// The id of the request that this cancels.
    pub fn cancels(&self) -> Option<String> {
        (self.json["method"] == "notifications/cancelled")
            .then(|| self.json["params"]["requestId"].to_string())
    }

    /// The headers that say over HTTP what the message says itself. `agreed` is the older way to name a revision.
    pub fn headers(&self, agreed: Option<&str>) -> Vec<(&'static str, String)> {
        let params = &self.json["params"];
        let mut headers = Vec::new();
        let named = params["_meta"][REVISION].as_str();
        if let Some(revision) = named.or(agreed) {
            headers.push(("mcp-protocol-version", revision.to_owned()));
        }
        let Some(method) = self.json["method"].as_str().filter(|_| named.is_some()) else { return headers };
        headers.push(("mcp-method", method.to_owned()));
        let name = match method {
            "tools/call" | "prompts/get" => params["name"].as_str(),
            "resources/read" => params["uri"].as_str(),
            _ => None,
        };
        headers.extend(name.map(|name| ("mcp-name", in_header(name))));
        headers
    }

    /// The id of a request.
    fn asks(&self) -> Option<&Value> {
        self.json.get("id").filter(|_| self.json.get("method").is_some())
    }

    /// True for a request.
    pub fn wants_answer(&self) -> bool {
        self.asks().is_some()
    }

    /// True for what answers this request.
    pub fn is_answered_by(&self, body: &str) -> bool {
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        self.asks().is_some_and(|id| body.get("id") == Some(id) && body.get("method").is_none())
    }

    /// The answer to a request that got none; nothing where none is awaited.
    pub fn failed(&self, why: &str) -> Option<String> {
        Some(rpc_error(self.asks()?, FAILED, why))
    }
}

fn rpc_error(id: &Value, code: i32, message: &str) -> String {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}).to_string()
}

/// The text, or its Base64 form where it would not arrive unchanged.
fn in_header(text: &str) -> String {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && text.trim() == text;
    match is_plain && !text.starts_with("=?base64?") {
        true => text.to_owned(),
        false => format!("=?base64?{}?=", BASE64.encode(text.as_bytes())),
    }
}

/// True for what is meant for the client.
pub fn is_rpc(body: &str) -> bool {
    serde_json::from_str::<Value>(body).is_ok_and(|body| body.get("jsonrpc").is_some() || body.is_array())
}

/// The revision that the answer to `initialize` names.
pub fn agreed_on(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    body["result"]["protocolVersion"].as_str().map(str::to_owned)
}

/// What an answer that is no message means.
pub fn explain(status: u16, body: &str, url: &Url) -> String {
    let said: Value = serde_json::from_str(body).unwrap_or_default();
    match (status, said["message"].as_str()) {
        (401, _) => format!(
            "{url} does not know the token; has it expired, or was it revoked? Make another on the account page"
        ),
        (_, Some(message)) => message.to_owned(),
        (200..300 | 404, None) => {
            format!("there is no todo-app at {url}; --url is the address that people open")
        }
        _ => format!("{url} answered {status}"),
    }
}

#[cfg(test)]
mod tests {
    use super::Message;

    fn headers(line: &str, agreed: Option<&str>) -> Vec<(&'static str, String)> {
        Message::read(line.as_bytes()).unwrap_or_else(|answer| unreachable!("{answer}")).headers(agreed)
    }

    #[test]
    fn newer_messages_travel_with_their_method_and_name() {
        let call = |name| {
            let meta = r#""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"#;
            headers(&format!(r#"{{"method":"tools/call","params":{{"name":"{name}",{meta}}}}}"#), None)
        };
        let expected = [("mcp-protocol-version", "2026-07-28"), ("mcp-method", "tools/call")];
        let expected = expected.map(|(name, value)| (name, value.to_owned())).to_vec();
        assert_eq!(call("add_task"), [expected.clone(), vec![("mcp-name", "add_task".into())]].concat());
        assert_eq!(call("ü"), [expected, vec![("mcp-name", "=?base64?w7w=?=".into())]].concat());
    }

    #[test]
    fn older_ones_name_what_was_agreed_on() {
        let list = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#;
        assert_eq!(headers(list, None), []);
        assert_eq!(headers(list, Some("2025-11-25")), [("mcp-protocol-version", "2025-11-25".into())]);
    }
}
