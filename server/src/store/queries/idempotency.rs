//! Chat requests by Idempotency-Key.

use super::Connection;
use crate::store::rows::IdempotencyRow;
use crate::store::schema::idempotency_keys::dsl;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Claims a key: nothing when it is ours now, the first claim's row when it was taken before. A claim whose
/// process ended without an answer is taken over once its lock has run out.
pub async fn claim(
    connection: &mut Connection,
    row: &IdempotencyRow,
    now: NaiveDateTime,
) -> QueryResult<Option<IdempotencyRow>> {
    transaction!(connection, async |connection| {
        diesel::delete(
            dsl::idempotency_keys
                .filter(dsl::expires_at.le(now).or(dsl::answer.is_null().and(dsl::locked_until.le(now)))),
        )
        .execute(connection)
        .await?;
        let claimed = diesel::insert_into(dsl::idempotency_keys)
            .values(row)
            .on_conflict_do_nothing()
            .execute(connection)
            .await?;
        if claimed > 0 {
            return Ok(None);
        }
        dsl::idempotency_keys
            .find((&row.user_id, &row.key))
            .select(IdempotencyRow::as_select())
            .first(connection)
            .await
            .optional()
    })
    .await
}

/// Keeps the answer for the next request with the same key, from `locked_until` on.
pub async fn answer(
    connection: &mut Connection,
    owner: &str,
    key: &str,
    answer: &str,
    locked_until: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(dsl::idempotency_keys.find((owner, key)))
        .set((dsl::answer.eq(answer), dsl::locked_until.eq(locked_until)))
        .execute(connection)
        .await
        .map(drop)
}

/// Locks a key for longer.
pub async fn hold(
    connection: &mut Connection,
    owner: &str,
    key: &str,
    locked_until: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(dsl::idempotency_keys.find((owner, key)))
        .set(dsl::locked_until.eq(locked_until))
        .execute(connection)
        .await
        .map(drop)
}

/// Gives a key back after a turn that did nothing.
pub async fn forget(connection: &mut Connection, owner: &str, key: &str) -> QueryResult<()> {
    diesel::delete(dsl::idempotency_keys.find((owner, key))).execute(connection).await.map(drop)
}
