//! Tools for tasks that repeat.

use super::write::{TaskId, carried_on, touched};
use super::{Outcome, parse};
use crate::auth::Owner;
use crate::domain::task;
use crate::error::Result;
use crate::store::Store;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use shared::Patch;
use shared::chat::ChangeKind;
use shared::task::TaskChanges;

#[derive(Deserialize)]
struct Moved {
    task_id: i64,
    due_at: DateTime<Utc>,
}

pub async fn reschedule_occurrence(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let Moved { task_id, due_at } = parse(arguments)?;
    Ok(touched(&task::reschedule(store, owner, task_id, due_at).await?, ChangeKind::Updated))
}

pub async fn skip_occurrence(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let TaskId { task_id } = parse(arguments)?;
    let task = task::skip(store, owner, task_id).await?;
    let mut outcome = touched(&task, ChangeKind::Updated);
    outcome.result["due_at"] = serde_json::json!(task.due_at);
    Ok(outcome)
}

pub async fn stop_repeating(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let TaskId { task_id } = parse(arguments)?;
    let changes = TaskChanges { recurrence: Patch::Clear, ..TaskChanges::default() };
    Ok(carried_on(&task::update(store, owner, task_id, changes).await?, ChangeKind::Updated))
}
