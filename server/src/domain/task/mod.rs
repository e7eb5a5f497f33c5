//! Tasks: what can be done with them, and by which rules.

mod day;
mod imported;
mod page;
mod recurrence;
pub mod reminders;
mod row;
mod series;
mod tags;
mod validate;

pub use self::day::{day_that_ends_at, end_of_day};
pub use self::imported::{from_file, shown};
pub use self::page::{Page, TaskQuery};
pub(super) use self::reminders::listed as reminders_of;
use self::row::{completion, no_change, unchanged};
pub(super) use self::row::{priority_of, to_task};
pub(super) use self::tags::listed as tags_of;
use super::{naive, now};
use crate::auth::Owner;
use crate::error::{Error, Result};
use crate::store::record::TaskRecord;
use crate::store::rows::{TaskChangeRow, TaskRow};
use crate::store::task_change::{Before, Found, Write};
use crate::store::{Store, StoreError, once, retry_once};
use chrono::{DateTime, Utc};
use shared::Patch;
use shared::chat::ChangeKind;
use shared::task::{NewTask, Task, TaskChanges, TasksVersion};
use std::collections::HashMap;

/// A task before and after a change, which may have left it as it was.
pub struct Changed {
    pub before: Task,
    pub after: Task,
    /// The occurrence that was made because this one was completed.
    pub next: Option<Task>,
}

impl Changed {
    /// What became of it; nothing when it is as it was.
    pub fn kind(&self) -> Option<ChangeKind> {
        let Self { before, after, .. } = self;
        match (before.completed, after.completed) {
            (false, true) => Some(ChangeKind::Completed),
            (true, false) => Some(ChangeKind::Reopened),
            _ if *after == Task { updated_at: after.updated_at, ..before.clone() } => None,
            _ => Some(ChangeKind::Updated),
        }
    }
}

/// One page of the tasks that match, and the cursor of the next page.
pub async fn list(store: &Store, owner: &Owner, query: TaskQuery) -> Result<Page> {
    let limit = query.limit;
    let filter = query.into_filter()?;
    let rows = retry_once!(store, tasks::list(owner.id(), &filter))?;
    Ok(Page::new(rows, limit, &filter))
}

/// How many tasks match.
pub async fn count(store: &Store, owner: &Owner, query: TaskQuery) -> Result<i64> {
    let filter = query.into_filter()?;
    Ok(retry_once!(store, tasks::count(owner.id(), &filter))?)
}

/// One task.
pub async fn get(store: &Store, owner: &Owner, id: i64) -> Result<Task> {
    retry_once!(store, tasks::get(owner.id(), id))?.map(to_task).ok_or_else(|| Error::not_found("task"))
}

/// A text that is another one after every change of the person's tasks: creating one makes them more, and every other
/// change is recorded. The release before notes the time of a change only.
pub async fn version(store: &Store, owner: &Owner) -> Result<TasksVersion> {
    let (count, changed, recorded) = retry_once!(store, tasks::version(owner.id()))?;
    let changed = changed.map_or(0, |changed| changed.and_utc().timestamp_micros());
    Ok(TasksVersion { version: format!("{count}-{changed}-{}", recorded.unwrap_or_default()) })
}

/// Creates a task.
pub async fn create(store: &Store, owner: &Owner, new: NewTask) -> Result<Task> {
    if !owner.comes_by_rest() {
        return only(create_all(store, owner, vec![new]).await?);
    }
    let row = validate::new_task(owner, new)?;
    once!(store, tasks::insert(&row)).map(to_task).map_err(or_orphan)
}

/// Creates several tasks, or none.
pub async fn create_all(store: &Store, owner: &Owner, new: Vec<NewTask>) -> Result<Vec<Task>> {
    let rows = new.into_iter().map(|new| validate::new_task(owner, new)).collect::<Result<Vec<_>>>()?;
    let written =
        change(store, owner, &[], |_| Ok(rows.iter().cloned().map(Write::Insert).collect())).await?;
    Ok(written.into_iter().filter_map(|(_, new)| new).collect())
}

/// Changes what is given and empties what is null.
pub async fn update(store: &Store, owner: &Owner, id: i64, changes: TaskChanges) -> Result<Changed> {
    let changes = validate::changes(changes)?;
    change_one(store, owner, id, |before| Ok(changes.against(before.task))).await
}

/// Moves one occurrence of a task that repeats; the series stays as it is.
pub async fn reschedule(store: &Store, owner: &Owner, id: i64, due_at: DateTime<Utc>) -> Result<Changed> {
    let changes = validate::changes(TaskChanges { due_at: Patch::Set(due_at), ..TaskChanges::default() })?;
    let moved = |before: &Before<'_>| {
        series::repeats(before.task)?;
        Ok(changes.against(before.task))
    };
    change_one(store, owner, id, moved).await
}

