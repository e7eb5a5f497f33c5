//! Conversations: listed, read, renamed, deleted, and nobody else's.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Person, Server, on_both_databases};

on_both_databases!(
    a_conversation_keeps_what_was_said,
    conversations_are_listed_renamed_and_deleted,
    another_persons_conversation_does_not_exist,
    messages_come_in_pages,
);

async fn say(person: &Person, message: &str, conversation: &Value) -> Value {
    let body = json!({"message": message, "conversation_id": conversation});
    person.post("/api/me/chat", body).await.ok(200)["conversation_id"].clone()
}

async fn a_conversation_keeps_what_was_said(server: &Server) {
    let ada = server.person("ada").await;
    let id = say(&ada, "  Hello there \nsecond line ", &Value::Null).await;
    assert_eq!(say(&ada, "And again", &id).await, id);
    let messages = ada.get(&format!("/api/me/conversations/{id}/messages")).await.ok(200);
    let messages = messages.as_array().unwrap();
    let said: Vec<(&str, &str)> = messages
        .iter()
        .filter(|message| message["role"] == "user")
        .map(|message| (message["role"].as_str().unwrap(), message["content"].as_str().unwrap()))
        .collect();
    assert_eq!(said, [("user", "Hello there \nsecond line"), ("user", "And again")]);
    let roles: Vec<&str> = messages.iter().map(|message| message["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["user", "assistant", "user", "assistant"]);
    for message in messages {
        assert_eq!(message["conversation_id"], id);
        assert_eq!(message["stopped"], false);
        let is_user = message["role"] == "user";
        assert_eq!(message["assistant"].is_null(), is_user);
        assert!(message["created_at"].as_str().unwrap().ends_with('Z'));
    }
}

async fn conversations_are_listed_renamed_and_deleted(server: &Server) {
    let ada = server.person("ada").await;
    let first = say(&ada, "First line\nsecond line", &Value::Null).await;
    let second = say(&ada, &"word ".repeat(40), &Value::Null).await;
    let list = ada.get("/api/me/conversations").await.ok(200);
    let ids =
        |list: &Value| list.as_array().unwrap().iter().map(|item| item["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&list), [second.clone(), first.clone()], "the last used first");
    assert_eq!(list[1]["title"], "First line");
    let made = list[0]["title"].as_str().unwrap();
    assert!(made.ends_with('…') && made.chars().count() <= 61, "{made}");
    say(&ada, "Back to the first", &first).await;
    assert_eq!(ids(&ada.get("/api/me/conversations").await.ok(200)), [first.clone(), second.clone()]);

    let path = format!("/api/me/conversations/{first}");
    let renamed = ada.patch(&path, json!({"title": " Plans 🎉 "})).await.ok(200);
    assert_eq!(renamed["title"], "Plans 🎉");
    assert_eq!(ada.get(&path).await.ok(200), renamed);
    for (title, code) in [
        (json!(""), "REQUIRED"),
        (json!("  "), "REQUIRED"),
        (json!("t".repeat(201)), "TOO_LONG"),
        (json!("nul\u{0}"), "INVALID_CHARACTER"),
        (Value::Null, "INVALID_TYPE"),
    ] {
        ada.patch(&path, json!({"title": title})).await.refused_field("title", code);
    }
    ada.patch(&path, json!({"title": "é".repeat(200)})).await.ok(200);

    let task = ada.create(json!({"title": "Stays"})).await;
    assert_eq!(ada.delete(&path).await.ok(204), Value::Null);
    ada.delete(&path).await.refused(404, "NOT_FOUND");
    ada.get(&path).await.refused(404, "NOT_FOUND");
    ada.get(&format!("{path}/messages")).await.refused(404, "NOT_FOUND");
    ada.patch(&path, json!({"title": "x"})).await.refused(404, "NOT_FOUND");
    let gone = json!({"message": "hello", "conversation_id": first});
    ada.post("/api/me/chat", gone).await.refused(404, "NOT_FOUND");
    assert_eq!(ids(&ada.get("/api/me/conversations").await.ok(200)), [second]);
    assert_eq!(ada.get("/api/me/tasks").await.ok(200), json!([task]), "tasks stay");
}

async fn another_persons_conversation_does_not_exist(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let id = say(&ada, "Secret", &Value::Null).await;
    let eve_json = eve.with("content-type", "application/json");
    let title = || Some(json!({"title": "Mine now"}).to_string().into_bytes());
    for (method, path, body) in [
        (Method::GET, format!("conversations/{id}"), None),
        (Method::GET, format!("conversations/{id}/messages"), None),
        (Method::PATCH, format!("conversations/{id}"), title()),
        (Method::DELETE, format!("conversations/{id}"), None),
    ] {
        let mine = format!("/api/me/{path}");
        eve_json.send(method.clone(), &mine, body.clone()).await.refused(404, "NOT_FOUND");
        let hers = format!("/api/{}/{path}", ada.id);
        eve_json.send(method.clone(), &hers, body.clone()).await.refused(403, "FORBIDDEN");
        server
            .anonymous()
            .with("content-type", "application/json")
            .send(method, &mine, body)
            .await
            .refused(401, "UNAUTHORIZED");
    }
    let intruding = json!({"message": "hello", "conversation_id": id});
    eve.post("/api/me/chat", intruding).await.refused(404, "NOT_FOUND");
    eve.get(&format!("/api/{}/conversations", ada.id)).await.refused(403, "FORBIDDEN");
    assert_eq!(eve.get("/api/me/conversations").await.ok(200), json!([]));
    let messages = ada.get(&format!("/api/me/conversations/{id}/messages")).await.ok(200);
    assert_eq!(messages.as_array().unwrap().len(), 2, "nothing was added");
}

async fn messages_come_in_pages(server: &Server) {
    let ada = server.person("ada").await;
    let id = say(&ada, "message 0", &Value::Null).await;
    for number in 1..101 {
        say(&ada, &format!("message {number}"), &id).await;
    }
    let path = format!("/api/me/conversations/{id}/messages");
    let newest = ada.get(&path).await;
    let newest_list = newest.ok(200);
    assert_eq!(newest_list.as_array().unwrap().len(), 200, "the most, unless said otherwise");
    assert_eq!(newest_list[0]["content"], "message 1", "the oldest of the newest first");
    let rest = ada.get(&newest.next_page().expect("a page before")).await;
    assert_eq!(rest.ok(200)[0]["content"], "message 0");
    assert_eq!((rest.ok(200).as_array().unwrap().len(), rest.next_page()), (2, None));

    let mut all = Vec::new();
    let mut next = Some(format!("{path}?limit=40"));
    while let Some(address) = next {
        let page = ada.get(&address).await;
        let list = page.ok(200).as_array().unwrap().clone();
        assert!(list.len() <= 40);
        all.splice(0..0, list);
        next = page.next_page();
    }
    let ids: Vec<i64> = all.iter().map(|message| message["id"].as_i64().unwrap()).collect();
    assert!(ids.len() == 202 && ids.is_sorted(), "each once, in order: {ids:?}");
    for limit in ["0", "201", "x"] {
        let answer = ada.get(&format!("{path}?limit={limit}")).await;
        answer.has_status(422);
    }
}
