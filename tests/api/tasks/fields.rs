//! What a task carries, and what it may not.

use serde_json::{Value, json};
use tests::{Server, on_both_databases};

on_both_databases!(
    a_full_task_comes_back_as_it_was_given,
    a_bare_task_has_the_defaults,
    times_are_answered_in_utc,
    limits_count_characters_not_bytes,
    a_title_is_one_line_that_can_be_seen,
    tags_are_normalised,
    every_field_at_fault_is_named,
);

async fn a_full_task_comes_back_as_it_was_given(server: &Server) {
    let ada = server.person("ada").await;
    let fields = json!({
        "title": "Buy milk", "description": "Two litres\nblue cap", "priority": "high",
        "due_at": "2027-03-01T17:00:00Z", "tags": ["shopping", "home"], "recurrence": "FREQ=WEEKLY;BYDAY=MO",
    });
    let answer = ada.post("/api/me/tasks", fields.clone()).await;
    let task = answer.ok(201);
    for (name, value) in fields.as_object().unwrap() {
        assert_eq!(&task[name], value, "{name}");
    }
    assert_eq!(task["user_id"], ada.id);
    assert_eq!(task["completed"], false);
    assert_eq!(task["completed_at"], Value::Null);
    assert!(task["id"].is_i64(), "ids are integers: {task}");
    assert_eq!(task["created_at"], task["updated_at"]);
    assert!(task["created_at"].as_str().unwrap().ends_with('Z'), "RFC 3339 in UTC: {task}");

    let location = answer.header("location");
    assert_eq!(location, format!("/api/{}/tasks/{}", ada.id, task["id"]));
    assert_eq!(ada.get(location).await.ok(200), task, "Location leads to it");
    assert_eq!(ada.get("/api/me/tasks").await.ok(200), json!([task]));
}

async fn a_bare_task_has_the_defaults(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "  Walk  "})).await;
    assert_eq!(task["title"], "Walk", "surrounding spaces go");
    for (name, value) in [
        ("description", Value::Null),
        ("priority", json!("medium")),
        ("due_at", Value::Null),
        ("tags", json!([])),
        ("recurrence", Value::Null),
        ("completed_at", Value::Null),
    ] {
        assert_eq!(task.get(name), Some(&value), "{name}");
    }
    let nulls = json!({"title": "Nulls", "description": null, "priority": null, "due_at": null, "tags": null, "recurrence": null});
    assert_eq!(ada.create(nulls).await["priority"], "medium", "null is as good as left out");
}

