//! Writes that carry cookies come from our own pages only.

use serde_json::json;
use tests::{Client, Database, Server, on_both_databases};

on_both_databases!(cookie_writes_need_our_own_origin);

async fn update(client: &Client) -> tests::Answer {
    client.post("/api/auth/update-user", json!({"name": "Changed"})).await
}

async fn cookie_writes_need_our_own_origin(server: &Server) {
    let ada = server.person("ada").await;
    let browser = ada.cookie_client();
    update(&browser).await.ok(200);
    let referer = browser.without("origin").with("referer", &format!("{}/account", server.address()));
    update(&referer).await.ok(200);

    update(&browser.without("origin")).await.refused(403, "MISSING_OR_NULL_ORIGIN");
    update(&browser.with("origin", "null")).await.refused(403, "MISSING_OR_NULL_ORIGIN");
    let host = server.address().trim_start_matches("http://");
    for foreign in [
        "https://evil.example".to_owned(),
        "http://127.0.0.1".to_owned(),
        "http://127.0.0.1:1".to_owned(),
        format!("http://{host}.evil.example"),
        format!("http://evil.example/{host}"),
        format!("http://{host}@evil.example"),
        "garbage".to_owned(),
    ] {
        update(&browser.with("origin", &foreign)).await.refused(403, "INVALID_ORIGIN");
    }
    let forged = browser.with("x-forwarded-host", "evil.example").with("origin", "https://evil.example");
    update(&forged).await.refused(403, "INVALID_ORIGIN");

    update(&ada.session_token_client()).await.ok(200);
    browser.without("origin").get("/api/auth/get-session").await.ok(200);

    // Signing someone in unasked is an attack, too.
    let credentials = json!({"email": ada.email, "password": ada.password});
    let foreign = server.anonymous().with("origin", "https://evil.example");
    foreign.post("/api/auth/sign-in/email", credentials.clone()).await.refused(403, "INVALID_ORIGIN");
    server.anonymous().post("/api/auth/sign-in/email", credentials).await.ok(200);
    foreign.post("/api/auth/sign-out", json!({})).await.refused(403, "INVALID_ORIGIN");
}

#[tokio::test]
async fn further_hosts_are_allowed_by_name() {
    let hosts = "todo.local, Other.Example:8443 ,exämple.com,safe.example:443,[::1]";
    let variables = [("ALLOWED_HOSTS", hosts), ("TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.0/8")];
    let server = Server::with(Database::sqlite(), &variables).await;
    let browser = server.person("ada").await.cookie_client();
    for allowed in [
        "http://todo.local",
        "https://todo.local",
        "https://other.example:8443",
        "https://xn--exmple-cua.com",
        "https://safe.example",
        "http://[::1]:3000",
    ] {
        update(&browser.with("origin", allowed)).await.ok(200);
    }
    for foreign in ["https://other.example", "http://safe.example", "http://[::2]"] {
        update(&browser.with("origin", foreign)).await.refused(403, "INVALID_ORIGIN");
    }
    let proxied = browser.with("x-forwarded-host", "app.example").with("origin", "https://app.example");
    update(&proxied).await.ok(200);
}
