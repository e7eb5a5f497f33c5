//! Tools that change one task.

use super::{Outcome, change, parse, result, with_next, wrong};
use crate::auth::Owner;
use crate::domain::task::{self, Changed};
use crate::error::Result;
use crate::store::Store;
use serde::Deserialize;
use serde_json::Value;
use shared::Patch;
use shared::chat::ChangeKind;
use shared::task::{NewTask, Task, TaskChanges};

#[derive(Deserialize)]
pub(super) struct TaskId {
    pub task_id: i64,
}

pub async fn add_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let new: NewTask = parse(arguments)?;
    Ok(touched(&task::create(store, owner, new).await?, ChangeKind::Created))
}

pub async fn complete_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let TaskId { task_id } = parse(arguments)?;
    Ok(carried_on(&task::set_completed(store, owner, task_id, true).await?, ChangeKind::Completed))
}

pub async fn delete_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let TaskId { task_id } = parse(arguments)?;
    Ok(touched(&task::delete(store, owner, task_id).await?, ChangeKind::Deleted))
}

/// Fields that plain types cannot empty are named instead.
#[derive(Deserialize)]
struct Cleared {
    #[serde(default)]
    clear: Vec<String>,
}

pub async fn update_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let TaskId { task_id } = parse(arguments.clone())?;
    let Cleared { clear } = parse(arguments.clone())?;
    let mut changes: TaskChanges = parse(arguments)?;
    for field in clear {
        match field.as_str() {
            "description" => changes.description = Patch::Clear,
            "due_at" => changes.due_at = Patch::Clear,
            "tags" => changes.tags = Patch::Clear,
            "recurrence" => changes.recurrence = Patch::Clear,
            _ => return Err(wrong("clear names a field that cannot be emptied")),
        }
    }
    let kind = match changes.completed {
        Some(false) => ChangeKind::Reopened,
        Some(true) => ChangeKind::Completed,
        None => ChangeKind::Updated,
    };
    Ok(carried_on(&task::update(store, owner, task_id, changes).await?, kind))
}

/// Tags to add and to take off, so that whatever else the task is tagged with meanwhile stays.
#[derive(Deserialize)]
struct Retag {
    task_id: i64,
    #[serde(default)]
    add: Vec<String>,
    #[serde(default)]
    remove: Vec<String>,
}

pub async fn tag_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let Retag { task_id, add, remove } = parse(arguments)?;
    Ok(touched(&task::tag(store, owner, task_id, &add, &remove).await?, ChangeKind::Updated))
}

pub(super) fn touched(task: &Task, kind: ChangeKind) -> Outcome {
    Outcome { result: result(task, kind), changes: vec![change(task, kind)] }
}

pub(super) fn carried_on(changed: &Changed, kind: ChangeKind) -> Outcome {
    let (result, changes) = with_next(changed, kind);
    Outcome { result, changes }
}
