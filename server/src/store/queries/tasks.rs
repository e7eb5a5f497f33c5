//! Tasks. Every query takes the owner: another person's task is not there.

use super::{Backend, Connection};
use crate::store::rows::{NewTaskRow, TaskRow};
use crate::store::schema::task_changes;
use crate::store::schema::tasks::{self, dsl};
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

/// How many tasks there are, when one was changed last, and the last transaction that recorded a change.
pub async fn version(
    connection: &mut Connection,
    owner: &str,
) -> QueryResult<(i64, Option<NaiveDateTime>, Option<i64>)> {
    let recorded = task_changes::table.filter(task_changes::user_id.eq(owner));
    let last = recorded.select(diesel::dsl::max(task_changes::tx)).single_value();
    dsl::tasks
        .filter(dsl::user_id.eq(owner))
        .select((diesel::dsl::count_star(), diesel::dsl::max(dsl::updated_at), last))
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

/// Creates a task by itself, which records that, too; an owner who is gone is a foreign key violation.
/// Every other change is made by `changes`.
pub async fn insert(connection: &mut Connection, task: &NewTaskRow) -> QueryResult<TaskRow> {
    diesel::insert_into(dsl::tasks).values(task).returning(TaskRow::as_select()).get_result(connection).await
}
