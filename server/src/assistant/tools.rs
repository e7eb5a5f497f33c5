//! The one table of tools: what an assistant can do to a person's tasks. Names, arguments and results are the
//! MCP contract's. Each tool calls the same domain function as REST.

use crate::auth::Owner;
use crate::domain::task::{self, TaskQuery};
use crate::error::{Error, Result};
use crate::store::Store;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::chat::{Change, ChangeKind};
use shared::task::{NewTask, Order, Priority, Sort, StatusFilter, Task, TaskChanges};

/// What a tool did: its result, and the task it touched.
pub struct Outcome {
    pub result: Value,
    pub change: Option<Change>,
}

type Run = for<'a> fn(&'a Store, &'a Owner, Value) -> BoxFuture<'a, Result<Outcome>>;

/// Name and function of every tool.
const TOOLS: &[(&str, Run)] = &[
    ("add_task", |store, owner, arguments| add_task(store, owner, arguments).boxed()),
    ("list_tasks", |store, owner, arguments| list_tasks(store, owner, arguments).boxed()),
    ("complete_task", |store, owner, arguments| complete_task(store, owner, arguments).boxed()),
    ("delete_task", |store, owner, arguments| delete_task(store, owner, arguments).boxed()),
    ("update_task", |store, owner, arguments| update_task(store, owner, arguments).boxed()),
];

/// Runs a tool for its owner. Unknown tools and wrong arguments are refused in words that can be shown.
pub async fn run(store: &Store, owner: &Owner, name: &str, arguments: Value) -> Result<Outcome> {
    match TOOLS.iter().find(|(known, _)| *known == name) {
        Some((_, run)) => run(store, owner, arguments).await,
        None => Err(Error::bad_request("UNKNOWN_TOOL", format!("There is no tool named {name}."))),
    }
}

/// True for a tool that changes something.
pub fn changes(name: &str) -> bool {
    name != "list_tasks"
}

async fn add_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let new: NewTask = parse(arguments)?;
    let task = task::create(store, owner, new).await?;
    Ok(touched(&task, ChangeKind::Created))
}

/// The REST filters.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ListArguments {
    status: StatusFilter,
    priority: Option<Priority>,
    tags: Vec<String>,
    q: Option<String>,
    due_before: Option<chrono::DateTime<chrono::Utc>>,
    due_after: Option<chrono::DateTime<chrono::Utc>>,
    sort: Sort,
    order: Order,
    limit: Option<u32>,
}

async fn list_tasks(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let asked: ListArguments = parse(arguments)?;
    let query = TaskQuery {
        status: asked.status,
        priority: asked.priority,
        tags: asked.tags,
        search: asked.q,
        due_before: asked.due_before,
        due_after: asked.due_after,
        sort: asked.sort,
        order: asked.order,
        limit: asked.limit,
        cursor: None,
    };
    let page = task::list(store, owner, query).await?;
    Ok(Outcome { result: serde_json::to_value(page.tasks).map_err(Error::internal)?, change: None })
}

#[derive(Deserialize)]
struct TaskId {
    task_id: i64,
}

async fn complete_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let TaskId { task_id } = parse(arguments)?;
    let task = task::set_completed(store, owner, task_id, true).await?;
    Ok(touched(&task, ChangeKind::Completed))
}

async fn delete_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let TaskId { task_id } = parse(arguments)?;
    let task = task::delete(store, owner, task_id).await?;
    Ok(touched(&task, ChangeKind::Deleted))
}

async fn update_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let TaskId { task_id } = parse(arguments.clone())?;
    let changes: TaskChanges = parse(arguments)?;
    let kind = match changes.completed {
        Some(false) => ChangeKind::Reopened,
        Some(true) => ChangeKind::Completed,
        None => ChangeKind::Updated,
    };
    let task = task::update(store, owner, task_id, changes).await?;
    Ok(touched(&task, kind))
}

fn touched(task: &Task, change: ChangeKind) -> Outcome {
    Outcome {
        result: json!({"task_id": task.id, "status": change, "title": task.title}),
        change: Some(Change { task_id: task.id, change, title: task.title.clone() }),
    }
}

fn parse<T: DeserializeOwned>(arguments: Value) -> Result<T> {
    serde_json::from_value(arguments).map_err(|error| {
        Error::bad_request("INVALID_ARGUMENTS", format!("The tool's arguments are wrong: {error}."))
    })
}
