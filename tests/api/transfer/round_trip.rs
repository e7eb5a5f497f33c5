//! What is exported can be imported again, and is then what it was.

use super::{import, tasks};
use serde_json::{Value, json};
use tests::{Person, Server, on_both_databases};

on_both_databases!(
    a_backup_brings_everything_back,
    a_table_brings_all_tasks_back,
    what_is_there_already_is_left_alone,
    a_preview_changes_nothing,
    many_tasks_go_out_and_in,
    an_import_is_undone_as_one_step,
);

/// Tasks with everything that could get lost on the way.
async fn live(person: &Person) {
    for task in [
        json!({"title": "Plain"}),
        json!({"title": "=HYPERLINK(\"http://evil\")", "description": "+1\r\nsecond, \"quoted\"\n", "tags": ["a, b", "c\"d", "@home"]}),
        json!({"title": "'=apostrophe", "description": "'tis", "priority": "high", "due_at": "2027-03-01T09:30:00.123456Z"}),
        json!({"title": "خریداری 🛒", "recurrence": "FREQ=WEEKLY;BYDAY=MO", "due_at": "2027-01-04T08:00:00Z", "priority": "low", "repeat_from": "completion", "reminders": [{"minutes_before": 10}, {"at": "2027-01-03T07:00:00Z"}]}),
    ] {
        person.create(task).await;
    }
    let done = person.create(json!({"title": "Done", "tags": ["home"]})).await;
    person.patch(&format!("/api/me/tasks/{}/complete", done["id"]), Value::Null).await.ok(200);
    person.post("/api/me/chat", json!({"message": "hello"})).await.ok(200);
}

/// All of a task but its number and the time of its last change: the import is one.
fn kept(mut task: Value) -> Value {
    for name in ["id", "updated_at"] {
        task.as_object_mut().unwrap().remove(name);
    }
    task
}

async fn delete_all(person: &Person) {
    for task in tasks(person).await {
        person.delete(&format!("/api/me/tasks/{}", task["id"])).await.ok(204);
    }
    for conversation in person.get("/api/me/conversations").await.ok(200).as_array().unwrap() {
        person.delete(&format!("/api/me/conversations/{}", conversation["id"])).await.ok(204);
    }
}

async fn a_backup_brings_everything_back(server: &Server) {
    let ada = server.person("ada").await;
    live(&ada).await;
    let export = ada.get("/api/me/export").await;
    let day = export.header("content-disposition").to_owned();
    assert!(day.starts_with("attachment; filename=\"todo-app-20") && day.ends_with(".json\""), "{day}");
    let backup = export.ok(200);
    assert_eq!((&backup["format"], &backup["version"]), (&json!("todo-app"), &json!(1)));
    assert_eq!(backup["account"]["email"], ada.email);
    assert_eq!(backup["tasks"].as_array().unwrap(), &tasks(&ada).await);

    delete_all(&ada).await;
    let report = import(&ada, &export.body, false).await.ok(200);
    assert_eq!(
        (&report["format"], &report["tasks"], &report["conversations"]),
        (&json!("json"), &json!(5), &json!(1))
    );
    let again = ada.get("/api/me/export?format=json").await.ok(200);
    let all = |backup: &Value| -> Vec<Value> {
        backup["tasks"].as_array().unwrap().iter().cloned().map(kept).collect()
    };
    assert_eq!(all(&backup), all(&again));
    for name in ["title", "created_at", "updated_at"] {
        assert_eq!(backup["conversations"][0][name], again["conversations"][0][name]);
    }
    let said = |backup: &Value| -> Vec<Value> {
        let messages = backup["conversations"][0]["messages"].as_array().unwrap().iter();
        messages
            .map(|m| json!([m["role"], m["content"], m["assistant"], m["stopped"], m["created_at"]]))
            .collect()
    };
    assert_eq!(said(&backup), said(&again));
    assert_eq!(said(&again).len(), 2);
}

async fn a_table_brings_all_tasks_back(server: &Server) {
    let ada = server.person("ada").await;
    live(&ada).await;
    let export = ada.get("/api/me/export?format=csv").await;
    assert!(export.header("content-type").starts_with("text/csv"));
    assert!(export.header("content-disposition").ends_with(".csv\""));
    let text = export.has_status(200).text();
    assert!(text.starts_with("\u{feff}title,description,completed,priority,due_at,tags,recurrence,repeat_from,reminders,created_at,updated_at,completed_at\r\n"));
    // No cell begins like a formula.
    assert!(text.contains("\"'=HYPERLINK(\"\"http://evil\"\")\",\"'+1\r\n"), "{text}");
    let before: Vec<Value> = tasks(&ada).await.into_iter().map(kept).collect();
    delete_all(&ada).await;
    let report = import(&ada, &export.body, false).await.ok(200);
    assert_eq!((&report["format"], &report["tasks"]), (&json!("csv"), &json!(5)));
    let after: Vec<Value> = tasks(&ada).await.into_iter().map(kept).collect();
    assert_eq!(before, after);
}

