//! Counters for rate limits: one row counts one key until it expires.

use super::Connection;
use crate::store::schema::counters;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

/// Counts one more of `key` and answers how many there are now. A counter that has expired begins anew.
pub async fn hit(
    connection: &mut Connection,
    key: &str,
    expires_at: NaiveDateTime,
    now: NaiveDateTime,
) -> QueryResult<i32> {
    diesel::delete(counters::table.filter(counters::expires_at.le(now))).execute(connection).await?;
    diesel::insert_into(counters::table)
        .values((counters::key.eq(key), counters::count.eq(1), counters::expires_at.eq(expires_at)))
        .on_conflict(counters::key)
        .do_update()
        .set(counters::count.eq(counters::count + excluded(counters::count)))
        .returning(counters::count)
        .get_result(connection)
        .await
}

/// How many of `key` were counted, and when that ends.
pub async fn read(
    connection: &mut Connection,
    key: &str,
    now: NaiveDateTime,
) -> QueryResult<Option<(i32, NaiveDateTime)>> {
    counters::table
        .filter(counters::key.eq(key).and(counters::expires_at.gt(now)))
        .select((counters::count, counters::expires_at))
        .first(connection)
        .await
        .optional()
}

/// Forgets `key`.
pub async fn clear(connection: &mut Connection, key: &str) -> QueryResult<()> {
    diesel::delete(counters::table.find(key)).execute(connection).await.map(drop)
}
