//! Tasks. Every query takes the owner: another person's task is not there.

use super::{Backend, Connection};
use crate::store::rows::{NewTaskRow, TaskChangeRow, TaskRow};
use crate::store::schema::tasks::{self, dsl};
use crate::store::schema::users;
use crate::store::task_change::{Before, Changed, Next};
use crate::store::task_filter::{Key, TaskFilter};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use shared::task::{Order, Sort, StatusFilter};

/// Sorts by `$column`, ties by id, and goes on after `$after`.
macro_rules! page {
    ($query:ident, $column:ident, $filter:ident, $variant:ident) => {{
        if let Some(after) = &$filter.after
            && let Key::$variant(value) = &after.key
        {
            let tie = dsl::$column.eq(value);
            $query = match $filter.order {
                Order::Asc => $query.filter(dsl::$column.gt(value).or(tie.and(dsl::id.gt(after.id)))),
                Order::Desc => $query.filter(dsl::$column.lt(value).or(tie.and(dsl::id.lt(after.id)))),
            };
        }
        match $filter.order {
            Order::Asc => $query.order((dsl::$column.asc(), dsl::id.asc())),
            Order::Desc => $query.order((dsl::$column.desc(), dsl::id.desc())),
        }
    }};
}

/// The tasks that match, in the order asked for.
pub async fn list(
    connection: &mut Connection,
    owner: &str,
    filter: &TaskFilter,
) -> QueryResult<Vec<TaskRow>> {
    let mut query = matching(owner, filter);
    query = match filter.sort {
        Sort::CreatedAt => page!(query, created_at, filter, Time),
        Sort::UpdatedAt => page!(query, updated_at, filter, Time),
        Sort::Priority => page!(query, priority, filter, Number),
        Sort::Title => page!(query, title_key, filter, Text),
        Sort::DueAt => by_due(query, filter),
    };
    if let Some(limit) = filter.limit {
        query = query.limit(limit);
    }
    query.select(TaskRow::as_select()).load(connection).await
}

/// How many tasks there are, and when one was changed last.
pub async fn version(connection: &mut Connection, owner: &str) -> QueryResult<(i64, Option<NaiveDateTime>)> {
    dsl::tasks
        .filter(dsl::user_id.eq(owner))
        .select((diesel::dsl::count_star(), diesel::dsl::max(dsl::updated_at)))
        .first(connection)
        .await
}

type Matching<'q> = tasks::BoxedQuery<'q, Backend>;

fn matching<'q>(owner: &'q str, filter: &'q TaskFilter) -> Matching<'q> {
    let mut query = dsl::tasks.filter(dsl::user_id.eq(owner)).into_boxed();
    match filter.status {
        StatusFilter::All => {}
        StatusFilter::Pending => query = query.filter(dsl::completed.eq(false)),
        StatusFilter::Completed => query = query.filter(dsl::completed.eq(true)),
    }
    if let Some(priority) = filter.priority {
        query = query.filter(dsl::priority.eq(priority));
    }
    if let Some(after) = filter.due_after {
        query = query.filter(dsl::due_at.ge(after));
    }
    if let Some(before) = filter.due_before {
        query = query.filter(dsl::due_at.lt(before));
    }
    if let Some(after) = filter.completed_after {
        query = query.filter(dsl::completed_at.ge(after));
    }
    if let Some(before) = filter.completed_before {
        query = query.filter(dsl::completed_at.lt(before));
    }
    for pattern in &filter.tags {
        query = query.filter(dsl::tags.like(pattern).escape('\\'));
    }
    for pattern in &filter.words {
        query = query.filter(dsl::search.like(pattern).escape('\\'));
    }
    query
}

