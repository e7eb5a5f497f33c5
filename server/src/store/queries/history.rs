//! What was done to tasks, and which have changed.

use super::{Backend, Connection};
use crate::store::record::{By, ChangeRow, KEPT, TaskRecord, Wish};
use crate::store::rows::TaskRow;
use crate::store::schema::{task_changes, tasks};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// The latest changes before the one with this id, the latest first.
pub async fn list(
    connection: &mut Connection,
    owner: &str,
    since: NaiveDateTime,
    before: i64,
    limit: i64,
) -> QueryResult<Vec<ChangeRow>> {
    let theirs = task_changes::user_id.eq(owner).and(task_changes::made_at.gt(since));
    let mut changes: Vec<ChangeRow> = task_changes::table
        .filter(theirs.and(task_changes::id.lt(before)))
        .order(task_changes::id.desc())
        .limit(limit)
        .select(ChangeRow::as_select())
        .load(connection)
        .await?;
    let created: Vec<TaskRecord> = creations(owner, since)
        .filter(tasks::created_change.lt(before))
        .order(tasks::created_change.desc())
        .limit(limit)
        .select(tasks::all_columns)
        .load(connection)
        .await?;
    for task in &created {
        changes.push(ChangeRow::creation_of(task)?);
    }
    changes.sort_by_key(|change| std::cmp::Reverse(change.id));
    changes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(changes)
}

/// The task created last that is its own record of that, if nothing was recorded after it.
pub(super) async fn latest_creation(
    connection: &mut Connection,
    by: &By<'_>,
    wish: &Wish,
    after: i64,
) -> QueryResult<Option<TaskRecord>> {
    let mut query = creations(by.user_id, by.now - KEPT).filter(tasks::created_change.gt(after));
    if let Some(step) = wish.step {
        query = query.filter(tasks::created_change.eq(step));
    }
    if let Some(task_id) = wish.task_id {
        query = query.filter(tasks::id.eq(task_id));
    }
    let query = query.order(tasks::created_change.desc()).select(tasks::all_columns);
    query.first(connection).await.optional()
}

/// Tasks that are the only record of their creation.
fn creations<'q>(owner: &'q str, since: NaiveDateTime) -> tasks::BoxedQuery<'q, Backend> {
    let recorded = task_changes::table.filter(task_changes::id.eq(tasks::created_change));
    tasks::table
        .filter(tasks::user_id.eq(owner).and(tasks::created_at.gt(since)))
        .filter(tasks::created_change.gt(0).and(diesel::dsl::not(diesel::dsl::exists(recorded))))
        .into_boxed()
}

/// Which tasks were changed by transactions up to `until` that came after `since`, and those of them that are there.
pub async fn changed(
    connection: &mut Connection,
    owner: &str,
    since: i64,
    until: i64,
) -> QueryResult<(Vec<i64>, Vec<TaskRow>)> {
    let written = task_changes::tx.gt(since).and(task_changes::tx.le(until));
    let ids: Vec<i64> = task_changes::table
        .filter(task_changes::user_id.eq(owner).and(written))
        .select(task_changes::task_id)
        .distinct()
        .load(connection)
        .await?;
    let created = tasks::created_tx.gt(since).and(tasks::created_tx.le(until));
    let rows = tasks::table
        .filter(tasks::user_id.eq(owner).and(tasks::id.eq_any(&ids).or(created)))
        .order(tasks::id)
        .select(TaskRow::as_select())
        .load(connection)
        .await?;
    Ok((ids, rows))
}

/// The number up to which every transaction has ended.
pub async fn ended(connection: &mut Connection) -> QueryResult<i64> {
    super::super::ended_transactions(connection).await
}
