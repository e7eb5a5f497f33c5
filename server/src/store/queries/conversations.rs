//! Conversations and their leases. Every query takes the owner.

use super::{Connection, messages};
use crate::store::rows::{ConversationRow, NewConversationRow, NewMessageRow};
use crate::store::schema::conversations::dsl;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Begins a conversation with what its person said; both or nothing.
pub async fn begin(
    connection: &mut Connection,
    new: &NewConversationRow,
    said: &(impl Fn(i64) -> NewMessageRow + Sync),
) -> QueryResult<ConversationRow> {
    transaction!(connection, async |connection| {
        let row = diesel::insert_into(dsl::conversations)
            .values(new)
            .returning(ConversationRow::as_select())
            .get_result(connection)
            .await?;
        messages::insert(connection, &said(row.id)).await?;
        Ok(row)
    })
    .await
}

/// A person's conversations, the last used first.
pub async fn list(connection: &mut Connection, owner: &str) -> QueryResult<Vec<ConversationRow>> {
    dsl::conversations
        .filter(dsl::user_id.eq(owner))
        .order((dsl::updated_at.desc(), dsl::id.desc()))
        .select(ConversationRow::as_select())
        .load(connection)
        .await
}

/// One conversation.
pub async fn get(connection: &mut Connection, owner: &str, id: i64) -> QueryResult<Option<ConversationRow>> {
    dsl::conversations
        .filter(dsl::id.eq(id).and(dsl::user_id.eq(owner)))
        .select(ConversationRow::as_select())
        .first(connection)
        .await
        .optional()
}

/// Renames a conversation.
pub async fn rename(
    connection: &mut Connection,
    owner: &str,
    id: i64,
    title: &str,
) -> QueryResult<Option<ConversationRow>> {
    diesel::update(dsl::conversations.filter(dsl::id.eq(id).and(dsl::user_id.eq(owner))))
        .set(dsl::title.eq(title))
        .returning(ConversationRow::as_select())
        .get_result(connection)
        .await
        .optional()
}

/// Deletes a conversation with its messages; false when there was none.
pub async fn delete(connection: &mut Connection, owner: &str, id: i64) -> QueryResult<bool> {
    diesel::delete(dsl::conversations.filter(dsl::id.eq(id).and(dsl::user_id.eq(owner))))
        .execute(connection)
        .await
        .map(|count| count > 0)
}

/// Leases a conversation to one turn until `until` and stores what its person said, both or nothing; nothing when
/// another turn holds it.
pub async fn take_turn(
    connection: &mut Connection,
    said: &NewMessageRow,
    until: NaiveDateTime,
    now: NaiveDateTime,
) -> QueryResult<Option<ConversationRow>> {
    transaction!(connection, async |connection| {
        let free = dsl::busy_until.is_null().or(dsl::busy_until.le(now));
        let theirs = dsl::id.eq(said.conversation_id).and(dsl::user_id.eq(&said.user_id));
        let leased = diesel::update(dsl::conversations.filter(theirs.and(free)))
            .set(dsl::busy_until.eq(until))
            .returning(ConversationRow::as_select())
            .get_result(connection)
            .await
            .optional()?;
        if leased.is_some() {
            messages::insert(connection, said).await?;
        }
        Ok(leased)
    })
    .await
}

/// Leases a conversation to its turn for longer.
pub async fn hold(
    connection: &mut Connection,
    owner: &str,
    id: i64,
    until: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(dsl::conversations.filter(dsl::id.eq(id).and(dsl::user_id.eq(owner))))
        .set(dsl::busy_until.eq(until))
        .execute(connection)
        .await
        .map(drop)
}

/// Ends the lease and keeps what the next turn needs to know.
pub async fn release(
    connection: &mut Connection,
    owner: &str,
    id: i64,
    context: &str,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(dsl::conversations.filter(dsl::id.eq(id).and(dsl::user_id.eq(owner))))
        .set((dsl::busy_until.eq(None::<NaiveDateTime>), dsl::context.eq(context), dsl::updated_at.eq(now)))
        .execute(connection)
        .await
        .map(drop)
}
