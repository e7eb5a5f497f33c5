//! Many tasks completed or deleted at once are held back until the person has said yes. The model is not asked for its
//! opinion: what it says about a confirmation is dropped.

use super::reply::Call;
use crate::assistant::offline::Planned;
use crate::assistant::runner::Runner;
use crate::assistant::understand::Intent;
use crate::error::Result;
use serde_json::{Value, json};
use shared::limits::{BULK_WITHOUT_CONFIRMATION, PAGE_MAX};
use std::collections::BTreeSet;

/// Most tasks of a call.
const TASKS_MAX: usize = PAGE_MAX as usize;

/// Said before the question when tasks were completed or deleted in earlier calls of the turn, which stay so.
pub const ONE_TOO_MANY: &str =
    "Some tasks were completed or deleted in this turn already, so I ask before there are more.";

/// The tasks that a call would complete or delete.
fn targets(call: &Call) -> Option<(Intent, Vec<i64>)> {
    let arguments = call.arguments.as_ref().ok()?;
    let one = || arguments.get("task_id").and_then(Value::as_i64).into_iter().collect();
    let several = || {
        let ids = arguments.get("task_ids").and_then(Value::as_array);
        ids.into_iter().flatten().filter_map(Value::as_i64).collect()
    };
    match call.name.as_str() {
        "complete_task" => Some((Intent::Complete, one())),
        "delete_task" => Some((Intent::Delete, one())),
        "complete_tasks" => Some((Intent::Complete, several())),
        "delete_tasks" => Some((Intent::Delete, several())),
        "update_task" if arguments.get("completed") == Some(&json!(true)) => Some((Intent::Complete, one())),
        _ => None,
    }
}

/// The calls as they may run: nobody but the person confirms.
pub fn unconfirmed(mut calls: Vec<Call>) -> Vec<Call> {
    for call in &mut calls {
        if let Ok(Value::Object(arguments)) = &mut call.arguments {
            arguments.remove("confirm");
        }
    }
    calls
}

/// Splits calls into those that may run and those that need a yes, given the tasks that were completed or deleted
/// before in this turn. All that are sweeping are held back together, one task a call. No more than `most` calls are
/// looked at: the others are not run.
pub async fn hold_back(
    runner: &Runner,
    calls: Vec<Call>,
    swept: &mut BTreeSet<i64>,
    most: usize,
) -> Result<(Vec<Call>, Vec<Planned>)> {
    let mut held: Vec<Planned> = Vec::new();
    let mut touched = swept.clone();
    for call in calls.iter().take(most) {
        let Some((intent, ids)) = targets(call) else { continue };
        if ids.len() > TASKS_MAX {
            // The tool refuses so many itself.
            continue;
        }
        for id in ids {
            // A task that is not there is refused by the tool itself.
            let Some(task) = runner.task(id).await? else { continue };
            touched.insert(id);
            let is_update = call.name == "update_task";
            let tool = match intent {
                _ if is_update => "update_task",
                Intent::Delete => "delete_task",
                _ => "complete_task",
            };
            let arguments = match &call.arguments {
                Ok(arguments) if is_update => arguments.clone(),
                _ => json!({"task_id": id}),
            };
            let is_known = held.iter().any(|one| one.tool == tool && one.arguments == arguments);
            if !is_known {
                held.push(Planned {
                    intent,
                    tool: tool.into(),
                    arguments,
                    title: task.title,
                    guessed: false,
                    found: None,
                });
            }
        }
    }
    if touched.len() <= BULK_WITHOUT_CONFIRMATION || held.is_empty() {
        *swept = touched;
        return Ok((calls, Vec::new()));
    }
    Ok((calls.into_iter().filter(|call| targets(call).is_none()).collect(), held))
}
