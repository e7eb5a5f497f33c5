//! Turns that are held up for longer than their lease lasts, and answers that cannot be stored.

use super::hostile::waiting;
use serde_json::{Value, json};
use tests::{Answer, Client, Database, Person, Server};
use tokio::task::JoinHandle;

/// A server whose database runs this PL/pgSQL at each such moment.
async fn with_trigger(moment: &str, body: &str) -> (Server, Person) {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let sql = format!(
        "CREATE SEQUENCE turns;
         CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NEW; END $$;
         CREATE TRIGGER trouble {moment} EXECUTE FUNCTION trouble()"
    );
    server.database().pg().sql(&sql).await;
    (server, ada)
}

/// Everything works again.
async fn no_trouble(server: &Server) {
    server.database().pg().sql("DROP FUNCTION trouble CASCADE").await;
}

/// What waits for lock 7 waits until the returned connection commits.
async fn lock(server: &Server) -> tokio_postgres::Client {
    let locker = server.database().pg().connect().await;
    locker.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(7)").await.unwrap();
    locker
}

/// Says something, and goes on when it is held up.
async fn say_held(server: &Server, client: &Client, body: &Value) -> JoinHandle<Answer> {
    let (client, body) = (client.clone(), body.clone());
    let saying = tokio::spawn(async move { client.post("/api/me/chat", body).await });
    waiting(server, 1).await;
    saying
}

#[tokio::test]
async fn a_turn_that_was_taken_over_leaves_the_conversation_alone() {
    let (server, ada) =
        with_trigger("BEFORE INSERT ON tasks FOR EACH ROW", "PERFORM pg_advisory_xact_lock(7);").await;
    for number in 0..4 {
        ada.create(json!({"title": format!("Task {number}")})).await;
    }
    let said = ada.post("/api/me/chat", json!({"message": "hello"})).await.ok(200);
    let id = &said["conversation_id"];
    let locker = lock(&server).await;
    let add = json!({"message": "add buy milk", "conversation_id": id});
    let slow = say_held(&server, &ada.with("idempotency-key", "k"), &add).await;
    server.database().pg().sql("UPDATE conversations SET busy_until = '2000-01-01'").await;
    let delete = json!({"message": "delete all my tasks", "conversation_id": id});
    let question = ada.post("/api/me/chat", delete).await.ok(200);
    assert_eq!(question["changes"], json!([]), "it asks first");

    locker.batch_execute("COMMIT").await.unwrap();
    let body = slow.await.unwrap().refused(409, "CONVERSATION_BUSY");
    assert!(body["message"].as_str().unwrap().contains("look at your tasks"), "{body}");
    let messages = ada.get(&format!("/api/me/conversations/{id}/messages")).await.ok(200);
    let roles: Vec<&Value> = messages.as_array().unwrap().iter().map(|message| &message["role"]).collect();
    assert_eq!(roles, ["user", "assistant", "user", "user", "assistant"], "{messages:#}");
    let replayed = ada.with("idempotency-key", "k").post("/api/me/chat", add).await.ok(200);
    assert_eq!(replayed["changes"][0]["title"], "Buy milk", "what it did is told to who asks again");

    let yes = ada.post("/api/me/chat", json!({"message": "yes", "conversation_id": id})).await.ok(200);
    assert_eq!(yes["changes"].as_array().unwrap().len(), 4, "the question is still open: {yes:#}");
    assert_eq!(ada.titles("/api/me/tasks").await, ["Buy milk"]);
}

#[tokio::test]
async fn a_message_whose_key_was_taken_over_does_not_act() {
    let (server, ada) = with_trigger(
        "BEFORE INSERT ON messages FOR EACH ROW",
        "IF nextval('turns') = 1 THEN PERFORM pg_advisory_xact_lock(7); END IF;",
    )
    .await;
    let locker = lock(&server).await;
    let (keyed, body) = (ada.with("idempotency-key", "k"), json!({"message": "add buy milk"}));
    let slow = say_held(&server, &keyed, &body).await;
    server.database().pg().sql("UPDATE idempotency_keys SET locked_until = '2000-01-01'").await;
    let answer = keyed.post("/api/me/chat", body.clone()).await.ok(200);
    locker.batch_execute("COMMIT").await.unwrap();
    slow.await.unwrap().refused(409, "CONVERSATION_BUSY");
    assert_eq!(ada.titles("/api/me/tasks").await, ["Buy milk"], "once");
    assert_eq!(keyed.post("/api/me/chat", body).await.ok(200), answer);
}

