//! The person leaves, or the process dies, in the middle of a turn with a model.

use super::{on, say, with_model, words};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::{Database, Server, eventually};

async fn messages(person: &tests::Person, id: &Value, count: usize) -> Value {
    eventually("the end of the turn", async || {
        let messages = person.get(&format!("/api/me/conversations/{id}/messages")).await.ok(200);
        (messages.as_array().unwrap().len() == count).then_some(messages)
    })
    .await
}

#[tokio::test]
async fn leaving_stops_the_model_within_a_second_and_keeps_what_was_done() {
    let (server, model) = with_model("strict", &[]).await;
    let ada = server.person("ada").await;
    let mut asked = 0;
    // While it speaks, while it is silent after a tool, and before it has said anything.
    for (script, wait_for) in [
        ("pace 100\nsay a b c d e f g h i j k l m n o p q r s t u v w x y z".to_owned(), "text_delta"),
        ("call add_task {\"title\": \"Buy milk\"}\nthen\nsilent".to_owned(), "tool_finished"),
        ("hang".to_owned(), "started"),
    ] {
        let mut stream = ada.chat_events(json!({"message": script})).await;
        let mut event = stream.next().await.expect("started");
        let id = event["conversation_id"].clone();
        while event["type"] != wait_for {
            event = stream.next().await.expect("an event");
        }
        let left = model.left().len();
        if wait_for != "text_delta" {
            asked += if wait_for == "started" { 1 } else { 2 };
            eventually("the model is asked", async || (model.requests().len() == asked).then_some(())).await;
        } else {
            asked += 1;
        }
        drop(stream);
        let dropped = Instant::now();
        eventually("the model is left", async || (model.left().len() > left).then_some(())).await;
        let took = model.left().last().unwrap().duration_since(dropped);
        assert!(took < Duration::from_secs(1), "{script}: {took:?}");
        let stored = messages(&ada, &id, 2).await;
        assert_eq!(stored[1]["stopped"], true, "{stored:#}");
        match wait_for {
            "text_delta" => assert!(stored[1]["content"].as_str().unwrap().starts_with("a "), "{stored:#}"),
            "tool_finished" => assert_eq!(stored[1]["changes"][0]["title"], "Buy milk"),
            _ => {}
        }
        let next = say(&ada, &id, "hello").await;
        assert_eq!(words(&next), "You said: hello", "the conversation goes on");
        asked += 1;
    }
}

#[tokio::test]
async fn a_message_that_was_stopped_before_it_did_anything_can_be_sent_again() {
    let (server, model) = with_model("strict", &[]).await;
    let ada = server.person("ada").await;
    let keyed = ada.with("idempotency-key", "k");
    model.queue("hang");
    let mut stream = keyed.chat_events(json!({"message": "hello"})).await;
    stream.next().await.expect("started");
    eventually("the model is asked", async || (model.requests().len() == 1).then_some(())).await;
    drop(stream);
    let answer = eventually("an answer", async || {
        let answer = keyed.post("/api/me/chat", json!({"message": "hello"})).await;
        (answer.status != 409).then(|| answer.ok(200))
    })
    .await;
    assert_eq!(words(&answer), "You said: hello");
}

#[tokio::test]
async fn a_process_that_dies_in_the_middle_leaves_a_conversation_that_goes_on() {
    let (mut first, model) = on(Database::postgres().await, "strict", &[]).await;
    let url = first.database().pg().url().to_owned();
    let ada = first.person("ada").await;
    let keyed = ada.with("idempotency-key", "k");
    let body = json!({"message": "call add_task {\"title\": \"Buy milk\"}\nthen\nsilent"});
    let mut stream = keyed.chat_events(body.clone()).await;
    let id = stream.next().await.expect("started")["conversation_id"].clone();
    while stream.next().await.expect("an event")["type"] != "tool_finished" {}
    first.program().kill();
    let base = model.base_url();
    let variables = [
        ("OPENAI_API_KEY", tests::MODEL_KEY),
        ("OPENAI_BASE_URL", base.as_str()),
        ("OPENAI_MODEL", "strict"),
    ];
    let second = Server::with(Database::Address(url), &variables).await;
    let pg = first.database().pg();
    pg.sql("UPDATE conversations SET busy_until = '2000-01-01'; UPDATE idempotency_keys SET locked_until = '2000-01-01'")
        .await;
    let again = keyed.at(second.address()).post("/api/me/chat", body).await.ok(200);
    assert!(words(&again).contains("Look at your tasks"), "{again:#}");
    let ada = ada.moved_to(second.address());
    assert_eq!(ada.titles("/api/me/tasks").await, ["Buy milk"], "it acted once");
    let next = say(&ada, &id, "hello").await;
    assert_eq!(words(&next), "You said: hello");
}

#[tokio::test]
async fn a_stopping_server_ends_the_stream_and_stores_the_turn() {
    let (mut first, _model) = on(Database::postgres().await, "strict", &[]).await;
    let url = first.database().pg().url().to_owned();
    let ada = first.person("ada").await;
    let body = json!({"message": "call add_task {\"title\": \"Buy milk\"}\nthen\nsilent"});
    let mut stream = ada.chat_events(body).await;
    let id = stream.next().await.expect("started")["conversation_id"].clone();
    while stream.next().await.expect("an event")["type"] != "tool_finished" {}
    first.program().terminate();
    assert_eq!(stream.all().await.last().unwrap()["code"], "SHUTTING_DOWN");
    assert!(first.program().ended(Duration::from_secs(10)).await.success());
    let second = Server::with(Database::Address(url), &[]).await;
    let stored = messages(&ada.moved_to(second.address()), &id, 2).await;
    assert_eq!(
        (&stored[1]["stopped"], &stored[1]["changes"][0]["title"]),
        (&json!(true), &json!("Buy milk"))
    );
}
