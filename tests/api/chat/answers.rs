//! One turn, as JSON and as a stream of events.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Client, Database, Server, on_both_databases};

on_both_databases!(an_answer_has_everything, a_stream_tells_the_same, what_cannot_be_answered_is_refused,);

const CHAT: &str = "/api/me/chat";

fn names(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

async fn an_answer_has_everything(server: &Server) {
    let ada = server.person("ada").await;
    for path in [CHAT.to_owned(), format!("/api/{}/chat", ada.id)] {
        let body = ada.post(&path, json!({"message": "What's pending?"})).await.ok(200);
        assert_eq!(names(&body), ["assistant", "changes", "conversation_id", "response", "tool_calls"]);
        assert!(body["conversation_id"].is_i64());
        assert!(body["response"].as_str().is_some_and(|words| !words.trim().is_empty()));
        assert_eq!(body["assistant"], "offline");
        for call in body["tool_calls"].as_array().unwrap() {
            assert_eq!(names(call), ["arguments", "id", "is_error", "name", "result"]);
        }
        for change in body["changes"].as_array().unwrap() {
            assert_eq!(names(change), ["change", "task_id", "title"]);
        }
    }
}

async fn a_stream_tells_the_same(server: &Server) {
    let ada = server.person("ada").await;
    let stream = ada.chat_events(json!({"message": "Show me all my tasks"})).await;
    let header =
        |name: &str| stream.response().headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(stream.response().status(), 200);
    assert!(header("content-type").unwrap().starts_with("text/event-stream"));
    assert_eq!(header("x-accel-buffering").as_deref(), Some("no"), "nginx would hold the words back");
    assert!(header("cache-control").is_some_and(|value| value.contains("no-cache")));
    let events = stream.all().await;
    let (first, last) = (&events[0], events.last().unwrap());
    assert_eq!((&first["type"], names(first)), (&json!("started"), vec!["conversation_id", "type"]));
    assert_eq!(last["type"], "done", "{events:#?}");
    assert_eq!(last["stopped"], false);
    assert_eq!(last["conversation_id"], first["conversation_id"]);
    let done = ["assistant", "changes", "conversation_id", "response", "stopped", "tool_calls", "type"];
    assert_eq!(names(last), done, "the whole answer");
    let of_type = |name: &str| events.iter().filter(|event| event["type"] == name).collect::<Vec<_>>();
    let words: String = of_type("text_delta").iter().map(|event| event["delta"].as_str().unwrap()).collect();
    assert_eq!(last["response"], words, "the deltas make the response");
    let finished: Vec<&Value> = of_type("tool_finished").iter().map(|event| &event["id"]).collect();
    let called: Vec<&Value> = last["tool_calls"].as_array().unwrap().iter().map(|call| &call["id"]).collect();
    let started: Vec<&Value> = of_type("tool_started").iter().map(|event| &event["id"]).collect();
    assert_eq!((&finished, &started), (&called, &called), "each tool begins and ends once");

    let stored =
        ada.get(&format!("/api/me/conversations/{}/messages", first["conversation_id"])).await.ok(200);
    let answer = stored.as_array().unwrap().last().unwrap();
    for name in ["tool_calls", "changes", "assistant", "stopped"] {
        assert_eq!(answer[name], last[name], "{name} is kept");
    }
    assert_eq!(answer["content"], last["response"]);
}

async fn what_cannot_be_answered_is_refused(server: &Server) {
    let ada = server.person("ada").await;
    let long = "é".repeat(4000);
    ada.post(CHAT, json!({"message": long, "time_zone": "Asia/Karachi"})).await.ok(200);
    let nulls = json!({"message": "hello", "conversation_id": null, "time_zone": null});
    ada.post(CHAT, nulls).await.ok(200);
    for (body, field, code) in [
        (json!({}), "message", "REQUIRED"),
        (json!({"message": ""}), "message", "REQUIRED"),
        (json!({"message": " \n"}), "message", "REQUIRED"),
        (json!({"message": "é".repeat(4001)}), "message", "TOO_LONG"),
        (json!({"message": "nul\u{0}"}), "message", "INVALID_CHARACTER"),
        (json!({"message": ["hello"]}), "message", "INVALID_TYPE"),
        (json!({"message": "hello", "time_zone": "Mars/Olympus"}), "time_zone", "INVALID"),
        (json!({"message": "hello", "time_zone": ""}), "time_zone", "INVALID"),
        (json!({"message": "hello", "conversation_id": "x"}), "conversation_id", "INVALID_TYPE"),
    ] {
        ada.post(CHAT, body.clone()).await.refused_field(field, code);
        let streaming = ada.with("accept", "text/event-stream");
        streaming.post(CHAT, body).await.refused_field(field, code);
    }
    ada.post(CHAT, json!({"message": "hello", "conversation_id": 999})).await.refused(404, "NOT_FOUND");
    let eve = server.person("eve").await;
    let path = format!("/api/{}/chat", ada.id);
    eve.post(&path, json!({"message": "hello"})).await.refused(403, "FORBIDDEN");
    server.anonymous().post(CHAT, json!({"message": "hello"})).await.refused(401, "UNAUTHORIZED");
    ada.cookie_client().post(CHAT, json!({"message": "hello"})).await.refused(401, "UNAUTHORIZED");
    let conversations = ada.get("/api/me/conversations").await.ok(200);
    assert_eq!(conversations.as_array().unwrap().len(), 2, "what is refused leaves nothing behind");
}

#[tokio::test]
async fn messages_of_one_person_are_limited() {
    let server = Server::with(Database::sqlite(), &[("RATE_LIMIT_CHAT", "2/86400")]).await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let say = async |client: &Client| {
        client.send(Method::POST, CHAT, Some(json!({"message": "hello"}).to_string().into())).await
    };
    let (ada, eve) =
        (ada.with("content-type", "application/json"), eve.with("content-type", "application/json"));
    for _ in 0..2 {
        say(&ada).await.ok(200);
    }
    let answer = say(&ada).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.json()["code"], "TOO_MANY_REQUESTS");
    say(&eve).await.ok(200);
}
