//! Tools that take back what was done, and do it again.

use super::{Outcome, parse};
use crate::auth::Owner;
use crate::domain::history;
use crate::error::{Error, Result};
use crate::store::Store;
use serde_json::Value;
use shared::change::{ReversedChange, UndoAnswer, UndoRequest};
use shared::chat::{Change, ChangeKind};

pub async fn undo(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let request: UndoRequest = parse(arguments)?;
    let answer = history::undo(store, owner, request).await?;
    let changes = answer.undone.iter().map(|one| now(one, opposite(one.change))).collect();
    outcome(&answer, changes)
}

pub async fn redo(store: &Store, owner: &Owner, arguments: Value) -> Result<Outcome> {
    let request: UndoRequest = parse(arguments)?;
    let answer = history::redo(store, owner, request).await?;
    let changes = answer.redone.iter().map(|one| now(one, one.change)).collect();
    outcome(&answer, changes)
}

/// What happened to a task when this was undone.
fn opposite(kind: ChangeKind) -> ChangeKind {
    match kind {
        ChangeKind::Created => ChangeKind::Deleted,
        ChangeKind::Deleted => ChangeKind::Created,
        ChangeKind::Completed => ChangeKind::Reopened,
        ChangeKind::Reopened => ChangeKind::Completed,
        ChangeKind::Updated => ChangeKind::Updated,
    }
}

fn now(one: &ReversedChange, change: ChangeKind) -> Change {
    Change { task_id: one.task_id, change, title: one.title.clone() }
}

fn outcome(answer: &UndoAnswer, changes: Vec<Change>) -> Result<Outcome> {
    Ok(Outcome { result: serde_json::to_value(answer).map_err(Error::internal)?, changes })
}
