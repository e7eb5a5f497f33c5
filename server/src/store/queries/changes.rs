//! The one way in which tasks are changed: whatever is done here is recorded in the same transaction.

use super::Connection;
use crate::store::record::{By, KEPT, NewChangeRow, TaskRecord, Write};
use crate::store::schema::{task_changes, tasks};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Once in so many changes, those that are too old to be undone go.
const PURGED_EVERY: i64 = 64;

/// Reads these tasks and does what `decide` says of them, as one step; answers the tasks as they are afterwards, a
/// deleted one as it was. Nothing is done when one of them is not there. `decide` gets them in the order asked for.
pub async fn change<F>(
    connection: &mut Connection,
    by: &By<'_>,
    ids: &[i64],
    decide: &F,
) -> QueryResult<Option<Vec<TaskRecord>>>
where
    F: Fn(&[TaskRecord]) -> Vec<Write> + Sync,
{
    transaction!(connection, async |connection| {
        let theirs = tasks::user_id.eq(by.user_id).and(tasks::id.eq_any(ids));
        let query = tasks::table.filter(theirs).order(tasks::id).select(tasks::all_columns);
        let mut before: Vec<TaskRecord> = match ids {
            [] => Vec::new(),
            _ => locking!(query).load(connection).await?,
        };
        if before.len() < ids.len() {
            return Ok(None);
        }
        before.sort_by_key(|task| ids.iter().position(|id| *id == task.id));
        let (mut results, mut records) = (Vec::new(), Vec::new());
        for write in decide(&before) {
            let old = match &write {
                Write::Insert(_) => None,
                Write::Update(id, _) | Write::Delete(id) => before.iter().find(|task| task.id == *id),
            };
            let new = apply(connection, &write).await?;
            if let (Some(old), None) = (old, &new) {
                keep_creation(connection, by, old).await?;
            }
            records.extend(NewChangeRow::new(by, old, new.as_ref())?);
            results.extend(new.or_else(|| old.cloned()));
        }
        record(connection, by, records).await?;
        Ok(Some(results))
    })
    .await
}

/// The task as it is afterwards.
async fn apply(connection: &mut Connection, write: &Write) -> QueryResult<Option<TaskRecord>> {
    match write {
        Write::Insert(new) => diesel::insert_into(tasks::table)
            .values((new, tasks::created_change.eq(0)))
            .returning(tasks::all_columns)
            .get_result(connection)
            .await
            .map(Some),
        Write::Update(id, change) => diesel::update(tasks::table.find(id))
            .set(change)
            .returning(tasks::all_columns)
            .get_result(connection)
            .await
            .map(Some),
        Write::Delete(id) => {
            diesel::delete(tasks::table.find(id)).execute(connection).await?;
            Ok(None)
        }
    }
}

/// Records the creation of a task that is its own record of it.
async fn keep_creation(connection: &mut Connection, by: &By<'_>, task: &TaskRecord) -> QueryResult<()> {
    match task.created_at > by.now - KEPT {
        true => write_creation(connection, task).await,
        false => Ok(()),
    }
}

/// The same, however old it is.
pub(super) async fn write_creation(connection: &mut Connection, task: &TaskRecord) -> QueryResult<()> {
    if task.created_change == 0 {
        return Ok(());
    }
    diesel::insert_into(task_changes::table)
        .values((NewChangeRow::creation_of(task)?, task_changes::id.eq(task.created_change)))
        // Its deletion was undone before.
        .on_conflict_do_nothing()
        .execute(connection)
        .await
        .map(drop)
}

/// Records the changes of one step.
async fn record(connection: &mut Connection, by: &By<'_>, changes: Vec<NewChangeRow>) -> QueryResult<()> {
    let mut step = by.step.and_then(|step| step.get().copied());
    let mut changes = changes.into_iter();
    if step.is_none() {
        let Some(first) = changes.next() else { return Ok(()) };
        let id = diesel::insert_into(task_changes::table)
            .values(first)
            .returning(task_changes::id)
            .get_result(connection)
            .await?;
        if id % PURGED_EVERY == 0 {
            purge(connection, by).await?;
        }
        step = Some(id);
        by.step.map(|named| named.set(id));
    }
    let rest: Vec<_> = changes.map(|change| NewChangeRow { step, ..change }).collect();
    super::super::insert_changes(connection, &rest).await
}

/// Deletes what is too old to be undone.
pub(super) async fn purge(connection: &mut Connection, by: &By<'_>) -> QueryResult<()> {
    let old = task_changes::made_at.le(by.now - KEPT);
    diesel::delete(task_changes::table.filter(old)).execute(connection).await.map(drop)
}
