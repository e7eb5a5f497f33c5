//! Who may ask at /api/mcp, and what they are told if they may not.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Client, Database, Server, on_both_databases};

on_both_databases!(
    who_has_no_token_is_told_where_to_look,
    every_token_of_a_person_opens_it,
    revisions_are_agreed_on
);

const INITIALIZE: &str = "initialize";

fn introduction(revision: &str) -> Value {
    json!({"protocolVersion": revision, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}})
}

async fn who_has_no_token_is_told_where_to_look(server: &Server) {
    let anonymous = server.anonymous();
    for caller in
        [anonymous.clone(), anonymous.bearer("todo_wrong"), anonymous.with("authorization", "Basic YTpi")]
    {
        let answer = caller.rpc("tools/list", json!({})).await;
        answer.refused(401, "UNAUTHORIZED");
        let metadata = format!("{}/.well-known/oauth-protected-resource/api/mcp", server.address());
        let expected = format!("Bearer resource_metadata=\"{metadata}\", scope=\"read write\"");
        assert_eq!(answer.header("www-authenticate"), expected);
    }
    for path in ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/api/mcp"] {
        let metadata = anonymous.get(path).await.ok(200);
        assert_eq!(metadata["resource"], format!("{}/api/mcp", server.address()));
        assert_eq!(metadata["bearer_methods_supported"], json!(["header"]));
        assert_eq!(metadata["scopes_supported"], json!(["read", "write"]));
        assert!(metadata.get("authorization_servers").is_none(), "tokens are made on the account page");
    }
}

async fn every_token_of_a_person_opens_it(server: &Server) {
    let ada = server.person("ada").await;
    ada.create(json!({"title": "Mine"})).await;
    let program = ada.program("write").await;
    for caller in [&*ada, &ada.session_token_client(), &program] {
        assert_eq!(caller.tool("list_tasks", json!({})).await[0]["title"], "Mine");
    }
    // A cookie does not: a foreign page could use it.
    ada.cookie_client().rpc("tools/list", json!({})).await.refused(401, "UNAUTHORIZED");
}

async fn revisions_are_agreed_on(server: &Server) {
    let program = server.person("ada").await.program("read").await;
    for revision in ["2025-06-18", "2025-11-25"] {
        let client = program.with("mcp-protocol-version", revision);
        let client = client.with("accept", "application/json, text/event-stream");
        let body = json!({"jsonrpc": "2.0", "id": 7, "method": INITIALIZE, "params": introduction(revision)});
        let answer = client.post("/api/mcp", body).await.ok(200);
        assert_eq!(
            (&answer["id"], &answer["result"]["protocolVersion"]),
            (&json!(7), &json!(revision)),
            "{answer}"
        );
        assert_eq!(answer["result"]["serverInfo"]["name"], "todo-app");
        let notice = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
        assert!(client.post("/api/mcp", notice).await.has_status(202).body.is_empty());
    }
    let newest = |revision: &str| {
        json!({"_meta": {
            "io.modelcontextprotocol/protocolVersion": revision,
            "io.modelcontextprotocol/clientCapabilities": {},
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        }})
    };
    let discover = async |revision: &str| {
        let body =
            json!({"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": newest(revision)});
        let client = program.with("mcp-protocol-version", revision).with("mcp-method", "server/discover");
        client.with("accept", "application/json, text/event-stream").post("/api/mcp", body).await
    };
    let found = discover("2026-07-28").await.ok(200);
    let revisions = found["result"]["supportedVersions"].as_array().unwrap();
    assert!(revisions.contains(&json!("2025-11-25")) && revisions.contains(&json!("2026-07-28")), "{found}");
    assert_eq!(discover("2099-01-01").await.ok(400)["error"]["code"], -32022);
}

#[tokio::test]
async fn refusals_have_the_one_error_body() {
    let server = Server::on(Database::sqlite()).await;
    let program = server.person("ada").await.program("write").await;
    let path = "/api/mcp";
    for method in [Method::GET, Method::DELETE] {
        let answer = program.send(method, path, None).await;
        answer.refused(405, "METHOD_NOT_ALLOWED");
        assert_eq!(answer.header("allow"), "POST");
    }
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    program.with("accept", "application/json").post(path, list.clone()).await.refused(406, "NOT_ACCEPTABLE");
    let both = program.with("accept", "application/json, text/event-stream");
    both.with("content-type", "text/plain").post(path, list).await.refused(415, "UNSUPPORTED_MEDIA_TYPE");
    let large = json!({"jsonrpc": "2.0", "id": 1, "method": "x".repeat(300_000)});
    both.post(path, large).await.refused(413, "PAYLOAD_TOO_LARGE");
    for broken in ["{", "[]", "{\"title\": \"Buy milk\"}"] {
        let json = both.with("content-type", "application/json; charset=utf-8");
        json.send(Method::POST, path, Some(broken.into())).await.refused(400, "BAD_REQUEST");
    }
    assert_eq!(program.rpc("no/such/method", json!({})).await.json()["error"]["code"], -32601);
}

#[tokio::test]
async fn only_names_that_we_know_are_answered() {
    let variables = [("ALLOWED_HOSTS", "todo.local,todo.example.com:8443")];
    let server = Server::with(Database::sqlite(), &variables).await;
    let program = server.person("ada").await.program("read").await;
    let ask = async |client: &Client| client.rpc("tools/list", json!({})).await;
    for host in [
        "todo.local",
        "TODO.local:8080",
        "todo.example.com:8443",
        "localhost:1",
        "127.0.0.1",
        "[::1]:80",
        "192.0.2.7:8000",
    ] {
        ask(&program.with("host", host)).await.ok(200);
    }
    for host in ["evil.example", "todo.local.evil.example", "todo.example.com", "user@todo.local"] {
        ask(&program.with("host", host)).await.refused(403, "INVALID_HOST");
    }
    // What a stranger says of other hosts is not believed.
    ask(&program.with("host", "evil.example").with("x-forwarded-host", "todo.local"))
        .await
        .refused(403, "INVALID_HOST");
    let named = program.with("host", "todo.local");
    let metadata = named.get("/.well-known/oauth-protected-resource").await.ok(200);
    assert_eq!(metadata["resource"], "http://todo.local/api/mcp");

    ask(&named.with("origin", "http://todo.local")).await.ok(200);
    ask(&program.with("origin", "https://todo.local")).await.ok(200);
    ask(&program.with("origin", "http://evil.example")).await.refused(403, "INVALID_ORIGIN");
}
