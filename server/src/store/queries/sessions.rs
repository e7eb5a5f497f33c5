//! Sessions, found by the hash of their token.

use super::Connection;
use crate::store::rows::{SessionRow, UserRow};
use crate::store::schema::{sessions, users};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Stores a new session and clears away the expired ones.
pub async fn insert(connection: &mut Connection, session: &SessionRow) -> QueryResult<()> {
    diesel::delete(sessions::table.filter(sessions::expires_at.le(session.created_at)))
        .execute(connection)
        .await?;
    diesel::insert_into(sessions::table).values(session).execute(connection).await.map(drop)
}

/// The session with this token hash and whose it is, unless it has expired.
pub async fn by_token_hash(
    connection: &mut Connection,
    token_hash: &str,
    now: NaiveDateTime,
) -> QueryResult<Option<(SessionRow, UserRow)>> {
    sessions::table
        .inner_join(users::table)
        .filter(sessions::token_hash.eq(token_hash).and(sessions::expires_at.gt(now)))
        .select((SessionRow::as_select(), UserRow::as_select()))
        .first(connection)
        .await
        .optional()
}

/// Moves the end of a session.
pub async fn extend(
    connection: &mut Connection,
    id: &str,
    expires_at: NaiveDateTime,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(sessions::table.find(id))
        .set((sessions::expires_at.eq(expires_at), sessions::updated_at.eq(now)))
        .execute(connection)
        .await
        .map(drop)
}

/// A person's live sessions, the newest first.
pub async fn list(
    connection: &mut Connection,
    user_id: &str,
    now: NaiveDateTime,
) -> QueryResult<Vec<SessionRow>> {
    sessions::table
        .filter(sessions::user_id.eq(user_id).and(sessions::expires_at.gt(now)))
        .order((sessions::created_at.desc(), sessions::id.desc()))
        .select(SessionRow::as_select())
        .load(connection)
        .await
}

/// Ends the person's session that has this id or this token hash.
pub async fn delete(
    connection: &mut Connection,
    user_id: &str,
    id: &str,
    token_hash: &str,
) -> QueryResult<()> {
    diesel::delete(sessions::table.filter(
        sessions::user_id.eq(user_id).and(sessions::id.eq(id).or(sessions::token_hash.eq(token_hash))),
    ))
    .execute(connection)
    .await
    .map(drop)
}

/// Ends all of a person's sessions except, perhaps, one.
pub async fn delete_all(
    connection: &mut Connection,
    user_id: &str,
    except_id: Option<&str>,
) -> QueryResult<()> {
    diesel::delete(
        sessions::table
            .filter(sessions::user_id.eq(user_id).and(sessions::id.ne(except_id.unwrap_or_default()))),
    )
    .execute(connection)
    .await
    .map(drop)
}
