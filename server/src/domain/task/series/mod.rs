//! Series: which occurrence follows one that is done or skipped.
//!
//! A rule is reckoned by the person's clock, so that 9:00 stays 9:00. It begins at the place that the occurrence has in
//! its series, which is not its due date where this one was moved. The next occurrence is the first that is later than
//! that place, the due date and now: what was missed is not made up for. COUNT counts what was missed, as the standard
//! has it. A task that repeats from completion, or has no date, is reckoned from the day on which it is done.

mod rule;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]
mod tests;

use self::rule::Rule;
use super::row::{new_row_like, no_change, repeats_from};
use crate::auth::Owner;
use crate::domain::local_time::in_zone;
use crate::domain::{now, storable};
use crate::error::{Error, Result};
use crate::store::record::TaskRecord;
use crate::store::rows::TaskChangeRow;
use crate::store::task_change::{Before, Write};
use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use shared::task::RepeatFrom;

/// The occurrence that follows another.
#[derive(Debug, PartialEq)]
pub struct Occurrence {
    /// Its place in the series, by the person's clock.
    pub place: NaiveDateTime,
    pub due_at: NaiveDateTime,
    /// The rule from here on: COUNT counts what is left.
    pub rule: String,
}

/// The occurrence after `task`, which is done or skipped at `now`; nothing when the series is over.
pub fn next(task: &TaskRecord, now: DateTime<Utc>, zone: Tz) -> Option<Occurrence> {
    let rule = Rule::read(task.recurrence.as_deref()?)?;
    let place = task.series_at.or_else(|| Some(local(task.due_at?.and_utc(), zone)));
    let (place, passed) = match place.filter(|_| repeats_from(&task.repeat_from) == RepeatFrom::Due) {
        Some(place) => {
            let past = [Some(in_zone(place, zone).to_utc()), task.due_at.map(|due| due.and_utc()), Some(now)];
            rule.after(place, past.into_iter().flatten().max()?, zone)?
        }
        None => (rule.after_completion(local(now, zone), place)?, 1),
    };
    let due_at = storable(in_zone(place, zone).to_utc())?;
    Some(Occurrence { place, due_at, rule: rule.from(place, due_at, passed)? })
}

/// A change together with what becomes of the series: completing makes the next occurrence, reopening takes it back
/// while nothing was done to it.
pub fn carried_on<'t>(owner: &Owner, before: &Before<'t>, change: TaskChangeRow) -> Vec<Write<'t>> {
    let Before { task, next: made, .. } = *before;
    let after = task.changed(&change);
    match (task.completed, after.completed, made) {
        (false, true, None) => match next(&after, now(), zone(before)) {
            Some(next) => vec![Write::CarryOn(task, change, Box::new(new_row_like(owner, &after, next)))],
            None => vec![Write::Update(task, change)],
        },
        (true, false, Some(next)) if !next.completed && next.updated_at == next.created_at => {
            let change = TaskChangeRow { next_id: Some(None), ..change };
            vec![Write::Update(task, change), Write::Delete(next)]
        }
        _ => vec![Write::Update(task, change)],
    }
}

/// A date that is changed by itself moves one occurrence, which keeps its place in the series. Another rule, or a date
/// that comes with a rule, begins the series anew.
pub fn placed(before: &Before<'_>, mut change: TaskChangeRow) -> TaskChangeRow {
    if change.series_at.is_some() {
        return change;
    }
    let task = before.task;
    let moves = change.due_at.is_some_and(|due_at| due_at != task.due_at);
    let begins = change.recurrence.as_ref().is_some_and(|rule| moves || *rule != task.recurrence);
    if begins {
        change.series_at = Some(None);
    } else if moves && task.recurrence.is_some() && task.series_at.is_none() {
        change.series_at = Some(task.due_at.map(|due_at| local(due_at.and_utc(), zone(before))));
    }
    change
}

/// Moves an open task on to its next occurrence.
pub fn skipped(before: &Before<'_>) -> Result<TaskChangeRow> {
    let task = before.task;
    if task.completed {
        let message = "The task is completed; skip the occurrence that is open.";
        return Err(Error::invalid_field("completed", "COMPLETED", message));
    }
    repeats(task)?;
    let from = task.due_at.map_or(now(), |due_at| now().max(due_at.and_utc()));
    let next = next(task, from, zone(before)).ok_or_else(|| {
        let message =
            "This is the last occurrence, so there is none to go on to. Complete or delete the task.";
        Error::invalid_field("recurrence", "ENDED", message)
    })?;
    Ok(TaskChangeRow {
        due_at: Some(Some(next.due_at)),
        series_at: Some(Some(next.place)),
        recurrence: Some(Some(next.rule)),
        ..no_change()
    })
}

/// Refuses a task that does not repeat.
pub fn repeats(task: &TaskRecord) -> Result<()> {
    let message = "The task does not repeat. Change its due date, or give it a recurrence first.";
    match task.recurrence {
        Some(_) => Ok(()),
        None => Err(Error::invalid_field("recurrence", "REQUIRED", message)),
    }
}

fn zone(before: &Before<'_>) -> Tz {
    before.time_zone.parse().unwrap_or(Tz::UTC)
}

/// A moment as the person's clock shows it.
fn local(moment: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    moment.with_timezone(&zone).naive_local()
}
