//! Lengths and counts that the page and the server both enforce. Lengths count characters, not bytes.

/// Longest task title.
pub const TITLE_MAX: usize = 200;
/// Longest task description.
pub const DESCRIPTION_MAX: usize = 2_000;
/// Most tags a task can carry.
pub const TAGS_MAX: usize = 20;
/// Longest tag.
pub const TAG_MAX: usize = 50;
/// Longest recurrence rule.
pub const RECURRENCE_MAX: usize = 500;
/// Most reminders of a task.
pub const REMINDERS_MAX: usize = 10;
/// Longest time between a reminder and the due date: a year.
pub const MINUTES_BEFORE_MAX: i64 = 525_600;
/// Longest search text.
pub const SEARCH_MAX: usize = 200;
/// Most tasks on one page of a list.
pub const PAGE_MAX: u32 = 200;
/// Longest chat message.
pub const MESSAGE_MAX: usize = 4_000;
/// Longest conversation title.
pub const CONVERSATION_TITLE_MAX: usize = 200;
/// Longest display name.
pub const NAME_MAX: usize = 200;
/// Longest e-mail address (RFC 5321).
pub const EMAIL_MAX: usize = 254;
/// Shortest password, in UTF-16 units as better-auth counts.
pub const PASSWORD_MIN: usize = 8;
/// Longest password, in UTF-16 units as better-auth counts.
pub const PASSWORD_MAX: usize = 128;
/// More tasks than this deleted or completed in one turn need the person's yes.
pub const BULK_WITHOUT_CONFIRMATION: usize = 3;
/// Most access tokens that a person has.
pub const ACCESS_TOKENS_MAX: usize = 50;
/// Largest file that can be imported, in bytes.
pub const IMPORT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most tasks, and most messages, in a file that can be imported.
pub const IMPORT_ROWS_MAX: usize = 50_000;
/// Longest life of an access token, in days.
pub const ACCESS_TOKEN_DAYS_MAX: u32 = 366;
/// Most steps that are undone or redone at once.
pub const UNDO_STEPS_MAX: u32 = 100;
