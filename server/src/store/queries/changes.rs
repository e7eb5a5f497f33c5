//! The one way in which tasks are changed: whatever is done here is recorded in the same transaction.

use super::Connection;
use crate::store::record::{By, KEPT, NewChangeRow, TaskRecord, Write};
use crate::store::schema::{task_changes, tasks};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Once in so many changes, those that are too old to be undone go.
const PURGED_EVERY: i64 = 64;

/// Reads these tasks and does what `decide` says of them, as one step; answers the tasks as they were and
/// as they are. Nothing is done when one of them is not there. `decide` gets them in the order asked for.
pub async fn change<F>(
    connection: &mut Connection,
    by: &By<'_>,
    ids: &[i64],
    decide: &F,
) -> QueryResult<Option<Vec<(Option<TaskRecord>, Option<TaskRecord>)>>>
where
    F: for<'t> Fn(&'t [TaskRecord]) -> Vec<Write<'t>> + Sync,
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
        let writes = decide(&before);
        let are_new = |one: &Write, next: &Write| matches!((one, next), (Write::Insert(_), Write::Insert(_)));
        for writes in writes.chunk_by(are_new) {
            for (old, new) in apply(connection, writes).await? {
                if let (Some(old), None) = (old, &new) {
                    keep_creation(connection, by, old).await?;
                }
                records.extend(NewChangeRow::new(by, old, new.as_ref())?);
                results.push((old.cloned(), new));
            }
        }
        record(connection, by, records).await?;
        Ok(Some(results))
    })
    .await
}

/// Writes once, or creates several tasks; answers each as it was and as it is.
async fn apply<'t>(
    connection: &mut Connection,
    writes: &[Write<'t>],
) -> QueryResult<Vec<(Option<&'t TaskRecord>, Option<TaskRecord>)>> {
    match writes {
        [Write::Update(task, change)] => {
            let row = diesel::update(tasks::table.find(task.id)).set(change);
            let new = row.returning(tasks::all_columns).get_result(connection).await?;
            Ok(vec![(Some(*task), Some(new))])
        }
        [Write::Delete(task)] => {
            diesel::delete(tasks::table.find(task.id)).execute(connection).await?;
            Ok(vec![(Some(*task), None)])
        }
        several => {
            let recorded = tasks::created_change.eq(0);
            let rows: Vec<_> = several
                .iter()
                .filter_map(|write| match write {
                    Write::Insert(new) => Some((new.clone(), recorded)),
                    Write::Update(..) | Write::Delete(_) => None,
                })
                .collect();
            let new = insert_all!(connection, tasks::table, rows, tasks::all_columns => TaskRecord);
            Ok(new.into_iter().map(|new| (None, Some(new))).collect())
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
pub(super) async fn record(
    connection: &mut Connection,
    by: &By<'_>,
    changes: Vec<NewChangeRow>,
) -> QueryResult<()> {
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
    insert_all!(connection, task_changes::table, rest, task_changes::id => i64);
    Ok(())
}

/// Deletes what is too old to be undone.
pub(super) async fn purge(connection: &mut Connection, by: &By<'_>) -> QueryResult<()> {
    let old = task_changes::made_at.le(by.now - KEPT);
    diesel::delete(task_changes::table.filter(old)).execute(connection).await.map(drop)
}
