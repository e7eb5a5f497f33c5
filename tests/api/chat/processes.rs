//! A conversation outlives the process that began it.

use serde_json::{Value, json};
use std::time::Duration;
use tests::{Database, Server};

/// Makes the assistant's answers slow to be stored, so that a turn lasts that long.
async fn slow_answers(database: &Database, seconds: f32) {
    let sql = format!(
        "CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.role = 'assistant' THEN PERFORM pg_sleep({seconds}); END IF; RETURN NEW; END $$;
         CREATE TRIGGER slow BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION slow()"
    );
    database.pg().sql(&sql).await;
}

#[tokio::test]
async fn any_process_takes_the_next_message() {
    let first = Server::on(Database::postgres().await).await;
    let url = first.database().pg().url().to_owned();
    let second = Server::with(Database::Address(url), &[]).await;
    let ada = first.person("ada").await;
    let there = ada.moved_to(second.address());
    let id = ada.post("/api/me/chat", json!({"message": "one"})).await.ok(200)["conversation_id"].clone();
    let body = json!({"message": "two", "conversation_id": id});
    assert_eq!(there.post("/api/me/chat", body).await.ok(200)["conversation_id"], id);
    let path = format!("/api/me/conversations/{id}/messages");
    let messages = ada.get(&path).await.ok(200);
    assert_eq!(messages.as_array().unwrap().len(), 4);
    assert_eq!(there.get(&path).await.ok(200), messages);
    let keyed = json!({"message": "three"});
    let here = ada.with("idempotency-key", "k").post("/api/me/chat", keyed.clone()).await.ok(200);
    assert_eq!(there.with("idempotency-key", "k").post("/api/me/chat", keyed).await.ok(200), here);
}

#[tokio::test]
async fn a_conversation_resumes_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}/todo.db", folder.path().display());
    let mut server = Server::with(Database::Address(file.clone()), &[]).await;
    let ada = server.person("ada").await;
    let id = ada.post("/api/me/chat", json!({"message": "one"})).await.ok(200)["conversation_id"].clone();
    assert!(server.stop().await.success());
    let server = Server::with(Database::Address(file), &[]).await;
    let ada = ada.moved_to(server.address());
    let body = json!({"message": "two", "conversation_id": id});
    assert_eq!(ada.post("/api/me/chat", body).await.ok(200)["conversation_id"], id);
    let messages = ada.get(&format!("/api/me/conversations/{id}/messages")).await.ok(200);
    assert_eq!(messages.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_turn_in_one_process_holds_the_conversation_in_all() {
    let first = Server::on(Database::postgres().await).await;
    let url = first.database().pg().url().to_owned();
    let second = Server::with(Database::Address(url), &[]).await;
    let ada = first.person("ada").await;
    slow_answers(first.database(), 1.5).await;
    let mut stream = ada.chat_events(json!({"message": "one"})).await;
    let id = stream.next().await.expect("started")["conversation_id"].clone();
    let there = ada.moved_to(second.address());
    let body = json!({"message": "two", "conversation_id": id});
    there.post("/api/me/chat", body.clone()).await.refused(409, "CONVERSATION_BUSY");
    assert_eq!(stream.all().await.last().unwrap()["type"], "done");
    there.post("/api/me/chat", body).await.ok(200);
}

#[tokio::test]
async fn a_stop_ends_open_streams_in_a_way_that_can_be_retried() {
    let mut server = Server::with(Database::postgres().await, &[("SHUTDOWN_TIMEOUT", "2")]).await;
    let ada = server.person("ada").await;
    slow_answers(server.database(), 60.0).await;
    let mut stream = ada.chat_events(json!({"message": "one"})).await;
    assert_eq!(stream.next().await.expect("an event")["type"], "started");
    server.program().terminate();
    let events = tokio::time::timeout(Duration::from_secs(10), stream.all()).await.expect("the stream ends");
    let last = events.last().expect("a last event");
    assert_eq!(last["type"], "error", "{events:?}");
    assert_eq!(last["retryable"], true);
    assert!(last["message"].as_str().is_some_and(|message| message.len() > 10));
    let status = server.program().ended(Duration::from_secs(30)).await;
    assert!(status.success(), "{status}");
}

#[tokio::test]
async fn a_stop_lets_a_short_turn_end() {
    let mut server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    slow_answers(server.database(), 1.0).await;
    let client = (*ada).clone();
    let saying = tokio::spawn(async move { client.post("/api/me/chat", json!({"message": "one"})).await });
    let pg = server.database().pg();
    tests::eventually("the turn", async || {
        let rows = pg.sql("SELECT count(*) FROM messages").await;
        (rows == [["1"]]).then_some(())
    })
    .await;
    server.program().terminate();
    let answer: Value = saying.await.unwrap().ok(200);
    assert!(answer["conversation_id"].is_i64());
    assert!(server.program().ended(Duration::from_secs(10)).await.success());
}
