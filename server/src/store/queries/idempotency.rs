//! Chat requests by Idempotency-Key.

use super::Connection;
use crate::store::rows::IdempotencyRow;
use crate::store::schema::idempotency_keys::dsl;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::query_dsl::methods;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

/// Claims a key; false when it was taken before. A claim whose process ended without an answer is taken over once its
/// lock has run out. `locked_until` tells this claim from later ones.
pub async fn claim(
    connection: &mut Connection,
    row: &IdempotencyRow,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    diesel::delete(dsl::idempotency_keys.filter(dsl::expires_at.le(now))).execute(connection).await?;
    let claim = diesel::insert_into(dsl::idempotency_keys)
        .values(row)
        .on_conflict((dsl::user_id, dsl::key))
        .do_update()
        .set((
            dsl::request_hash.eq(excluded(dsl::request_hash)),
            dsl::locked_until.eq(excluded(dsl::locked_until)),
            dsl::expires_at.eq(excluded(dsl::expires_at)),
        ));
    // By its full name: the one of tables is another `filter`.
    methods::FilterDsl::filter(claim, dsl::answer.is_null().and(dsl::locked_until.le(now)))
        .execute(connection)
        .await
        .map(|count| count > 0)
}

/// The claim of a key; nothing when it was given back.
pub async fn find(
    connection: &mut Connection,
    owner: &str,
    key: &str,
) -> QueryResult<Option<IdempotencyRow>> {
    dsl::idempotency_keys
        .find((owner, key))
        .select(IdempotencyRow::as_select())
        .first(connection)
        .await
        .optional()
}

/// Locks a claim anew, until `until`, and keeps an answer, if given, for the next request with the same key from then
/// on; false when the key is another request's by now.
pub async fn hold(
    connection: &mut Connection,
    owner: &str,
    key: &str,
    held: NaiveDateTime,
    until: NaiveDateTime,
    answer: Option<&str>,
) -> QueryResult<bool> {
    // Repeated after a lost connection, it finds what it wrote itself.
    let ours = dsl::locked_until.eq(held).or(dsl::locked_until.eq(until));
    let claim = dsl::idempotency_keys.filter(dsl::user_id.eq(owner).and(dsl::key.eq(key)).and(ours));
    let lock = dsl::locked_until.eq(until);
    let count = match answer {
        Some(answer) => diesel::update(claim).set((lock, dsl::answer.eq(answer))).execute(connection).await?,
        None => diesel::update(claim).set(lock).execute(connection).await?,
    };
    Ok(count > 0)
}

/// Gives a key back after a turn that did nothing.
pub async fn forget(
    connection: &mut Connection,
    owner: &str,
    key: &str,
    held: NaiveDateTime,
) -> QueryResult<()> {
    diesel::delete(dsl::idempotency_keys.find((owner, key)).filter(dsl::locked_until.eq(held)))
        .execute(connection)
        .await
        .map(drop)
}