async fn times_are_answered_in_utc(server: &Server) {
    let ada = server.person("ada").await;
    for (given, answered) in [
        ("2027-03-01T17:00:00+05:00", "2027-03-01T12:00:00Z"),
        ("2027-03-01T23:30:00-02:30", "2027-03-02T02:00:00Z"),
        ("2027-03-01T12:00:00.123456Z", "2027-03-01T12:00:00.123456Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ] {
        let task = ada.create(json!({"title": given, "due_at": given})).await;
        assert_eq!(task["due_at"], answered, "given {given}");
        let path = format!("/api/me/tasks/{}", task["id"]);
        assert_eq!(ada.get(&path).await.ok(200)["due_at"], answered, "read again, given {given}");
    }
    for wrong in ["tomorrow", "2027-03-01", "2027-13-01T00:00:00Z", "2027-03-01T12:00:00", ""] {
        let answer = ada.post("/api/me/tasks", json!({"title": "x", "due_at": wrong})).await;
        answer.refused(422, "VALIDATION_FAILED");
    }
    // The leap second is the first one of the year after.
    for far in ["+12000-01-01T00:00:00Z", "9999-12-31T23:59:60Z", "9999-12-31T23:59:59-01:00"] {
        let answer = ada.post("/api/me/tasks", json!({"title": "x", "due_at": far})).await;
        answer.refused_field("due_at", "OUT_OF_RANGE");
    }
}

async fn limits_count_characters_not_bytes(server: &Server) {
    let ada = server.person("ada").await;
    // One character each: ASCII, two bytes, four bytes (two UTF-16 units), a combining accent on its own.
    for character in ["a", "é", "😀", "\u{301}"] {
        let at_most = json!({"title": character.repeat(200), "description": character.repeat(2000)});
        let task = ada.create(at_most.clone()).await;
        assert_eq!(task["title"], at_most["title"], "200 of {character:?}");
        assert_eq!(task["description"], at_most["description"], "2000 of {character:?}");

        let path = format!("/api/me/tasks/{}", task["id"]);
        let long = json!({"title": character.repeat(201)});
        ada.post("/api/me/tasks", long.clone()).await.refused_field("title", "TOO_LONG");
        ada.put(&path, long).await.refused_field("title", "TOO_LONG");
        let long = json!({"title": "x", "description": character.repeat(2001)});
        ada.post("/api/me/tasks", long.clone()).await.refused_field("description", "TOO_LONG");
        ada.put(&path, long).await.refused_field("description", "TOO_LONG");
    }
    // As the document says: what is sent is counted, not what is left of it.
    for sent in [format!(" {}", "a".repeat(200)), format!("\u{8d}{}", "a".repeat(200))] {
        ada.post("/api/me/tasks", json!({"title": sent})).await.refused_field("title", "TOO_LONG");
    }
}

async fn a_title_is_one_line_that_can_be_seen(server: &Server) {
    let ada = server.person("ada").await;
    let path = format!("/api/me/tasks/{}", ada.create(json!({"title": "x"})).await["id"]);
    for empty in ["", "   ", "\n\t", "\u{200b}", "\u{200d} \u{feff}", "\u{3164}", "\u{7f}"] {
        ada.post("/api/me/tasks", json!({"title": empty})).await.refused_field("title", "REQUIRED");
        ada.put(&path, json!({"title": empty})).await.refused_field("title", "REQUIRED");
    }
    for (given, kept) in [
        ("milk\n2. bread", "milk 2. bread"),
        ("milk\u{2028}bread\u{1b}", "milk bread"),
        ("👩\u{200d}🚀", "👩\u{200d}🚀"),
    ] {
        assert_eq!(ada.create(json!({"title": given})).await["title"], kept);
        assert_eq!(ada.put(&path, json!({"title": given})).await.ok(200)["title"], kept);
    }
}

async fn tags_are_normalised(server: &Server) {
    let ada = server.person("ada").await;
    let tags = |list: Value| ada.create(json!({"title": "tagged", "tags": list}));
    for (given, kept) in [
        (json!(["Home", "home", " HOME "]), json!(["home"])),
        (json!(["#Work", "b", "a"]), json!(["work", "b", "a"])),
        (json!(["ＷＩＤＥ", "two words"]), json!(["wide", "two words"])),
        (json!(["Cafe\u{301}", "CAFÉ"]), json!(["café"])),
        (json!(["50%", "a_b", "back\\slash"]), json!(["50%", "a_b", "back\\slash"])),
        (json!([]), json!([])),
    ] {
        assert_eq!(tags(given.clone()).await["tags"], kept, "given {given}");
    }
    let twenty: Vec<String> = (0..20).map(|number| format!("tag{number}")).collect();
    assert_eq!(tags(json!(twenty)).await["tags"], json!(twenty));
    let many: Vec<String> = (0..21).map(|number| format!("tag{number}")).collect();
    for (wrong, code) in [
        (json!([""]), "REQUIRED"),
        (json!(["  "]), "REQUIRED"),
        (json!(["line\nfeed"]), "INVALID_CHARACTER"),
        (json!(["ü".repeat(51)]), "TOO_LONG"),
        (json!(many), "TOO_MANY"),
    ] {
        let answer = ada.post("/api/me/tasks", json!({"title": "x", "tags": wrong})).await;
        answer.refused_field("tags", code);
    }
}

async fn every_field_at_fault_is_named(server: &Server) {
    let ada = server.person("ada").await;
    let wrong =
        json!({"title": " ", "description": "d".repeat(2001), "tags": [""], "recurrence": "FREQ=SOMETIMES"});
    let body = ada.post("/api/me/tasks", wrong).await.refused(422, "VALIDATION_FAILED");
    let mut fields: Vec<&str> =
        body["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["description", "recurrence", "tags", "title"]);

    for (body, field, code) in [
        (json!({}), "title", "REQUIRED"),
        (json!({"title": null}), "title", "INVALID_TYPE"),
        (json!({"title": 5}), "title", "INVALID_TYPE"),
        (json!({"title": "x", "priority": "urgent"}), "priority", "INVALID_TYPE"),
        (json!({"title": "x", "tags": "home"}), "tags", "INVALID_TYPE"),
        (json!({"title": "nul\u{0}"}), "title", "INVALID_CHARACTER"),
        (json!({"title": "x", "description": "nul\u{0}"}), "description", "INVALID_CHARACTER"),
        (json!(["no", "object"]), "body", "INVALID_TYPE"),
    ] {
        ada.post("/api/me/tasks", body).await.refused_field(field, code);
    }
}
