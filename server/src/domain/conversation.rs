//! Conversations: what was said, and whose turn it is.

use super::text::length;
use super::{LEASE, naive, now};
use crate::auth::Owner;
use crate::error::{Error, Refusal, Result};
use crate::store::rows::{ConversationRow, MessageRow, NewConversationRow, NewMessageRow};
use crate::store::{Store, StoreError, once, retry_once};
use chrono::NaiveDateTime;
use poem::http::StatusCode;
use serde::{Deserialize, Serialize};
use shared::chat::{Change, Confirm, Conversation, Message, Role, ToolCall};
use shared::limits::{CONVERSATION_TITLE_MAX, MESSAGE_MAX, PAGE_MAX};

/// Longest title made from a first message.
const MADE_TITLE_MAX: usize = 60;

/// A conversation that this turn alone may go on with.
pub struct Turn {
    /// JSON that the turn before left.
    pub context: String,
    pub lease: Lease,
}

/// A turn's hold on its conversation. The time that the turn wrote there last tells its own lease from that of a turn
/// which took over, should this one be held up for longer.
pub struct Lease {
    pub conversation_id: i64,
    until: NaiveDateTime,
}

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

/// The person's conversations, the last used first.
pub async fn list(store: &Store, owner: &Owner) -> Result<Vec<Conversation>> {
    Ok(retry_once!(store, conversations::list(owner.id()))?.into_iter().map(to_conversation).collect())
}

/// One conversation.
pub async fn get(store: &Store, owner: &Owner, id: i64) -> Result<Conversation> {
    retry_once!(store, conversations::get(owner.id(), id))?.map(to_conversation).ok_or_else(missing)
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
    get(store, owner, id).await?;
    let limit = i64::from(limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX));
    // One more tells whether there is a page before.
    let mut rows = retry_once!(store, messages::list(owner.id(), id, before.unwrap_or(i64::MAX), limit + 1))?;
    let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
    if has_more {
        rows.pop();
    }
    let next = rows.last().filter(|_| has_more).map(|row| row.id);
    Ok((rows.into_iter().rev().map(to_message).collect(), next))
}

/// What was said last, the oldest first, with all that a model wants to be told.
pub async fn past(store: &Store, owner: &Owner, id: i64) -> Result<Vec<Past>> {
    let rows = retry_once!(store, messages::list(owner.id(), id, i64::MAX, i64::from(PAGE_MAX)))?;
    Ok(rows.into_iter().rev().map(to_past).collect())
}

/// Renames a conversation.
pub async fn rename(store: &Store, owner: &Owner, id: i64, text: &str) -> Result<Conversation> {
    let title = text.trim();
    let fault = |code, message: String| Err(Error::invalid_field("title", code, message));
    match length(text) {
        _ if title.is_empty() => fault("REQUIRED", "Give the conversation a title.".into()),
        _ if title.contains('\0') => {
            fault("INVALID_CHARACTER", "The title contains a null character.".into())
        }
        count if count > CONVERSATION_TITLE_MAX => fault(
            "TOO_LONG",
            format!("The title has {count} characters; {CONVERSATION_TITLE_MAX} is the most."),
        ),
        _ => retry_once!(store, conversations::rename(owner.id(), id, title))?
            .map(to_conversation)
            .ok_or_else(missing),
    }
}

/// Deletes a conversation with its messages.
pub async fn delete(store: &Store, owner: &Owner, id: i64) -> Result<()> {
    match once!(store, conversations::delete(owner.id(), id))? {
        true => Ok(()),
        false => Err(missing()),
    }
}

/// What a person says in this field, checked.
pub fn message_text<'a>(field: &str, text: &'a str) -> Result<&'a str> {
    let fault = |code, message: String| Err(Error::invalid_field(field, code, message));
    match length(text) {
        _ if text.trim().is_empty() => fault("REQUIRED", format!("Write a {field} first.")),
        count if count > MESSAGE_MAX => {
            fault("TOO_LONG", format!("The {field} has {count} characters; {MESSAGE_MAX} is the most."))
        }
        _ if text.contains('\0') => {
            fault("INVALID_CHARACTER", format!("The {field} contains a null character."))
        }
        _ => Ok(text.trim()),
    }
}

