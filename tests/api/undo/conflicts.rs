//! A later change of the same task is told, not trampled.

use super::{ids, redo, undo};
use serde_json::{Value, json};
use tests::{Server, on_both_databases};

on_both_databases!(
    a_later_change_is_a_conflict_until_it_is_undone,
    the_rest_of_a_step_is_undone,
    what_nobody_recorded_is_a_conflict_once,
    redoing_over_a_new_change_is_a_conflict,
);

async fn a_later_change_is_a_conflict_until_it_is_undone(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "First"})).await;
    let path = format!("/api/me/tasks/{}", task["id"]);
    ada.put(&path, json!({"title": "Second"})).await.ok(200);
    let step = ada.get("/api/me/history").await.ok(200)[0]["step"].clone();
    let later = ada.put(&path, json!({"priority": "high"})).await.ok(200);
    for wish in [json!({"step": step}), json!({"step": step})] {
        let answer = undo(&ada, wish).await;
        assert_eq!(answer["undone"], json!([]));
        assert_eq!(ids(&answer["conflicts"]), [task["id"].as_i64().unwrap()], "{answer}");
        assert!(answer["conflicts"][0]["message"].as_str().unwrap().contains("changed again"));
        assert_eq!(ada.get(&path).await.ok(200), later, "left alone");
    }
    assert_eq!(undo(&ada, json!({"steps": 2})).await["undone"][1]["task"], task);
}

async fn the_rest_of_a_step_is_undone(server: &Server) {
    let ada = server.person("ada").await;
    let (one, two) = (ada.create(json!({"title": "One"})).await, ada.create(json!({"title": "Two"})).await);
    let program = ada.program("write").await;
    program.tool("complete_tasks", json!({"task_ids": [one["id"], two["id"]]})).await;
    let step = ada.get("/api/me/history").await.ok(200)[0]["step"].clone();
    ada.put(&format!("/api/me/tasks/{}", one["id"]), json!({"title": "Uno"})).await.ok(200);
    let answer = undo(&ada, json!({"step": step})).await;
    assert_eq!(answer["undone"][0]["task"], two);
    assert_eq!(answer["conflicts"][0]["title"], "One");
    // The later change first, then what was left of the step.
    assert_eq!(undo(&ada, json!({})).await["undone"][0]["title"], "One");
    assert_eq!(undo(&ada, json!({})).await["undone"][0]["task"], one);
}

async fn what_nobody_recorded_is_a_conflict_once(server: &Server) {
    if server.database().is_sqlite() {
        return;
    }
    let ada = server.person("ada").await;
    let kept = ada.create(json!({"title": "Kept"})).await;
    ada.patch(&format!("/api/me/tasks/{}/complete", kept["id"]), Value::Null).await.ok(200);
    let task = ada.create(json!({"title": "Task"})).await;
    let path = format!("/api/me/tasks/{}", task["id"]);
    ada.put(&path, json!({"title": "Renamed"})).await.ok(200);
    // As the release before does.
    let change = "UPDATE tasks SET priority = 3, updated_at = now() WHERE id";
    server.database().pg().sql(&format!("{change} = {}", task["id"])).await;
    for _ in ["renaming it", "creating it"] {
        let answer = undo(&ada, json!({})).await;
        assert_eq!((&answer["undone"], ids(&answer["conflicts"]).len()), (&json!([]), 1), "{answer}");
    }
    assert_eq!(ada.get(&path).await.ok(200)["title"], "Renamed");
    assert_eq!(undo(&ada, json!({})).await["undone"][0]["task"], kept, "it stands in nobody's way");
}

async fn redoing_over_a_new_change_is_a_conflict(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "First"})).await;
    let path = format!("/api/me/tasks/{}", task["id"]);
    ada.put(&path, json!({"title": "Second"})).await.ok(200);
    undo(&ada, json!({})).await;
    let third = ada.put(&path, json!({"title": "Third"})).await.ok(200);
    let answer = redo(&ada, json!({})).await;
    assert_eq!((&answer["redone"], ids(&answer["conflicts"]).len()), (&json!([]), 1), "{answer}");
    assert_eq!(ada.get(&path).await.ok(200), third);
    ada.delete(&path).await.ok(204);
    assert_eq!(undo(&ada, json!({"steps": 2})).await["undone"][1]["task"], task);
}
