//! Who did what by which door.

use super::{redo, undo};
use serde_json::{Value, json};
use tests::{Server, on_both_databases};

on_both_databases!(it_says_who_did_what_by_which_door, pages_lose_and_repeat_nothing);

async fn it_says_who_did_what_by_which_door(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let program = ada.program("write").await;
    let task = ada.create(json!({"title": "Buy milk"})).await;
    let path = format!("/api/me/tasks/{}", task["id"]);
    program.post("/api/me/tasks", json!({"title": "By token"})).await.ok(201);
    program.tool("update_task", json!({"task_id": task["id"], "priority": "high", "tags": ["shopping"]})).await;
    let message = format!("complete task {}", task["id"]);
    ada.post("/api/me/chat", json!({"message": message})).await.ok(200);
    ada.delete(&path).await.ok(204);
    let history = ada.get("/api/me/history").await.ok(200);
    let history = history.as_array().unwrap();
    let of = |field: &str| history.iter().map(|one| one[field].clone()).collect::<Vec<Value>>();
    assert_eq!(of("change"), ["deleted", "completed", "updated", "created", "created"]);
    assert_eq!(of("door"), ["rest", "chat", "mcp", "rest", "rest"]);
    let nobody = Value::Null;
    let actors = [nobody.clone(), json!("offline"), json!("A program"), json!("A program"), nobody.clone()];
    assert_eq!(of("actor"), actors);
    assert_eq!(of("title"), ["Buy milk", "Buy milk", "Buy milk", "By token", "Buy milk"]);
    assert_eq!(of("undone_at"), vec![nobody.clone(); 5]);
    assert_eq!(history[2]["before"], json!({"priority": "medium", "tags": []}));
    assert_eq!(history[2]["after"], json!({"priority": "high", "tags": ["shopping"]}));
    assert_eq!(history[0]["before"], nobody);
    assert_eq!(history[4]["at"], task["created_at"]);
    undo(&ada, json!({})).await;
    let now = ada.get("/api/me/history").await.ok(200);
    assert!(now[0]["undone_at"].is_string() && now[1]["undone_at"].is_null(), "{now}");
    redo(&ada, json!({})).await;
    assert_eq!(&ada.get("/api/me/history").await.ok(200), &json!(history), "as before");
    assert_eq!(eve.get("/api/me/history").await.ok(200), json!([]));
    eve.get(&format!("/api/{}/history", ada.id)).await.refused(403, "FORBIDDEN");
}

async fn pages_lose_and_repeat_nothing(server: &Server) {
    let ada = server.person("ada").await;
    let program = ada.program("write").await;
    for number in 0..7 {
        let task = ada.create(json!({"title": format!("task {number}")})).await;
        program.tool("complete_task", json!({"task_id": task["id"]})).await;
    }
    ada.get("/api/me/history?limit=0").await.has_status(422);
    let all = ada.get("/api/me/history").await.ok(200);
    assert_eq!(all.as_array().unwrap().len(), 14);
    let mut seen = Vec::new();
    let mut next = Some("/api/me/history?limit=3".to_owned());
    while let Some(path) = next {
        let page = ada.get(&path).await;
        next = page.next_page();
        seen.extend(page.ok(200).as_array().unwrap().clone());
    }
    assert_eq!(json!(seen), all);
}
