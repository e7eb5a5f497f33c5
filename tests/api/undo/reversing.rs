//! What is undone is as it was, and what is redone is as it became.

use super::{ids, redo, tasks, undo};
use serde_json::{Value, json};
use tests::{Server, on_both_databases};

on_both_databases!(
    each_change_is_undone_and_redone,
    what_was_done_at_once_is_one_step,
    a_task_comes_back_out_of_a_step,
    one_step_is_undone_by_its_number,
    what_cannot_be_meant_is_refused,
    others_and_readers_undo_nothing,
    what_is_too_old_is_purged,
);

async fn each_change_is_undone_and_redone(server: &Server) {
    let ada = server.person("ada").await;
    let empty = tasks(server, &ada).await;
    let task = ada
        .create(json!({
            "title": "Dentist", "description": "Bring the card", "priority": "high", "tags": ["health"],
            "due_at": "2027-03-01T17:00:00Z", "recurrence": "FREQ=YEARLY",
        }))
        .await;
    let path = format!("/api/me/tasks/{}", task["id"]);
    let mut states = vec![empty, tasks(server, &ada).await];
    ada.put(&path, json!({"title": "Dentist at ten", "description": null, "tags": []})).await.ok(200);
    states.push(tasks(server, &ada).await);
    ada.patch(&format!("{path}/complete"), Value::Null).await.ok(200);
    states.push(tasks(server, &ada).await);
    ada.patch(&format!("{path}/complete"), Value::Null).await.ok(200);
    states.push(tasks(server, &ada).await);
    ada.delete(&path).await.ok(204);
    states.push(tasks(server, &ada).await);
    // Completing made the next occurrence, and reopening took it back.
    let kinds = [("created", 1), ("updated", 1), ("completed", 2), ("reopened", 2), ("deleted", 1)];
    let own = |changes: &Value| {
        changes.as_array().unwrap().iter().find(|change| change["task_id"] == task["id"]).unwrap().clone()
    };
    for ((kind, count), state) in kinds.iter().zip(&states).rev() {
        let answer = undo(&ada, json!({})).await;
        let change = own(&answer["undone"]);
        assert_eq!(change["change"], *kind, "{answer}");
        assert_eq!((ids(&answer["undone"]).len(), &answer["conflicts"]), (*count, &json!([])));
        assert_eq!(change["task"].is_null(), *kind == "created");
        assert_eq!(&tasks(server, &ada).await, state, "before it was {kind}");
    }
    let nothing = json!({"undone": [], "redone": [], "conflicts": []});
    assert_eq!(undo(&ada, json!({})).await, nothing);
    for ((kind, _), state) in kinds.iter().zip(&states[1..]) {
        assert_eq!(own(&redo(&ada, json!({})).await["redone"])["change"], *kind);
        assert_eq!(&tasks(server, &ada).await, state, "after it was {kind}");
    }
    assert_eq!(redo(&ada, json!({})).await, nothing);
    assert_eq!(ids(&undo(&ada, json!({"steps": 100})).await["undone"]).len(), 7);
    assert_eq!(tasks(server, &ada).await, states[0]);
    assert_eq!(ids(&redo(&ada, json!({"steps": 4})).await["redone"]).len(), 6);
    assert_eq!(tasks(server, &ada).await, states[4]);
}

async fn what_was_done_at_once_is_one_step(server: &Server) {
    let ada = server.person("ada").await;
    let program = ada.program("write").await;
    let titles = json!({"titles": ["One", "Two", "Three"]});
    let added = program.tool("add_tasks", titles).await;
    let all = ids(&added);
    let after = tasks(server, &ada).await;
    program.tool("complete_tasks", json!({"task_ids": all})).await;
    program.tool("delete_tasks", json!({"task_ids": all})).await;
    for _ in 0..2 {
        let answer = undo(&ada, json!({})).await;
        assert_eq!(ids(&answer["undone"]).len(), 3, "{answer}");
        let steps: Vec<&Value> =
            answer["undone"].as_array().unwrap().iter().map(|one| &one["step"]).collect();
        assert!(steps.iter().all(|step| *step == steps[0]), "{answer}");
    }
    assert_eq!(tasks(server, &ada).await, after);
    undo(&ada, json!({})).await;
    assert_eq!(ada.titles("/api/me/tasks").await, [""; 0]);
    assert_eq!(ids(&redo(&ada, json!({})).await["redone"]), all);
    assert_eq!(tasks(server, &ada).await, after);
    // The tools say the same.
    let undone = program.tool("undo", json!({"steps": 1})).await;
    assert_eq!(ids(&undone["undone"]).len(), 3);
    assert_eq!(ids(&program.tool("redo", json!({})).await["redone"]), all);
    assert_eq!(tasks(server, &ada).await, after);
}

