//! Tasks as a file brings them, and as the rows that they become.

use super::row::{priority_of, repeats_from};
use super::{reminders, tags, validate};
use crate::auth::Owner;
use crate::domain::{naive, now, storable};
use crate::error::{Error, field_error};
use crate::store::rows::NewTaskRow;
use chrono::{DateTime, Utc};
use shared::error::FieldError;
use shared::task::NewTask;
use shared::transfer::ImportedTask;

/// The row that a task from a file becomes, or every field at fault. It is created and completed when the file says
/// so, and was changed now.
pub fn from_file(owner: &Owner, task: ImportedTask) -> std::result::Result<NewTaskRow, Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut time = |field, time: Option<DateTime<Utc>>| {
        let stored = time.map(|time| storable(time).ok_or("The time is outside the years 0 to 9999."));
        stored.and_then(|stored| {
            stored.map_err(|why| faults.push(field_error(field, "OUT_OF_RANGE", why))).ok()
        })
    };
    let created_at = time("created_at", task.created_at);
    let completed_at = time("completed_at", task.completed_at);
    let completed = task.completed.unwrap_or(task.completed_at.is_some());
    let new = NewTask {
        title: task.title,
        description: task.description,
        priority: task.priority,
        due_at: task.due_at,
        tags: Some(task.tags),
        recurrence: task.recurrence.filter(|rule| !rule.is_empty()),
        repeat_from: task.repeat_from,
        reminders: Some(task.reminders),
    };
    match validate::new_task(owner, new) {
        Ok(row) if faults.is_empty() => Ok(NewTaskRow {
            completed,
            completed_at: completed.then(|| completed_at.unwrap_or_else(|| naive(now()))),
            created_at: created_at.unwrap_or(row.created_at),
            ..row
        }),
        Ok(_) => Err(faults),
        Err(Error::Refused(refusal)) => Err([refusal.errors, faults].concat()),
        Err(other) => Err(vec![field_error("title", "INVALID", other.to_string())]),
    }
}

/// A new task, as a preview shows it.
pub fn shown(row: &NewTaskRow) -> ImportedTask {
    ImportedTask {
        title: row.title.clone(),
        description: row.description.clone(),
        completed: Some(row.completed),
        priority: Some(priority_of(row.priority)),
        due_at: row.due_at.map(|time| time.and_utc()),
        tags: tags::listed(&row.tags),
        recurrence: row.recurrence.clone(),
        repeat_from: row.recurrence.is_some().then(|| repeats_from(&row.repeat_from)),
        reminders: reminders::listed(row.reminders.as_deref()),
        created_at: Some(row.created_at.and_utc()),
        completed_at: row.completed_at.map(|time| time.and_utc()),
    }
}
