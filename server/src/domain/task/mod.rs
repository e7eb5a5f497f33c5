//! Tasks: what can be done with them, and by which rules.

mod day;
mod imported;
mod page;
mod recurrence;
mod tags;
mod validate;

pub use self::day::{day_that_ends_at, end_of_day};
pub use self::imported::{from_file, shown};
pub use self::page::{Page, TaskQuery};
use super::{naive, now};
use crate::auth::Owner;
use crate::error::{Error, Result};
use crate::store::rows::{NewTaskRow, TaskChangeRow, TaskRow};
use crate::store::{Store, StoreError, once, retry_once};
use shared::task::{NewTask, Priority, Task, TaskChanges, TasksVersion};

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
pub async fn update(store: &Store, owner: &Owner, id: i64, changes: TaskChanges) -> Result<Task> {
    let changes = validate::changes(changes)?;
    change(store, owner, id, |before| changes.against(before)).await
}

/// Adds tags to those that the task has, and takes others off.
pub async fn tag(store: &Store, owner: &Owner, id: i64, add: &[String], remove: &[String]) -> Result<Task> {
    let retag = tags::Retag::new(add, remove)?;
    let task =
        change(store, owner, id, |before| TaskChangeRow { tags: Some(retag.of(before)), ..no_change() })
            .await?;
    retag.check(&task)?;
    Ok(task)
}

/// Completes an open task, reopens a completed one.
pub async fn toggle(store: &Store, owner: &Owner, id: i64) -> Result<Task> {
    change(store, owner, id, |before| completion(!before.completed)).await
}

/// Completes or reopens a task; one that is so already stays as it is.
pub async fn set_completed(store: &Store, owner: &Owner, id: i64, completed: bool) -> Result<Task> {
    change(store, owner, id, |before| match before.completed == completed {
        true => TaskChangeRow { updated_at: before.updated_at, ..no_change() },
        false => completion(completed),
    })
    .await
}

/// Deletes a task and answers what it was.
pub async fn delete(store: &Store, owner: &Owner, id: i64) -> Result<Task> {
    once!(store, tasks::delete(owner.id(), id))?.map(to_task).ok_or_else(|| Error::not_found("task"))
}

async fn change(
    store: &Store,
    owner: &Owner,
    id: i64,
    change: impl Fn(&TaskRow) -> TaskChangeRow + Send + Sync,
) -> Result<Task> {
    once!(store, tasks::update(owner.id(), id, &change))?.map(to_task).ok_or_else(|| Error::not_found("task"))
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

/// A priority as iCalendar counts: 1 to 4 are high, 5 is in the middle, 6 to 9 are low (RFC 5545, 3.8.1.9).
pub fn calendar_priority(priority: Priority) -> u8 {
    match priority {
        Priority::High => 1,
        Priority::Medium => 5,
        Priority::Low => 9,
    }
}

/// The same the other way round; 0 is undefined.
pub fn priority_of_calendar(number: u8) -> Option<Priority> {
    match number {
        1..=4 => Some(Priority::High),
        5 => Some(Priority::Medium),
        6..=9 => Some(Priority::Low),
        _ => None,
    }
}

fn to_priority(number: i32) -> Priority {
    match number {
        1 => Priority::Low,
        3 => Priority::High,
        _ => Priority::Medium,
    }
}

fn to_task(row: TaskRow) -> Task {
    Task {
        id: row.id,
        user_id: row.user_id,
        title: row.title,
        description: row.description,
        completed: row.completed,
        priority: to_priority(row.priority),
        due_at: row.due_at.map(|time| time.and_utc()),
        tags: tags::listed(&row.tags),
        recurrence: row.recurrence,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
        completed_at: row.completed_at.map(|time| time.and_utc()),
    }
}

/// A new row, as the validated parts make it.
fn new_row(owner: &Owner, title: String, description: Option<String>) -> NewTaskRow {
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
    }
}
