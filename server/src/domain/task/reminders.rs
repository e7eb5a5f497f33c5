//! Reminders: kept with their task as JSON, delivered once. A task's `remind_at` is the first that was not delivered;
//! whoever moves it on has claimed what lies between.

use super::validate::Checks;
use crate::auth::Owner;
use crate::domain::{naive, now, storable};
use crate::error::{Result, field_error};
use crate::store::record::TaskRecord;
use crate::store::rows::{ReminderRow, TaskChangeRow};
use crate::store::{Store, once, retry_once};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use shared::limits::{MINUTES_BEFORE_MAX, PAGE_MAX, REMINDERS_MAX};
use shared::reminder::{RemindAt, RemindBefore, Reminder, TaskReminder, TaskReminders};

/// The list as it is stored, each once; nothing for an empty one.
pub fn reminders(list: Vec<Reminder>) -> Checks<Option<String>> {
    let fault = |code, message: String| Err(field_error("reminders", code, message));
    if list.len() > REMINDERS_MAX {
        let count = list.len();
        return fault("TOO_MANY", format!("There are {count} reminders; {REMINDERS_MAX} is the most."));
    }
    let mut kept: Vec<Reminder> = Vec::new();
    for reminder in list {
        match reminder {
            Reminder::Before(RemindBefore { minutes_before })
                if !(0..=MINUTES_BEFORE_MAX).contains(&minutes_before) =>
            {
                return fault(
                    "OUT_OF_RANGE",
                    format!("minutes_before has to be between 0 and {MINUTES_BEFORE_MAX}."),
                );
            }
            Reminder::At(at) if storable(at.at.to_utc()).is_none() => {
                return fault("OUT_OF_RANGE", "A reminder is outside the years 0 to 9999.".into());
            }
            known if kept.contains(&known) => {}
            Reminder::At(RemindAt { at }) => kept.push(Reminder::at(at.to_utc().fixed_offset())),
            Reminder::Before(_) => kept.push(reminder),
        }
    }
    Ok(match kept.is_empty() {
        true => None,
        false => serde_json::to_string(&kept).ok(),
    })
}

/// The reminders of a stored text.
pub fn listed(stored: Option<&str>) -> Vec<Reminder> {
    stored.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// Those that the next occurrence of a task has, too: a time comes but once.
pub fn repeated(stored: Option<&str>) -> Option<String> {
    let before = listed(stored).into_iter().filter(|reminder| matches!(reminder, Reminder::Before(_)));
    reminders(before.collect()).unwrap_or_default()
}

/// The first moment after another at which to remind of a task that is due then.
pub fn first_after(
    stored: Option<&str>,
    due_at: Option<NaiveDateTime>,
    moment: NaiveDateTime,
) -> Option<NaiveDateTime> {
    moments(stored, due_at).into_iter().find(|at| *at > moment)
}

fn moments(stored: Option<&str>, due_at: Option<NaiveDateTime>) -> Vec<NaiveDateTime> {
    let due_at = due_at.map(|due| due.and_utc());
    let mut moments: Vec<NaiveDateTime> =
        listed(stored).iter().filter_map(|reminder| storable(reminder.moment(due_at)?)).collect();
    moments.sort_unstable();
    moments.dedup();
    moments
}

/// A change together with what it makes of the task's next reminder. What was missed stays so when it is a change of
/// something else; a new date or a reopened task has only what is to come.
pub fn rescheduled(task: &TaskRecord, mut change: TaskChangeRow) -> TaskChangeRow {
    let stored = change.reminders.as_ref().unwrap_or(&task.reminders).as_deref();
    let is_touched = change.reminders.is_some() || change.due_at.is_some() || change.completed.is_some();
    if !is_touched || stored.is_none() && task.reminders.is_none() {
        return change;
    }
    let due_at = change.due_at.unwrap_or(task.due_at);
    let stays = due_at == task.due_at && change.completed.is_none();
    let now = naive(now());
    let missed = task.remind_at.filter(|at| stays && *at <= now).map(|at| at - TimeDelta::microseconds(1));
    let remind_at = match change.completed.unwrap_or(task.completed) {
        true => None,
        false => first_after(stored, due_at, missed.unwrap_or(now)),
    };
    change.remind_at = Some(remind_at);
    change
}

/// What was not delivered yet: missed ones, and those to come.
pub async fn list(store: &Store, owner: &Owner) -> Result<TaskReminders> {
    let now = now();
    let rows = retry_once!(store, reminders::pending(owner.id(), PAGE_MAX.into()))?;
    let due = |row: &ReminderRow| shown(row, row.remind_at, NaiveDateTime::MAX, now);
    let mut reminders: Vec<TaskReminder> = rows.iter().flat_map(due).collect();
    reminders.sort_by_key(|reminder| reminder.at);
    let next_at = reminders.iter().map(|reminder| reminder.at).find(|at| *at > now);
    Ok(TaskReminders { reminders, next_at })
}

/// What is due and was not delivered, which it now is: nobody else is given it.
pub async fn claim(store: &Store, owner: &Owner) -> Result<TaskReminders> {
    let now = now();
    let until = naive(now);
    let first = retry_once!(store, reminders::pending(owner.id(), 1))?;
    if first.first().is_none_or(|row| row.remind_at > until) {
        let next_at = first.first().map(|row| row.remind_at.and_utc());
        return Ok(TaskReminders { reminders: Vec::new(), next_at });
    }
    let later = |row: &ReminderRow| first_after(Some(&row.reminders), row.due_at, until);
    let (claimed, next) = once!(store, reminders::claim(owner.id(), until, PAGE_MAX.into(), later))?;
    let mut reminders: Vec<TaskReminder> =
        claimed.iter().flat_map(|row| shown(row, row.remind_at, until, now)).collect();
    reminders.sort_by_key(|reminder| reminder.at);
    Ok(TaskReminders { reminders, next_at: next.map(|row| row.remind_at.and_utc()) })
}

fn shown(
    row: &ReminderRow,
    from: NaiveDateTime,
    until: NaiveDateTime,
    now: DateTime<Utc>,
) -> Vec<TaskReminder> {
    let moments = moments(Some(&row.reminders), row.due_at).into_iter();
    moments
        .filter(|at| (from..=until).contains(at))
        .map(|at| TaskReminder {
            task_id: row.id,
            title: row.title.clone(),
            at: at.and_utc(),
            due_at: row.due_at.map(|due| due.and_utc()),
            late_seconds: (now - at.and_utc()).num_seconds().max(0),
        })
        .collect()
}
