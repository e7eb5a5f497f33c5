//! What an import stores: all of it in one transaction, or nothing.

use super::{Connection, changes};
use crate::store::record::{By, NewChangeRow, TaskRecord};
use crate::store::rows::{NewConversationRow, NewMessageRow, NewTaskRow};
use crate::store::schema::{conversations, messages, tasks};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Stores tasks, as one step that can be undone, and conversations with their messages.
pub async fn insert(
    connection: &mut Connection,
    by: &By<'_>,
    new_tasks: &[NewTaskRow],
    new_conversations: &[(NewConversationRow, Vec<NewMessageRow>)],
) -> QueryResult<()> {
    transaction!(connection, async |connection| {
        let mut records = Vec::with_capacity(new_tasks.len());
        let rows: Vec<_> = new_tasks.iter().map(|task| (task.clone(), tasks::created_change.eq(0))).collect();
        let created = insert_all!(connection, tasks::table, rows, tasks::all_columns => TaskRecord);
        for task in created {
            records.extend(NewChangeRow::new(by, None, Some(&task))?);
        }
        changes::record(connection, by, records).await?;
        for (conversation, said) in new_conversations {
            let id: i64 = diesel::insert_into(conversations::table)
                .values(conversation)
                .returning(conversations::id)
                .get_result(connection)
                .await?;
            let said: Vec<NewMessageRow> =
                said.iter().map(|message| NewMessageRow { conversation_id: id, ..message.clone() }).collect();
            insert_all!(connection, messages::table, said, messages::id => i64);
        }
        Ok(())
    })
    .await
}

/// When each of a person's conversations began.
pub async fn conversation_starts(
    connection: &mut Connection,
    owner: &str,
) -> QueryResult<Vec<chrono::NaiveDateTime>> {
    conversations::table
        .filter(conversations::user_id.eq(owner))
        .select(conversations::created_at)
        .load(connection)
        .await
}