async fn a_task_comes_back_out_of_a_step(server: &Server) {
    let ada = server.person("ada").await;
    let program = ada.program("write").await;
    let dentist = ada.create(json!({"title": "Dentist"})).await;
    let other = ada.create(json!({"title": "Other"})).await;
    let before = tasks(server, &ada).await;
    program.tool("delete_tasks", json!({"task_ids": [other["id"], dentist["id"]]})).await;
    let answer = undo(&ada, json!({"task_id": dentist["id"]})).await;
    assert_eq!(answer["undone"][0]["task"], dentist);
    assert_eq!(ada.titles("/api/me/tasks").await, ["Dentist"]);
    assert_eq!(ids(&undo(&ada, json!({})).await["undone"]), [other["id"].as_i64().unwrap()]);
    assert_eq!(tasks(server, &ada).await, before);
    // What was undone last is redone first.
    assert_eq!(redo(&ada, json!({})).await["redone"][0]["task_id"], other["id"]);
    assert_eq!(redo(&ada, json!({"task_id": dentist["id"]})).await["redone"][0]["change"], "deleted");
    assert_eq!(ada.titles("/api/me/tasks").await, [""; 0]);
}

async fn one_step_is_undone_by_its_number(server: &Server) {
    let ada = server.person("ada").await;
    let first = ada.create(json!({"title": "First"})).await;
    let path = format!("/api/me/tasks/{}", first["id"]);
    ada.patch(&format!("{path}/complete"), Value::Null).await.ok(200);
    let step = ada.get("/api/me/history").await.ok(200)[0]["step"].clone();
    ada.create(json!({"title": "Second"})).await;
    assert_eq!(undo(&ada, json!({"step": step})).await["undone"][0]["task"], first);
    assert_eq!(undo(&ada, json!({"step": step})).await["undone"], json!([]), "once is enough");
    assert_eq!(redo(&ada, json!({"step": step})).await["redone"][0]["task"]["completed"], true);
    assert_eq!(undo(&ada, json!({"step": 987_654_321})).await["undone"], json!([]));
    // A creation that is written down nowhere else has a number, too.
    let created = ada.get("/api/me/history?limit=1").await.ok(200)[0].clone();
    assert_eq!(undo(&ada, json!({"step": created["step"]})).await["undone"][0]["title"], "Second");
}

async fn what_cannot_be_meant_is_refused(server: &Server) {
    let ada = server.person("ada").await;
    for steps in [json!(0), json!(101)] {
        ada.post("/api/me/undo", json!({"steps": steps})).await.refused_field("steps", "OUT_OF_RANGE");
    }
    ada.post("/api/me/redo", json!({"steps": "all"})).await.refused_field("steps", "INVALID_TYPE");
    let program = ada.program("write").await;
    assert_eq!(program.tool_error("undo", json!({"steps": 0})).await, "VALIDATION_FAILED");
}

async fn others_and_readers_undo_nothing(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let task = ada.create(json!({"title": "Hers"})).await;
    let step = ada.get("/api/me/history").await.ok(200)[0]["step"].clone();
    for wish in [json!({}), json!({"task_id": task["id"]}), json!({"step": step})] {
        assert_eq!(undo(&eve, wish).await["undone"], json!([]));
    }
    eve.post(&format!("/api/{}/undo", ada.id), json!({})).await.refused(403, "FORBIDDEN");
    server.anonymous().post("/api/me/undo", json!({})).await.refused(401, "UNAUTHORIZED");
    let reader = ada.program("read").await;
    reader.post("/api/me/undo", json!({})).await.has_status(403);
    reader.post("/api/me/redo", json!({})).await.has_status(403);
    assert_eq!(reader.get("/api/me/history").await.ok(200)[0]["title"], "Hers");
    assert_eq!(ada.titles("/api/me/tasks").await, ["Hers"]);
}

async fn what_is_too_old_is_purged(server: &Server) {
    let ada = server.person("ada").await;
    if server.database().is_sqlite() {
        return;
    }
    let task = ada.create(json!({"title": "Long ago"})).await;
    ada.put(&format!("/api/me/tasks/{}", task["id"]), json!({"title": "Less long ago"})).await.ok(200);
    let database = server.database().pg();
    let age = "SET created_at = created_at - interval '30 days 1 minute'";
    database.sql(&format!("UPDATE tasks {age}")).await;
    database.sql(&format!("UPDATE task_changes {}", age.replace("created_at", "made_at"))).await;
    assert_eq!(ada.get("/api/me/history").await.ok(200), json!([]));
    assert_eq!(undo(&ada, json!({})).await["undone"], json!([]));
    let left = database.sql("SELECT count(*) FROM task_changes").await;
    assert_eq!(left, [["0"]], "gone");
}
