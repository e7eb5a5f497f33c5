//! Undoing while others undo, too.

use super::{ids, tasks, undo};
use serde_json::json;
use std::collections::BTreeSet;
use tests::{Database, Server, on_both_databases};

on_both_databases!(no_step_is_undone_twice);

async fn no_step_is_undone_twice(server: &Server) {
    let ada = server.person("ada").await;
    at_once(server, vec![ada.clone(), ada.clone(), ada]).await;
}

#[tokio::test]
async fn no_step_is_undone_twice_by_two_replicas() {
    let first = Server::on(Database::postgres().await).await;
    let url = first.database().pg().url().to_owned();
    let second = Server::on(Database::Address(url)).await;
    let ada = first.person("ada").await;
    at_once(&first, vec![ada.clone(), ada.moved_to(second.address())]).await;
}

async fn at_once(server: &Server, people: Vec<tests::Person>) {
    let ada = &people[0];
    let kept = ada.create(json!({"title": "Kept"})).await;
    let program = ada.program("write").await;
    for number in 0..12 {
        // Some are recorded by themselves, some by their tasks.
        match number % 2 {
            0 => drop(ada.create(json!({"title": format!("task {number}")})).await),
            _ => drop(program.tool("add_task", json!({"title": format!("task {number}")})).await),
        }
    }
    let mut undoing = tokio::task::JoinSet::new();
    for number in 0..12 {
        let person = people[number % people.len()].clone();
        undoing.spawn(async move {
            let answer = undo(&person, json!({})).await;
            assert_eq!(answer["conflicts"], json!([]));
            ids(&answer["undone"])
        });
    }
    let undone: Vec<i64> = undoing.join_all().await.into_iter().flatten().collect();
    assert_eq!(undone.len(), 12, "each undid one: {undone:?}");
    assert_eq!(undone.iter().collect::<BTreeSet<_>>().len(), 12, "and none the same: {undone:?}");
    assert_eq!(ada.get("/api/me/tasks").await.ok(200), json!([kept]));
    // The same step, asked for by its number: once.
    let path = format!("/api/me/tasks/{}", kept["id"]);
    let before = tasks(server, ada).await;
    ada.put(&path, json!({"title": "Renamed"})).await.ok(200);
    let step = ada.get("/api/me/history?limit=1").await.ok(200)[0]["step"].clone();
    let mut undoing = tokio::task::JoinSet::new();
    for person in people.clone().into_iter().cycle().take(6) {
        let wish = json!({"step": step});
        undoing.spawn(async move { ids(&undo(&person, wish).await["undone"]).len() });
    }
    assert_eq!(undoing.join_all().await.into_iter().sum::<usize>(), 1);
    assert_eq!(tasks(server, ada).await, before);
}
