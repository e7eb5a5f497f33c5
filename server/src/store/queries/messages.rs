//! The messages of a conversation.

use super::Connection;
use crate::store::rows::{MessageRow, NewMessageRow};
use crate::store::schema::messages::dsl;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Stores a message; a conversation that is gone is a foreign key violation.
pub async fn insert(connection: &mut Connection, new: &NewMessageRow) -> QueryResult<MessageRow> {
    diesel::insert_into(dsl::messages)
        .values(new)
        .returning(MessageRow::as_select())
        .get_result(connection)
        .await
}

/// The messages of a person's conversation before one of them, the newest first.
pub async fn list(
    connection: &mut Connection,
    owner: &str,
    conversation_id: i64,
    before: i64,
    limit: i64,
) -> QueryResult<Vec<MessageRow>> {
    dsl::messages
        .filter(dsl::conversation_id.eq(conversation_id).and(dsl::user_id.eq(owner)))
        .filter(dsl::id.lt(before))
        .order(dsl::id.desc())
        .limit(limit)
        .select(MessageRow::as_select())
        .load(connection)
        .await
}
