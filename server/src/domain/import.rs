//! Imports: what a file holds becomes tasks and conversations, all of it or nothing.

use super::text::length;
use super::{naive, now, storable};
use crate::auth::Owner;
use crate::domain::conversation::{self, Details};
use crate::error::{Error, Result, field_error};
use crate::store::rows::{NewConversationRow, NewMessageRow, NewTaskRow, TaskRow};
use crate::store::task_filter::TaskFilter;
use crate::store::{Store, StoreError, once, retry_once};
use chrono::NaiveDateTime;
use shared::chat::Message;
use shared::error::FieldError;
use shared::limits::CONVERSATION_TITLE_MAX;
use shared::transfer::SavedConversation;
use std::collections::{HashMap, HashSet};

/// A task to be imported.
pub struct Draft {
    pub row: NewTaskRow,
    /// Whether its file says when it was created: then only a task that was created at that time is the same.
    pub is_dated: bool,
}

/// A conversation to be imported, with its messages.
pub type DraftConversation = (NewConversationRow, Vec<NewMessageRow>);

/// What of a file is not there yet.
pub struct News {
    pub tasks: Vec<NewTaskRow>,
    pub conversations: Vec<DraftConversation>,
    /// How many tasks and conversations are there already, just so.
    pub unchanged: usize,
}

/// What is told apart. A file that is imported twice brings nothing the second time.
#[derive(PartialEq, Eq, Hash)]
struct Content<'a>(&'a str, Option<&'a str>, bool, i32, Option<NaiveDateTime>, &'a str, Option<&'a str>);

/// The content of a row, stored or new.
macro_rules! content {
    ($row:expr) => {
        Content(
            &$row.title,
            $row.description.as_deref(),
            $row.completed,
            $row.priority,
            $row.due_at,
            &$row.tags,
            $row.recurrence.as_deref(),
        )
    };
}

/// Leaves out what the person has already.
pub async fn news(
    store: &Store,
    owner: &Owner,
    tasks: Vec<Draft>,
    conversations: Vec<DraftConversation>,
) -> Result<News> {
    let rows: Vec<TaskRow> = retry_once!(store, tasks::list(owner.id(), &TaskFilter::default()))?;
    let mut known: HashMap<Content, Vec<NaiveDateTime>> = HashMap::new();
    for row in &rows {
        known.entry(content!(row)).or_default().push(row.created_at);
    }
    let is_known = |draft: &Draft| {
        let row = &draft.row;
        known.get(&content!(row)).is_some_and(|created| !draft.is_dated || created.contains(&row.created_at))
    };
    let begun: HashSet<NaiveDateTime> = match conversations.is_empty() {
        true => HashSet::new(),
        false => retry_once!(store, imports::conversation_starts(owner.id()))?.into_iter().collect(),
    };
    let count = tasks.len() + conversations.len();
    let tasks: Vec<NewTaskRow> =
        tasks.into_iter().filter(|draft| !is_known(draft)).map(|draft| draft.row).collect();
    // No two begin in one microsecond.
    let conversations: Vec<DraftConversation> =
        conversations.into_iter().filter(|(row, _)| !begun.contains(&row.created_at)).collect();
    let unchanged = count - tasks.len() - conversations.len();
    Ok(News { tasks, conversations, unchanged })
}

/// Stores all of it, or nothing. The tasks are one step that can be undone.
pub async fn store(store: &Store, owner: &Owner, news: &News) -> Result<()> {
    let by = owner.by(naive(now()));
    match once!(store, imports::insert(&by, &news.tasks, &news.conversations)) {
        // The token outlived its account.
        Err(StoreError::Orphan) => Err(Error::unauthorized()),
        other => Ok(other?),
    }
}

/// The rows of a conversation from a backup, or what is at fault. Its words come back, not the calls and cards beside
/// them: those name tasks by numbers that may be other tasks' by now.
pub fn conversation(
    owner: &Owner,
    saved: SavedConversation,
) -> std::result::Result<DraftConversation, FieldError> {
    let out_of_range =
        |field: &str| field_error(field, "OUT_OF_RANGE", "The time is outside the years 0 to 9999.");
    let title = saved.title.trim();
    if title.is_empty() || title.contains('\0') || length(title) > CONVERSATION_TITLE_MAX {
        let message = format!("The title needs 1 to {CONVERSATION_TITLE_MAX} characters, none of them null.");
        return Err(field_error("title", "INVALID", message));
    }
    let row = NewConversationRow {
        user_id: owner.id().into(),
        title: title.into(),
        context: conversation::NO_CONTEXT.into(),
        busy_until: None,
        created_at: storable(saved.created_at).ok_or_else(|| out_of_range("created_at"))?,
        updated_at: storable(saved.updated_at).ok_or_else(|| out_of_range("updated_at"))?,
    };
    let messages = saved.messages.into_iter().enumerate().map(|(index, message)| {
        let field = |name: &str| format!("messages.{index}.{name}");
        if message.content.contains('\0') {
            let message = "The message contains a null character.";
            return Err(field_error(&field("content"), "INVALID_CHARACTER", message));
        }
        storable(message.created_at).ok_or_else(|| out_of_range(&field("created_at")))?;
        Ok(self::message(owner, message))
    });
    Ok((row, messages.collect::<std::result::Result<_, _>>()?))
}

fn message(owner: &Owner, message: Message) -> NewMessageRow {
    let details = Details { assistant: message.assistant, stopped: message.stopped, ..Details::default() };
    let has_details = details.assistant.is_some() || details.stopped;
    NewMessageRow {
        user_id: owner.id().into(),
        // Given when the conversation is stored.
        conversation_id: 0,
        role: conversation::role_name(message.role).into(),
        content: message.content,
        // Strings and flags always serialise.
        details: has_details.then(|| serde_json::to_string(&details).unwrap_or_default()),
        created_at: naive(message.created_at),
    }
}
