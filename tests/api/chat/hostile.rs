//! Callers who leave, servers that die and conversations that are deleted in the middle of a turn.

use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;
use tests::{Answer, Client, Database, Person, Server, eventually, eventually_within};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpSocket, TcpStream};

/// Sends a message as an event stream over a connection of its own, which may be closed at any time. Little of what
/// comes back fits into it unread.
async fn stream(server: &Server, person: &Person, key: &str, body: &Value) -> TcpStream {
    let address = server.address().trim_start_matches("http://");
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut link = socket.connect(address.parse().unwrap()).await.unwrap();
    let (jwt, body) = (&person.jwt, body.to_string());
    let request = format!(
        "POST /api/me/chat HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {jwt}\r\nidempotency-key: {key}\r\n\
         accept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    link.write_all(request.as_bytes()).await.unwrap();
    link
}

/// Waits until so many statements wait for a lock.
pub async fn waiting(server: &Server, count: usize) {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    eventually("a statement that waits for a lock", async || {
        (server.database().pg().sql(sql).await == [[count.to_string()]]).then_some(())
    })
    .await;
}

/// The same message once more, as soon as the turn before has ended.
async fn again(client: &Client, body: &Value) -> Value {
    eventually("an answer", async || {
        let answer: Answer = client.post("/api/me/chat", body.clone()).await;
        (answer.status != 409).then(|| answer.ok(200))
    })
    .await
}

#[tokio::test]
async fn a_message_that_was_stopped_before_it_did_anything_can_be_sent_again() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Buy milk"})).await;
    let locker = server.database().pg().connect().await;
    locker.batch_execute("BEGIN; LOCK TABLE tasks").await.unwrap();
    let body = json!({"message": "complete the milk"});
    let link = stream(&server, &ada, "k", &body).await;
    waiting(&server, 1).await;
    drop(link);
    // It notices before others are answered.
    for _ in 0..10 {
        ada.get("/api/me/conversations").await.ok(200);
    }
    locker.batch_execute("COMMIT").await.unwrap();
    let answer = again(&ada.with("idempotency-key", "k"), &body).await;
    assert_eq!(answer["changes"][0]["change"], "completed", "{answer:#}");
    assert_eq!(ada.get(&format!("/api/me/tasks/{}", task["id"])).await.ok(200)["completed"], true);
}

#[tokio::test]
async fn leaving_while_the_message_is_stored_holds_nothing_up() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let id = ada.post("/api/me/chat", json!({"message": "hello"})).await.ok(200)["conversation_id"].clone();
    let locker = server.database().pg().connect().await;
    locker.batch_execute("BEGIN; LOCK TABLE messages").await.unwrap();
    let body = json!({"message": "add buy milk", "conversation_id": id});
    let link = stream(&server, &ada, "k", &body).await;
    waiting(&server, 1).await;
    drop(link);
    locker.batch_execute("COMMIT").await.unwrap();
    again(&ada.with("idempotency-key", "k"), &body).await;
    again(&ada, &json!({"message": "hello", "conversation_id": id})).await;
    assert_eq!(ada.titles("/api/me/tasks").await, ["Buy milk"]);
    let messages = ada.get(&format!("/api/me/conversations/{id}/messages")).await.ok(200);
    let roles: Vec<&Value> = messages.as_array().unwrap().iter().map(|message| &message["role"]).collect();
    assert!(roles.chunks(2).all(|turn| turn == [&json!("user"), &json!("assistant")]), "{messages:#}");
}

/// Stores answers only once the returned connection commits.
async fn hold_answers(server: &Server) -> tokio_postgres::Client {
    let pg = server.database().pg();
    pg.sql(
        "CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.role = 'assistant' THEN PERFORM pg_advisory_xact_lock(7); END IF; RETURN NEW; END $$;
         CREATE TRIGGER held BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION held()",
    )
    .await;
    let locker = pg.connect().await;
    locker.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(7)").await.unwrap();
    locker
}

