//! Tasks as they travel.

use crate::Patch;
use crate::reminder::Reminder;
use chrono::{DateTime, Utc};
#[cfg(feature = "openapi")]
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};

/// How urgent a task is; `medium` unless said otherwise.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "lowercase"))]
pub enum Priority {
    Low,
    #[default]
    Medium,
    High,
}

/// From when the next occurrence of a task is reckoned.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "lowercase"))]
pub enum RepeatFrom {
    /// From the series: what repeats on Mondays does so whenever it is done.
    #[default]
    Due,
    /// From the day on which it is completed.
    Completion,
}

/// A task. Times are RFC 3339 in UTC.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Task {
    pub id: i64,
    /// Whose task it is.
    pub user_id: String,
    pub title: String,
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub description: Option<String>,
    pub completed: bool,
    pub priority: Priority,
    #[serde(serialize_with = "crate::time::write_some")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub due_at: Option<DateTime<Utc>>,
    /// In lower case, in the order given.
    pub tags: Vec<String>,
    /// RFC 5545 recurrence rule, such as `FREQ=WEEKLY;BYDAY=MO`.
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub recurrence: Option<String>,
    /// Only there for a task that repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub repeat_from: Option<RepeatFrom>,
    /// The occurrence that was made when this one was completed; only there for such a task. It may have been deleted
    /// since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub next_id: Option<i64>,
    /// Only there for a task that has some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", oai(default, skip_serializing_if_is_empty))]
    pub reminders: Vec<Reminder>,
    #[serde(serialize_with = "crate::time::write")]
    pub created_at: DateTime<Utc>,
    #[serde(serialize_with = "crate::time::write")]
    pub updated_at: DateTime<Utc>,
    /// When it was completed; null while it is open.
    #[serde(serialize_with = "crate::time::write_some")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub completed_at: Option<DateTime<Utc>>,
}

/// Is another one after every change of a person's tasks.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct TasksVersion {
    pub version: String,
}

/// A task to be created.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object), oai(example))]
pub struct NewTask {
    /// 1 to 200 characters, one of them visible; line feeds and other control characters become spaces.
    #[cfg_attr(
        feature = "openapi",
        oai(validator(
            min_length = 1,
            max_length = 200,
            pattern = r"^[^\x00]*[^\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\ufffc][^\x00]*$"
        ))
    )]
    pub title: String,
    /// Up to 2,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable, validator(max_length = 2000, pattern = r"^[^\x00]*$")))]
    pub description: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub priority: Option<Priority>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub due_at: Option<DateTime<Utc>>,
    /// Up to 20 tags of up to 50 characters; stored in lower case.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        oai(
            nullable,
            validator(
                max_items = 20,
                min_length = 1,
                max_length = 50,
                pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s#\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
            )
        )
    )]
    pub tags: Option<Vec<String>>,
    /// RFC 5545 recurrence rule, such as `FREQ=WEEKLY;BYDAY=MO`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable, validator(max_length = 500)))]
    pub recurrence: Option<String>,
    /// `due` unless said otherwise.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub repeat_from: Option<RepeatFrom>,
    /// Up to 10. One that is past already is kept, and not delivered.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(nullable, validator(max_items = 10)))]
    pub reminders: Option<Vec<Reminder>>,
}

/// Changes to a task: a field left out stays, a field that is null is emptied.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object), oai(example))]
pub struct TaskChanges {
    /// 1 to 200 characters, one of them visible; line feeds and other control characters become spaces.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::present")]
    #[cfg_attr(
        feature = "openapi",
        oai(
            skip_serializing_if_is_none,
            validator(
                min_length = 1,
                max_length = 200,
                pattern = r"^[^\x00]*[^\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\ufffc][^\x00]*$"
            )
        )
    )]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", oai(nullable, validator(max_length = 2000, pattern = r"^[^\x00]*$")))]
    pub description: Patch<String>,
    /// True completes the task, false reopens it. Completing one that repeats makes the next occurrence, a task of its
    /// own; reopening it takes that back, unless it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::present")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub completed: Option<bool>,
    /// Null means medium.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub priority: Patch<Priority>,
    /// By itself it moves this occurrence and leaves the series as it is; with `recurrence` the series begins anew at it.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub due_at: Patch<DateTime<Utc>>,
    /// Replaces all tags; null removes them.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(
        feature = "openapi",
        oai(
            nullable,
            validator(
                max_items = 20,
                min_length = 1,
                max_length = 50,
                pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s#\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
            )
        )
    )]
    pub tags: Patch<Vec<String>>,
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", oai(nullable, validator(max_length = 500)))]
    pub recurrence: Patch<String>,
    /// Null means `due`.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub repeat_from: Patch<RepeatFrom>,
    /// Replaces all reminders; null removes them.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", oai(nullable, validator(max_items = 10)))]
    pub reminders: Patch<Vec<Reminder>>,
}

/// Which tasks a list shows.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "lowercase"))]
pub enum StatusFilter {
    #[default]
    All,
    Pending,
    Completed,
}

/// What a list is sorted by. Tasks without a due date come last in either order.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "snake_case"))]
pub enum Sort {
    #[default]
    CreatedAt,
    UpdatedAt,
    DueAt,
    Priority,
    Title,
}

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "lowercase"))]
pub enum Order {
    Asc,
    #[default]
    Desc,
}

#[cfg(feature = "openapi")]
mod examples {
    use super::{NewTask, Patch, Priority, RepeatFrom, TaskChanges};
    use crate::reminder::Reminder;
    use poem_openapi::types::Example;

    impl Example for NewTask {
        fn example() -> Self {
            Self {
                title: "Buy milk".into(),
                description: Some("Two litres, the one with the blue cap".into()),
                priority: Some(Priority::High),
                due_at: chrono::DateTime::from_timestamp(1_798_736_400, 0),
                tags: Some(vec!["shopping".into()]),
                recurrence: Some("FREQ=WEEKLY;BYDAY=MO".into()),
                repeat_from: Some(RepeatFrom::Due),
                reminders: Some(vec![Reminder::before(10)]),
            }
        }
    }

    impl Example for TaskChanges {
        fn example() -> Self {
            Self {
                title: Some("Call mom tonight".into()),
                priority: Patch::Set(Priority::Low),
                due_at: Patch::Clear,
                ..Self::default()
            }
        }
    }
}