/// Leaves one occurrence out: the task goes on to the next.
pub async fn skip(store: &Store, owner: &Owner, id: i64) -> Result<Changed> {
    change_one(store, owner, id, series::skipped).await
}

/// Adds tags to those that the task has, and takes others off.
pub async fn tag(
    store: &Store,
    owner: &Owner,
    id: i64,
    add: &[String],
    remove: &[String],
) -> Result<Changed> {
    let retag = tags::Retag::new(add, remove)?;
    let retagged = |Before { task, .. }: &Before<'_>| {
        Ok(match retag.of(task) {
            tags if tags == task.tags => unchanged(task),
            tags => TaskChangeRow { tags: Some(tags), ..no_change() },
        })
    };
    let changed = change_one(store, owner, id, retagged).await?;
    retag.check(&changed.after)?;
    Ok(changed)
}

/// Completes an open task, reopens a completed one.
pub async fn toggle(store: &Store, owner: &Owner, id: i64) -> Result<Changed> {
    change_one(store, owner, id, |before| Ok(completion(!before.task.completed))).await
}

/// Completes a task; one that is completed already stays as it is.
pub async fn complete(store: &Store, owner: &Owner, id: i64) -> Result<Changed> {
    only(complete_all(store, owner, &[id]).await?)
}

/// Completes several tasks, or none.
pub async fn complete_all(store: &Store, owner: &Owner, ids: &[i64]) -> Result<Vec<Changed>> {
    let completed = |Before { task, .. }: &Before<'_>| {
        Ok(match task.completed {
            true => unchanged(task),
            false => completion(true),
        })
    };
    change_each(store, owner, ids, completed).await
}

/// Deletes a task and answers what it was.
pub async fn delete(store: &Store, owner: &Owner, id: i64) -> Result<Task> {
    only(delete_all(store, owner, &[id]).await?)
}

/// Deletes several tasks, or none, and answers what they were.
pub async fn delete_all(store: &Store, owner: &Owner, ids: &[i64]) -> Result<Vec<Task>> {
    let written =
        change(store, owner, ids, |found| Ok(found.tasks.iter().map(Write::Delete).collect())).await?;
    Ok(written.into_iter().filter_map(|(old, _)| old).collect())
}

async fn change_one(
    store: &Store,
    owner: &Owner,
    id: i64,
    wish: impl Fn(&Before<'_>) -> Result<TaskChangeRow> + Sync,
) -> Result<Changed> {
    only(change_each(store, owner, &[id], wish).await?)
}

/// Changes each of these tasks, and carries its series on.
async fn change_each(
    store: &Store,
    owner: &Owner,
    ids: &[i64],
    wish: impl Fn(&Before<'_>) -> Result<TaskChangeRow> + Sync,
) -> Result<Vec<Changed>> {
    let written = change(store, owner, ids, |found| {
        let mut writes = Vec::new();
        for before in found.each() {
            let change = series::placed(&before, wish(&before)?);
            let change = reminders::rescheduled(before.task, change);
            writes.extend(series::carried_on(owner, &before, change));
        }
        Ok(writes)
    });
    let (mut changed, mut made) = (Vec::new(), HashMap::new());
    for pair in written.await? {
        match pair {
            (Some(before), Some(after)) => changed.push(Changed { before, after, next: None }),
            (None, Some(next)) => drop(made.insert(next.id, next)),
            (_, None) => {}
        }
    }
    for one in &mut changed {
        one.next = one.after.next_id.and_then(|id| made.remove(&id));
    }
    Ok(changed)
}

/// Reads these tasks and does what `decide` says, as one step that can be undone. All of them are there, or none is
/// changed. Answers each task as it was and as it is.
async fn change(
    store: &Store,
    owner: &Owner,
    ids: &[i64],
    decide: impl for<'t> Fn(&'t Found) -> Result<Vec<Write<'t>>> + Sync,
) -> Result<Vec<(Option<Task>, Option<Task>)>> {
    let by = owner.by(naive(now()));
    let changed = once!(store, changes::change(&by, ids, &decide)).map_err(or_orphan)?;
    let changed = changed.ok_or_else(|| Error::not_found("task"))??;
    let task = |record: Option<TaskRecord>| record.map(TaskRow::from).map(to_task);
    Ok(changed.into_iter().map(|(old, new)| (task(old), task(new))).collect())
}

fn only<T>(changed: Vec<T>) -> Result<T> {
    changed.into_iter().next().ok_or_else(|| Error::internal("a change answered no task"))
}

/// The token of a person whose account is gone may have outlived it.
fn or_orphan(error: StoreError) -> Error {
    match error {
        StoreError::Orphan => Error::unauthorized(),
        error => error.into(),
    }
}
