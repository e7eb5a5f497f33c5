//! Undoing and redoing what was done to tasks, by whatever door.

mod assistant;
mod at_once;
mod changes;
mod conflicts;
mod history;
mod repeats;
mod reversing;
mod walk;

use serde_json::{Value, json};
use tests::{Client, Server};

/// Undoes one step and answers what was undone.
async fn undo(client: &Client, request: Value) -> Value {
    client.post("/api/me/undo", request).await.ok(200)
}

/// The same for redoing.
async fn redo(client: &Client, request: Value) -> Value {
    client.post("/api/me/redo", request).await.ok(200)
}

/// The person's tasks, all of each; on PostgreSQL row by row, with what only the server knows.
async fn tasks(server: &Server, client: &Client) -> Value {
    let listed = client.get("/api/me/tasks?sort=created_at&order=asc").await.ok(200);
    match server.database().is_sqlite() {
        true => listed,
        false => json!([listed, server.database().pg().sql("SELECT * FROM tasks ORDER BY id").await]),
    }
}

/// The ids of these changes.
fn ids(changes: &Value) -> Vec<i64> {
    changes.as_array().unwrap().iter().map(|change| change["task_id"].as_i64().unwrap()).collect()
}
