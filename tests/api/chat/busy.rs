//! One turn at a time in a conversation.

use serde_json::{Value, json};
use tests::{Database, Server, on_both_databases};

on_both_databases!(of_many_at_once_each_is_answered_or_told_to_wait);

async fn of_many_at_once_each_is_answered_or_told_to_wait(server: &Server) {
    let ada = server.person("ada").await;
    let id = ada.post("/api/me/chat", json!({"message": "hello"})).await.ok(200)["conversation_id"].clone();
    let mut saying = tokio::task::JoinSet::new();
    for number in 0..12 {
        let (client, id) = ((*ada).clone(), id.clone());
        saying.spawn(async move {
            let body = json!({"message": format!("message {number}"), "conversation_id": id});
            client.post("/api/me/chat", body).await
        });
    }
    let mut answered = 0;
    while let Some(answer) = saying.join_next().await {
        let answer = answer.unwrap();
        match answer.status {
            200 => answered += 1,
            _ => {
                answer.refused(409, "CONVERSATION_BUSY");
                assert!(!answer.header("retry-after").is_empty());
            }
        }
    }
    assert!(answered >= 1);
    let messages = ada.get(&format!("/api/me/conversations/{id}/messages")).await.ok(200);
    let roles: Vec<&Value> = messages.as_array().unwrap().iter().map(|message| &message["role"]).collect();
    assert_eq!(roles.len(), 2 + 2 * answered, "a refused message is not kept");
    assert!(
        roles.chunks(2).all(|turn| turn == [&json!("user"), &json!("assistant")]),
        "no turn inside another"
    );
}

#[tokio::test]
async fn a_running_turn_holds_the_conversation_and_a_dead_one_does_not() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let id = ada.post("/api/me/chat", json!({"message": "hello"})).await.ok(200)["conversation_id"].clone();
    let lease = async |until: &str| {
        let until =
            format!("UPDATE conversations SET busy_until = now() at time zone 'utc' + interval '{until}'");
        server.database().pg().sql(&until).await;
    };
    let body = json!({"message": "hello", "conversation_id": id});
    lease("30 seconds").await;
    ada.post("/api/me/chat", body.clone()).await.refused(409, "CONVERSATION_BUSY");
    let streaming = ada.with("accept", "text/event-stream");
    streaming.post("/api/me/chat", body.clone()).await.refused(409, "CONVERSATION_BUSY");
    ada.post("/api/me/chat", json!({"message": "elsewhere"})).await.ok(200);
    // Its process died, and the lease has run out.
    lease("-1 second").await;
    ada.post("/api/me/chat", body).await.ok(200);
}
