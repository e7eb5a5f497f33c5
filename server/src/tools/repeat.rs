//! Tools for tasks that repeat.

use super::write::{TaskId, UNCHANGED, changed};
use super::{Outcome, parse};
use crate::auth::Owner;
use crate::domain::task;
use crate::error::Result;
use crate::store::Store;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use shared::Patch;
use shared::task::TaskChanges;

#[derive(Deserialize)]
struct Moved {
    task_id: i64,
    due_at: DateTime<Utc>,
}

pub async fn reschedule_occurrence(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let Moved { task_id, due_at } = parse(arguments)?;
    Ok(changed(&task::reschedule(store, owner, task_id, due_at).await?, UNCHANGED))
}

pub async fn skip_occurrence(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let TaskId { task_id } = parse(arguments)?;
    let skipped = task::skip(store, owner, task_id).await?;
    let mut outcome = changed(&skipped, UNCHANGED);
    outcome.result["due_at"] = serde_json::json!(skipped.after.due_at);
    Ok(outcome)
}

pub async fn stop_repeating(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let TaskId { task_id } = parse(arguments)?;
    let changes = TaskChanges { recurrence: Patch::Clear, ..TaskChanges::default() };
    Ok(changed(&task::update(store, owner, task_id, changes).await?, UNCHANGED))
}
