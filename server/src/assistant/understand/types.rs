//! What the assistant understood, in exactly the JSON that `todo-app understand` prints, and what it may know.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use shared::task::{Priority, RepeatFrom, StatusFilter};

/// The language a message is written in, so that the answer can be too.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub enum Language {
    /// English, and everything that is not recognised as something else.
    #[serde(rename = "en")]
    English,
    /// Urdu in Arabic script.
    #[serde(rename = "ur")]
    Urdu,
    /// Urdu in Latin letters.
    #[serde(rename = "ur-Latn")]
    RomanUrdu,
}

/// What a message, or one command in it, is for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
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
pub struct Filter {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusFilter>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// All of them, in lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Words to search for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_after: Option<DateTime<FixedOffset>>,
    /// Exclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_before: Option<DateTime<FixedOffset>>,
    /// Only open tasks whose time has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<bool>,
    /// When they were completed, for a question about what was done then. Inclusive.
    #[serde(skip)]
    pub completed_after: Option<DateTime<FixedOffset>>,
    /// Exclusive.
    #[serde(skip)]
    pub completed_before: Option<DateTime<FixedOffset>>,
}

/// When to be reminded of a task.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq)]
#[serde(untagged)]
pub enum Reminder {
    At { at: DateTime<FixedOffset> },
    Before { minutes_before: i64 },
}

/// One thing to do.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
pub struct Action {
    pub intent: Intent,
    /// Title of a new task, or the new title of a renamed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The task meant: digits are its id, anything else words of its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Without `reference`: all the tasks meant. With it: what else was said to tell the task apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// In the person's zone; midnight at the start of the day when no time was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime<FixedOffset>>,
    /// Whether `due` is a moment (true) or a whole day (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_time: Option<bool>,
    /// Only a time was said: a task that has a day keeps it.
    #[serde(skip)]
    pub keeps_day: bool,
    /// How the task repeats, as RFC 5545 writes it; empty to end that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rrule: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_from: Option<RepeatFrom>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminders: Option<Vec<Reminder>>,
    /// It is to be reminded of, without a word about when.
    #[serde(skip)]
    pub reminds: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// In lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
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
            rrule: None,
            repeat_from: None,
            reminders: None,
            reminds: false,
            priority: None,
            tags: None,
        }
    }
}

/// The meaning of one message.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
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
    pub ask: Option<String>,
}

/// A task as the person last saw it.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Shown {
    pub id: i64,
    pub title: String,
}

/// A question that the assistant put and that this message may answer.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Pending {
    /// Which of `candidates` is `action` for? The answer is that action with the reference filled in.
    Choose {
        action: Box<Action>,
        candidates: Vec<Shown>,
        /// The action's, which its JSON does not have.
        #[serde(default)]
        keeps_day: bool,
    },
    /// Shall it be done? What "it" is stays with the caller; the answer is the intent `yes` or `no`.
    Confirm {
        /// What is to be done, if it is one thing: "yes, delete them" is no yes to completing them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intent: Option<Intent>,
    },
}

/// What came before this message.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
pub struct Context {
    /// The tasks last shown or touched, in the order shown.
    #[serde(default)]
    pub shown: Vec<Shown>,
    #[serde(default)]
    pub pending: Option<Pending>,
}
