//! Conversations and their leases. Every query takes the owner.

use super::{Connection, messages};
use crate::store::rows::{ConversationRow, NewConversationRow, NewMessageRow};
use crate::store::schema::conversations::dsl;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::result::Error as DieselError;
use diesel_async::RunQueryDsl;

/// Begins a conversation with what its person said, both or nothing, and answers its id.
pub async fn begin(
    connection: &mut Connection,
    new: &NewConversationRow,
    said: &(impl Fn(i64) -> NewMessageRow + Sync),
) -> QueryResult<i64> {
    transaction!(connection, async |connection| {
        let id = diesel::insert_into(dsl::conversations)
            .values(new)
            .returning(dsl::id)
            .get_result(connection)
            .await?;
        messages::insert(connection, &said(id)).await?;
        Ok(id)
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

/// Leases a conversation to one turn until `until`, stores what its person said, both or nothing, and answers what the
/// turn before left; nothing when another turn holds it. `until` tells this lease from later ones.
pub async fn take_turn(
    connection: &mut Connection,
    said: &NewMessageRow,
    until: NaiveDateTime,
    now: NaiveDateTime,
) -> QueryResult<Option<String>> {
    transaction!(connection, async |connection| {
        let free = dsl::busy_until.is_null().or(dsl::busy_until.le(now));
        let theirs = dsl::id.eq(said.conversation_id).and(dsl::user_id.eq(&said.user_id));
        let context = diesel::update(dsl::conversations.filter(theirs.and(free)))
            .set(dsl::busy_until.eq(until))
            .returning(dsl::context)
            .get_result(connection)
            .await
            .optional()?;
        if context.is_some() {
            messages::insert(connection, said).await?;
        }
        Ok(context)
    })
    .await
}

/// Makes a lease last longer; false when another turn has taken the conversation over.
pub async fn hold(
    connection: &mut Connection,
    owner: &str,
    id: i64,
    held: NaiveDateTime,
    until: NaiveDateTime,
) -> QueryResult<bool> {
    // Repeated after a lost connection, it finds what it wrote itself.
    let ours = dsl::busy_until.eq(held).or(dsl::busy_until.eq(until));
    diesel::update(dsl::conversations.filter(dsl::id.eq(id).and(dsl::user_id.eq(owner)).and(ours)))
        .set(dsl::busy_until.eq(until))
        .execute(connection)
        .await
        .map(|count| count > 0)
}

/// Stores what the assistant answered and ends the lease, both or nothing; false when another turn has taken the
/// conversation over, a foreign key violation when it is gone.
pub async fn end_turn(
    connection: &mut Connection,
    answer: &NewMessageRow,
    held: NaiveDateTime,
    context: &str,
) -> QueryResult<bool> {
    let ended = transaction!(connection, async |connection| {
        // The lease last: its row is locked until the end, and whoever asks for the conversation would wait.
        messages::insert(connection, answer).await?;
        let (owner, id) = (&answer.user_id, answer.conversation_id);
        match release(connection, owner, id, held, context, answer.created_at).await? {
            true => Ok(()),
            false => Err(DieselError::RollbackTransaction),
        }
    })
    .await;
    match ended {
        Ok(()) => Ok(true),
        Err(DieselError::RollbackTransaction) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Ends a lease and keeps what the next turn needs to know; false when another turn has taken the conversation over,
/// or it is gone.
pub async fn release(
    connection: &mut Connection,
    owner: &str,
    id: i64,
    held: NaiveDateTime,
    context: &str,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let ours = dsl::busy_until.eq(held);
    diesel::update(dsl::conversations.filter(dsl::id.eq(id).and(dsl::user_id.eq(owner)).and(ours)))
        .set((dsl::busy_until.eq(None::<NaiveDateTime>), dsl::context.eq(context), dsl::updated_at.eq(now)))
        .execute(connection)
        .await
        .map(|count| count > 0)
}
