//! HTTP/2 without encryption, as service meshes and some ingresses speak it: the host is not among the headers.

use serde_json::{Value, json};
use std::process::Command;
use tests::{Client, Database, Person, Server};

/// POST as curl sends it over HTTP/2; the status, and the body as JSON.
async fn post(server: &Client, path: &str, headers: &[&str], body: Value) -> (String, Value) {
    let mut curl = Command::new("curl");
    curl.args([
        "--silent",
        "--http2-prior-knowledge",
        "--noproxy",
        "*",
        "--write-out",
        "\n%{http_version} %{http_code}",
    ]);
    for header in headers {
        curl.args(["--header", header]);
    }
    curl.args(["--header", "Content-Type: application/json", "--data", &body.to_string()]);
    curl.arg(format!("{}{path}", server.base()));
    let output = tokio::task::spawn_blocking(move || curl.output().expect("curl")).await.unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let (body, status) = said.rsplit_once('\n').unwrap();
    (status.to_owned(), serde_json::from_str(body).unwrap_or_default())
}

async fn is_served(ada: &Person, server: &Client, token: &str) {
    let bearer = format!("Authorization: Bearer {token}");
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}});
    let accept = "Accept: application/json, text/event-stream";
    let (status, tools) = post(server, "/api/mcp", &[&bearer, accept], list).await;
    assert_eq!(status, "2 200", "{tools}");
    assert!(tools["result"]["tools"].is_array(), "{tools}");
    // A browser says where its page is from.
    let cookie = format!("Cookie: better-auth.session_token={}", ada.session_token);
    let name = json!({"name": "Ada"});
    let own = format!("Origin: {}", server.base());
    let (status, done) = post(server, "/api/auth/update-user", &[&cookie, &own], name.clone()).await;
    assert_eq!(status, "2 200", "{done}");
    let foreign = [cookie.as_str(), "Origin: http://evil.example"];
    let (status, refused) = post(server, "/api/auth/update-user", &foreign, name).await;
    assert_eq!((status.as_str(), &refused["code"]), ("2 403", &json!("INVALID_ORIGIN")));
}

#[tokio::test]
async fn the_host_is_known_without_its_header() {
    let trusted = ("TRUSTED_PROXIES", "127.0.0.0/8");
    let backend = Server::with(Database::sqlite(), &[trusted]).await;
    let frontend = Server::start(&["frontend"], None, &[trusted, ("BACKEND_URL", backend.address())]).await;
    let ada = backend.person("ada").await;
    let (token, _) = ada.access_token("read").await;
    for server in [backend.anonymous(), frontend.anonymous()] {
        is_served(&ada, &server, &token).await;
    }
}
