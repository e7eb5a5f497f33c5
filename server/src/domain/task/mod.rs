//! Tasks: what can be done with them, and by which rules.

mod page;
mod recurrence;
mod tags;
mod validate;

pub use self::page::{Page, TaskQuery};
pub(super) use self::tags::listed as tags_of;
use super::{naive, now};
use crate::auth::Owner;
use crate::error::{Error, Result};
use crate::store::record::{TaskRecord, Write};
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
    change(store, owner, &[], |_| rows.iter().cloned().map(Write::Insert).collect()).await
}

/// Changes what is given and empties what is null.
pub async fn update(store: &Store, owner: &Owner, id: i64, changes: TaskChanges) -> Result<Task> {
    let changes = validate::changes(changes)?;
    only(change_each(store, owner, &[id], |before| changes.against(before)).await?)
}

/// Adds tags to those that the task has, and takes others off.
pub async fn tag(store: &Store, owner: &Owner, id: i64, add: &[String], remove: &[String]) -> Result<Task> {
    let retag = tags::Retag::new(add, remove)?;
    let retagged = |before: &TaskRecord| TaskChangeRow { tags: Some(retag.of(before)), ..no_change() };
    let task = only(change_each(store, owner, &[id], retagged).await?)?;
    retag.check(&task)?;
    Ok(task)
}

/// Completes an open task, reopens a completed one.
pub async fn toggle(store: &Store, owner: &Owner, id: i64) -> Result<Task> {
    only(change_each(store, owner, &[id], |before| completion(!before.completed)).await?)
}

/// Completes a task; one that is completed already stays as it is.
pub async fn complete(store: &Store, owner: &Owner, id: i64) -> Result<Task> {
    only(complete_all(store, owner, &[id]).await?)
}

/// Completes several tasks, or none.
pub async fn complete_all(store: &Store, owner: &Owner, ids: &[i64]) -> Result<Vec<Task>> {
    let completed = |before: &TaskRecord| match before.completed {
        true => TaskChangeRow { updated_at: before.updated_at, ..no_change() },
        false => completion(true),
    };
    change_each(store, owner, ids, completed).await
}

/// Deletes a task and answers what it was.
pub async fn delete(store: &Store, owner: &Owner, id: i64) -> Result<Task> {
    only(delete_all(store, owner, &[id]).await?)
}

/// Deletes several tasks, or none, and answers what they were.
pub async fn delete_all(store: &Store, owner: &Owner, ids: &[i64]) -> Result<Vec<Task>> {
    change(store, owner, ids, |tasks| tasks.iter().map(|task| Write::Delete(task.id)).collect()).await
}

async fn change_each(
    store: &Store,
    owner: &Owner,
    ids: &[i64],
    change_one: impl Fn(&TaskRecord) -> TaskChangeRow + Sync,
) -> Result<Vec<Task>> {
    let write = |task: &TaskRecord| Write::Update(task.id, change_one(task));
    change(store, owner, ids, |tasks| tasks.iter().map(write).collect()).await
}

/// Reads these tasks and does what `decide` says, as one step that can be undone. All of them are there, or none is
/// changed.
async fn change(
    store: &Store,
    owner: &Owner,
    ids: &[i64],
    decide: impl Fn(&[TaskRecord]) -> Vec<Write> + Sync,
) -> Result<Vec<Task>> {
    let by = owner.by(naive(now()));
    let changed = once!(store, changes::change(&by, ids, &decide)).map_err(or_orphan)?;
    let changed = changed.ok_or_else(|| Error::not_found("task"))?;
    Ok(changed.into_iter().map(TaskRow::from).map(to_task).collect())
}

fn only(tasks: Vec<Task>) -> Result<Task> {
    tasks.into_iter().next().ok_or_else(|| Error::internal("a change answered no task"))
}

/// The token of a person whose account is gone may have outlived it.
fn or_orphan(error: StoreError) -> Error {
    match error {
        StoreError::Orphan => Error::unauthorized(),
        error => error.into(),
    }
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

/// A priority as it was stored.
pub(super) fn priority_of(number: i32) -> Priority {
    match number {
        1 => Priority::Low,
        3 => Priority::High,
        _ => Priority::Medium,
    }
}

/// A task as it travels.
pub(super) fn to_task(row: TaskRow) -> Task {
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
        created_by: owner.by(now).actor.map(str::to_owned),
    }
}
