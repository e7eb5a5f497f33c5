//! Repeats and reminders in the chat, without a model.

use serde_json::{Value, json};
use tests::{Person, Server, on_both_databases};

on_both_databases!(
    an_occurrence_is_skipped_moved_and_ended,
    a_repeat_may_be_reckoned_from_completion,
    reminders_are_kept,
    a_reminder_before_nothing_is_asked_about,
);

async fn say(ada: &Person, text: &str) -> String {
    let message = json!({"message": text, "time_zone": "Europe/Berlin"});
    ada.post("/api/me/chat", message).await.ok(200)["response"].as_str().unwrap().to_owned()
}

async fn only(ada: &Person) -> Value {
    let tasks = ada.get("/api/me/tasks?status=pending").await.ok(200);
    assert_eq!(tasks.as_array().unwrap().len(), 1, "{tasks:#}");
    tasks[0].clone()
}

async fn with_standup(server: &Server) -> Person {
    let ada = server.person("ada").await;
    let zone = json!({"timeZone": "Europe/Berlin"});
    ada.cookie_client().post("/api/auth/update-user", zone).await.ok(200);
    let standup = json!({"title": "Standup", "due_at": "2027-03-22T08:00:00Z", "recurrence": "FREQ=WEEKLY"});
    ada.create(standup).await;
    ada
}

async fn an_occurrence_is_skipped_moved_and_ended(server: &Server) {
    let ada = with_standup(server).await;
    let said = say(&ada, "skip the standup").await;
    assert_eq!(said, "Skipped “Standup”: it is now due on Monday 29 March 2027 at 09:00.");
    assert_eq!(only(&ada).await["due_at"], "2027-03-29T07:00:00Z");
    say(&ada, "move the standup to april 2 2027").await;
    let moved = only(&ada).await;
    assert_eq!(moved["due_at"], "2027-04-02T07:00:00Z", "at its time");
    assert_eq!(moved["recurrence"], "FREQ=WEEKLY");
    let said = say(&ada, "complete the standup").await;
    assert!(said.ends_with("Next on Monday 5 April 2027 at 09:00."), "{said}");
    say(&ada, "undo").await;
    assert_eq!(only(&ada).await["due_at"], moved["due_at"], "and the next is gone");
    say(&ada, "stop repeating the standup").await;
    assert_eq!(only(&ada).await["recurrence"], Value::Null);
    let said = say(&ada, "skip the standup").await;
    assert!(said.contains("does not repeat"), "{said}");
    let first = ada.post("/api/me/chat", json!({"message": "add swim every day at 9"})).await.ok(200);
    let due = first["tool_calls"][0]["arguments"]["due_at"].clone();
    let skip = json!({"message": "skip it", "conversation_id": first["conversation_id"]});
    let skipped = ada.post("/api/me/chat", skip).await.ok(200);
    assert_ne!(skipped["tool_calls"][0]["result"]["due_at"], due, "{skipped:#}");
}

async fn a_repeat_may_be_reckoned_from_completion(server: &Server) {
    let ada = with_standup(server).await;
    let said = say(&ada, "repeat the standup every 3 days from completion").await;
    assert!(said.contains("from completion"), "{said}");
    let task = only(&ada).await;
    assert_eq!(
        (&task["recurrence"], &task["repeat_from"]),
        (&json!("FREQ=DAILY;INTERVAL=3"), &json!("completion"))
    );
    ada.put(&format!("/api/me/tasks/{}", task["id"]), json!({"repeat_from": "due"})).await.ok(200);
    say(&ada, "repeat the standup from completion").await;
    assert_eq!(only(&ada).await["repeat_from"], "completion");
}

async fn reminders_are_kept(server: &Server) {
    let ada = with_standup(server).await;
    let said = say(&ada, "remind me 10 minutes before the standup").await;
    assert!(said.contains("reminder 10 minutes before"), "{said}");
    say(&ada, "remind me 2 hours before the standup").await;
    let task = only(&ada).await;
    assert_eq!(task["reminders"], json!([{"minutes_before": 10}, {"minutes_before": 120}]), "one more");
    let said = say(&ada, "remove the reminders from the standup").await;
    assert!(said.contains("without reminders"), "{said}");
    assert_eq!(only(&ada).await["reminders"], Value::Null);
    say(&ada, "undo").await;
    assert_eq!(only(&ada).await, task);
    let said = say(&ada, "remove the due date of the standup").await;
    assert!(said.contains("without a due date"), "{said}");
    assert_eq!(only(&ada).await["due_at"], Value::Null);
    ada.delete(&format!("/api/me/tasks/{}", task["id"])).await.ok(204);
    for (text, reminders) in [
        ("remind me tomorrow at 5pm to call mom", json!([{"minutes_before": 0}])),
        ("set a reminder to call mom tomorrow at 5pm", json!([{"minutes_before": 0}])),
        ("add call mom tomorrow at 5pm", Value::Null),
        ("add dentist tomorrow at 9 with a reminder 30 minutes before", json!([{"minutes_before": 30}])),
    ] {
        let said = say(&ada, text).await;
        let task = only(&ada).await;
        assert_eq!(task["reminders"], reminders, "{text}: {said}");
        ada.delete(&format!("/api/me/tasks/{}", task["id"])).await.ok(204);
    }
    say(&ada, "remind me to call mom on 2027-06-01").await;
    assert_eq!(only(&ada).await["reminders"], json!([{"at": "2027-06-01T07:00:00Z"}]), "in the morning");
}

async fn a_reminder_before_nothing_is_asked_about(server: &Server) {
    let ada = server.person("ada").await;
    ada.create(json!({"title": "Standup"})).await;
    let said = say(&ada, "remind me 10 minutes before the standup").await;
    assert!(said.contains("no due date"), "{said}");
    assert_eq!(only(&ada).await["reminders"], Value::Null);
}