/// Like `page!`, but tasks without a due date come last in either order.
fn by_due<'q>(mut query: Matching<'q>, filter: &'q TaskFilter) -> Matching<'q> {
    if let Some(after) = &filter.after {
        query = match (&after.key, filter.order) {
            (Key::Time(due), Order::Asc) => query.filter(
                dsl::due_at
                    .gt(due)
                    .or(dsl::due_at.eq(due).and(dsl::id.gt(after.id)))
                    .or(dsl::due_at.is_null()),
            ),
            (Key::Time(due), Order::Desc) => query.filter(
                dsl::due_at
                    .lt(due)
                    .or(dsl::due_at.eq(due).and(dsl::id.lt(after.id)))
                    .or(dsl::due_at.is_null()),
            ),
            (_, Order::Asc) => query.filter(dsl::due_at.is_null().and(dsl::id.gt(after.id))),
            (_, Order::Desc) => query.filter(dsl::due_at.is_null().and(dsl::id.lt(after.id))),
        };
    }
    match filter.order {
        Order::Asc => query.order((dsl::due_at.is_null().asc(), dsl::due_at.asc(), dsl::id.asc())),
        Order::Desc => query.order((dsl::due_at.is_null().asc(), dsl::due_at.desc(), dsl::id.desc())),
    }
}

/// One task.
pub async fn get(connection: &mut Connection, owner: &str, id: i64) -> QueryResult<Option<TaskRow>> {
    dsl::tasks
        .filter(dsl::id.eq(id).and(dsl::user_id.eq(owner)))
        .select(TaskRow::as_select())
        .first(connection)
        .await
        .optional()
}

/// Creates a task; an owner who is gone is a foreign key violation.
pub async fn insert(connection: &mut Connection, task: &NewTaskRow) -> QueryResult<TaskRow> {
    diesel::insert_into(dsl::tasks).values(task).returning(TaskRow::as_select()).get_result(connection).await
}

/// Reads a task and changes it in one transaction, so that `change` decides on what is really there. From the task before
/// and after it, `carry_on` decides what becomes of the series.
pub async fn update<F, E>(
    connection: &mut Connection,
    owner: &str,
    id: i64,
    change: &F,
    carry_on: fn(&Before, &TaskRow) -> Next,
) -> QueryResult<Option<Result<Changed, E>>>
where
    F: Fn(&Before) -> Result<TaskChangeRow, E> + Sync,
    E: Send,
{
    transaction!(connection, async |connection| {
        let Some((task, time_zone)) = locked(connection, owner, id).await? else {
            return Ok(None);
        };
        let next = match task.next_id {
            Some(next) => locked(connection, owner, next).await?.map(|(next, _)| next),
            None => None,
        };
        let before = Before { task, time_zone, next };
        let row = match change(&before) {
            Ok(row) => row,
            Err(refusal) => return Ok(Some(Err(refusal))),
        };
        let mut task: TaskRow = diesel::update(dsl::tasks.find(id))
            .set(&row)
            .returning(TaskRow::as_select())
            .get_result(connection)
            .await?;
        let next = match (carry_on(&before, &task), &before.next) {
            (Next::Make(row), _) => Some(insert(connection, &row).await?),
            (Next::Remove, Some(next)) => {
                delete(connection, owner, next.id).await?;
                None
            }
            (Next::Keep | Next::Remove, _) => return Ok(Some(Ok(Changed { task, next: None }))),
        };
        task.next_id = next.as_ref().map(|next| next.id);
        diesel::update(dsl::tasks.find(id)).set(dsl::next_id.eq(task.next_id)).execute(connection).await?;
        Ok(Some(Ok(Changed { task, next })))
    })
    .await
}

/// Reads a task that this transaction goes on to change, and its person's time zone. The touch makes a second writer
/// wait on both databases.
async fn locked(connection: &mut Connection, owner: &str, id: i64) -> QueryResult<Option<(TaskRow, String)>> {
    let time_zone = users::table.find(owner).select(users::time_zone).single_value().assume_not_null();
    diesel::update(dsl::tasks.filter(dsl::id.eq(id).and(dsl::user_id.eq(owner))))
        .set(dsl::id.eq(dsl::id))
        .returning((TaskRow::as_select(), time_zone))
        .get_result(connection)
        .await
        .optional()
}

/// Deletes a task and answers what it was.
pub async fn delete(connection: &mut Connection, owner: &str, id: i64) -> QueryResult<Option<TaskRow>> {
    diesel::delete(dsl::tasks.filter(dsl::id.eq(id).and(dsl::user_id.eq(owner))))
        .returning(TaskRow::as_select())
        .get_result(connection)
        .await
        .optional()
}
