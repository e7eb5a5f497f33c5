//! Which tasks a list shows.

use serde_json::{Value, json};
use tests::{Person, Server, on_both_databases, url};

on_both_databases!(
    filters_narrow_the_list,
    filters_that_make_no_sense_are_named,
    many_conditions_are_bounded
);

/// Names and values of a query.
type Query<'a> = &'a [(&'a str, &'a str)];

async fn seed(ada: &Person) {
    for (title, priority, due_at, tags) in [
        ("milk", "low", json!("2027-01-01T10:00:00Z"), json!(["shopping", "home"])),
        ("bread", "high", json!("2027-01-02T10:00:00Z"), json!(["shopping"])),
        ("report", "high", json!("2027-01-03T10:00:00Z"), json!(["work", "home"])),
        ("nap", "medium", Value::Null, json!([])),
        ("100%", "medium", Value::Null, json!(["50%", "a_b"])),
    ] {
        ada.create(json!({"title": title, "priority": priority, "due_at": due_at, "tags": tags})).await;
    }
    let tasks = ada.get("/api/me/tasks?q=bread").await.ok(200);
    ada.patch(&format!("/api/me/tasks/{}/complete", tasks[0]["id"]), Value::Null).await.ok(200);
}

async fn filters_narrow_the_list(server: &Server) {
    let ada = server.person("ada").await;
    seed(&ada).await;
    let everything = &["milk", "bread", "report", "nap", "100%"][..];
    let table: &[(Query<'_>, &[&str])] = &[
        (&[], everything),
        (&[("status", "all")], everything),
        (&[("status", "pending")], &["milk", "report", "nap", "100%"]),
        (&[("status", "completed")], &["bread"]),
        (&[("priority", "high")], &["bread", "report"]),
        (&[("priority", "medium")], &["nap", "100%"]),
        (&[("tag", "shopping")], &["milk", "bread"]),
        (&[("tag", "SHOPPING")], &["milk", "bread"]),
        (&[("tag", "#home")], &["milk", "report"]),
        (&[("tag", "shopping"), ("tag", "home")], &["milk"]),
        (&[("tag", "shopping"), ("tag", "work")], &[]),
        (&[("tag", "shop")], &[]),
        (&[("tag", "50%")], &["100%"]),
        (&[("tag", "5_%")], &[]),
        (&[("tag", "a_b")], &["100%"]),
        (&[("tag", "axb")], &[]),
        (&[("q", "rep")], &["report"]),
        (&[("q", "  ")], everything),
        (&[("due_before", "2027-01-02T10:00:00Z")], &["milk"]),
        (&[("due_before", "2027-01-02T10:00:00.000001Z")], &["milk", "bread"]),
        (&[("due_after", "2027-01-02T10:00:00Z")], &["bread", "report"]),
        (&[("due_after", "2027-01-02T11:00:00+01:00")], &["bread", "report"]),
        (
            &[("due_after", "2027-01-01T10:00:00Z"), ("due_before", "2027-01-03T10:00:00Z")],
            &["milk", "bread"],
        ),
        (&[("status", "pending"), ("priority", "high"), ("tag", "home"), ("q", "report")], &["report"]),
    ];
    for (query, expected) in table {
        let query: Vec<(&str, &str)> = [query, &[("sort", "created_at"), ("order", "asc")][..]].concat();
        assert_eq!(ada.titles(&url("/api/me/tasks", &query)).await, *expected, "{query:?}");
    }
}

async fn filters_that_make_no_sense_are_named(server: &Server) {
    let ada = server.person("ada").await;
    for (name, value) in [
        ("status", "open"),
        ("priority", "urgent"),
        ("due_before", "tomorrow"),
        ("due_after", "2027-13-01T00:00:00Z"),
        ("due_before", "9999-12-31T23:59:60Z"),
        ("due_after", "+10000-01-01T00:00:00Z"),
        ("sort", "colour"),
        ("order", "down"),
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "-1"),
        ("limit", "ten"),
        ("cursor", "garbage"),
        ("cursor", "eyJzb3J0IjoidGl0bGUifQ"),
        ("q", "nul\u{0}"),
        ("tag", "nul\u{0}"),
    ] {
        let answer = ada.get(&url("/api/me/tasks", &[(name, value)])).await;
        let body = answer.refused(422, "VALIDATION_FAILED");
        let field = &body["errors"][0]["field"];
        assert_eq!(field, name, "{name}={value:?}");
    }
    let long = "x".repeat(201);
    ada.get(&url("/api/me/tasks", &[("q", &long)])).await.refused(422, "VALIDATION_FAILED");
    ada.get(&url("/api/me/tasks", &[("q", &"é".repeat(200))])).await.ok(200);
    // The ligature folds to eighteen letters.
    ada.get(&url("/api/me/tasks", &[("q", &"\u{fdfa}".repeat(200))])).await.ok(200);
    ada.get(&url("/api/me/tasks", &[("tag", &"\u{fdfa}".repeat(50))])).await.ok(200);
    for length in [51, 50_001] {
        let answer = ada.get(&url("/api/me/tasks", &[("tag", &"x".repeat(length))])).await;
        answer.refused_field("tag", "TOO_LONG");
    }
}

async fn many_conditions_are_bounded(server: &Server) {
    let ada = server.person("ada").await;
    // Different words of one letter each, as many as there is room for, beside as many tags as a task can have.
    let words: Vec<String> = (0x4e00..0x4e64).filter_map(char::from_u32).map(String::from).collect();
    let tags: Vec<String> = (0..20).map(|number| format!("tag{number}")).collect();
    ada.create(json!({"title": "All", "description": words.join(" "), "tags": tags})).await;
    let text = words.join(" ");
    let mut query: Vec<(&str, &str)> = tags.iter().map(|tag| ("tag", tag.as_str())).collect();
    query.push(("q", &text));
    assert_eq!(ada.titles(&url("/api/me/tasks", &query)).await, ["All"]);

    let more = [&query[..], &[("tag", "one more")]].concat();
    ada.get(&url("/api/me/tasks", &more)).await.refused_field("tag", "INVALID");
    let path = format!("/api/me/tasks?{}", "tag=a&".repeat(7000));
    ada.get(&path).await.refused_field("tag", "INVALID");
    assert_eq!(ada.titles("/api/me/tasks?tag=tag1&tag=TAG1").await, ["All"], "it goes on");
}
