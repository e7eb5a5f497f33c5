//! The one way in which tasks are changed: whatever is done here is recorded in the same transaction.

use super::Connection;
use crate::store::record::{By, KEPT, NewChangeRow, TaskRecord};
use crate::store::rows::{NewTaskRow, TaskChangeRow};
use crate::store::schema::{task_changes, tasks, users};
use crate::store::task_change::{Found, Write};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Once in so many changes, those that are too old to be undone go.
const PURGED_EVERY: i64 = 64;

/// A task as it was and as it is.
type Pair = (Option<TaskRecord>, Option<TaskRecord>);

/// Reads these tasks and does what `decide` says of them, as one step; answers the tasks as they were and
/// as they are. Nothing is done when one of them is not there, or `decide` refuses. It gets them in the order asked for.
pub async fn change<F, E>(
    connection: &mut Connection,
    by: &By<'_>,
    ids: &[i64],
    decide: &F,
) -> QueryResult<Option<Result<Vec<Pair>, E>>>
where
    F: for<'t> Fn(&'t Found) -> Result<Vec<Write<'t>>, E> + Sync,
    E: Send,
{
    transaction!(connection, async |connection| {
        let found = find(connection, by, ids).await?;
        if found.tasks.len() < ids.len() {
            return Ok(None);
        }
        let writes = match decide(&found) {
            Ok(writes) => writes,
            Err(refusal) => return Ok(Some(Err(refusal))),
        };
        let (mut results, mut records) = (Vec::new(), Vec::new());
        for write in writes {
            for (old, new) in apply(connection, write).await? {
                if let (Some(old), None) = (&old, &new) {
                    keep_creation(connection, by, old).await?;
                }
                records.extend(NewChangeRow::new(by, old.as_ref(), new.as_ref())?);
                results.push((old, new));
            }
        }
        record(connection, by, records).await?;
        Ok(Some(Ok(results)))
    })
    .await
}

/// These tasks, and the occurrences that follow them.
async fn find(connection: &mut Connection, by: &By<'_>, ids: &[i64]) -> QueryResult<Found> {
    let rows = locked(connection, by, ids).await?;
    let time_zone = rows.iter().map(|(_, zone)| zone.clone()).next().unwrap_or_default();
    let mut tasks: Vec<TaskRecord> = rows.into_iter().map(|(task, _)| task).collect();
    tasks.sort_by_key(|task| ids.iter().position(|id| *id == task.id));
    let next: Vec<i64> = tasks.iter().filter_map(|task| task.next_id).collect();
    let next = locked(connection, by, &next).await?.into_iter().map(|(task, _)| task).collect();
    Ok(Found { tasks, next, time_zone })
}

/// Tasks with their person's time zone, locked in the order in which others lock several.
async fn locked(
    connection: &mut Connection,
    by: &By<'_>,
    ids: &[i64],
) -> QueryResult<Vec<(TaskRecord, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let time_zone = users::table.find(by.user_id).select(users::time_zone).single_value().assume_not_null();
    let theirs = tasks::user_id.eq(by.user_id).and(tasks::id.eq_any(ids));
    let query = tasks::table.filter(theirs).order(tasks::id).select((tasks::all_columns, time_zone));
    locking!(query).load(connection).await
}

async fn apply(connection: &mut Connection, write: Write<'_>) -> QueryResult<Vec<Pair>> {
    Ok(match write {
        Write::Insert(new) => vec![(None, Some(insert(connection, &new).await?))],
        Write::Update(task, change) => {
            vec![(Some(task.clone()), Some(update(connection, task, &change).await?))]
        }
        Write::CarryOn(task, change, next) => {
            let next = insert(connection, &next).await?;
            let change = TaskChangeRow { next_id: Some(Some(next.id)), ..change };
            let task = (Some(task.clone()), Some(update(connection, task, &change).await?));
            vec![task, (None, Some(next))]
        }
        Write::Delete(task) => {
            diesel::delete(tasks::table.find(task.id)).execute(connection).await?;
            vec![(Some(task.clone()), None)]
        }
    })
}

async fn insert(connection: &mut Connection, new: &NewTaskRow) -> QueryResult<TaskRecord> {
    diesel::insert_into(tasks::table)
        .values((new, tasks::created_change.eq(0)))
        .returning(tasks::all_columns)
        .get_result(connection)
        .await
}

async fn update(
    connection: &mut Connection,
    task: &TaskRecord,
    change: &TaskChangeRow,
) -> QueryResult<TaskRecord> {
    diesel::update(tasks::table.find(task.id))
        .set(change)
        .returning(tasks::all_columns)
        .get_result(connection)
        .await
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
