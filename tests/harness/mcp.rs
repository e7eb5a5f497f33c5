//! MCP as its clients speak it.

use crate::answer::Answer;
use crate::client::Client;
use crate::person::Person;
use serde_json::{Value, json};

impl Client {
    /// Sends a request in the form of revision 2025-11-25.
    pub async fn rpc(&self, method: &str, params: Value) -> Answer {
        let client = self.with("accept", "application/json, text/event-stream");
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        client.with("mcp-protocol-version", "2025-11-25").post("/api/mcp", body).await
    }

    /// The result of a request.
    pub async fn result(&self, method: &str, params: Value) -> Value {
        let answer = self.rpc(method, params).await.ok(200);
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// What a tool answers, as its text says it; the tool must not fail.
    pub async fn tool(&self, name: &str, arguments: Value) -> Value {
        let result = self.result("tools/call", json!({"name": name, "arguments": arguments})).await;
        assert_eq!(result["isError"], false, "{name}: {result}");
        serde_json::from_str(result["content"][0]["text"].as_str().expect("a text")).expect("JSON")
    }

    /// The code of the error that a tool answers.
    pub async fn tool_error(&self, name: &str, arguments: Value) -> String {
        let result = self.result("tools/call", json!({"name": name, "arguments": arguments})).await;
        assert_eq!(result["isError"], true, "{name}: {result}");
        assert!(result["content"][0]["text"].as_str().is_some_and(|text| text.len() > 10), "{result}");
        result["structuredContent"]["code"].as_str().expect("a code").to_owned()
    }
}

impl Person {
    /// Makes an access token with this scope and answers it, with its id.
    pub async fn access_token(&self, scope: &str) -> (String, String) {
        let new = json!({"name": "A program", "scope": scope});
        let made = self.cookie_client().post("/api/auth/access-tokens", new).await.ok(201);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        (text(&made["token"]), text(&made["accessToken"]["id"]))
    }

    /// A program that acts for the person with a token of this scope.
    pub async fn program(&self, scope: &str) -> Client {
        self.bearer(&self.access_token(scope).await.0)
    }
}
