//! What the offline assistant understood of a text, in exactly the JSON that `todo-app understand` prints.

use crate::reminder::Reminder;
use crate::task::{Priority, RepeatFrom, StatusFilter};
use chrono::{DateTime, FixedOffset};
#[cfg(feature = "openapi")]
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};

/// A text to understand, as it is typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object), oai(example))]
pub struct UnderstandRequest {
    /// 1 to 4,000 characters, not only spaces.
    #[cfg_attr(
        feature = "openapi",
        oai(validator(min_length = 1, max_length = 4000, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$"))
    )]
    pub text: String,
    /// IANA time zone that "tomorrow at 5" is meant in; the account's without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub time_zone: Option<String>,
    /// True for a field that only adds tasks: whatever the text says, it is a task, and nothing is asked back about that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub adds: Option<bool>,
}

/// The language a message is written in, so that the answer can be too.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Enum))]
pub enum Language {
    /// English, and everything that is not recognised as something else.
    #[serde(rename = "en")]
    #[cfg_attr(feature = "openapi", oai(rename = "en"))]
    English,
    /// Urdu in Arabic script.
    #[serde(rename = "ur")]
    #[cfg_attr(feature = "openapi", oai(rename = "ur"))]
    Urdu,
    /// Urdu in Latin letters.
    #[serde(rename = "ur-Latn")]
    #[cfg_attr(feature = "openapi", oai(rename = "ur-Latn"))]
    RomanUrdu,
}

/// What a message, or one command in it, is for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "lowercase"))]
pub enum Intent {
    Add,
    List,
    Complete,
    Reopen,
    Delete,
    Update,
    Tag,
    Untag,
    Count,
    /// Removes the completed tasks.
    Clear,
    Undo,
    Redo,
    Skip,
    Yes,
    /// A refusal, also "never mind" and "cancel that".
    No,
    Help,
    Smalltalk,
    /// Nothing that a to-do list could do.
    None,
}

impl Intent {
    /// Whether acting on it would change a task.
    pub fn writes(self) -> bool {
        use Intent::*;
        matches!(self, Add | Complete | Reopen | Delete | Update | Tag | Untag | Clear | Undo | Redo | Skip)
    }
}

/// Which tasks are meant, when it is not one by its number or title.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Filter {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub status: Option<StatusFilter>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub priority: Option<Priority>,
    /// All of them, in lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub tags: Option<Vec<String>>,
    /// Words to search for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub q: Option<String>,
    /// Inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub due_after: Option<DateTime<FixedOffset>>,
    /// Exclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub due_before: Option<DateTime<FixedOffset>>,
    /// Only open tasks whose time has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub overdue: Option<bool>,
    /// When they were completed, for a question about what was done then. Inclusive.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", oai(skip))]
    pub completed_after: Option<DateTime<FixedOffset>>,
    /// Exclusive.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", oai(skip))]
    pub completed_before: Option<DateTime<FixedOffset>>,
}

/// One thing to do.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Action {
    pub intent: Intent,
    /// Title of a new task, or the new title of a renamed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub title: Option<String>,
    /// The task meant: digits are its id, anything else words of its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub reference: Option<String>,
    /// Without `reference`: all the tasks meant. With it: what else was said to tell the task apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub filter: Option<Filter>,
    /// In the person's zone; midnight at the start of the day when no time was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub due: Option<DateTime<FixedOffset>>,
    /// Whether `due` is a moment (true) or a whole day (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub has_time: Option<bool>,
    /// Only a time was said: a task that has a day keeps it.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", oai(skip))]
    pub keeps_day: bool,
    /// The due date is taken away.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", oai(skip))]
    pub clears_due: bool,
    /// How the task repeats, as RFC 5545 writes it; empty to end that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub rrule: Option<String>,
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", oai(skip))]
    pub repeat_from: Option<RepeatFrom>,
    /// Empty to remove them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub reminders: Option<Vec<Reminder>>,
    /// It is to be reminded of, without a word about when.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", oai(skip))]
    pub reminds: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub priority: Option<Priority>,
    /// In lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub tags: Option<Vec<String>>,
    /// How many steps to undo or redo.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", oai(skip))]
    pub steps: Option<u32>,
}

impl Action {
    /// An action without any details.
    pub fn new(intent: Intent) -> Self {
        Self {
            intent,
            title: None,
            reference: None,
            filter: None,
            due: None,
            has_time: None,
            keeps_day: false,
            clears_due: false,
            rrule: None,
            repeat_from: None,
            reminders: None,
            reminds: false,
            priority: None,
            tags: None,
            steps: None,
        }
    }
}

/// The meaning of one message.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Understanding {
    pub language: Language,
    /// The intent of the first action, or of the whole message where there is nothing to act on.
    pub intent: Intent,
    /// 0 to 1.
    pub confidence: f64,
    /// In the order said. With a question they are what a yes to it would do.
    pub actions: Vec<Action>,
    /// The question to put before anything is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub ask: Option<String>,
}

#[cfg(feature = "openapi")]
impl poem_openapi::types::Example for UnderstandRequest {
    fn example() -> Self {
        Self {
            text: "buy milk tomorrow at 5pm #shopping".into(),
            time_zone: Some("Europe/Berlin".into()),
            adds: Some(true),
        }
    }
}
