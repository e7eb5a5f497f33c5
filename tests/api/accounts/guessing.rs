//! Guessing passwords: an address is stopped, an account is only slowed down.

use serde_json::json;
use tests::{Answer, Person, Server};

/// Everyone comes through a proxy, and only wrong passwords are limited.
const VARIABLES: &[(&str, &str)] = &[("TRUSTED_PROXIES", "127.0.0.0/8"), ("RATE_LIMIT_FAILURES", "")];

async fn sign_in(server: &Server, ada: &Person, address: &str, password: &str) -> Answer {
    let caller = server.anonymous().with("x-forwarded-for", address);
    caller.post("/api/auth/sign-in/email", json!({"email": ada.email, "password": password})).await
}

async fn guessing_locks_the_guesser_out_and_not_the_owner(database: tests::Database) {
    let server = Server::with(database, VARIABLES).await;
    let ada = server.person("ada").await;
    for _ in 0..10 {
        sign_in(&server, &ada, "203.0.113.66", "a guess").await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    }
    let answer = sign_in(&server, &ada, "203.0.113.66", "a guess").await;
    answer.refused(429, "TOO_MANY_REQUESTS");
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((600..=900).contains(&wait), "a quarter of an hour after the first: {wait}");
    sign_in(&server, &ada, "203.0.113.66", &ada.password).await.refused(429, "TOO_MANY_REQUESTS");

    // Slower than usual, but in.
    let started = std::time::Instant::now();
    sign_in(&server, &ada, "198.51.100.9", &ada.password).await.ok(200);
    assert!(started.elapsed().as_millis() > 1000, "the account was slowed down");
    assert!(started.elapsed().as_secs() < 15);
    let started = std::time::Instant::now();
    sign_in(&server, &ada, "198.51.100.9", &ada.password).await.ok(200);
    assert!(started.elapsed().as_millis() < 4000, "the right password ends that");
    let eve = server.person("eve").await;
    sign_in(&server, &eve, "198.51.100.9", &eve.password).await.ok(200);
}

#[tokio::test]
async fn whoever_holds_a_session_may_not_guess_its_password() {
    let variables = [("RATE_LIMIT_FAILURES", "3/900"), ("TRUSTED_PROXIES", "127.0.0.0/8")];
    let server = Server::with(tests::Database::sqlite(), &variables).await;
    for (name, path) in [("ada", "/api/auth/delete-user"), ("eve", "/api/auth/change-password")] {
        let person = server.person(name).await;
        let browser =
            person.cookie_client().with("x-forwarded-for", &format!("{name}, 203.0.113.{}", path.len()));
        let guess = |password: &str| json!({"password": password, "currentPassword": password, "newPassword": "a new password"});
        for _ in 0..3 {
            browser.post(path, guess("a guess")).await.refused(400, "INVALID_PASSWORD");
        }
        browser.post(path, guess(&person.password)).await.refused(429, "TOO_MANY_REQUESTS");
    }
}

#[tokio::test]
async fn on_sqlite() {
    guessing_locks_the_guesser_out_and_not_the_owner(tests::Database::sqlite()).await;
}

#[tokio::test]
async fn on_postgres() {
    guessing_locks_the_guesser_out_and_not_the_owner(tests::Database::postgres().await).await;
}
