//! The one table of tools: what an assistant or another program can do to a person's tasks. Names, arguments and
//! results are the MCP contract's. Each tool calls the same domain function as REST.

mod bulk;
mod parameter;
mod read;
mod repeat;
mod undo;
mod write;

pub use self::parameter::Parameter;

use crate::app::App;
use crate::auth::Owner;
use crate::domain::{rate_limit, task};
use crate::error::{Error, Result};
use crate::store::Store;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use shared::chat::{Change, ChangeKind};
use shared::task::Task;

/// What a tool did: its result, and the tasks it touched.
pub struct Outcome {
    pub result: Value,
    pub changes: Vec<Change>,
}

/// What a tool may do to the tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Reads,
    /// Called twice it does twice as much.
    Adds,
    /// Called twice it does as much as called once.
    Changes,
    /// It takes tasks away.
    Deletes,
    /// Called twice it goes twice as far, and it may take tasks away.
    Reverses,
}

type Run = for<'a> fn(&'a Store, &'a Owner, Value) -> BoxFuture<'a, Result<Outcome>>;

/// Something that an assistant or a program can do.
pub struct Tool {
    pub name: &'static str,
    /// For people; MCP shows it.
    pub title: &'static str,
    /// For models.
    pub description: &'static str,
    pub effect: Effect,
    pub parameters: &'static [&'static [Parameter]],
    run: Run,
}

impl Tool {
    /// Every parameter.
    pub fn parameters(&self) -> impl Iterator<Item = &'static Parameter> {
        self.parameters.iter().flat_map(|some| some.iter())
    }

    /// Whether this person's token is good for it.
    pub fn is_allowed(&self, owner: &Owner) -> bool {
        self.effect == Effect::Reads || owner.may_write()
    }

    /// A flat JSON Schema of the arguments: kubectl-ai understands no other.
    pub fn schema(&self) -> Map<String, Value> {
        let properties: Map<String, Value> =
            self.parameters().map(|one| (one.name.to_owned(), one.schema())).collect();
        let required: Vec<&str> = self.parameters().filter(|one| one.required).map(|one| one.name).collect();
        let mut schema = Map::new();
        schema.insert("type".into(), json!("object"));
        schema.insert("properties".into(), Value::Object(properties));
        schema.insert("required".into(), json!(required));
        schema
    }
}

/// Every tool, in the order in which they are listed.
pub const TOOLS: &[Tool] = &[
    Tool {
        name: "add_task",
        title: "Add a task",
        description: "Adds one task to the person's to-do list.",
        effect: Effect::Adds,
        parameters: &[&[parameter::NEW_TITLE], parameter::FIELDS],
        run: |store, owner, given| write::add_task(store, owner, given).boxed(),
    },
    Tool {
        name: "list_tasks",
        title: "List tasks",
        description: "Lists the person's tasks, filtered and sorted. Look here for the task_id that other tools want.",
        effect: Effect::Reads,
        parameters: &[parameter::FILTERS],
        run: |store, owner, given| read::list_tasks(store, owner, given).boxed(),
    },
    Tool {
        name: "complete_task",
        title: "Complete a task",
        description: "Marks one task as done. A task that is done already stays so. Of a task that repeats, the next \
            occurrence is made; the result says when it is due.",
        effect: Effect::Changes,
        parameters: &[&[parameter::TASK_ID]],
        run: |store, owner, given| write::complete_task(store, owner, given).boxed(),
    },
    Tool {
        name: "delete_task",
        title: "Delete a task",
        description: "Deletes one task; undo brings it back. To note that something was done, use complete_task.",
        effect: Effect::Deletes,
        parameters: &[&[parameter::TASK_ID]],
        run: |store, owner, given| write::delete_task(store, owner, given).boxed(),
    },
    Tool {
        name: "update_task",
        title: "Change a task",
        description: "Changes the fields that are given and leaves the others. completed: false reopens a task. due_at by \
            itself moves one occurrence of a task that repeats; with recurrence the series begins anew at it.",
        effect: Effect::Changes,
        parameters: &[&[parameter::TASK_ID, parameter::TITLE], parameter::FIELDS, parameter::ONLY_CHANGES],
        run: |store, owner, given| write::update_task(store, owner, given).boxed(),
    },
    Tool {
        name: "tag_task",
        title: "Tag a task",
        description: "Adds tags to a task and takes others off; its other tags stay.",
        effect: Effect::Changes,
        parameters: &[&[parameter::TASK_ID], parameter::RETAG],
        run: |store, owner, given| write::tag_task(store, owner, given).boxed(),
    },
    Tool {
        name: "reschedule_occurrence",
        title: "Move one occurrence",
        description: "Moves one occurrence of a task that repeats to another time. The series stays as it is.",
        effect: Effect::Changes,
        parameters: &[&[parameter::TASK_ID, parameter::MOVED_TO]],
        run: |store, owner, given| repeat::reschedule_occurrence(store, owner, given).boxed(),
    },
    Tool {
        name: "skip_occurrence",
        title: "Skip one occurrence",
        description: "Leaves out the coming occurrence of a task that repeats: the task goes on to the one after it.",
        effect: Effect::Adds,
        parameters: &[&[parameter::TASK_ID]],
        run: |store, owner, given| repeat::skip_occurrence(store, owner, given).boxed(),
    },
    Tool {
        name: "stop_repeating",
        title: "Stop repeating",
        description: "Ends the repeats of a task; it stays, due as it is.",
        effect: Effect::Changes,
        parameters: &[&[parameter::TASK_ID]],
        run: |store, owner, given| repeat::stop_repeating(store, owner, given).boxed(),
    },
    Tool {
        name: "add_tasks",
        title: "Add several tasks",
        description: "Adds several tasks at once. Whatever else is given holds for all of them.",
        effect: Effect::Adds,
        parameters: &[&[parameter::TITLES], parameter::FIELDS],
        run: |store, owner, given| bulk::add_tasks(store, owner, given).boxed(),
    },
    Tool {
        name: "complete_tasks",
        title: "Complete several tasks",
        description: "Marks several tasks as done. More than three only with confirm: true, after the person agreed.",
        effect: Effect::Changes,
        parameters: &[parameter::BULK],
        run: |store, owner, given| bulk::complete_tasks(store, owner, given).boxed(),
    },
    Tool {
        name: "delete_tasks",
        title: "Delete several tasks",
        description: "Deletes several tasks; undo brings them back. More than three only with confirm: true, after the person agreed.",
        effect: Effect::Deletes,
        parameters: &[parameter::BULK],
        run: |store, owner, given| bulk::delete_tasks(store, owner, given).boxed(),
    },
    Tool {
        name: "undo",
        title: "Undo",
        description: "Takes back the latest change of the person's tasks, however it was made, or the latest to one task; \
                      what was done at once is one step. Answers what was undone, and in conflicts what was not, since \
                      the task has been changed again.",
        effect: Effect::Reverses,
        parameters: &[parameter::STEPS],
        run: |store, owner, given| undo::undo(store, owner, given).boxed(),
    },
    Tool {
        name: "redo",
        title: "Redo",
        description: "Does again what was undone last.",
        effect: Effect::Reverses,
        parameters: &[parameter::STEPS],
        run: |store, owner, given| undo::redo(store, owner, given).boxed(),
    },
    Tool {
        name: "search_tasks",
        title: "Search tasks",
        description: "Finds tasks whose title or description has all of these words.",
        effect: Effect::Reads,
        parameters: &[parameter::SEARCH],
        run: |store, owner, given| read::search_tasks(store, owner, given).boxed(),
    },
    Tool {
        name: "day_summary",
        title: "Summary of a day",
        description: "What is overdue, due and done on a day, in the person's time zone: how many, and the first 200 of each.",
        effect: Effect::Reads,
        parameters: &[parameter::DAY],
        run: |store, owner, given| read::day_summary(store, owner, given).boxed(),
    },
];

