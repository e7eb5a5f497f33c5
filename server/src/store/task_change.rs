//! A task that is changed, and what becomes of its series in the same transaction.

use super::rows::{NewTaskRow, TaskRow};

/// A task that is about to be changed.
pub struct Before {
    pub task: TaskRow,
    /// Its person's time zone.
    pub time_zone: String,
    /// The occurrence that was made when this one was completed, if it is still there.
    pub next: Option<TaskRow>,
}

/// What is to become of the occurrence after this one.
pub enum Next {
    /// It stays, or there is none.
    Keep,
    /// It is made.
    Make(Box<NewTaskRow>),
    /// It goes.
    Remove,
}

/// A task that was changed.
pub struct Changed {
    pub task: TaskRow,
    /// The occurrence that was made.
    pub next: Option<TaskRow>,
}
