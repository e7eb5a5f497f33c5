//! In and out: exports, imports and the calendar feed.

mod calendar;
mod feed;
mod hostile;
mod round_trip;
mod table;
mod todoist;

use reqwest::Method;
use serde_json::Value;
use tests::{Answer, Person, url};

/// Sends a file to be imported.
pub async fn import(person: &Person, file: &[u8], dry_run: bool) -> Answer {
    let path = url("/api/me/import", &[("dry_run", &dry_run.to_string())]);
    person.send(Method::POST, &path, Some(file.to_vec())).await
}

/// The titles of the tasks there are, and whatever else of them is asked for, in the order in which they were created.
pub async fn tasks(person: &Person) -> Vec<Value> {
    let tasks = person.get("/api/me/tasks?sort=created_at&order=asc").await.ok(200);
    tasks.as_array().expect("a list").clone()
}

/// The remarks of a report or an error, as `field code`.
pub fn notes(list: &Value) -> Vec<String> {
    let notes = list.as_array().expect("a list").iter();
    notes
        .map(|note| format!("{} {}", note["field"].as_str().unwrap(), note["code"].as_str().unwrap()))
        .collect()
}

/// Gives the person a time zone.
pub async fn live_in(person: &Person, zone: &str) {
    let change = serde_json::json!({"timeZone": zone});
    person.session_token_client().post("/api/auth/update-user", change).await.ok(200);
}
