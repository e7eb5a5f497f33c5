//! The columns of a table of tasks, for writing and for reading. Another field of a task is another row here.

use super::cell;
use super::contents::Reading;
use crate::assistant::understand::read_schedule;
use crate::domain::task::end_of_day;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use csv::{ReaderBuilder, Terminator, WriterBuilder};
use shared::reminder::{RemindAt, RemindBefore, Reminder};
use shared::task::{Priority, RepeatFrom, Task};
use shared::transfer::ImportedTask;

/// What is wrong with a cell: a code, and a sentence.
pub type Fault = (&'static str, String);

/// A column.
pub struct Column {
    pub name: &'static str,
    pub write: fn(&Task) -> String,
    pub read: fn(&str, &mut ImportedTask, Reading) -> Result<(), Fault>,
}

/// All columns, in the order in which they are written.
pub const COLUMNS: [Column; 12] = [
    Column {
        name: "title",
        write: |task| task.title.clone(),
        read: |cell, task, _| {
            task.title = cell.into();
            Ok(())
        },
    },
    Column {
        name: "description",
        write: |task| task.description.clone().unwrap_or_default(),
        read: |cell, task, _| {
            task.description = Some(cell.into());
            Ok(())
        },
    },
    Column {
        name: "completed",
        write: |task| task.completed.to_string(),
        read: |cell, task, _| {
            task.completed = Some(flag(cell)?);
            Ok(())
        },
    },
    Column {
        name: "priority",
        write: |task| priority_name(task.priority).into(),
        read: |cell, task, _| {
            task.priority = Some(priority(cell)?);
            Ok(())
        },
    },
    Column {
        name: "due_at",
        write: |task| written(task.due_at),
        read: |cell, task, reading| {
            task.due_at = Some(due(cell, reading)?);
            Ok(())
        },
    },
    Column {
        name: "tags",
        write: |task| list(&task.tags),
        read: |cell, task, _| {
            task.tags = listed(cell);
            Ok(())
        },
    },
    Column {
        name: "recurrence",
        write: |task| task.recurrence.clone().unwrap_or_default(),
        read: |cell, task, _| {
            task.recurrence = Some(cell.into());
            Ok(())
        },
    },
    Column {
        name: "repeat_from",
        write: |task| task.repeat_from.map(|from| repeat_from_name(from).into()).unwrap_or_default(),
        read: |cell, task, _| {
            task.repeat_from = Some(repeat_from(cell)?);
            Ok(())
        },
    },
    Column {
        name: "reminders",
        write: |task| task.reminders.iter().map(reminder_name).collect::<Vec<_>>().join(" "),
        read: |cell, task, _| {
            task.reminders = cell.split_whitespace().map(reminder).collect::<Result<_, _>>()?;
            Ok(())
        },
    },
    Column {
        name: "created_at",
        write: |task| written(Some(task.created_at)),
        read: |cell, task, _| {
            task.created_at = Some(time(cell)?);
            Ok(())
        },
    },
    // Of interest to people; an import is a change itself.
    Column { name: "updated_at", write: |task| written(Some(task.updated_at)), read: |_, _, _| Ok(()) },
    Column {
        name: "completed_at",
        write: |task| written(task.completed_at),
        read: |cell, task, _| {
            task.completed_at = Some(time(cell)?);
            Ok(())
        },
    },
];

/// A task as a row.
pub fn row(task: &Task) -> impl Iterator<Item = String> {
    COLUMNS.iter().map(|column| cell::guarded(&(column.write)(task)).into_owned())
}

fn priority_name(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "low",
        Priority::Medium => "medium",
        Priority::High => "high",
    }
}

fn priority(cell: &str) -> Result<Priority, Fault> {
    [Priority::Low, Priority::Medium, Priority::High]
        .into_iter()
        .find(|priority| cell.trim().eq_ignore_ascii_case(priority_name(*priority)))
        .ok_or_else(|| ("INVALID", format!("{} is no priority; write low, medium or high.", quoted(cell))))
}

fn repeat_from_name(from: RepeatFrom) -> &'static str {
    match from {
        RepeatFrom::Due => "due",
        RepeatFrom::Completion => "completion",
    }
}

fn repeat_from(cell: &str) -> Result<RepeatFrom, Fault> {
    [RepeatFrom::Due, RepeatFrom::Completion]
        .into_iter()
        .find(|from| cell.trim().eq_ignore_ascii_case(repeat_from_name(*from)))
        .ok_or_else(|| ("INVALID", format!("{} is neither due nor completion.", quoted(cell))))
}

/// A time, or minutes before the task is due.
fn reminder_name(reminder: &Reminder) -> String {
    match reminder {
        Reminder::At(RemindAt { at }) => written(Some(at.to_utc())),
        Reminder::Before(RemindBefore { minutes_before }) => minutes_before.to_string(),
    }
}

fn reminder(text: &str) -> Result<Reminder, Fault> {
    match text.parse() {
        Ok(minutes) => Ok(Reminder::before(minutes)),
        Err(_) => time(text).map(|time| Reminder::at(time.fixed_offset())),
    }
}

fn flag(cell: &str) -> Result<bool, Fault> {
    match cell.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" | "x" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err(("INVALID", format!("{} is neither true nor false.", quoted(cell)))),
    }
}

fn written(time: Option<DateTime<Utc>>) -> String {
    time.map(|time| time.to_rfc3339_opts(SecondsFormat::AutoSi, true)).unwrap_or_default()
}

fn time(cell: &str) -> Result<DateTime<Utc>, Fault> {
    DateTime::parse_from_rfc3339(cell.trim()).map(|time| time.to_utc()).map_err(|_| {
        let message = format!("{} is no time; write for example 2026-12-24T17:00:00Z.", quoted(cell));
        ("INVALID_TIME", message)
    })
}

/// A time, a day, or words for one.
fn due(cell: &str, reading: Reading) -> Result<DateTime<Utc>, Fault> {
    let cell = cell.trim();
    if let Ok(time) = time(cell) {
        return Ok(time);
    }
    if let Ok(day) = cell.parse::<NaiveDate>() {
        return Ok(end_of_day(day, reading.zone));
    }
    match read_schedule(cell, reading.now, reading.zone) {
        Some(said) if said.has_time => Ok(said.due.to_utc()),
        Some(said) => Ok(end_of_day(said.due.date_naive(), reading.zone)),
        None => Err(("INVALID_TIME", format!("{} is no date; write for example 2026-12-24.", quoted(cell)))),
    }
}

/// Tags in one cell: a row of a table in itself, so that a tag may contain a comma.
fn list(tags: &[String]) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    if tags.is_empty() || writer.write_record(tags).is_err() {
        return String::new();
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned()
}

fn listed(cell: &str) -> Vec<String> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(cell.as_bytes());
    let records = reader.records().filter_map(|record| record.ok());
    let tags = records.flat_map(|record| record.iter().map(|tag| tag.trim().to_owned()).collect::<Vec<_>>());
    tags.filter(|tag| !tag.is_empty()).collect()
}

/// A part of a cell, to be shown.
pub fn quoted(cell: &str) -> String {
    let mut start: String = cell.chars().take(40).collect();
    if start.len() < cell.len() {
        start.push('…');
    }
    format!("{start:?}")
}
