//! Many requests at once.

use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;
use tests::{Server, on_both_databases};

on_both_databases!(
    of_many_tasks_created_at_once_none_is_lost,
    toggles_at_once_are_one_after_the_other,
    changes_of_different_fields_at_once_are_all_kept,
);

async fn of_many_tasks_created_at_once_none_is_lost(server: &Server) {
    let ada = server.person("ada").await;
    let mut creating = tokio::task::JoinSet::new();
    for number in 0..60 {
        let client = (*ada).clone();
        creating.spawn(async move {
            client.post("/api/me/tasks", json!({"title": format!("task {number}")})).await.ok(201)["id"]
                .as_i64()
        });
    }
    let ids: BTreeSet<i64> = creating.join_all().await.into_iter().flatten().collect();
    assert_eq!(ids.len(), 60);
    assert_eq!(ada.titles("/api/me/tasks").await.len(), 60);
}

async fn toggles_at_once_are_one_after_the_other(server: &Server) {
    let ada = server.person("ada").await;
    let path = format!("/api/me/tasks/{}/complete", ada.create(json!({"title": "On and off"})).await["id"]);
    let mut toggling = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (client, path) = ((*ada).clone(), path.clone());
        toggling
            .spawn(async move { client.send(Method::PATCH, &path, None).await.ok(200)["completed"] == true });
    }
    let completed = toggling.join_all().await.into_iter().filter(|completed| *completed).count();
    assert_eq!(completed, 10, "each saw what the one before had left");
    assert_eq!(ada.get("/api/me/tasks").await.ok(200)[0]["completed"], false);
}

async fn changes_of_different_fields_at_once_are_all_kept(server: &Server) {
    let ada = server.person("ada").await;
    let path = format!("/api/me/tasks/{}", ada.create(json!({"title": "Before"})).await["id"]);
    let changes = [
        json!({"title": "After"}),
        json!({"description": "words"}),
        json!({"priority": "high"}),
        json!({"tags": ["both"]}),
        json!({"completed": true}),
    ];
    let mut changing = tokio::task::JoinSet::new();
    for change in changes.clone() {
        let (client, path) = ((*ada).clone(), path.clone());
        changing.spawn(async move { client.put(&path, change).await.ok(200) });
    }
    changing.join_all().await;
    let task = ada.get(&path).await.ok(200);
    for change in &changes {
        for (name, value) in change.as_object().unwrap() {
            assert_eq!(&task[name], value, "{task}");
        }
    }
    let found = ada.get("/api/me/tasks?q=after%20words").await.ok(200);
    assert_eq!(found, json!([task]), "search knows both");
}
