//! Access tokens, found by their hash.

use super::Connection;
use crate::store::rows::AccessTokenRow;
use crate::store::schema::{access_tokens, sessions};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Stores a new token, while the session that makes it lasts; false when it has ended. The touch makes whoever ends
/// the session meanwhile wait, and find the token.
pub async fn insert(
    connection: &mut Connection,
    session_id: &str,
    token: &AccessTokenRow,
) -> QueryResult<bool> {
    transaction!(connection, async |connection| {
        let session = diesel::update(sessions::table.find(session_id)).set(sessions::id.eq(sessions::id));
        if session.execute(connection).await? == 0 {
            return Ok(false);
        }
        diesel::insert_into(access_tokens::table).values(token).execute(connection).await.map(|_| true)
    })
    .await
}

/// The token with this hash, unless it has expired.
pub async fn by_hash(
    connection: &mut Connection,
    hash: &str,
    now: NaiveDateTime,
) -> QueryResult<Option<AccessTokenRow>> {
    access_tokens::table
        .filter(access_tokens::token_hash.eq(hash).and(access_tokens::expires_at.gt(now)))
        .select(AccessTokenRow::as_select())
        .first(connection)
        .await
        .optional()
}

/// Notes that the token was used.
pub async fn touch(connection: &mut Connection, id: &str, now: NaiveDateTime) -> QueryResult<()> {
    diesel::update(access_tokens::table.find(id))
        .set(access_tokens::last_used_at.eq(now))
        .execute(connection)
        .await
        .map(drop)
}

/// A person's tokens, the newest first; expired ones, too.
pub async fn list(connection: &mut Connection, user_id: &str) -> QueryResult<Vec<AccessTokenRow>> {
    access_tokens::table
        .filter(access_tokens::user_id.eq(user_id))
        .order((access_tokens::created_at.desc(), access_tokens::id.desc()))
        .select(AccessTokenRow::as_select())
        .load(connection)
        .await
}

/// Revokes the person's token with this id; false when there is none.
pub async fn delete(connection: &mut Connection, user_id: &str, id: &str) -> QueryResult<bool> {
    let theirs = access_tokens::user_id.eq(user_id).and(access_tokens::id.eq(id));
    diesel::delete(access_tokens::table.filter(theirs)).execute(connection).await.map(|count| count > 0)
}

/// Revokes all of a person's tokens.
pub async fn delete_all(connection: &mut Connection, user_id: &str) -> QueryResult<()> {
    let theirs = access_tokens::table.filter(access_tokens::user_id.eq(user_id));
    diesel::delete(theirs).execute(connection).await.map(drop)
}