#[tokio::test]
async fn a_key_that_is_given_back_while_another_request_asks_for_it_is_claimed() {
    // As if the other request gave it back right after it had stood in the way.
    let (server, ada) = with_trigger(
        "AFTER INSERT ON idempotency_keys FOR EACH STATEMENT",
        "DELETE FROM idempotency_keys WHERE request_hash = 'theirs';",
    )
    .await;
    let theirs = format!(
        "SET session_replication_role = replica;
         INSERT INTO idempotency_keys VALUES ('{}', 'k', 'theirs', NULL, '2100-01-01', '2100-01-01')",
        ada.id
    );
    server.database().pg().sql(&theirs).await;
    let (keyed, body) = (ada.with("idempotency-key", "k"), json!({"message": "add buy milk"}));
    let first = keyed.post("/api/me/chat", body.clone()).await.ok(200);
    assert_eq!(keyed.post("/api/me/chat", body).await.ok(200), first, "it is protected");
    assert_eq!(ada.titles("/api/me/tasks").await, ["Buy milk"]);
}

#[tokio::test]
async fn an_answer_that_cannot_be_stored_holds_nothing_up_and_is_kept_under_the_key() {
    let (server, ada) = with_trigger(
        "BEFORE INSERT ON messages FOR EACH ROW",
        "IF NEW.role = 'assistant' AND nextval('turns') > 1 THEN RAISE 'no room'; END IF;",
    )
    .await;
    let said = ada.post("/api/me/chat", json!({"message": "hello"})).await.ok(200);
    let body = json!({"message": "add buy milk", "conversation_id": said["conversation_id"]});
    let keyed = ada.with("idempotency-key", "k");
    keyed.post("/api/me/chat", body.clone()).await.refused(500, "INTERNAL_ERROR");
    no_trouble(&server).await;
    let answer = keyed.post("/api/me/chat", body).await.ok(200);
    assert!(answer["response"].as_str().unwrap().contains("Buy milk"), "{answer:#}");
    assert_eq!(answer["changes"][0]["title"], "Buy milk", "{answer:#}");
    let it = json!({"message": "complete it", "conversation_id": said["conversation_id"]});
    let next = ada.post("/api/me/chat", it).await.ok(200);
    assert_eq!(next["changes"][0]["title"], "Buy milk", "what was done is remembered: {next:#}");
}

#[tokio::test]
async fn a_message_that_failed_halfway_says_so_when_it_is_sent_again() {
    let (server, ada) = with_trigger(
        "BEFORE UPDATE ON tasks FOR EACH ROW",
        "IF EXISTS (SELECT FROM tasks WHERE completed) THEN RAISE 'no room'; END IF;",
    )
    .await;
    for title in ["Bread", "Milk"] {
        ada.create(json!({"title": title})).await;
    }
    let asked = ada.post("/api/me/chat", json!({"message": "complete all my tasks"})).await.ok(200);
    let yes = json!({"message": "yes", "conversation_id": asked["conversation_id"]});
    let (keyed, body) = (ada.with("idempotency-key", "k"), yes);
    keyed.post("/api/me/chat", body.clone()).await.refused(500, "INTERNAL_ERROR");
    no_trouble(&server).await;
    let answer = keyed.post("/api/me/chat", body).await.ok(200);
    assert!(answer["response"].as_str().unwrap().contains("Look at your tasks"), "{answer:#}");
    assert_eq!(answer["changes"].as_array().unwrap().len(), 1, "{answer:#}");
    assert_eq!(ada.get("/api/me/tasks?status=completed").await.ok(200).as_array().unwrap().len(), 1);
}
