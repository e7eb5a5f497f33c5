//! Rows as the queries read and write them; both databases share them.

use super::schema::{
    access_tokens, calendar_feeds, conversations, idempotency_keys, messages, sessions, tasks, users,
};
use chrono::NaiveDateTime;
use diesel::NullableExpressionMethods;
use diesel::prelude::{AsChangeset, Insertable, Queryable, Selectable};

/// An account.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = users, treat_none_as_default_value = false)]
pub struct UserRow {
    pub id: String,
    pub name: String,
    pub email: String,
    pub password_hash: String,
    pub image: Option<String>,
    pub time_zone: String,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// Changes to an account; `None` leaves a column as it is.
#[derive(Clone, Debug, AsChangeset)]
#[diesel(table_name = users)]
pub struct UserChanges {
    pub name: Option<String>,
    pub image: Option<Option<String>>,
    pub time_zone: Option<String>,
    pub password_hash: Option<String>,
    pub updated_at: NaiveDateTime,
}

/// A session; the token itself is never stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub struct SessionRow {
    pub id: String,
    pub user_id: String,
    pub token_hash: String,
    pub remember: bool,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub expires_at: NaiveDateTime,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// What a program acts for a person with; the token itself is never stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = access_tokens, treat_none_as_default_value = false)]
pub struct AccessTokenRow {
    pub id: String,
    pub user_id: String,
    pub name: String,
    pub token_hash: String,
    pub may_write: bool,
    pub expires_at: NaiveDateTime,
    pub created_at: NaiveDateTime,
    pub last_used_at: Option<NaiveDateTime>,
}

/// What a calendar program subscribes to; the token itself is never stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = calendar_feeds)]
pub struct CalendarFeedRow {
    pub user_id: String,
    pub token_hash: String,
    pub created_at: NaiveDateTime,
    pub version: String,
    pub changed_at: NaiveDateTime,
}

/// A task, without the columns that only serve sorting, searching and reckoning.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = tasks)]
pub struct TaskRow {
    pub id: i64,
    pub user_id: String,
    pub title: String,
    pub description: Option<String>,
    pub completed: bool,
    pub priority: i32,
    pub due_at: Option<NaiveDateTime>,
    pub tags: String,
    pub recurrence: Option<String>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub completed_at: Option<NaiveDateTime>,
    pub repeat_from: String,
    pub next_id: Option<i64>,
    pub reminders: Option<String>,
}

/// A task that is to be reminded of.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = tasks)]
pub struct ReminderRow {
    pub id: i64,
    pub title: String,
    pub due_at: Option<NaiveDateTime>,
    #[diesel(select_expression = tasks::reminders.assume_not_null())]
    pub reminders: String,
    #[diesel(select_expression = tasks::remind_at.assume_not_null())]
    pub remind_at: NaiveDateTime,
}

/// A task to be created. What is not given is bound as NULL: the default keyword would make a statement of its own
/// of every combination, none of which is kept prepared.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = tasks, treat_none_as_default_value = false)]
pub struct NewTaskRow {
    pub user_id: String,
    pub title: String,
    pub description: Option<String>,
    pub completed: bool,
    pub priority: i32,
    pub due_at: Option<NaiveDateTime>,
    pub tags: String,
    pub recurrence: Option<String>,
    pub title_key: String,
    pub search: String,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub completed_at: Option<NaiveDateTime>,
    /// The access token that it was created with.
    pub created_by: Option<String>,
    pub repeat_from: String,
    pub series_at: Option<NaiveDateTime>,
    pub reminders: Option<String>,
    pub remind_at: Option<NaiveDateTime>,
}

/// Changes to a task; `None` leaves a column as it is.
#[derive(Clone, Debug, AsChangeset)]
#[diesel(table_name = tasks)]
pub struct TaskChangeRow {
    pub title: Option<String>,
    pub description: Option<Option<String>>,
    pub completed: Option<bool>,
    pub priority: Option<i32>,
    pub due_at: Option<Option<NaiveDateTime>>,
    pub tags: Option<String>,
    pub recurrence: Option<Option<String>>,
    pub title_key: Option<String>,
    pub search: Option<String>,
    pub updated_at: NaiveDateTime,
    pub completed_at: Option<Option<NaiveDateTime>>,
    pub repeat_from: Option<String>,
    pub series_at: Option<Option<NaiveDateTime>>,
    pub next_id: Option<Option<i64>>,
    pub reminders: Option<Option<String>>,
    pub remind_at: Option<Option<NaiveDateTime>>,
}

/// A conversation, without what only its turns need to know.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = conversations)]
pub struct ConversationRow {
    pub id: i64,
    pub title: String,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// A conversation to be begun, already leased to its first turn.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = conversations, treat_none_as_default_value = false)]
pub struct NewConversationRow {
    pub user_id: String,
    pub title: String,
    pub context: String,
    pub busy_until: Option<NaiveDateTime>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// A message.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = messages)]
pub struct MessageRow {
    pub id: i64,
    pub conversation_id: i64,
    pub role: String,
    pub content: String,
    pub details: Option<String>,
    pub created_at: NaiveDateTime,
}

/// A message to be stored.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = messages, treat_none_as_default_value = false)]
pub struct NewMessageRow {
    pub user_id: String,
    pub conversation_id: i64,
    pub role: String,
    pub content: String,
    pub details: Option<String>,
    pub created_at: NaiveDateTime,
}

/// A chat request that carried an `Idempotency-Key`.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency_keys, treat_none_as_default_value = false)]
pub struct IdempotencyRow {
    pub user_id: String,
    pub key: String,
    pub request_hash: String,
    pub answer: Option<String>,
    pub locked_until: NaiveDateTime,
    pub expires_at: NaiveDateTime,
}
