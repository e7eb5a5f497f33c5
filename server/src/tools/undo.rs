//! Tools that take back what was done, and do it again.

use super::{Outcome, parse};
use crate::auth::Owner;
use crate::domain::history;
use crate::error::Result;
use crate::store::Store;
use serde_json::{Value, json};
use shared::change::{Conflict, ReversedChange, UndoRequest};
use shared::chat::{Change, ChangeKind};
use shared::limits::PAGE_MAX;

/// Most tasks that a result names: one step may have changed thousands.
const NAMED_MAX: usize = PAGE_MAX as usize;

pub async fn undo(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let request: UndoRequest = parse(arguments)?;
    let answer = history::undo(store, owner, request).await?;
    Ok(outcome("undone", &answer.undone, opposite, &answer.conflicts))
}

pub async fn redo(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let request: UndoRequest = parse(arguments)?;
    let answer = history::redo(store, owner, request).await?;
    Ok(outcome("redone", &answer.redone, |kind| kind, &answer.conflicts))
}

/// What happens to a task when this is undone.
fn opposite(kind: ChangeKind) -> ChangeKind {
    match kind {
        ChangeKind::Created => ChangeKind::Deleted,
        ChangeKind::Deleted => ChangeKind::Created,
        ChangeKind::Completed => ChangeKind::Reopened,
        ChangeKind::Reopened => ChangeKind::Completed,
        ChangeKind::Updated => ChangeKind::Updated,
    }
}

fn outcome(
    name: &str,
    done: &[ReversedChange],
    happened: fn(ChangeKind) -> ChangeKind,
    conflicts: &[Conflict],
) -> Outcome {
    let changes: Vec<Change> = done
        .iter()
        .take(NAMED_MAX)
        .map(|one| Change { task_id: one.task_id, change: happened(one.change), title: one.title.clone() })
        .collect();
    let named: Vec<Value> = changes
        .iter()
        .map(|one| json!({"task_id": one.task_id, "status": one.change, "title": one.title}))
        .collect();
    let conflicts: Vec<Value> = conflicts
        .iter()
        .take(NAMED_MAX)
        .map(|one| json!({"task_id": one.task_id, "title": one.title, "message": one.message}))
        .collect();
    Outcome { result: json!({name: named, "count": done.len(), "conflicts": conflicts}), changes }
}
