//! What was done to tasks: looking at it, undoing it, redoing it.

use super::task::{priority_of, reminders_of, tags_of, to_task};
use super::{naive, now};
use crate::auth::Owner;
use crate::error::{Error, Result};
use crate::store::record::{ChangeRow, Columns, KEPT, Way, Wish};
use crate::store::rows::TaskRow;
use crate::store::task_filter::TaskFilter;
use crate::store::{Store, once, retry_once};
use chrono::NaiveDateTime;
use serde_json::{Value, json};
use shared::change::{
    ChangedTask, ChangedTasks, Conflict, Door, PastChange, ReversedChange, UndoAnswer, UndoRequest,
};
use shared::chat::ChangeKind;
use shared::limits::{PAGE_MAX, UNDO_STEPS_MAX};
use std::collections::BTreeMap;

/// Undoes the latest steps, or those asked for: each task is then exactly as it was before.
pub async fn undo(store: &Store, owner: &Owner, request: UndoRequest) -> Result<UndoAnswer> {
    let (undone, conflicts) = reverse(store, owner, Way::Undo, request).await?;
    Ok(UndoAnswer { undone, conflicts, ..UndoAnswer::default() })
}

/// Does again what was undone last, or what is asked for.
pub async fn redo(store: &Store, owner: &Owner, request: UndoRequest) -> Result<UndoAnswer> {
    let (redone, conflicts) = reverse(store, owner, Way::Redo, request).await?;
    Ok(UndoAnswer { redone, conflicts, ..UndoAnswer::default() })
}

async fn reverse(
    store: &Store,
    owner: &Owner,
    way: Way,
    request: UndoRequest,
) -> Result<(Vec<ReversedChange>, Vec<Conflict>)> {
    let steps = request.steps.unwrap_or(1);
    if !(1..=UNDO_STEPS_MAX).contains(&steps) {
        let message = format!("steps has to be between 1 and {UNDO_STEPS_MAX}.");
        return Err(Error::invalid_field("steps", "OUT_OF_RANGE", message));
    }
    let wish = Wish { steps, step: request.step, task_id: request.task_id };
    let by = owner.by(naive(now()));
    let reversal = once!(store, undo::reverse(&by, way, &wish))?;
    let mut done = Vec::new();
    for (change, task) in reversal.done {
        let task = task.map(|task| to_task(TaskRow::from(task)));
        let title = task.as_ref().map_or_else(|| change.title.clone(), |task| task.title.clone());
        let (step, task_id, change) = (change.step(), change.task_id, kind(&change)?);
        done.push(ReversedChange { step, task_id, title, change, task });
    }
    let mut conflicts = Vec::new();
    for change in reversal.conflicts {
        let (step, task_id, title) = (change.step(), change.task_id, change.title.clone());
        let message = conflict(way, &title);
        conflicts.push(Conflict { step, task_id, title, change: kind(&change)?, message });
    }
    tracing::info!(
        event = "changes_reversed",
        undone = way == Way::Undo,
        changes = done.len(),
        conflicts = conflicts.len(),
        "steps reversed"
    );
    Ok((done, conflicts))
}

fn conflict(way: Way, title: &str) -> String {
    match way {
        Way::Undo => {
            format!("“{title}” has been changed again since, so it was left as it is. Undo that first.")
        }
        Way::Redo => format!("“{title}” is not as it was before, so it was left as it is."),
    }
}

/// What was done before the change with this id, the latest first, and where to go on.
pub async fn list(
    store: &Store,
    owner: &Owner,
    before: Option<i64>,
    limit: Option<u32>,
) -> Result<(Vec<PastChange>, Option<i64>)> {
    let limit = limit.unwrap_or(PAGE_MAX);
    if !(1..=PAGE_MAX).contains(&limit) {
        let message = format!("limit has to be between 1 and {PAGE_MAX}.");
        return Err(Error::invalid_field("limit", "OUT_OF_RANGE", message));
    }
    let (before, since, most) = (before.unwrap_or(i64::MAX), naive(now() - KEPT), i64::from(limit));
    // One more tells whether there is a next page.
    let mut rows = retry_once!(store, history::list(owner.id(), since, before, most + 1))?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| has_more).map(|row| row.id);
    Ok((rows.into_iter().map(to_past).collect::<Result<_>>()?, next))
}

/// Which tasks have changed since a number that was answered before. Without one, or with one that this database never
/// gave out, all of them. A change is told once its transaction and all that began before it have ended, so none is
/// passed over.
pub async fn changed(store: &Store, owner: &Owner, since: Option<i64>) -> Result<ChangedTasks> {
    let next = retry_once!(store, history::ended())?;
    let Some(since) = since.filter(|since| (1..=next).contains(since)) else {
        let rows = retry_once!(store, tasks::list(owner.id(), &TaskFilter::default()))?;
        let changes = rows.into_iter().map(|row| ChangedTask { task_id: row.id, task: Some(to_task(row)) });
        return Ok(ChangedTasks { changes: changes.collect(), all: true, next });
    };
    let (ids, rows) = retry_once!(store, history::changed(owner.id(), since, next))?;
    let mut changes: BTreeMap<i64, Option<_>> = ids.into_iter().map(|id| (id, None)).collect();
    changes.extend(rows.into_iter().map(|row| (row.id, Some(to_task(row)))));
    let changes = changes.into_iter().map(|(task_id, task)| ChangedTask { task_id, task }).collect();
    Ok(ChangedTasks { changes, all: false, next })
}

fn to_past(row: ChangeRow) -> Result<PastChange> {
    let (before, after) = match (columns(row.before())?, columns(row.after())?) {
        (Some(before), Some(after)) => (Some(fields(&before)), Some(fields(&after))),
        _ => (None, None),
    };
    Ok(PastChange {
        id: row.id,
        step: row.step(),
        task_id: row.task_id,
        change: kind(&row)?,
        before,
        after,
        door: Door::named(&row.door),
        at: row.made_at.and_utc(),
        undone_at: row.undone_at.map(|time| time.and_utc()),
        title: row.title,
        actor: row.actor,
    })
}

/// What a change did to its task.
fn kind(row: &ChangeRow) -> Result<ChangeKind> {
    Ok(match (columns(row.before())?, columns(row.after())?) {
        (None, _) => ChangeKind::Created,
        (_, None) => ChangeKind::Deleted,
        (_, Some(after)) => match after.get("completed").and_then(Value::as_bool) {
            Some(true) => ChangeKind::Completed,
            Some(false) => ChangeKind::Reopened,
            None => ChangeKind::Updated,
        },
    })
}

fn columns(stored: diesel::QueryResult<Option<Columns>>) -> Result<Option<Columns>> {
    stored.map_err(Error::internal)
}

/// Stored columns as fields of a task; those that only we know are left out.
fn fields(columns: &Columns) -> Value {
    let field = |(name, value): (&String, &Value)| {
        let value = match name.as_str() {
            "title" | "description" | "completed" | "recurrence" | "repeat_from" | "next_id" => value.clone(),
            "priority" => json!(value.as_i64().and_then(|number| number.try_into().ok()).map(priority_of)),
            "reminders" => json!(reminders_of(value.as_str())),
            "tags" => json!(tags_of(value.as_str().unwrap_or_default())),
            "due_at" => {
                let time: Option<NaiveDateTime> = serde_json::from_value(value.clone()).unwrap_or_default();
                json!(time.map(|time| time.and_utc()))
            }
            _ => return None,
        };
        Some((name.clone(), value))
    };
    Value::Object(columns.iter().filter_map(field).collect())
}
