//! Which tasks have changed since.

use super::{ids, redo, undo};
use serde_json::{Value, json};
use tests::{Client, Server, eventually, on_both_databases};

on_both_databases!(
    it_tells_what_changed_since_the_last_answer,
    a_number_that_was_never_given_out_begins_anew,
    a_transaction_that_ends_late_is_not_passed_over,
);

/// What has changed since that answer; all tasks without one.
async fn since(server: &Server, client: &Client, answer: Option<&Value>) -> Value {
    settle(server).await;
    let next = answer.map_or_else(String::new, |answer| format!("?since={}", answer["next"]));
    client.get(&format!("/api/me/changes{next}")).await.ok(200)
}

/// Waits until nothing can come before what was done so far: tests share the transactions of a PostgreSQL server.
async fn settle(server: &Server) {
    if server.database().is_sqlite() {
        return;
    }
    let number = async |sql| server.database().pg().sql(sql).await[0][0].parse::<i64>().unwrap();
    let now = number("SELECT pg_current_xact_id()::text").await;
    let ended = async || number("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").await;
    eventually("the end of earlier transactions", async || (ended().await > now).then_some(())).await;
}

async fn it_tells_what_changed_since_the_last_answer(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let old = ada.create(json!({"title": "Old"})).await;
    let start = since(server, &ada, None).await;
    assert_eq!((&start["all"], &start["changes"]), (&json!(true), &json!([{"task_id": old["id"], "task": old}])));
    let nothing = since(server, &ada, Some(&start)).await;
    assert_eq!((&nothing["all"], &nothing["changes"]), (&json!(false), &json!([])));
    eve.create(json!({"title": "Hers"})).await;
    let new = ada.create(json!({"title": "New"})).await;
    let created = since(server, &ada, Some(&nothing)).await;
    assert_eq!(created["changes"], json!([{"task_id": new["id"], "task": new}]));
    let path = format!("/api/me/tasks/{}", old["id"]);
    let renamed = ada.put(&path, json!({"title": "Renamed"})).await.ok(200);
    ada.delete(&format!("/api/me/tasks/{}", new["id"])).await.ok(204);
    let changed = since(server, &ada, Some(&created)).await;
    assert_eq!(
        changed["changes"],
        json!([{"task_id": old["id"], "task": renamed}, {"task_id": new["id"], "task": null}])
    );
    undo(&ada, json!({"steps": 3})).await;
    let undone = since(server, &ada, Some(&changed)).await;
    assert_eq!(
        undone["changes"],
        json!([{"task_id": old["id"], "task": old}, {"task_id": new["id"], "task": null}])
    );
    redo(&ada, json!({})).await;
    assert_eq!(since(server, &ada, Some(&undone)).await["changes"], json!([{"task_id": new["id"], "task": new}]));
    eve.get(&format!("/api/{}/changes", ada.id)).await.refused(403, "FORBIDDEN");
}

async fn a_number_that_was_never_given_out_begins_anew(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Task"})).await;
    for number in ["0", "-5", "9000000000000000000"] {
        let answer = ada.get(&format!("/api/me/changes?since={number}")).await.ok(200);
        assert_eq!((&answer["all"], ids(&answer["changes"])), (&json!(true), vec![task["id"].as_i64().unwrap()]));
    }
    ada.get("/api/me/changes?since=yesterday").await.has_status(422);
}

async fn a_transaction_that_ends_late_is_not_passed_over(server: &Server) {
    if server.database().is_sqlite() {
        return;
    }
    let ada = server.person("ada").await;
    let start = since(server, &ada, None).await;
    let late = server.database().pg().connect().await;
    let insert = format!(
        "BEGIN; INSERT INTO tasks (user_id, title, completed, priority, tags, title_key, search, created_at, updated_at)
         VALUES ('{}', 'Late', false, 2, '', 'late', 'late', now(), now())",
        ada.id
    );
    late.batch_execute(&insert).await.unwrap();
    // Others go on meanwhile, and are told as soon as nothing can come before them.
    ada.create(json!({"title": "Early"})).await;
    let between = ada.get(&format!("/api/me/changes?since={}", start["next"])).await.ok(200);
    late.batch_execute("COMMIT").await.unwrap();
    let after = since(server, &ada, Some(&between)).await;
    let titles: Vec<&Value> = [&between, &after]
        .iter()
        .flat_map(|answer| answer["changes"].as_array().unwrap())
        .map(|change| &change["task"]["title"])
        .collect();
    assert_eq!(titles, ["Late", "Early"]);
}
