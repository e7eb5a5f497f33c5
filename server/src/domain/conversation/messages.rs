//! What was said: read by pages, from the newest message on.

use crate::auth::Owner;
use crate::error::Result;
use crate::store::rows::MessageRow;
use crate::store::{Store, retry_once};
use serde::{Deserialize, Serialize};
use shared::chat::{Change, Confirm, Message, Role, ToolCall};
use shared::limits::PAGE_MAX;

/// Messages that a model is reminded of are read by so many.
const PAST_PAGE: u32 = 20;

/// What an assistant's message carries besides its words.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Details {
    #[serde(default)]
    pub tool_calls: Vec<ToolCall>,
    #[serde(default)]
    pub changes: Vec<Change>,
    #[serde(default)]
    pub assistant: Option<String>,
    #[serde(default)]
    pub stopped: bool,
    #[serde(default)]
    pub confirm: Option<Confirm>,
    /// For each of the calls, if a model made them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub echo: Vec<Echo>,
}

/// What a model wants to be told of a call of its own.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Echo {
    /// Calls of one round were made together.
    pub round: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<serde_json::Value>,
}

/// Something that was said before, for a model.
pub struct Past {
    pub id: i64,
    pub role: Role,
    pub content: String,
    pub details: Details,
}

/// The newest messages of a conversation before one of them, the oldest first; and, when there are more, the message
/// before which they are.
pub async fn messages(
    store: &Store,
    owner: &Owner,
    id: i64,
    before: Option<i64>,
    limit: Option<u32>,
) -> Result<(Vec<Message>, Option<i64>)> {
    super::get(store, owner, id).await?;
    let limit = limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
    let (rows, next) = page(store, owner, id, before, limit).await?;
    Ok((rows.into_iter().rev().map(to_message).collect(), next))
}

/// What was said last before a message, the newest first, with all that a model wants to be told; and, when there is
/// more, the message before which it is.
pub async fn past(
    store: &Store,
    owner: &Owner,
    id: i64,
    before: Option<i64>,
) -> Result<(Vec<Past>, Option<i64>)> {
    let (rows, next) = page(store, owner, id, before, PAST_PAGE).await?;
    Ok((rows.into_iter().map(to_past).collect(), next))
}

async fn page(
    store: &Store,
    owner: &Owner,
    id: i64,
    before: Option<i64>,
    limit: u32,
) -> Result<(Vec<MessageRow>, Option<i64>)> {
    let limit = i64::from(limit);
    // One more tells whether there is a page before.
    let mut rows = retry_once!(store, messages::list(owner.id(), id, before.unwrap_or(i64::MAX), limit + 1))?;
    let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
    if has_more {
        rows.pop();
    }
    let next = rows.last().filter(|_| has_more).map(|row| row.id);
    Ok((rows, next))
}

fn to_past(row: MessageRow) -> Past {
    Past {
        id: row.id,
        role: match row.role.as_str() {
            "user" => Role::User,
            "tool" => Role::Tool,
            _ => Role::Assistant,
        },
        content: row.content,
        details: row.details.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default(),
    }
}

fn to_message(row: MessageRow) -> Message {
    let (conversation_id, created_at) = (row.conversation_id, row.created_at.and_utc());
    let Past { id, role, content, details } = to_past(row);
    Message {
        id,
        conversation_id,
        role,
        content,
        tool_calls: details.tool_calls,
        changes: details.changes,
        assistant: details.assistant,
        stopped: details.stopped,
        confirm: details.confirm,
        created_at,
    }
}
