//! Closing the stream stops the turn.

use serde_json::{Value, json};
use std::time::Duration;
use tests::{Client, Database, Person, Server, eventually};

/// Makes creating a task take a while.
const SLOW_TASKS: &str = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_sleep(1); RETURN NEW; END $$;
     CREATE TRIGGER slow BEFORE INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION slow()";

/// Begins to add a task and hangs up while the tool runs; answers the conversation's messages.
async fn hang_up_midway(backend: &Server, ada: &Person) -> Value {
    backend.database().pg().sql(SLOW_TASKS).await;
    let mut stream = ada.chat_events(json!({"message": "Add a task to buy groceries"})).await;
    let id = stream.next().await.expect("started")["conversation_id"].clone();
    assert_eq!(stream.next().await.expect("a tool")["type"], "tool_started");
    drop(stream);
    let path = format!("/api/me/conversations/{id}/messages");
    eventually("the end of the turn", async || {
        let messages = ada.get(&path).await.ok(200);
        (messages.as_array().unwrap().len() == 2).then_some(messages)
    })
    .await
}

fn assert_stopped(messages: &Value) {
    assert_eq!(messages[1]["role"], "assistant");
    assert_eq!(messages[1]["stopped"], true, "{messages:#}");
}

#[tokio::test]
async fn what_was_begun_is_kept_and_marked_as_stopped() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let messages = hang_up_midway(&server, &ada).await;
    assert_stopped(&messages);
    assert_eq!(ada.titles("/api/me/tasks").await, ["Buy groceries"], "the tool that ran is not torn apart");
    assert_eq!(messages[1]["changes"][0]["title"], "Buy groceries", "and the conversation knows");
    let client: &Client = &ada;
    let next = json!({"message": "hello", "conversation_id": messages[0]["conversation_id"]});
    client.post("/api/me/chat", next).await.ok(200);
}

#[tokio::test]
async fn the_frontend_passes_the_hanging_up_on() {
    let backend = Server::on(Database::postgres().await).await;
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", backend.address())]).await;
    let ada = frontend.person("ada").await;
    assert_stopped(&hang_up_midway(&backend, &ada).await);
}

/// The process that answers stays until the turn has noted what it did; the next one knows all of it.
#[tokio::test]
async fn a_stopping_process_notes_what_its_turns_did() {
    let mut server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    for number in 1..=9 {
        ada.create(json!({"title": format!("Task {number}")})).await;
    }
    let id =
        ada.post("/api/me/chat", json!({"message": "complete all tasks"})).await.ok(200)["conversation_id"]
            .clone();
    let slow = SLOW_TASKS.replace("BEFORE INSERT", "BEFORE UPDATE").replace("pg_sleep(1)", "pg_sleep(0.3)");
    server.database().pg().sql(&slow).await;
    let yes = json!({"message": "yes", "conversation_id": id});
    let mut stream = ada.with("idempotency-key", "k").chat_events(yes.clone()).await;
    while stream.next().await.expect("a tool")["type"] != "tool_finished" {}
    server.program().terminate();
    let events = stream.all().await;
    assert_eq!(events.last().expect("an event")["code"], "SHUTTING_DOWN", "{events:?}");
    assert!(server.program().ended(Duration::from_secs(10)).await.success());

    let url = server.database().pg().url().to_owned();
    let next = Server::with(Database::Address(url), &[]).await;
    let ada = ada.moved_to(next.address());
    let messages = ada.get(&format!("/api/me/conversations/{id}/messages")).await.ok(200);
    assert_eq!(messages.as_array().unwrap().len(), 4, "{messages:#}");
    assert_eq!(messages[3]["stopped"], true);
    let done = messages[3]["changes"].as_array().unwrap().len();
    assert!((1..9).contains(&done), "{messages:#}");
    assert_eq!(ada.titles("/api/me/tasks?status=completed").await.len(), done);
    let again = ada.with("idempotency-key", "k").post("/api/me/chat", yes).await.ok(200);
    assert_eq!(again["changes"], messages[3]["changes"]);
    ada.post("/api/me/chat", json!({"message": "hello", "conversation_id": id})).await.ok(200);
}
