//! The short text by which an open page knows that its tasks have changed.

use serde_json::{Value, json};
use tests::{Server, on_both_databases};

on_both_databases!(every_change_makes_another_version);

async fn every_change_makes_another_version(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let version = async || ada.get("/api/me/tasks/version").await.ok(200)["version"].clone();
    let mut seen: Vec<Value> = vec![version().await];
    let one = ada.create(json!({"title": "One"})).await;
    seen.push(version().await);
    ada.create(json!({"title": "Two"})).await;
    seen.push(version().await);
    let path = format!("/api/me/tasks/{}", one["id"]);
    ada.put(&path, json!({"title": "First"})).await.ok(200);
    seen.push(version().await);
    ada.patch(&format!("{path}/complete"), Value::Null).await.ok(200);
    seen.push(version().await);
    ada.program("write").await.tool("tag_task", json!({"task_id": one["id"], "add": ["home"]})).await;
    seen.push(version().await);
    ada.delete(&path).await.ok(204);
    seen.push(version().await);
    let last = seen.last().cloned();
    for (index, version) in seen.iter().enumerate() {
        assert!(!seen[..index].contains(version), "{version} came before: {seen:?}");
    }
    // Looking changes nothing, and neither does another person.
    ada.get("/api/me/tasks").await.ok(200);
    eve.create(json!({"title": "Hers"})).await;
    assert_eq!(Some(version().await), last);
    eve.get(&format!("/api/{}/tasks/version", ada.id)).await.refused(403, "FORBIDDEN");
    server.anonymous().get("/api/me/tasks/version").await.refused(401, "UNAUTHORIZED");
}
