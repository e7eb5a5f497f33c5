//! The default rate limits.

use serde_json::{Value, json};
use std::time::Duration;
use tests::{Answer, Client, Database, Server, eventually_within};

/// The defaults: an empty variable counts as not set.
const DEFAULTS: &[(&str, &str)] = &[
    ("RATE_LIMIT_SIGN_IN", ""),
    ("RATE_LIMIT_AUTH", ""),
    ("RATE_LIMIT_FAILURES", ""),
    ("RATE_LIMIT_CHAT", ""),
];

/// Waits until a window of ten seconds has just begun.
async fn fresh_window() {
    eventually_within(Duration::from_secs(12), "a fresh window", async || {
        (chrono::Utc::now().timestamp() % 10 < 2).then_some(())
    })
    .await;
}

async fn sign_in(client: &Client) -> Answer {
    let credentials = json!({"email": "nobody@example.com", "password": "wrong password"});
    client.post("/api/auth/sign-in/email", credentials).await
}

#[tokio::test]
async fn three_sign_ins_in_ten_seconds_then_429() {
    let server = Server::with(Database::sqlite(), DEFAULTS).await;
    let anonymous = server.anonymous();
    for (path, body, status) in [
        ("/api/auth/sign-in/email", json!({"email": "a@b.example", "password": "wrong password"}), 401),
        ("/api/auth/sign-up/email", json!({"name": "A", "email": "no address", "password": "x"}), 400),
    ] {
        fresh_window().await;
        for _ in 0..3 {
            anonymous.post(path, body.clone()).await.has_status(status);
        }
        let answer = anonymous.post(path, body.clone()).await;
        answer.refused(429, "TOO_MANY_REQUESTS");
        assert_eq!(answer.header("x-retry-after"), answer.header("retry-after"));
        let wait: u64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=10).contains(&wait), "{wait}");
        // A header that anyone can write makes nobody someone else.
        let liar = anonymous.with("x-forwarded-for", "203.0.113.7");
        liar.post(path, body.clone()).await.refused(429, "TOO_MANY_REQUESTS");
        eventually_within(Duration::from_secs(wait + 3), "the end of the wait", async || {
            (anonymous.post(path, body.clone()).await.status == status).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_hundred_account_requests_in_ten_seconds_then_429() {
    let server = Server::with(Database::postgres().await, DEFAULTS).await;
    fresh_window().await;
    for _ in 0..100 {
        assert_eq!(server.anonymous().get("/api/auth/get-session").await.ok(200), Value::Null);
    }
    server.anonymous().get("/api/auth/get-session").await.refused(429, "TOO_MANY_REQUESTS");
    // Tasks are not counted there.
    server.anonymous().get("/api/me/tasks").await.refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn every_address_behind_a_trusted_proxy_has_its_own_allowance() {
    let variables = [DEFAULTS, &[("TRUSTED_PROXIES", "127.0.0.0/8, 10.0.0.0/8")]].concat();
    let server = Server::with(Database::sqlite(), &variables).await;
    let from = |list: &str| server.anonymous().with("x-forwarded-for", list);
    fresh_window().await;
    for _ in 0..3 {
        sign_in(&from("203.0.113.7")).await.has_status(401);
    }
    sign_in(&from("203.0.113.7")).await.refused(429, "TOO_MANY_REQUESTS");
    // What stands left of an untrusted address was written by that address.
    sign_in(&from("198.51.100.1, 203.0.113.7, 10.1.2.3")).await.refused(429, "TOO_MANY_REQUESTS");
    sign_in(&from("203.0.113.8")).await.has_status(401);
    // One household has many addresses of the newer kind, and some proxies name the port.
    for address in ["2001:db8::1", "2001:db8::2", "[2001:db8::ffff:0:0:3]:443"] {
        sign_in(&from(address)).await.has_status(401);
    }
    sign_in(&from("2001:db8:0:0:1234::4")).await.refused(429, "TOO_MANY_REQUESTS");
    sign_in(&from("2001:db8:0:1::1")).await.has_status(401);
    sign_in(&from("203.0.113.7:50123")).await.refused(429, "TOO_MANY_REQUESTS");
}
