//! What a task may be. Every field at fault is reported, not only the first.

use super::recurrence::recurrence;
use super::reminders::{self, reminders};
use super::row::{new_row, no_change, priority_number, repeat_from};
use super::tags::tags;
use crate::auth::Owner;
use crate::domain::text::{fold, is_visible, length};
use crate::domain::{naive, now, storable};
use crate::error::{Error, Result, field_error};
use crate::store::record::TaskRecord;
use crate::store::rows::{NewTaskRow, TaskChangeRow};
use chrono::{DateTime, NaiveDateTime, Utc};
use shared::Patch;
use shared::error::FieldError;
use shared::limits::{DESCRIPTION_MAX, TITLE_MAX};
use shared::task::{NewTask, TaskChanges};

/// The row of a new task.
pub fn new_task(owner: &Owner, new: NewTask) -> Result<NewTaskRow> {
    let mut faults = Vec::new();
    let title = keep(&mut faults, title(&new.title));
    let description = new.description.and_then(|text| keep(&mut faults, description(text)));
    let due_at = new.due_at.and_then(|time| keep(&mut faults, due_at(time)));
    let tags = new.tags.and_then(|list| keep(&mut faults, tags(&list)));
    let recurrence = new.recurrence.and_then(|rule| keep(&mut faults, recurrence(&rule)));
    let reminders = new.reminders.and_then(|list| keep(&mut faults, reminders(list))).flatten();
    match title {
        Some(title) if faults.is_empty() => Ok(NewTaskRow {
            priority: priority_number(new.priority.unwrap_or_default()),
            due_at,
            tags: tags.unwrap_or_default(),
            recurrence,
            remind_at: reminders::first_after(reminders.as_deref(), due_at, naive(now())),
            reminders,
            repeat_from: repeat_from(new.repeat_from.unwrap_or_default()),
            ..new_row(owner, title, description.filter(|text| !text.is_empty()))
        }),
        _ => Err(Error::invalid(faults)),
    }
}

/// Changes whose values are all right.
pub struct Checked {
    title: Option<String>,
    description: Option<Option<String>>,
    completed: Option<bool>,
    row: TaskChangeRow,
}

/// Checks changes.
pub fn changes(changes: TaskChanges) -> Result<Checked> {
    let mut faults = Vec::new();
    let title = changes.title.and_then(|text| keep(&mut faults, title(&text)));
    let description = patch(changes.description, &mut faults, description);
    let due_at = patch(changes.due_at, &mut faults, due_at);
    let tags = patch(changes.tags, &mut faults, |list| tags(&list));
    let recurrence = patch(changes.recurrence, &mut faults, |rule| recurrence(&rule));
    let reminders = patch(changes.reminders, &mut faults, reminders).map(Option::flatten);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let row = TaskChangeRow {
        priority: or_default(changes.priority).map(priority_number),
        due_at,
        tags: tags.map(Option::unwrap_or_default),
        recurrence,
        reminders,
        repeat_from: or_default(changes.repeat_from).map(repeat_from),
        ..no_change()
    };
    Ok(Checked { title, description, completed: changes.completed, row })
}

impl Checked {
    /// The columns to change on a task that is `before` now.
    pub fn against(&self, before: &TaskRecord) -> TaskChangeRow {
        let now = naive(now());
        let mut row = TaskChangeRow { updated_at: now, ..self.row.clone() };
        row.title = self.title.clone();
        row.description = self.description.clone().map(|text| text.filter(|text| !text.is_empty()));
        if row.title.is_some() || row.description.is_some() {
            let title = row.title.as_deref().unwrap_or(&before.title);
            let description = row.description.as_ref().unwrap_or(&before.description);
            let (title_key, search) = keys(title, description.as_deref());
            (row.title_key, row.search) = (Some(title_key), Some(search));
        }
        if let Some(completed) = self.completed.filter(|completed| *completed != before.completed) {
            row.completed = Some(completed);
            row.completed_at = Some(completed.then_some(now));
        }
        row
    }
}

/// What lists sort titles by, and what they search in.
pub fn keys(title: &str, description: Option<&str>) -> (String, String) {
    let title = fold(title);
    let search = format!("{title}\n{}", fold(description.unwrap_or_default()));
    (title, search)
}

pub(super) type Checks<T> = std::result::Result<T, FieldError>;

fn keep<T>(faults: &mut Vec<FieldError>, check: Checks<T>) -> Option<T> {
    check.map_err(|fault| faults.push(fault)).ok()
}

/// `None` leaves the column, `Some(None)` empties it.
fn patch<T, U>(
    wish: Patch<T>,
    faults: &mut Vec<FieldError>,
    check: impl FnOnce(T) -> Checks<U>,
) -> Option<Option<U>> {
    match wish {
        Patch::Keep => None,
        Patch::Clear => Some(None),
        Patch::Set(value) => keep(faults, check(value)).map(Some),
    }
}

/// Null stands for the default.
fn or_default<T: Default>(wish: Patch<T>) -> Option<T> {
    match wish {
        Patch::Keep => None,
        Patch::Clear => Some(T::default()),
        Patch::Set(value) => Some(value),
    }
}

fn title(text: &str) -> Checks<String> {
    // A title is one line: a line feed in it could pass for a line of an answer that lists titles.
    let line = text.replace(breaks_lines, " ");
    let title = line.trim();
    let fault = |code, message: String| Err(field_error("title", code, message));
    match length(text) {
        _ if text.contains('\0') => fault("INVALID_CHARACTER", "The title contains a null character.".into()),
        _ if !is_visible(title) => fault("REQUIRED", "Give the task a title that can be seen.".into()),
        count if count > TITLE_MAX => {
            fault("TOO_LONG", format!("The title has {count} characters; {TITLE_MAX} is the most."))
        }
        _ => Ok(title.to_owned()),
    }
}

fn breaks_lines(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

fn description(text: String) -> Checks<String> {
    match length(&text) {
        count if count > DESCRIPTION_MAX => {
            let message = format!("The description has {count} characters; {DESCRIPTION_MAX} is the most.");
            Err(field_error("description", "TOO_LONG", message))
        }
        _ if text.contains('\0') => {
            Err(field_error("description", "INVALID_CHARACTER", "The description contains a null character."))
        }
        _ => Ok(text),
    }
}

fn due_at(time: DateTime<Utc>) -> Checks<NaiveDateTime> {
    let message = "The due date is outside the years 0 to 9999.";
    storable(time).ok_or_else(|| field_error("due_at", "OUT_OF_RANGE", message))
}
