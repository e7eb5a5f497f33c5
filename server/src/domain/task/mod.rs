//! Tasks: what can be done with them, and by which rules.

mod page;
mod recurrence;
pub mod reminders;
mod series;
mod tags;
mod validate;

pub use self::page::{Page, TaskQuery};
use super::{naive, now};
use crate::auth::Owner;
use crate::error::{Error, Result};
use crate::store::rows::{NewTaskRow, TaskChangeRow, TaskRow};
use crate::store::task_change::Before;
use crate::store::{Store, StoreError, once, retry_once};
use chrono::{DateTime, Utc};
use shared::Patch;
use shared::task::{NewTask, Priority, RepeatFrom, Task, TaskChanges, TasksVersion};

/// A task that was changed.
pub struct Changed {
    pub task: Task,
    /// The occurrence that was made because this one was completed.
    pub next: Option<Task>,
}

/// One page of the tasks that match, and the cursor of the next page.
pub async fn list(store: &Store, owner: &Owner, query: TaskQuery) -> Result<Page> {
    let limit = query.limit;
    let filter = query.into_filter()?;
    let rows = retry_once!(store, tasks::list(owner.id(), &filter))?;
    Ok(Page::new(rows, limit, &filter))
}

/// One task.
pub async fn get(store: &Store, owner: &Owner, id: i64) -> Result<Task> {
    retry_once!(store, tasks::get(owner.id(), id))?.map(to_task).ok_or_else(|| Error::not_found("task"))
}

/// A text that is another one after every change of the person's tasks: each notes its time, and a deletion leaves
/// fewer.
pub async fn version(store: &Store, owner: &Owner) -> Result<TasksVersion> {
    let (count, changed) = retry_once!(store, tasks::version(owner.id()))?;
    let changed = changed.map_or(0, |changed| changed.and_utc().timestamp_micros());
    Ok(TasksVersion { version: format!("{count}-{changed}") })
}

/// Whether a task could be created.
pub fn check(owner: &Owner, new: &NewTask) -> Result<()> {
    validate::new_task(owner, new.clone()).map(drop)
}

/// Creates a task.
pub async fn create(store: &Store, owner: &Owner, new: NewTask) -> Result<Task> {
    let row = validate::new_task(owner, new)?;
    match once!(store, tasks::insert(&row)) {
        Ok(row) => Ok(to_task(row)),
        // The token outlived its account.
        Err(StoreError::Orphan) => Err(Error::unauthorized()),
        Err(error) => Err(error.into()),
    }
}

/// Changes what is given and empties what is null.
pub async fn update(store: &Store, owner: &Owner, id: i64, changes: TaskChanges) -> Result<Changed> {
    let changes = validate::changes(changes)?;
    change(store, owner, id, |before| Ok(changes.against(&before.task))).await
}

/// Moves one occurrence of a task that repeats; the series stays as it is.
pub async fn reschedule(store: &Store, owner: &Owner, id: i64, due_at: DateTime<Utc>) -> Result<Task> {
    let changes = validate::changes(TaskChanges { due_at: Patch::Set(due_at), ..TaskChanges::default() })?;
    let moved = change(store, owner, id, |before| {
        series::repeats(before)?;
        Ok(changes.against(&before.task))
    });
    Ok(moved.await?.task)
}

/// Leaves one occurrence out: the task goes on to the next.
pub async fn skip(store: &Store, owner: &Owner, id: i64) -> Result<Task> {
    Ok(change(store, owner, id, series::skipped).await?.task)
}

/// Adds tags to those that the task has, and takes others off.
pub async fn tag(store: &Store, owner: &Owner, id: i64, add: &[String], remove: &[String]) -> Result<Task> {
    let retag = tags::Retag::new(add, remove)?;
    let tags = |before: &Before| Ok(TaskChangeRow { tags: Some(retag.of(&before.task)), ..no_change() });
    let task = change(store, owner, id, tags).await?.task;
    retag.check(&task)?;
    Ok(task)
}

/// Completes an open task, reopens a completed one.
pub async fn toggle(store: &Store, owner: &Owner, id: i64) -> Result<Changed> {
    change(store, owner, id, |before| Ok(completion(!before.task.completed))).await
}

/// Completes or reopens a task; one that is so already stays as it is.
pub async fn set_completed(store: &Store, owner: &Owner, id: i64, completed: bool) -> Result<Changed> {
    change(store, owner, id, |before| {
        Ok(match before.task.completed == completed {
            true => TaskChangeRow { updated_at: before.task.updated_at, ..no_change() },
            false => completion(completed),
        })
    })
    .await
}

/// Deletes a task and answers what it was.
pub async fn delete(store: &Store, owner: &Owner, id: i64) -> Result<Task> {
    once!(store, tasks::delete(owner.id(), id))?.map(to_task).ok_or_else(|| Error::not_found("task"))
}

/// Changes a task, and carries its series on.
async fn change(
    store: &Store,
    owner: &Owner,
    id: i64,
    change: impl Fn(&Before) -> Result<TaskChangeRow> + Send + Sync,
) -> Result<Changed> {
    let change = |before: &Before| -> Result<TaskChangeRow> {
        let change = series::placed(before, change(before)?);
        Ok(reminders::rescheduled(&before.task, change))
    };
    let changed = once!(store, tasks::update(owner.id(), id, &change, series::carry_on))?
        .ok_or_else(|| Error::not_found("task"))??;
    Ok(Changed { task: to_task(changed.task), next: changed.next.map(to_task) })
}

fn completion(completed: bool) -> TaskChangeRow {
    let now = naive(now());
    TaskChangeRow {
        completed: Some(completed),
        completed_at: Some(completed.then_some(now)),
        updated_at: now,
        ..no_change()
    }
}

fn no_change() -> TaskChangeRow {
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
        reminders: None,
        remind_at: None,
    }
}

/// How a priority is stored, so that it sorts.
fn priority_number(priority: Priority) -> i32 {
    match priority {
        Priority::Low => 1,
        Priority::Medium => 2,
        Priority::High => 3,
    }
}

/// How it is stored from when a task repeats.
fn repeat_from(from: RepeatFrom) -> String {
    match from {
        RepeatFrom::Due => "due".into(),
        RepeatFrom::Completion => "completion".into(),
    }
}

fn repeats_from(row: &TaskRow) -> RepeatFrom {
    match row.repeat_from.as_str() {
        "completion" => RepeatFrom::Completion,
        _ => RepeatFrom::Due,
    }
}

fn to_task(row: TaskRow) -> Task {
    let repeat_from = row.recurrence.is_some().then(|| repeats_from(&row));
    Task {
        id: row.id,
        user_id: row.user_id,
        title: row.title,
        description: row.description,
        completed: row.completed,
        priority: match row.priority {
            1 => Priority::Low,
            3 => Priority::High,
            _ => Priority::Medium,
        },
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
fn new_row(user_id: &str, title: String, description: Option<String>) -> NewTaskRow {
    let now = naive(now());
    let (title_key, search) = validate::keys(&title, description.as_deref());
    NewTaskRow {
        user_id: user_id.into(),
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
        repeat_from: repeat_from(RepeatFrom::default()),
        series_at: None,
        reminders: None,
        remind_at: None,
    }
}

/// The row of the occurrence that follows a task.
fn new_row_like(task: &TaskRow, next: series::Occurrence) -> NewTaskRow {
    let new = new_row(&task.user_id, task.title.clone(), task.description.clone());
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
