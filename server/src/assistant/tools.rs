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

struct Tool {
    name: &'static str,
    /// Whether it changes anything.
    writes: bool,
    run: Run,
}

const TOOLS: &[Tool] = &[
    Tool { name: "add_task", writes: true, run: |store, owner, given| add_task(store, owner, given).boxed() },
    Tool {
        name: "list_tasks",
        writes: false,
        run: |store, owner, given| list_tasks(store, owner, given).boxed(),
    },
    Tool {
        name: "complete_task",
        writes: true,
        run: |store, owner, given| complete_task(store, owner, given).boxed(),
    },
    Tool {
        name: "delete_task",
        writes: true,
        run: |store, owner, given| delete_task(store, owner, given).boxed(),
    },
    Tool {
        name: "update_task",
        writes: true,
        run: |store, owner, given| update_task(store, owner, given).boxed(),
    },
    Tool { name: "tag_task", writes: true, run: |store, owner, given| tag_task(store, owner, given).boxed() },
];

fn named(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// Runs a tool for its owner. Unknown tools and wrong arguments are refused in words that can be shown.
pub async fn run(store: &Store, owner: &Owner, name: &str, arguments: Value) -> Result<Outcome> {
    match named(name) {
        Some(tool) => (tool.run)(store, owner, arguments).await,
        None => Err(Error::bad_request("UNKNOWN_TOOL", format!("There is no tool named {name}."))),
    }
}

/// True for a tool that changes something.
pub fn writes(name: &str) -> bool {
    named(name).is_some_and(|tool| tool.writes)
}

async fn add_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let new: NewTask = parse(arguments)?;
    let task = task::create(store, owner, new).await?;
    Ok(touched(&task, ChangeKind::Created))
}

/// The REST filters, and when a task was completed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ListArguments {
    status: StatusFilter,
    priority: Option<Priority>,
    tags: Vec<String>,
    q: Option<String>,
    due_before: Option<chrono::DateTime<chrono::Utc>>,
    due_after: Option<chrono::DateTime<chrono::Utc>>,
    completed_before: Option<chrono::DateTime<chrono::Utc>>,
    completed_after: Option<chrono::DateTime<chrono::Utc>>,
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
        completed_before: asked.completed_before,
        completed_after: asked.completed_after,
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

/// Tags to add and to take off, so that whatever else the task is tagged with meanwhile stays.
#[derive(Deserialize)]
struct TagArguments {
    task_id: i64,
    #[serde(default)]
    add: Vec<String>,
    #[serde(default)]
    remove: Vec<String>,
}

async fn tag_task(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let TagArguments { task_id, add, remove } = parse(arguments)?;
    let task = task::tag(store, owner, task_id, &add, &remove).await?;
    Ok(touched(&task, ChangeKind::Updated))
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
