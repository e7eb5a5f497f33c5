//! What the readers may know of the conversation; what they understood is of `shared::understanding`.

pub use shared::reminder::Reminder;
pub use shared::understanding::{Action, Filter, Intent, Language, Understanding};

use serde::{Deserialize, Serialize};

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
        /// The same.
        #[serde(default)]
        clears_due: bool,
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
