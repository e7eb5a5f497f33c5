//! Tools that change one task.

use super::{Outcome, change, parse, result, with_next, wrong};
use crate::auth::Owner;
use crate::domain::task::{self, Changed};
use crate::error::Result;
use crate::store::Store;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use shared::Patch;
use shared::chat::ChangeKind;
use shared::reminder::{RemindAt, RemindBefore, Reminder};
use shared::task::{NewTask, Task, TaskChanges};

#[derive(Deserialize)]
pub(super) struct TaskId {
    pub task_id: i64,
}

pub async fn add_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let new = new_task(arguments)?;
    Ok(touched(&task::create(store, owner, new).await?, ChangeKind::Created))
}

/// Reminders as plain types.
#[derive(Deserialize)]
struct Remind {
    remind_at: Option<Vec<DateTime<Utc>>>,
    remind_minutes_before: Option<Vec<i64>>,
}

impl Remind {
    fn reminders(self) -> Option<Vec<Reminder>> {
        if self.remind_at.is_none() && self.remind_minutes_before.is_none() {
            return None;
        }
        let at = self.remind_at.into_iter().flatten().map(|at| Reminder::At(RemindAt { at }));
        let before = self.remind_minutes_before.into_iter().flatten();
        let before = before.map(|minutes_before| Reminder::Before(RemindBefore { minutes_before }));
        Some(at.chain(before).collect())
    }
}

/// A new task from a tool's arguments.
pub(super) fn new_task(arguments: Value) -> Result<NewTask> {
    let remind: Remind = parse(arguments.clone())?;
    Ok(NewTask { reminders: remind.reminders(), ..parse(arguments)? })
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
    let remind: Remind = parse(arguments.clone())?;
    let mut changes: TaskChanges = parse(arguments)?;
    if let Some(reminders) = remind.reminders() {
        changes.reminders = Patch::Set(reminders);
    }
    for field in clear {
        match field.as_str() {
            "description" => changes.description = Patch::Clear,
            "due_at" => changes.due_at = Patch::Clear,
            "tags" => changes.tags = Patch::Clear,
            "recurrence" => changes.recurrence = Patch::Clear,
            "reminders" => changes.reminders = Patch::Clear,
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
