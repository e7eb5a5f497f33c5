//! Completing a task that repeats is one step, with the occurrence that it makes.

use super::{ids, redo, tasks, undo};
use serde_json::{Value, json};
use tests::{Person, Server, on_both_databases};

on_both_databases!(
    completing_is_undone_with_the_next_occurrence,
    reopening_is_undone_too,
    one_task_is_undone_with_what_followed,
    a_next_occurrence_that_was_changed_is_a_conflict,
    a_delivered_reminder_is_in_nobodys_way,
);

async fn standup(ada: &Person) -> Value {
    let reminders = json!([{"minutes_before": 15}]);
    let due = "2027-01-04T09:00:00Z";
    ada.create(
        json!({"title": "Standup", "due_at": due, "recurrence": "FREQ=WEEKLY", "reminders": reminders}),
    )
    .await
}

async fn toggle(ada: &Person, task: &Value) -> Value {
    ada.patch(&format!("/api/me/tasks/{}/complete", task["id"]), Value::Null).await.ok(200)
}

async fn completing_is_undone_with_the_next_occurrence(server: &Server) {
    let ada = server.person("ada").await;
    let (one, two) = (standup(&ada).await, standup(&ada).await);
    let program = ada.program("write").await;
    let before = tasks(server, &ada).await;
    let both = json!({"task_ids": [one["id"], two["id"]]});
    let done = program.tool("complete_tasks", both).await;
    assert!(done[0]["next"]["task_id"].is_i64(), "{done}");
    assert_eq!(done[1]["next"]["due_at"], "2027-01-11T09:00:00Z", "{done}");
    let after = tasks(server, &ada).await;
    let undone = undo(&ada, json!({})).await;
    assert_eq!(ids(&undone["undone"]).len(), 4, "{undone}");
    assert_eq!(tasks(server, &ada).await, before);
    redo(&ada, json!({})).await;
    assert_eq!(tasks(server, &ada).await, after, "with the same ids");
    // The series is not made twice.
    undo(&ada, json!({})).await;
    let done = toggle(&ada, &one).await;
    undo(&ada, json!({})).await;
    assert_eq!(tasks(server, &ada).await, before);
    redo(&ada, json!({})).await;
    ada.get(&format!("/api/me/tasks/{}", done["next_id"])).await.ok(200);
}

async fn reopening_is_undone_too(server: &Server) {
    let ada = server.person("ada").await;
    let task = standup(&ada).await;
    let next = toggle(&ada, &task).await["next_id"].clone();
    let completed = tasks(server, &ada).await;
    toggle(&ada, &task).await;
    ada.get(&format!("/api/me/tasks/{next}")).await.refused(404, "NOT_FOUND");
    let undone = undo(&ada, json!({})).await;
    assert_eq!(undone["conflicts"], json!([]), "{undone}");
    assert_eq!(tasks(server, &ada).await, completed);
}

async fn one_task_is_undone_with_what_followed(server: &Server) {
    let ada = server.person("ada").await;
    let task = standup(&ada).await;
    let before = tasks(server, &ada).await;
    toggle(&ada, &task).await;
    let after = tasks(server, &ada).await;
    undo(&ada, json!({"task_id": task["id"]})).await;
    assert_eq!(tasks(server, &ada).await, before);
    redo(&ada, json!({"task_id": task["id"]})).await;
    assert_eq!(tasks(server, &ada).await, after);
}

async fn a_next_occurrence_that_was_changed_is_a_conflict(server: &Server) {
    let ada = server.person("ada").await;
    let task = standup(&ada).await;
    let next = toggle(&ada, &task).await["next_id"].clone();
    let step = ada.get("/api/me/history?limit=1").await.ok(200)[0]["step"].clone();
    let path = format!("/api/me/tasks/{next}");
    let renamed = ada.put(&path, json!({"title": "Standup with Bob"})).await.ok(200);
    let undone = undo(&ada, json!({"step": step})).await;
    assert_eq!(ids(&undone["conflicts"]), [next.as_i64().unwrap()], "{undone}");
    assert_eq!(ada.get(&path).await.ok(200), renamed);
}

async fn a_delivered_reminder_is_in_nobodys_way(server: &Server) {
    let ada = server.person("ada").await;
    let due = (chrono::Utc::now() + chrono::TimeDelta::hours(2)).to_rfc3339();
    let task = ada.create(json!({"title": "Call", "due_at": due})).await;
    let path = format!("/api/me/tasks/{}", task["id"]);
    let soon = (chrono::Utc::now() + chrono::TimeDelta::milliseconds(300)).to_rfc3339();
    ada.put(&path, json!({"reminders": [{"at": soon}]})).await.ok(200);
    tests::eventually("the reminder is claimed", async || {
        let claimed = ada.post("/api/me/reminders/claim", Value::Null).await.ok(200);
        claimed["reminders"].get(0).cloned()
    })
    .await;
    let undone = undo(&ada, json!({})).await;
    assert_eq!(undone["conflicts"], json!([]), "{undone}");
    assert!(ada.get(&path).await.ok(200).get("reminders").is_none());
}