/// Takes the turn in a conversation, a new one without an id, and stores what the person said.
pub async fn begin_turn(store: &Store, owner: &Owner, id: Option<i64>, text: &str) -> Result<Turn> {
    let now = now();
    let until = naive(now + LEASE);
    let said = |conversation_id| NewMessageRow {
        user_id: owner.id().into(),
        conversation_id,
        role: role_name(Role::User).into(),
        content: text.into(),
        details: None,
        created_at: naive(now),
    };
    let (id, context) = match id {
        Some(id) => match once!(store, conversations::take_turn(&said(id), until, naive(now)))? {
            Some(context) => (id, context),
            None => {
                get(store, owner, id).await?;
                return Err(Error::busy(
                    "The assistant is still answering in this conversation. Wait for it, or stop it, and send again.",
                ));
            }
        },
        None => {
            let context = "{}".to_owned();
            let new = NewConversationRow {
                user_id: owner.id().into(),
                title: made_title(text),
                context: context.clone(),
                busy_until: Some(until),
                created_at: naive(now),
                updated_at: naive(now),
            };
            let id = once!(store, conversations::begin(&new, &said)).map_err(|error| match error {
                // The token outlived its account.
                StoreError::Orphan => Error::unauthorized(),
                other => other.into(),
            })?;
            (id, context)
        }
    };
    Ok(Turn { context, lease: Lease { conversation_id: id, until } })
}

/// Stores what the assistant answered and gives the turn back with what the next one needs to know.
pub async fn end_turn(
    store: &Store,
    owner: &Owner,
    lease: &Lease,
    answer: &str,
    details: &Details,
    context: &str,
) -> Result<()> {
    let (id, held) = (lease.conversation_id, lease.until);
    let row = NewMessageRow {
        user_id: owner.id().into(),
        conversation_id: id,
        role: role_name(Role::Assistant).into(),
        content: answer.into(),
        details: Some(serde_json::to_string(details).map_err(Error::internal)?),
        created_at: naive(now()),
    };
    match once!(store, conversations::end_turn(&row, held, context)) {
        Ok(true) => Ok(()),
        Ok(false) | Err(StoreError::Orphan) => Err(lost(store, owner, id).await),
        Err(error) => {
            // The answer is lost, but what was done is done, and the next message need not wait. Should this fail,
            // too, the lease runs out.
            retry_once!(store, conversations::release(owner.id(), id, held, context, row.created_at)).ok();
            Err(error.into())
        }
    }
}

/// Holds on to the turn while it works; refused when another one has taken over.
pub async fn hold(store: &Store, owner: &Owner, lease: &mut Lease) -> Result<()> {
    let (id, until) = (lease.conversation_id, naive(now() + LEASE));
    if !retry_once!(store, conversations::hold(owner.id(), id, lease.until, until))? {
        return Err(lost(store, owner, id).await);
    }
    lease.until = until;
    Ok(())
}

/// Why a turn does not hold its conversation any more.
async fn lost(store: &Store, owner: &Owner, id: i64) -> Error {
    match get(store, owner, id).await {
        Ok(_) => Error::busy(
            "The assistant took too long, and the conversation has gone on without this answer. What it did by then stays done; look at your tasks.",
        ),
        Err(Error::Refused(_)) => Refusal::new(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "This conversation was deleted while the assistant answered. What it did by then stays done; look at your tasks.",
        )
        .into(),
        Err(error) => error,
    }
}

fn made_title(text: &str) -> String {
    let line = text.lines().next().unwrap_or(text).trim();
    match line.char_indices().nth(MADE_TITLE_MAX) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line).trim_end()),
        None => line.to_owned(),
    }
}

fn missing() -> Error {
    Error::not_found("conversation")
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::User => "user",
        Role::Assistant => "assistant",
        Role::Tool => "tool",
    }
}

fn to_conversation(row: ConversationRow) -> Conversation {
    Conversation {
        id: row.id,
        title: row.title,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    }
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
