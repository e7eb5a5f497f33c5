//! Taking one's things out of the app, and bringing things in.

use crate::account::User;
use crate::chat::Message;
use crate::error::FieldError;
use crate::reminder::Reminder;
use crate::task::{Priority, RepeatFrom, Task};
use chrono::{DateTime, Utc};
#[cfg(feature = "openapi")]
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};

/// What the field `format` of a [`Backup`] says.
pub const BACKUP_FORMAT: &str = "todo-app";
/// The version of [`Backup`] that is written; older ones are read, too.
pub const BACKUP_VERSION: u32 = 1;

/// How an export is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "lowercase"))]
pub enum ExportFormat {
    /// Everything: tasks, conversations and the account.
    #[default]
    Json,
    /// The tasks, for spreadsheets.
    Csv,
}

/// What an imported file was recognised as.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "lowercase"))]
pub enum ImportFormat {
    Json,
    Csv,
    Todoist,
    ICalendar,
}

/// Everything a person owns, as the JSON export has it.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Backup {
    /// Always `todo-app`.
    pub format: String,
    /// Version of this format.
    pub version: u32,
    #[serde(serialize_with = "crate::time::write")]
    pub exported_at: DateTime<Utc>,
    pub account: User,
    /// In the order in which they were created.
    pub tasks: Vec<Task>,
    /// In the order in which they were begun.
    pub conversations: Vec<SavedConversation>,
}

/// A conversation with all that was said in it.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct SavedConversation {
    pub id: i64,
    pub title: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub messages: Vec<Message>,
}

/// A task as a file brings it. Whatever a file leaves out is as in a new task.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct ImportedTask {
    pub title: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub description: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub completed: Option<bool>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub priority: Option<Priority>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub due_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub recurrence: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub repeat_from: Option<RepeatFrom>,
    #[serde(default)]
    pub reminders: Vec<Reminder>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub created_at: Option<DateTime<Utc>>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub completed_at: Option<DateTime<Utc>>,
}

/// What an import did or, asked for a preview, would do.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct ImportReport {
    /// What the file was recognised as.
    pub format: ImportFormat,
    /// True for a preview: nothing was changed.
    pub dry_run: bool,
    /// How many tasks are new.
    pub tasks: u32,
    /// How many conversations are new.
    pub conversations: u32,
    /// How many tasks and conversations are there already just so, and are left alone.
    pub unchanged: u32,
    /// The first of the new tasks, as they become.
    pub preview: Vec<ImportedTask>,
    /// What is not taken over as it stands in the file, the first 100.
    pub warnings: Vec<FieldError>,
    /// Why nothing can be imported, the first 100; only in a preview. The field is the place in the file and what is at
    /// fault there, such as `rows.3.due_at`.
    pub errors: Vec<FieldError>,
}

/// The calendar feed of a person.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct CalendarFeed {
    /// When its address was made; null where there is none.
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub created_at: Option<DateTime<Utc>>,
}

/// A calendar feed whose address was just made. It is shown this once.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct MadeCalendarFeed {
    /// What a calendar program subscribes to, on this host. Whoever has it can read the tasks that are due.
    pub path: String,
    pub created_at: DateTime<Utc>,
}