async fn what_is_there_already_is_left_alone(server: &Server) {
    let ada = server.person("ada").await;
    live(&ada).await;
    let before = tasks(&ada).await;
    for format in ["json", "csv"] {
        let export = ada.get(&format!("/api/me/export?format={format}")).await;
        let report = import(&ada, &export.body, false).await.ok(200);
        let all = if format == "json" { 6 } else { 5 };
        assert_eq!(
            (&report["tasks"], &report["conversations"], &report["unchanged"]),
            (&json!(0), &json!(0), &json!(all))
        );
    }
    assert_eq!(before, tasks(&ada).await);
    // What was changed since is another task.
    let export = ada.get("/api/me/export").await;
    ada.put(&format!("/api/me/tasks/{}", before[0]["id"]), json!({"title": "Changed"})).await.ok(200);
    let report = import(&ada, &export.body, false).await.ok(200);
    assert_eq!((&report["tasks"], &report["unchanged"]), (&json!(1), &json!(5)));
    assert_eq!(report["preview"][0]["title"], "Plain");
    // A file that says nothing of when means what it says.
    let plain = b"title\nPlain\nPlain too\n";
    let report = import(&ada, plain, false).await.ok(200);
    assert_eq!((&report["tasks"], &report["unchanged"]), (&json!(1), &json!(1)));
    // Somebody else's things are theirs.
    let bob = server.person("bob").await;
    let report = import(&bob, &export.body, false).await.ok(200);
    assert_eq!((&report["tasks"], &report["conversations"]), (&json!(5), &json!(1)));
    assert!(tasks(&bob).await.iter().all(|task| task["user_id"] == bob.id));
}

async fn a_preview_changes_nothing(server: &Server) {
    let ada = server.person("ada").await;
    let file = "title,due_at,tags\nOne,2026-12-24,\"home,\"\"a, b\"\"\"\nTwo,next monday at 9,\n";
    let report = import(&ada, file.as_bytes(), true).await.ok(200);
    assert_eq!((&report["dry_run"], &report["tasks"]), (&json!(true), &json!(2)));
    assert_eq!(report["preview"][0]["due_at"], "2026-12-24T23:59:00Z");
    assert_eq!(report["preview"][0]["tags"], json!(["home", "a, b"]));
    assert!(report["preview"][1]["due_at"].as_str().unwrap().ends_with("T09:00:00Z"), "{report}");
    assert!(tasks(&ada).await.is_empty());
    // Errors are part of a preview; the import itself is refused.
    let bad = "title,priority,due_at,completed\nGood,high,,\n,urgent,someday maybe,perhaps\n";
    let report = import(&ada, bad.as_bytes(), true).await.ok(200);
    let expected = [
        "rows.3.completed INVALID",
        "rows.3.priority INVALID",
        "rows.3.due_at INVALID_TIME",
        "rows.3.title REQUIRED",
    ];
    assert_eq!(super::notes(&report["errors"]), expected);
    assert_eq!(report["tasks"], 1);
    let refused = import(&ada, bad.as_bytes(), false).await.refused(422, "VALIDATION_FAILED");
    assert_eq!(super::notes(&refused["errors"]), expected);
    assert!(
        refused["errors"][1]["message"].as_str().unwrap().starts_with("Row 3, priority: \"urgent\""),
        "{refused}"
    );
    assert!(tasks(&ada).await.is_empty());
    // Looking is not changing: a token that may only read takes exports, and no imports.
    let reader = ada.program("read").await;
    reader.get("/api/me/export").await.ok(200);
    reader
        .send(reqwest::Method::POST, "/api/me/import", Some(b"title\nx".to_vec()))
        .await
        .refused(403, "READ_ONLY_TOKEN");
}

async fn many_tasks_go_out_and_in(server: &Server) {
    let ada = server.person("ada").await;
    let rows: String = (0..2_500).map(|number| format!("Task {number}\r\n")).collect();
    let report = import(&ada, format!("title\r\n{rows}").as_bytes(), false).await.ok(200);
    assert_eq!(report["tasks"], 2_500);
    assert_eq!(report["preview"].as_array().unwrap().len(), 20);
    let backup = ada.get("/api/me/export").await;
    assert_eq!(backup.ok(200)["tasks"].as_array().unwrap().len(), 2_500);
    assert_eq!(ada.get("/api/me/export?format=csv").await.text().lines().count(), 2_501);
    let bob = server.person("bob").await;
    assert_eq!(import(&bob, &backup.body, false).await.ok(200)["tasks"], 2_500);
}

/// The person's tasks, all of each; on PostgreSQL row by row, with what only the server knows.
async fn rows(server: &Server, person: &Person) -> Value {
    let listed = tasks(person).await;
    match server.database().is_sqlite() {
        true => json!(listed),
        false => json!([listed, server.database().pg().sql("SELECT * FROM tasks ORDER BY id").await]),
    }
}

async fn an_import_is_undone_as_one_step(server: &Server) {
    let ada = server.person("ada").await;
    live(&ada).await;
    let bob = server.person("bob").await;
    live(&bob).await;
    let before = rows(server, &ada).await;
    let file = ada.get("/api/me/export?format=csv").await;
    let theirs = import(&bob, &file.body, false).await.ok(200);
    assert_eq!(theirs["unchanged"], 0, "created at other times");
    let undone = bob.post("/api/me/undo", json!({})).await.ok(200);
    assert_eq!(undone["undone"].as_array().unwrap().len(), 5, "{undone}");
    assert_eq!(undone["conflicts"], json!([]));
    assert_eq!(rows(server, &ada).await, before, "nothing is left");
    bob.post("/api/me/redo", json!({})).await.ok(200);
    assert_eq!(tasks(&bob).await.len(), 10);
    bob.post("/api/me/undo", json!({})).await.ok(200);
    assert_eq!(rows(server, &ada).await, before, "nothing is left the second time either");
}
