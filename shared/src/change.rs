//! What was done to tasks, as it travels: the history, undoing and redoing, and what has changed since.

use crate::chat::ChangeKind;
use crate::task::Task;
use chrono::{DateTime, Utc};
#[cfg(feature = "openapi")]
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// By which door somebody came who changed a task.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "lowercase"))]
pub enum Door {
    /// The page, or a program that uses the REST API.
    Rest,
    /// The assistant.
    Chat,
    /// A program that speaks the Model Context Protocol.
    Mcp,
}

impl Door {
    /// As it travels.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Chat => "chat",
            Self::Mcp => "mcp",
        }
    }

    /// The door of this name; any other is REST.
    pub fn named(name: &str) -> Self {
        [Self::Chat, Self::Mcp].into_iter().find(|door| door.name() == name).unwrap_or(Self::Rest)
    }
}

/// What to undo or redo: without any of it, the latest step.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object), oai(example))]
pub struct UndoRequest {
    /// How many steps, the latest first; 1 unless said otherwise. What was done at once is one step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable, validator(minimum(value = "1"), maximum(value = "100"))))]
    pub steps: Option<u32>,
    /// Only what was done to this task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub task_id: Option<i64>,
    /// Only this step of the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub step: Option<i64>,
}

/// What was undone or redone, in the order in which it was. All lists are empty when there was nothing.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct UndoAnswer {
    /// Empty after redoing.
    pub undone: Vec<ReversedChange>,
    /// Empty after undoing.
    pub redone: Vec<ReversedChange>,
    /// What was left alone, because its task has been changed again.
    pub conflicts: Vec<Conflict>,
}

/// A change of a task that was undone or redone.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct ReversedChange {
    /// The step of the history that it belongs to.
    pub step: i64,
    pub task_id: i64,
    pub title: String,
    /// What the change did.
    pub change: ChangeKind,
    /// The task as it is now; null when it is gone.
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub task: Option<Task>,
}

/// A change of a task that was left alone, because the task has been changed again.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Conflict {
    /// The step of the history that it belongs to.
    pub step: i64,
    pub task_id: i64,
    pub title: String,
    /// What the change did.
    pub change: ChangeKind,
    /// A sentence that says why, and what to do.
    pub message: String,
}

/// A change of a task in the history.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct PastChange {
    pub id: i64,
    /// What was done at once has the same number.
    pub step: i64,
    pub task_id: i64,
    /// The task's title then.
    pub title: String,
    pub change: ChangeKind,
    /// The fields of the task that were changed, as they were; null unless it was there before and afterwards.
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub before: Option<Value>,
    /// The same fields, as they became.
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub after: Option<Value>,
    pub door: Door,
    /// The name of the access token, `offline` or the name of the model; null for the person themselves.
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub actor: Option<String>,
    #[serde(serialize_with = "crate::time::write")]
    pub at: DateTime<Utc>,
    /// When it was undone; null unless it is undone now.
    #[serde(serialize_with = "crate::time::write_some")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub undone_at: Option<DateTime<Utc>>,
}

/// Which tasks have changed since a number that was answered before.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct ChangedTasks {
    /// Each task once, as it is now.
    pub changes: Vec<ChangedTask>,
    /// True when these are all tasks that there are: whoever knows another one forgets it.
    pub all: bool,
    /// The number to ask with the next time.
    pub next: i64,
}

/// A task that has changed.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct ChangedTask {
    pub task_id: i64,
    /// Null when it is gone.
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub task: Option<Task>,
}

#[cfg(feature = "openapi")]
impl poem_openapi::types::Example for UndoRequest {
    fn example() -> Self {
        Self { steps: Some(1), ..Self::default() }
    }
}
