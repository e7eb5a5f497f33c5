//! A database that is not there yet.

use crate::configuration::{one_sentence, start};
use serde_json::json;
use std::time::Duration;
use tests::{Database, Link, Program, Server, eventually_within, free_port};

const SECRET: (&str, &str) = ("JWT_SECRET", "a secret of more than 32 characters!");

async fn ends_after_ten_seconds(arguments: &[&str]) {
    let url = format!("postgres://me:hunter22@127.0.0.1:{}/todo", free_port());
    let ended = start(arguments, &[("DATABASE_URL", &url), SECRET]).await;
    let sentence = one_sentence(&ended);
    assert!(sentence.contains("127.0.0.1") && sentence.contains("DATABASE_URL"), "{sentence}");
    assert!(sentence.contains("cannot be used"), "{sentence}");
    let seconds = ended.took.as_secs();
    assert!((9..=16).contains(&seconds), "after {seconds} s");
}

#[tokio::test]
async fn migrate_waits_ten_seconds_and_says_so() {
    ends_after_ten_seconds(&["migrate"]).await;
}

#[tokio::test]
async fn todo_app_waits_ten_seconds_and_says_so() {
    ends_after_ten_seconds(&[]).await;
}

#[tokio::test]
async fn migrate_goes_on_when_the_database_comes_in_time() {
    let Database::Postgres(database) = Database::postgres().await else { unreachable!() };
    let link = Link::to(database.port()).await;
    link.cut();
    let mut running = Program::new(&["migrate"]).env("DATABASE_URL", database.url_at(link.port())).start();
    let refused = eventually_within(Duration::from_secs(2), "nothing", async || running.try_ended());
    assert!(tokio::time::timeout(Duration::from_secs(1), refused).await.is_err(), "it waits");
    link.mend();
    assert!(running.ended(Duration::from_secs(10)).await.success(), "{:?}", running.stderr());
}

#[tokio::test]
async fn the_backend_listens_at_once_and_heals_by_itself() {
    let Database::Postgres(database) = Database::postgres().await else { unreachable!() };
    let link = Link::to(database.port()).await;
    link.cut();
    let url = database.url_at(link.port());
    let mut server = Server::start(&["backend"], Some(Database::Address(url)), &[]).await;
    let anonymous = server.anonymous();
    for path in ["/health", "/api/health"] {
        let body = anonymous.get(path).await.ok(503);
        assert_eq!((&body["status"], &body["database"]), (&json!("unavailable"), &json!("unreachable")));
    }
    anonymous.get("/livez").await.ok(200);
    let account = json!({"name": "Ada", "email": "ada@example.com", "password": "long enough"});
    let answer = anonymous.post("/api/auth/sign-up/email", account.clone()).await;
    answer.refused(503, "DATABASE_UNAVAILABLE");
    anonymous.get("/api/openapi.json").await.ok(200);

    link.mend();
    eventually_within(Duration::from_secs(15), "health", async || {
        (anonymous.get("/health").await.status == 200).then_some(())
    })
    .await;
    anonymous.post("/api/auth/sign-up/email", account).await.ok(200);
    assert!(server.program().try_ended().is_none(), "no restart");
}

#[tokio::test]
async fn until_the_tables_are_there_requests_are_told_to_come_back() {
    let database = Database::postgres().await;
    let other = database.pg().connect().await;
    // Another replica is migrating, slowly.
    other.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(7203305001)").await.unwrap();
    let server = Server::start(&["backend"], Some(database), &[]).await;
    let anonymous = server.anonymous();
    anonymous.get("/health").await.ok(503);
    let account = json!({"name": "Ada", "email": "ada@example.com", "password": "long enough"});
    for _ in 0..3 {
        let answer = anonymous.post("/api/auth/sign-up/email", account.clone()).await;
        answer.refused(503, "DATABASE_UNAVAILABLE");
    }
    other.batch_execute("COMMIT").await.unwrap();
    server.ready().await;
    anonymous.post("/api/auth/sign-up/email", account).await.ok(200);
}