/// The tool of this name.
pub fn named(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// Runs a tool for its owner: the one place that checks, limits and logs what assistants and programs do. Whatever is
/// refused is refused in words that can be shown.
pub async fn run(app: &App, owner: &Owner, name: &str, arguments: Value) -> Result<Outcome> {
    let Some(tool) = named(name) else {
        return Err(Error::bad_request("UNKNOWN_TOOL", format!("There is no tool named {name}.")));
    };
    counted(app, owner, name, async {
        if !tool.is_allowed(owner) {
            return Err(Error::read_only());
        }
        (tool.run)(&app.store, owner, known(tool, owner, arguments)?).await
    })
    .await
}

/// One task, for a program that knows its number already.
pub async fn task(app: &App, owner: &Owner, id: i64) -> Result<Task> {
    counted(app, owner, "task", task::get(&app.store, owner, id)).await
}

async fn counted<T>(
    app: &App,
    owner: &Owner,
    name: &str,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    let limit = app.limits().rate_limit_tools;
    let result = match rate_limit::count(&app.store, "tools", owner.id(), limit).await {
        Ok(()) => work.await,
        Err(error) => Err(error),
    };
    tracing::info!(event = "tool_call", tool = name, is_error = result.is_err(), "tool call");
    result
}

/// The arguments, when the tool knows all of them. Older clients send the person's id; it has to be the owner's. Null is
/// how models and strict clients leave an argument out: fields are emptied with `clear`.
fn known(tool: &Tool, owner: &Owner, arguments: Value) -> Result<Value> {
    let mut given = match arguments {
        Value::Object(given) => given,
        Value::Null => Map::new(),
        _ => return Err(wrong("they are no JSON object")),
    };
    given.retain(|_, value| !value.is_null());
    if given.remove("user_id").is_some_and(|id| id != owner.id()) {
        return Err(wrong("user_id is not the signed-in person's id; leave it out"));
    }
    match given.keys().find(|name| tool.parameters().all(|one| one.name != *name)) {
        None => Ok(Value::Object(given)),
        Some(name) => {
            let names: Vec<&str> = tool.parameters().map(|one| one.name).collect();
            Err(wrong(&format!("{} has no argument {name}; it takes {}", tool.name, names.join(", "))))
        }
    }
}

fn parse<T: DeserializeOwned>(arguments: Value) -> Result<T> {
    serde_json::from_value(arguments).map_err(|error| wrong(&error.to_string()))
}

fn wrong(why: &str) -> Error {
    Error::bad_request("INVALID_ARGUMENTS", format!("The tool's arguments are wrong: {why}."))
}

/// The contract's result of a change.
fn result(task: &Task, change: ChangeKind) -> Value {
    json!({"task_id": task.id, "status": change, "title": task.title})
}

fn change(task: &Task, change: ChangeKind) -> Change {
    Change { task_id: task.id, change, title: task.title.clone() }
}
