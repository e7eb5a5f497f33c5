//! A message that is sent twice with the same key acts once.

use serde_json::{Value, json};
use tests::{Client, Server, on_both_databases};

on_both_databases!(
    the_same_request_is_answered_from_memory,
    of_many_at_once_one_acts,
    keys_that_are_none_are_refused
);

fn keyed(client: &Client, key: &str) -> Client {
    client.with("idempotency-key", key)
}

async fn the_same_request_is_answered_from_memory(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let body = json!({"message": "Add a task to buy groceries"});
    let first = keyed(&ada, "k1").post("/api/me/chat", body.clone()).await.ok(200);
    let second = keyed(&ada, "k1").post("/api/me/chat", body.clone()).await.ok(200);
    assert_eq!(first, second);
    let tasks = ada.get("/api/me/tasks").await.ok(200);
    assert!(tasks.as_array().unwrap().len() <= 1, "it acted once: {tasks}");
    assert_eq!(ada.get("/api/me/conversations").await.ok(200).as_array().unwrap().len(), 1);

    let events = keyed(&ada, "k1").chat_events(body.clone()).await.all().await;
    assert_eq!(
        (&events[0]["type"], events[0]["conversation_id"].clone()),
        (&json!("started"), first["conversation_id"].clone())
    );
    let done = events.last().unwrap();
    assert_eq!(done["type"], "done");
    for (name, value) in first.as_object().unwrap() {
        assert_eq!(&done[name], value, "{name} in the replayed stream");
    }

    for other in
        [json!({"message": "Another"}), json!({"message": body["message"], "time_zone": "Asia/Tokyo"})]
    {
        let answer = keyed(&ada, "k1").post("/api/me/chat", other).await;
        answer.refused_field("Idempotency-Key", "IDEMPOTENCY_KEY_REUSED");
    }
    let theirs = keyed(&eve, "k1").post("/api/me/chat", body.clone()).await.ok(200);
    assert_ne!(theirs["conversation_id"], first["conversation_id"], "a key is each person's own");
    let fresh = keyed(&ada, "k2").post("/api/me/chat", body).await.ok(200);
    assert_ne!(fresh["conversation_id"], first["conversation_id"]);
}

async fn of_many_at_once_one_acts(server: &Server) {
    let ada = server.person("ada").await;
    let mut saying = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let client = keyed(&ada, "same");
        saying.spawn(async move { client.post("/api/me/chat", json!({"message": "hello"})).await });
    }
    let mut conversations: Vec<Value> = Vec::new();
    while let Some(answer) = saying.join_next().await {
        let answer = answer.unwrap();
        match answer.status {
            200 => conversations.push(answer.json()["conversation_id"].clone()),
            _ => drop(answer.refused(409, "CONVERSATION_BUSY")),
        }
    }
    conversations.dedup();
    assert_eq!(conversations.len(), 1, "{conversations:?}");
    assert_eq!(ada.get("/api/me/conversations").await.ok(200).as_array().unwrap().len(), 1);
}

async fn keys_that_are_none_are_refused(server: &Server) {
    let ada = server.person("ada").await;
    for key in ["", &"k".repeat(201)] {
        let answer = keyed(&ada, key).post("/api/me/chat", json!({"message": "hello"})).await;
        answer.refused_field("Idempotency-Key", "INVALID");
    }
    keyed(&ada, &"k".repeat(200)).post("/api/me/chat", json!({"message": "hello"})).await.ok(200);
    // A refused request does not use its key up.
    let gone = json!({"message": "hello", "conversation_id": 999});
    keyed(&ada, "again").post("/api/me/chat", gone.clone()).await.refused(404, "NOT_FOUND");
    keyed(&ada, "again").post("/api/me/chat", gone).await.refused(404, "NOT_FOUND");
    keyed(&ada, "again").post("/api/me/chat", json!({"message": "hello"})).await.ok(200);
}
