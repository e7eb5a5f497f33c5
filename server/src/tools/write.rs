//! Tools that change one task.

use super::{Outcome, change, parse, result, wrong};
use crate::auth::Owner;
use crate::domain::task::{self, Changed};
use crate::error::Result;
use crate::store::Store;
use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::Patch;
use shared::chat::ChangeKind;
use shared::reminder::Reminder;
use shared::task::{NewTask, Task, TaskChanges};

/// The status of a task that is as it was.
pub const UNCHANGED: &str = "unchanged";

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
    remind_at: Option<Vec<DateTime<FixedOffset>>>,
    remind_minutes_before: Option<Vec<i64>>,
}

impl Remind {
    fn reminders(self) -> Option<Vec<Reminder>> {
        if self.remind_at.is_none() && self.remind_minutes_before.is_none() {
            return None;
        }
        let at = self.remind_at.into_iter().flatten().map(Reminder::at);
        let before = self.remind_minutes_before.into_iter().flatten().map(Reminder::before);
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
    Ok(completed(&task::complete(store, owner, task_id).await?))
}

/// A task that was to be completed. Whoever calls twice reads twice that it is completed.
pub fn completed(done: &Changed) -> Outcome {
    changed(done, "completed")
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
    if changes == TaskChanges::default() {
        return Err(wrong("they name no field to change; give one, or name one in clear"));
    }
    Ok(changed(&task::update(store, owner, task_id, changes).await?, UNCHANGED))
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
    if add.is_empty() && remove.is_empty() {
        return Err(wrong("they name no tag; give one to add or to remove"));
    }
    Ok(changed(&task::tag(store, owner, task_id, &add, &remove).await?, UNCHANGED))
}

/// What became of a task, or in which state it was found.
pub fn changed(done: &Changed, otherwise: &str) -> Outcome {
    let task = &done.after;
    match done.kind() {
        Some(kind) => {
            let mut outcome = touched(task, kind);
            if let Some(next) = &done.next {
                outcome.result["next"] = json!({"task_id": next.id, "due_at": next.due_at});
                outcome.changes.push(change(next, ChangeKind::Created));
            }
            outcome
        }
        None => Outcome {
            result: json!({"task_id": task.id, "status": otherwise, "title": task.title, "changed": false}),
            changes: Vec::new(),
        },
    }
}

pub fn touched(task: &Task, kind: ChangeKind) -> Outcome {
    Outcome { result: result(task, kind), changes: vec![change(task, kind)] }
}
