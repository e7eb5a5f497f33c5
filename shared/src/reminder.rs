//! Reminders as they travel.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
#[cfg(feature = "openapi")]
use poem_openapi::{Object, Union};
use serde::{Deserialize, Serialize};

/// When to remind of a task.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(untagged, try_from = "Given")]
#[cfg_attr(feature = "openapi", derive(Union), oai(one_of))]
pub enum Reminder {
    At(RemindAt),
    Before(RemindBefore),
}

/// A reminder as it comes: with one of these.
#[derive(Deserialize)]
struct Given {
    at: Option<DateTime<FixedOffset>>,
    minutes_before: Option<i64>,
}

impl TryFrom<Given> for Reminder {
    type Error = &'static str;

    fn try_from(given: Given) -> Result<Self, Self::Error> {
        match (given.at, given.minutes_before) {
            (Some(at), None) => Ok(Self::at(at)),
            (None, Some(minutes_before)) => Ok(Self::before(minutes_before)),
            _ => Err("a reminder has either at or minutes_before"),
        }
    }
}

/// At a time.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct RemindAt {
    pub at: DateTime<FixedOffset>,
}

/// So many minutes before the task is due, whenever that is.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct RemindBefore {
    /// 0 to 525,600, which is a year.
    #[cfg_attr(feature = "openapi", oai(validator(minimum(value = "0"), maximum(value = "525600"))))]
    pub minutes_before: i64,
}

impl Reminder {
    /// At a moment.
    pub fn at(at: DateTime<FixedOffset>) -> Self {
        Self::At(RemindAt { at })
    }

    /// So many minutes before the task is due.
    pub fn before(minutes_before: i64) -> Self {
        Self::Before(RemindBefore { minutes_before })
    }

    /// When it is time, for a task that is due then. Nothing for one before the due date of a task that has none.
    pub fn moment(&self, due_at: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        match self {
            Self::At(RemindAt { at }) => Some(at.to_utc()),
            Self::Before(RemindBefore { minutes_before }) => {
                due_at?.checked_sub_signed(TimeDelta::try_minutes(*minutes_before)?)
            }
        }
    }
}

/// A reminder of a task, to be shown.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct TaskReminder {
    pub task_id: i64,
    /// The task's.
    pub title: String,
    /// When to remind.
    #[serde(serialize_with = "crate::time::write")]
    pub at: DateTime<Utc>,
    /// The task's.
    #[serde(serialize_with = "crate::time::write_some")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub due_at: Option<DateTime<Utc>>,
    /// How long ago that was; 0 while it is to come.
    pub late_seconds: i64,
}

/// Reminders, the earliest first.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct TaskReminders {
    pub reminders: Vec<TaskReminder>,
    /// When to ask again: the next one is due then. Null while there is none.
    #[serde(serialize_with = "crate::time::write_some")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub next_at: Option<DateTime<Utc>>,
}
