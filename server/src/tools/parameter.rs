//! The arguments of the tools, as JSON Schema of plain types: some clients show anything else as an object.

use serde_json::{Value, json};
use shared::limits::{PAGE_MAX, UNDO_STEPS_MAX};

/// One argument of a tool.
pub struct Parameter {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// For models; names the values that are allowed.
    pub description: &'static str,
}

/// What an argument is.
pub enum Kind {
    Text,
    Integer,
    Boolean,
    OneOf(&'static [&'static str]),
    Texts,
    Integers,
}

impl Parameter {
    const fn given(name: &'static str, kind: Kind, description: &'static str) -> Self {
        Self { name, kind, required: true, description }
    }

    const fn may(name: &'static str, kind: Kind, description: &'static str) -> Self {
        Self { name, kind, required: false, description }
    }

    /// Its JSON Schema.
    pub fn schema(&self) -> Value {
        let description = self.description;
        match self.kind {
            Kind::Text => json!({"type": "string", "description": description}),
            Kind::Integer => json!({"type": "integer", "description": description}),
            Kind::Boolean => json!({"type": "boolean", "description": description}),
            Kind::OneOf(values) => json!({"type": "string", "enum": values, "description": description}),
            Kind::Texts => {
                json!({"type": "array", "items": {"type": "string"}, "description": description})
            }
            Kind::Integers => {
                json!({"type": "array", "items": {"type": "integer"}, "description": description})
            }
        }
    }
}

const _: () = assert!(PAGE_MAX == 200 && UNDO_STEPS_MAX == 100, "said below");

pub const TASK_ID: Parameter = Parameter::given("task_id", Kind::Integer, "Number of the task.");
pub const NEW_TITLE: Parameter =
    Parameter::given("title", Kind::Text, "What is to be done, up to 200 characters.");
pub const TITLE: Parameter = Parameter::may("title", Kind::Text, "The new title, up to 200 characters.");
pub const TITLES: Parameter =
    Parameter::given("titles", Kind::Texts, "1 to 50 titles, each up to 200 characters.");

pub const MOVED_TO: Parameter = Parameter::given(
    "due_at",
    Kind::Text,
    "When this occurrence is due, RFC 3339 with an offset, such as 2026-11-26T17:00:00+01:00.",
);

/// What a task has beside its title.
pub const FIELDS: &[Parameter] = &[
    Parameter::may("description", Kind::Text, "Details, up to 2,000 characters."),
    Parameter::may(
        "priority",
        Kind::OneOf(&["low", "medium", "high"]),
        "low, medium or high; medium if not said.",
    ),
    Parameter::may(
        "due_at",
        Kind::Text,
        "When it is due, RFC 3339 with an offset, such as 2026-11-26T17:00:00+01:00.",
    ),
    Parameter::may("tags", Kind::Texts, "All tags of the task, without #; up to 20."),
    Parameter::may("recurrence", Kind::Text, "RFC 5545 recurrence rule, such as FREQ=WEEKLY;BYDAY=MO."),
    Parameter::may(
        "repeat_from",
        Kind::OneOf(&["due", "completion"]),
        "Where the next occurrence is reckoned from: due, the series, or completion, the day on which this one is \
         done; due if not said.",
    ),
    Parameter::may("remind_at", Kind::Texts, "When to remind, RFC 3339 with an offset."),
    Parameter::may(
        "remind_minutes_before",
        Kind::Integers,
        "When to remind, in minutes before due_at; 0 is when it is due. Together up to 10 reminders, which replace those \
         that there were.",
    ),
];

/// What only an existing task can have done to it.
pub const ONLY_CHANGES: &[Parameter] = &[
    Parameter::may("completed", Kind::Boolean, "true completes the task, false reopens it."),
    Parameter::may(
        "clear",
        Kind::Texts,
        "Fields to empty: description, due_at, tags, recurrence, reminders.",
    ),
];

pub const RETAG: &[Parameter] = &[
    Parameter::may("add", Kind::Texts, "Tags to add."),
    Parameter::may("remove", Kind::Texts, "Tags to take off."),
];

pub const BULK: &[Parameter] = &[
    Parameter::given("task_ids", Kind::Integers, "Numbers of the tasks, 1 to 200."),
    Parameter::may(
        "confirm",
        Kind::Boolean,
        "true once the person has agreed to change more than three tasks.",
    ),
];

const STATUS: Parameter = Parameter::may(
    "status",
    Kind::OneOf(&["all", "pending", "completed"]),
    "all, pending or completed; all if not said.",
);
const LIMIT: Parameter = Parameter::may("limit", Kind::Integer, "Most tasks to answer, 1 to 200.");

/// The REST filters, and when a task was completed.
pub const FILTERS: &[Parameter] = &[
    STATUS,
    Parameter::may("priority", Kind::OneOf(&["low", "medium", "high"]), "low, medium or high."),
    Parameter::may("tags", Kind::Texts, "Only tasks with all of these tags."),
    Parameter::may("q", Kind::Text, "Words that title or description contain."),
    Parameter::may("due_after", Kind::Text, "Due at or after this moment, RFC 3339."),
    Parameter::may(
        "due_before",
        Kind::Text,
        "Due before this moment, RFC 3339; with status pending and the time now: overdue.",
    ),
    Parameter::may("completed_after", Kind::Text, "Completed at or after this moment, RFC 3339."),
    Parameter::may("completed_before", Kind::Text, "Completed before this moment, RFC 3339."),
    Parameter::may(
        "sort",
        Kind::OneOf(&["created_at", "updated_at", "due_at", "priority", "title"]),
        "created_at, updated_at, due_at, priority or title; created_at if not said.",
    ),
    Parameter::may("order", Kind::OneOf(&["asc", "desc"]), "asc or desc; desc if not said."),
    LIMIT,
];

pub const SEARCH: &[Parameter] =
    &[Parameter::given("query", Kind::Text, "Words, up to 200 characters."), STATUS, LIMIT];

pub const STEPS: &[Parameter] = &[
    Parameter::may("steps", Kind::Integer, "How many steps, the latest first, 1 to 100; 1 if not said."),
    Parameter::may("task_id", Kind::Integer, "Only what was done to this task, also if it is gone."),
];

pub const DAY: &[Parameter] = &[
    Parameter::may("date", Kind::Text, "The day as YYYY-MM-DD; today if not said."),
    Parameter::may(
        "time_zone",
        Kind::Text,
        "IANA time zone, such as Europe/Berlin; the person's own if not said.",
    ),
];
