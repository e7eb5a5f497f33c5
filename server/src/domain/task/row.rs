//! Tasks as they are stored: between rows and what travels.

use super::series::Occurrence;
use super::{reminders, tags, validate};
use crate::auth::Owner;
use crate::domain::{naive, now};
use crate::store::record::TaskRecord;
use crate::store::rows::{NewTaskRow, TaskChangeRow, TaskRow};
use shared::task::{Priority, RepeatFrom, Task};

/// Completes or reopens a task.
pub fn completion(completed: bool) -> TaskChangeRow {
    let now = naive(now());
    TaskChangeRow {
        completed: Some(completed),
        completed_at: Some(completed.then_some(now)),
        updated_at: now,
        ..no_change()
    }
}

/// Leaves even the time of the last change.
pub fn unchanged(before: &TaskRecord) -> TaskChangeRow {
    TaskChangeRow { updated_at: before.updated_at, ..no_change() }
}

/// Changes nothing but the time of the last change.
pub fn no_change() -> TaskChangeRow {
    TaskChangeRow {
        title: None,
        description: None,
        completed: None,
        priority: None,
        due_at: None,
        tags: None,
        recurrence: None,
        title_key: None,
        search: None,
        updated_at: naive(now()),
        completed_at: None,
        repeat_from: None,
        series_at: None,
        next_id: None,
        reminders: None,
        remind_at: None,
    }
}

/// How a priority is stored, so that it sorts.
pub fn priority_number(priority: Priority) -> i32 {
    match priority {
        Priority::Low => 1,
        Priority::Medium => 2,
        Priority::High => 3,
    }
}

/// A priority as it was stored.
pub fn priority_of(number: i32) -> Priority {
    match number {
        1 => Priority::Low,
        3 => Priority::High,
        _ => Priority::Medium,
    }
}

/// How it is stored from when a task repeats.
pub fn repeat_from(from: RepeatFrom) -> String {
    match from {
        RepeatFrom::Due => "due".into(),
        RepeatFrom::Completion => "completion".into(),
    }
}

/// From when a task repeats, as it was stored.
pub fn repeats_from(stored: &str) -> RepeatFrom {
    match stored {
        "completion" => RepeatFrom::Completion,
        _ => RepeatFrom::Due,
    }
}

/// A task as it travels.
pub fn to_task(row: TaskRow) -> Task {
    let repeat_from = row.recurrence.is_some().then(|| repeats_from(&row.repeat_from));
    Task {
        id: row.id,
        user_id: row.user_id,
        title: row.title,
        description: row.description,
        completed: row.completed,
        priority: priority_of(row.priority),
        due_at: row.due_at.map(|time| time.and_utc()),
        tags: tags::listed(&row.tags),
        recurrence: row.recurrence,
        repeat_from,
        next_id: row.next_id,
        reminders: reminders::listed(row.reminders.as_deref()),
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
        completed_at: row.completed_at.map(|time| time.and_utc()),
    }
}

/// A new row, as the validated parts make it.
pub fn new_row(owner: &Owner, title: String, description: Option<String>) -> NewTaskRow {
    let now = naive(now());
    let (title_key, search) = validate::keys(&title, description.as_deref());
    NewTaskRow {
        user_id: owner.id().into(),
        title,
        description,
        completed: false,
        priority: priority_number(Priority::default()),
        due_at: None,
        tags: String::new(),
        recurrence: None,
        title_key,
        search,
        created_at: now,
        updated_at: now,
        completed_at: None,
        created_by: owner.by(now).actor.map(str::to_owned),
        repeat_from: repeat_from(RepeatFrom::default()),
        series_at: None,
        reminders: None,
        remind_at: None,
    }
}

/// The row of the occurrence that follows a task.
pub fn new_row_like(owner: &Owner, task: &TaskRecord, next: Occurrence) -> NewTaskRow {
    let new = new_row(owner, task.title.clone(), task.description.clone());
    let reminders = reminders::repeated(task.reminders.as_deref());
    NewTaskRow {
        priority: task.priority,
        due_at: Some(next.due_at),
        tags: task.tags.clone(),
        recurrence: Some(next.rule),
        repeat_from: task.repeat_from.clone(),
        series_at: Some(next.place),
        remind_at: reminders::first_after(reminders.as_deref(), Some(next.due_at), new.created_at),
        reminders,
        ..new
    }
}
