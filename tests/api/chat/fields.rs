//! Changes of one field in words, as they reach the task.

use serde_json::{Value, json};
use tests::{Person, Server, on_both_databases};

on_both_databases!(
    fields_are_emptied_by_words,
    a_state_is_no_new_title,
    what_follows_is_about_the_same_task,
    what_is_left_out_is_asked_about,
);

async fn say(ada: &Person, message: &str, conversation: &Value) -> Value {
    let zone = "Europe/Berlin";
    let body = json!({"message": message, "conversation_id": conversation, "time_zone": zone});
    ada.post("/api/me/chat", body).await.ok(200)
}

async fn fields_are_emptied_by_words(server: &Server) {
    let ada = server.person("ada").await;
    let full = json!({"title": "Report", "priority": "high", "due_at": "2030-01-01T10:00:00Z", "tags": ["work", "q1"]});
    let id = ada.create(full).await["id"].clone();
    for (message, field, value) in [
        ("remove the due date of the report", "due_at", Value::Null),
        ("no priority for the report", "priority", json!("medium")),
        ("clear the tags of the report", "tags", json!([])),
    ] {
        let answer = say(&ada, message, &Value::Null).await;
        assert_eq!(answer["changes"][0]["task_id"], id, "{message}: {}", answer["response"]);
        assert_eq!(ada.get(&format!("/api/me/tasks/{id}")).await.ok(200)[field], value, "{message}");
    }
}

async fn a_state_is_no_new_title(server: &Server) {
    let ada = server.person("ada").await;
    let id = ada.create(json!({"title": "Buy milk"})).await["id"].clone();
    for (message, completed) in
        [("change buy milk to done", true), ("change buy milk back to pending", false)]
    {
        say(&ada, message, &Value::Null).await;
        let task = ada.get(&format!("/api/me/tasks/{id}")).await.ok(200);
        assert_eq!(
            (&task["title"], &task["completed"]),
            (&json!("Buy milk"), &json!(completed)),
            "{message}"
        );
    }
}

async fn what_follows_is_about_the_same_task(server: &Server) {
    let ada = server.person("ada").await;
    say(&ada, "add call mom and make it high priority", &Value::Null).await;
    let answer = say(&ada, "add pay rent", &Value::Null).await;
    say(&ada, "tag it home", &answer["conversation_id"]).await;
    let tasks = ada.get("/api/me/tasks?sort=created_at&order=asc").await.ok(200);
    assert_eq!(tasks[0]["title"], "Call mom");
    assert_eq!(tasks[0]["priority"], "high");
    assert_eq!(tasks[1]["title"], "Pay rent");
    assert_eq!(tasks[1]["tags"], json!(["home"]));
}

async fn what_is_left_out_is_asked_about(server: &Server) {
    let ada = server.person("ada").await;
    for title in ["Buy milk", "Call mom"] {
        ada.create(json!({"title": title})).await;
    }
    let before = ada.get("/api/me/tasks").await.ok(200);
    for message in [
        "delete all tasks except buy milk",
        "complete everything but the milk",
        "delete some tasks",
        "delete all tasks not tagged work",
        "delete no tasks",
        "completed tasks",
        "i did 5 today",
    ] {
        let answer = say(&ada, message, &Value::Null).await;
        assert_eq!(answer["changes"], json!([]), "{message}: {}", answer["response"]);
        // A yes has nothing to agree to.
        say(&ada, "yes", &answer["conversation_id"]).await;
    }
    assert_eq!(ada.get("/api/me/tasks").await.ok(200), before);
}
