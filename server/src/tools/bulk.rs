//! Tools that change several tasks. All of them are there, or none is changed.

use super::{Outcome, change, parse, read, result, with_next, write, wrong};
use crate::auth::Owner;
use crate::domain::task;
use crate::error::{Error, Result};
use crate::store::Store;
use serde::Deserialize;
use serde_json::{Map, Value};
use shared::chat::ChangeKind;
use shared::limits::{BULK_WITHOUT_CONFIRMATION, PAGE_MAX};
use shared::task::Task;

/// Most tasks that one call adds.
const TITLES_MAX: usize = 50;

#[derive(Deserialize)]
struct Titles {
    titles: Vec<String>,
    #[serde(flatten)]
    fields: Map<String, Value>,
}

pub async fn add_tasks(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let Titles { titles, fields } = parse(arguments)?;
    if !(1..=TITLES_MAX).contains(&titles.len()) {
        return Err(wrong("titles has to hold 1 to 50 titles"));
    }
    let mut all = Vec::new();
    for title in titles {
        let mut one = fields.clone();
        one.insert("title".into(), title.into());
        let new = write::new_task(Value::Object(one))?;
        task::check(owner, &new)?;
        all.push(new);
    }
    let mut done = Done::default();
    for new in all {
        done.note(&task::create(store, owner, new).await?, ChangeKind::Created);
    }
    Ok(done.outcome())
}

#[derive(Deserialize)]
struct Bulk {
    task_ids: Vec<i64>,
    #[serde(default)]
    confirm: bool,
}

pub async fn complete_tasks(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let mut done = Done::default();
    for task in agreed(store, owner, arguments, "complete").await? {
        let completed = task::set_completed(store, owner, task.id, true).await?;
        let (result, changes) = with_next(&completed, ChangeKind::Completed);
        done.results.push(result);
        done.changes.extend(changes);
    }
    Ok(done.outcome())
}

pub async fn delete_tasks(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let mut done = Done::default();
    for task in agreed(store, owner, arguments, "delete").await? {
        done.note(&task::delete(store, owner, task.id).await?, ChangeKind::Deleted);
    }
    Ok(done.outcome())
}

/// The tasks, when they are few or the person has agreed.
async fn agreed(store: &Store, owner: &Owner, arguments: Value, verb: &str) -> Result<Vec<Task>> {
    let Bulk { task_ids, confirm } = parse(arguments)?;
    if task_ids.is_empty() || u32::try_from(task_ids.len()).is_ok_and(|count| count > PAGE_MAX) {
        return Err(wrong("task_ids has to hold 1 to 200 numbers"));
    }
    let tasks = read::these(store, owner, &task_ids).await?;
    if tasks.len() > BULK_WITHOUT_CONFIRMATION && !confirm {
        let titles: Vec<String> = tasks.iter().map(|task| format!("“{}”", task.title)).collect();
        let message = format!(
            "This would {verb} {} tasks, so nothing was changed yet: {}. Ask the person, and call again with \
             confirm: true once they agree.",
            tasks.len(),
            titles.join(", ")
        );
        return Err(Error::bad_request("CONFIRMATION_REQUIRED", message));
    }
    Ok(tasks)
}

/// What was done so far.
#[derive(Default)]
struct Done {
    results: Vec<Value>,
    changes: Vec<shared::chat::Change>,
}

impl Done {
    fn note(&mut self, task: &Task, kind: ChangeKind) {
        self.results.push(result(task, kind));
        self.changes.push(change(task, kind));
    }

    fn outcome(self) -> Outcome {
        Outcome { result: Value::Array(self.results), changes: self.changes }
    }
}
