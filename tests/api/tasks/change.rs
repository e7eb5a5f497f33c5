//! Changing, completing and deleting tasks.

use serde_json::{Value, json};
use tests::{Server, on_both_databases};

on_both_databases!(
    put_changes_what_is_given_and_empties_what_is_null,
    put_refuses_null_where_a_value_is_needed,
    put_completes_and_reopens,
    toggle_completes_and_reopens,
    a_deleted_task_is_not_there,
);

async fn put_changes_what_is_given_and_empties_what_is_null(server: &Server) {
    let ada = server.person("ada").await;
    let full = json!({
        "title": "Buy milk", "description": "Two litres", "priority": "high", "due_at": "2027-03-01T17:00:00Z",
        "tags": ["shopping"], "recurrence": "FREQ=DAILY",
    });
    let before = ada.create(full.clone()).await;
    let path = format!("/api/me/tasks/{}", before["id"]);
    for (name, given, kept) in [
        ("title", json!("Buy bread"), json!("Buy bread")),
        ("description", json!("Rye"), json!("Rye")),
        ("description", Value::Null, Value::Null),
        ("description", json!(""), Value::Null),
        ("priority", json!("low"), json!("low")),
        ("priority", Value::Null, json!("medium")),
        ("due_at", json!("2028-01-01T00:00:00+01:00"), json!("2027-12-31T23:00:00Z")),
        ("due_at", Value::Null, Value::Null),
        ("tags", json!(["A", "b"]), json!(["a", "b"])),
        ("tags", Value::Null, json!([])),
        ("recurrence", json!("freq=monthly"), json!("FREQ=MONTHLY")),
        ("recurrence", Value::Null, Value::Null),
    ] {
        ada.put(&path, full.clone()).await.ok(200);
        let after = ada.put(&path, json!({name: given})).await.ok(200);
        assert_eq!(after[name], kept, "{name} set to {given}");
        for (other, value) in full.as_object().unwrap() {
            assert!(other == name || &after[other] == value, "{other} stays when {name} changes: {after}");
        }
        assert_eq!(after["id"], before["id"]);
        assert_eq!(after["created_at"], before["created_at"]);
        assert_ne!(after["updated_at"], before["updated_at"]);
        assert_eq!(ada.get(&path).await.ok(200), after);
    }
    let unchanged = ada.put(&path, json!({})).await.ok(200);
    assert_eq!(unchanged["title"], full["title"], "nothing given, nothing changed");
}

async fn put_refuses_null_where_a_value_is_needed(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Buy milk"})).await;
    let path = format!("/api/me/tasks/{}", task["id"]);
    for (changes, field, code) in [
        (json!({"title": null}), "title", "INVALID_TYPE"),
        (json!({"completed": null}), "completed", "INVALID_TYPE"),
        (json!({"completed": "yes"}), "completed", "INVALID_TYPE"),
        (json!({"title": "  "}), "title", "REQUIRED"),
        (json!({"priority": "urgent"}), "priority", "INVALID_TYPE"),
        (json!({"due_at": "soon"}), "due_at", "INVALID_TYPE"),
        (json!({"tags": ["fine", ""]}), "tags", "REQUIRED"),
        (json!({"recurrence": "daily"}), "recurrence", "INVALID_RRULE"),
    ] {
        ada.put(&path, changes).await.refused_field(field, code);
    }
    assert_eq!(ada.get(&path).await.ok(200), task, "what is refused changes nothing");
}

async fn put_completes_and_reopens(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Buy milk"})).await;
    let path = format!("/api/me/tasks/{}", task["id"]);
    let completed = ada.put(&path, json!({"completed": true})).await.ok(200);
    assert_eq!(
        (&completed["completed"], &completed["completed_at"]),
        (&json!(true), &completed["updated_at"])
    );
    let again = ada.put(&path, json!({"completed": true, "priority": "low"})).await.ok(200);
    assert_eq!(again["completed_at"], completed["completed_at"], "completed once only");
    let reopened = ada.put(&path, json!({"completed": false})).await.ok(200);
    assert_eq!((&reopened["completed"], &reopened["completed_at"]), (&json!(false), &Value::Null));
}

async fn toggle_completes_and_reopens(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Buy milk"})).await;
    let path = format!("/api/me/tasks/{}/complete", task["id"]);
    let completed = ada.patch(&path, Value::Null).await.ok(200);
    assert_eq!(completed["completed"], true);
    assert_eq!(completed["completed_at"], completed["updated_at"]);
    let reopened = ada.patch(&path, Value::Null).await.ok(200);
    assert_eq!((&reopened["completed"], &reopened["completed_at"]), (&json!(false), &Value::Null));
    // Older clients send an empty body.
    assert_eq!(ada.patch(&path, json!({})).await.ok(200)["completed"], true);
}

async fn a_deleted_task_is_not_there(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Buy milk"})).await;
    let path = format!("/api/me/tasks/{}", task["id"]);
    let answer = ada.delete(&path).await;
    assert_eq!(answer.ok(204), Value::Null, "204 has no body");
    ada.delete(&path).await.refused(404, "NOT_FOUND");
    ada.get(&path).await.refused(404, "NOT_FOUND");
    ada.put(&path, json!({"title": "Back"})).await.refused(404, "NOT_FOUND");
    ada.patch(&format!("{path}/complete"), Value::Null).await.refused(404, "NOT_FOUND");
    assert_eq!(ada.get("/api/me/tasks").await.ok(200), json!([]));
    let next = ada.create(json!({"title": "Another"})).await;
    assert_ne!(next["id"], task["id"], "ids are not used twice");
}
