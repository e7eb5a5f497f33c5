//! Accounts.

use super::{Connection, access_tokens, sessions};
use crate::store::rows::{SessionRow, UserChanges, UserRow};
use crate::store::schema::users;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Stores a new account and its first session, both or nothing; a taken address is a unique violation.
pub async fn insert(connection: &mut Connection, user: &UserRow, session: &SessionRow) -> QueryResult<()> {
    transaction!(connection, async |connection| {
        diesel::insert_into(users::table).values(user).execute(connection).await?;
        sessions::insert(connection, session).await
    })
    .await
}

/// The account with this (lower-case) address.
pub async fn by_email(connection: &mut Connection, email: &str) -> QueryResult<Option<UserRow>> {
    users::table
        .filter(users::email.eq(email))
        .select(UserRow::as_select())
        .first(connection)
        .await
        .optional()
}

/// The account with this id.
pub async fn by_id(connection: &mut Connection, id: &str) -> QueryResult<Option<UserRow>> {
    users::table.find(id).select(UserRow::as_select()).first(connection).await.optional()
}

/// Changes an account and answers it as it is now; nothing when it is gone.
pub async fn update(
    connection: &mut Connection,
    id: &str,
    changes: &UserChanges,
) -> QueryResult<Option<UserRow>> {
    diesel::update(users::table.find(id))
        .set(changes)
        .returning(UserRow::as_select())
        .get_result(connection)
        .await
        .optional()
}

/// Changes an account, ends all its sessions but this new one and revokes its access tokens, all or nothing; nothing
/// when the account is gone.
pub async fn update_alone(
    connection: &mut Connection,
    id: &str,
    changes: &UserChanges,
    session: &SessionRow,
) -> QueryResult<Option<UserRow>> {
    transaction!(connection, async |connection| {
        let user = update(connection, id, changes).await?;
        if user.is_some() {
            sessions::delete_all(connection, id, None).await?;
            access_tokens::delete_all(connection, id).await?;
            sessions::insert(connection, session).await?;
        }
        Ok(user)
    })
    .await
}

/// Deletes an account with everything in it.
pub async fn delete(connection: &mut Connection, id: &str) -> QueryResult<()> {
    diesel::delete(users::table.find(id)).execute(connection).await.map(drop)
}
