//! Tools that change several tasks. All of them are there, or none is changed.

use super::{Outcome, parse, read, write, wrong};
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
        all.push(write::new_task(Value::Object(one))?);
    }
    Ok(touched(&task::create_all(store, owner, all).await?, ChangeKind::Created))
}

#[derive(Deserialize)]
struct Bulk {
    task_ids: Vec<i64>,
    #[serde(default)]
    confirm: bool,
}

pub async fn complete_tasks(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let ids = agreed(store, owner, arguments, "complete").await?;
    let done = task::complete_all(store, owner, &ids).await?;
    Ok(together(done.iter().map(write::completed)))
}

pub async fn delete_tasks(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let ids = agreed(store, owner, arguments, "delete").await?;
    Ok(touched(&task::delete_all(store, owner, &ids).await?, ChangeKind::Deleted))
}

/// The tasks, when they are few or the person has agreed.
async fn agreed(store: &Store, owner: &Owner, arguments: Value, verb: &str) -> Result<Vec<i64>> {
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
    Ok(tasks.iter().map(|task| task.id).collect())
}

fn touched(tasks: &[Task], kind: ChangeKind) -> Outcome {
    together(tasks.iter().map(|task| write::touched(task, kind)))
}

fn together(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let (results, changes): (Vec<Value>, Vec<_>) = outcomes.map(|one| (one.result, one.changes)).unzip();
    Outcome { result: Value::Array(results), changes: changes.concat() }
}
