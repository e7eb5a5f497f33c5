//! The phrases people use, as patterns (see `pattern.rs`) in the order in which they are tried: the first that matches
//! and whose captures make sense wins, so special phrases stand above general ones. A pattern must match a whole
//! command, which has lost its politeness before ("could you please ...").
//!
//! What a capture must be:
//! - `$title` anything, its date, priority and tags are read from it; `$listed` the same, but it must name a list
//!   ("... on my shopping list"); `$need` the same, for things that may not be meant for the list
//! - `$suggested` the same, which is only proposed
//! - `$slots` only a date, priority or tags
//! - `$ref` a task; `$sure` a task in words that leave no doubt (a number, "task", a list, a quotation)
//! - `$new` a title, date or priority; `$date`, `$priority`, `$tags` only that
//! - `$undated`, `$unranked`, `$unreminded` a task whose due date, priority or reminders go; `$reminded` one whose reminder is
//!   named, which may be all there is of it; `$told` what somebody says to have done
//! - `$abandoned` a task that somebody no longer needs, which is asked about
//! - `$finished` a task that somebody would say to have finished: "completed tasks" are a list
//! - `$shift` how much later or earlier: how late the task is now, nobody here knows
//! - `$filter` a description of tasks; `$agenda` the same, where a day is enough; `$words` to search for

mod additions;
mod changes;
mod questions;

use super::types::Intent;
pub(crate) use changes::GIVEN_UP;

/// The words of `@name`.
#[rustfmt::skip] // Packed: they are lists of words.
pub(crate) fn class(name: &str) -> &'static [&'static str] {
    match name {
        "make" => &[
            "add", "adding", "create", "creating", "make", "making", "set", "setup", "write", "enter",
            "insert", "open", "include", "append", "put", "log", "start", "need", "give",
        ],
        "add" => &["add", "adding", "append", "include", "insert"],
        "task" => TASK_NOUNS,
        "a" => &["a", "an", "another", "one", "the", "my", "this", "new", "some"],
        "my" => &["my", "the", "our", "that", "this", "these", "those"],
        "done" => &["done", "complete", "completed", "finished", "accomplished", "checked"],
        "undone" => &[
            "undone", "incomplete", "pending", "open", "unfinished", "uncompleted", "todo", "active",
            "unchecked",
        ],
        "delete" => &["delete", "deleting", "remove", "removing", "erase", "erasing"],
        "change" => &[
            "change", "changing", "update", "updating", "edit", "editing", "modify", "alter", "adjust",
        ],
        "reschedule" => &[
            "reschedule", "rescheduling", "move", "moving", "postpone", "postponing", "push", "delay",
            "shift", "defer", "bump",
        ],
        "clear" => &["delete", "remove", "clear", "drop", "reset", "unset", "erase", "cancel"],
        "silence" => &["delete", "remove", "clear", "drop", "cancel", "stop", "disable", "turn", "switch"],
        "show" => &[
            "show", "list", "display", "view", "see", "read", "print", "give", "tell", "get", "check",
            "hear", "name", "know", "repeat", "open", "review", "find", "pull",
        ],
        _ => &[],
    }
}

/// Words for a task.
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const TASK_NOUNS: &[&str] = &[
    "task", "tasks", "todo", "todos", "item", "items", "reminder", "reminders", "chore", "chores", "errand",
    "errands", "note", "event", "events",
];

/// Every phrase that starts or is a command, with its intent.
pub(crate) fn commands() -> impl Iterator<Item = &'static (Intent, &'static str)> {
    [changes::CHANGES, additions::ADDITIONS, questions::QUESTIONS].into_iter().flatten()
}
