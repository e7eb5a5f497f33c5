//! Reminders of open tasks that were not delivered yet.

use super::Connection;
use crate::store::rows::ReminderRow;
use crate::store::schema::tasks::dsl;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// The tasks with such reminders, the earliest first.
pub async fn pending(connection: &mut Connection, owner: &str, limit: i64) -> QueryResult<Vec<ReminderRow>> {
    dsl::tasks
        .filter(dsl::user_id.eq(owner).and(dsl::remind_at.is_not_null()).and(dsl::completed.eq(false)))
        .order((dsl::remind_at.asc(), dsl::id.asc()))
        .limit(limit)
        .select(ReminderRow::as_select())
        .load(connection)
        .await
}

/// Moves the tasks whose reminder is due on to their `later` one. Answers those that nobody else had moved, as they were,
/// and the task that is next.
pub async fn claim<F>(
    connection: &mut Connection,
    owner: &str,
    until: NaiveDateTime,
    limit: i64,
    later: F,
) -> QueryResult<(Vec<ReminderRow>, Option<ReminderRow>)>
where
    F: Fn(&ReminderRow) -> Option<NaiveDateTime> + Copy + Sync,
{
    transaction!(connection, async |connection| {
        let mut claimed = Vec::new();
        for row in pending(connection, owner, limit).await? {
            if row.remind_at > until {
                break;
            }
            let as_it_was = dsl::tasks.filter(dsl::id.eq(row.id).and(dsl::remind_at.eq(row.remind_at)));
            let moved =
                diesel::update(as_it_was).set(dsl::remind_at.eq(later(&row))).execute(connection).await?;
            if moved == 1 {
                claimed.push(row);
            }
        }
        let next = pending(connection, owner, 1).await?.pop();
        Ok((claimed, next))
    })
    .await
}