/// Says it with a key; answers when the task is there and the answer is about to be stored.
async fn say_held(server: &Server, client: &Client, body: &Value) -> tokio::task::JoinHandle<Option<Answer>> {
    let (client, body) = (client.with("content-type", "application/json"), body.to_string().into_bytes());
    let saying = tokio::spawn(async move {
        let sent = client.try_send(Method::POST, "/api/me/chat", Some(body)).await.ok()?;
        let (status, headers) = (sent.status().as_u16(), sent.headers().clone());
        let body = sent.bytes().await.ok()?.to_vec();
        Some(Answer { asked: "the message".into(), status, headers, body })
    });
    waiting(server, 1).await;
    saying
}

#[tokio::test]
async fn a_conversation_deleted_during_its_turn_is_said_to_be_gone_and_the_key_acts_once() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let locker = hold_answers(&server).await;
    let (keyed, body) = (ada.with("idempotency-key", "k"), json!({"message": "add buy milk"}));
    let saying = say_held(&server, &keyed, &body).await;
    let id = ada.get("/api/me/conversations").await.ok(200)[0]["id"].clone();
    ada.delete(&format!("/api/me/conversations/{id}")).await.ok(204);
    locker.batch_execute("COMMIT").await.unwrap();
    saying.await.unwrap().expect("an answer").refused(404, "NOT_FOUND");
    // As if the lock had run out.
    server.database().pg().sql("UPDATE idempotency_keys SET locked_until = '2000-01-01'").await;
    let answer = keyed.post("/api/me/chat", body).await.ok(200);
    assert_eq!(answer["changes"][0]["title"], "Buy milk");
    assert_eq!(ada.titles("/api/me/tasks").await, ["Buy milk"]);
}

#[tokio::test]
async fn a_message_whose_server_died_after_acting_is_not_acted_on_again() {
    let mut first = Server::on(Database::postgres().await).await;
    let second = Server::with(Database::Address(first.database().pg().url().to_owned()), &[]).await;
    let ada = first.person("ada").await;
    let locker = hold_answers(&first).await;
    let (keyed, body) = (ada.with("idempotency-key", "k"), json!({"message": "add buy milk"}));
    let saying = say_held(&first, &keyed, &body).await;
    first.program().kill();
    assert!(saying.await.unwrap().is_none());
    locker.batch_execute("COMMIT").await.unwrap();
    let there = keyed.at(second.address());
    there.post("/api/me/chat", body.clone()).await.refused(409, "CONVERSATION_BUSY");
    first.database().pg().sql("UPDATE idempotency_keys SET locked_until = '2000-01-01'").await;
    let answer = there.post("/api/me/chat", body).await.ok(200);
    assert!(answer["response"].as_str().unwrap().contains("Look at your tasks"), "{answer:#}");
    assert_eq!(ada.moved_to(second.address()).titles("/api/me/tasks").await, ["Buy milk"]);
}

#[tokio::test]
async fn a_reader_who_takes_nothing_has_gone() {
    let server = Server::on(Database::sqlite()).await;
    let ada = server.person("ada").await;
    let text = "word ".repeat(399);
    for n in 0..1500 {
        ada.create(json!({"title": format!("Task {n}"), "description": text})).await;
    }
    let id = ada.post("/api/me/chat", json!({"message": "hello"})).await.ok(200)["conversation_id"].clone();
    let body = json!({"message": "show all my tasks", "conversation_id": id});
    let _unread = stream(&server, &ada, "k", &body).await;
    let path = format!("/api/me/conversations/{id}/messages");
    eventually_within(Duration::from_secs(30), "the answer", async || {
        let messages = ada.get(&path).await.ok(200);
        (messages.as_array().unwrap().len() == 4).then_some(())
    })
    .await;
    again(&ada, &json!({"message": "hello", "conversation_id": id})).await;
}

#[tokio::test]
async fn a_long_answer_comes_in_a_bounded_number_of_pieces() {
    let server = Server::on(Database::sqlite()).await;
    let ada = server.person("ada").await;
    for n in 0..150 {
        ada.create(json!({"title": format!("A task with many words in its title, number {n}")})).await;
    }
    let events = ada.chat_events(json!({"message": "show all my tasks"})).await.all().await;
    let deltas: Vec<&str> = events.iter().filter_map(|event| event["delta"].as_str()).collect();
    assert!((2..=100).contains(&deltas.len()), "{}", deltas.len());
    assert_eq!(deltas.concat(), events.last().unwrap()["response"].as_str().unwrap());
}
