//! Lists: what can be asked for, and how one page leads to the next.

use super::row::{priority_number, to_task};
use super::tags;
use crate::domain::storable;
use crate::domain::text::{fold, length};
use crate::error::{Error, Result};
use crate::store::rows::TaskRow;
use crate::store::task_filter::{Key, Position, TaskFilter, contains};
use chrono::{DateTime, NaiveDateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use shared::limits::{PAGE_MAX, SEARCH_MAX, TAG_MAX, TAGS_MAX};
use shared::task::{Order, Priority, Sort, StatusFilter, Task};
use std::collections::BTreeSet;

/// A list as a caller asks for it.
#[derive(Clone, Debug, Default)]
pub struct TaskQuery {
    pub status: StatusFilter,
    pub priority: Option<Priority>,
    /// All of them.
    pub tags: Vec<String>,
    /// Words, all of which the title or the description contains.
    pub search: Option<String>,
    /// Exclusive.
    pub due_before: Option<DateTime<Utc>>,
    /// Inclusive.
    pub due_after: Option<DateTime<Utc>>,
    /// Exclusive.
    pub completed_before: Option<DateTime<Utc>>,
    /// Inclusive.
    pub completed_after: Option<DateTime<Utc>>,
    pub sort: Sort,
    pub order: Order,
    /// All tasks without it.
    pub limit: Option<u32>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// Some tasks, and where to go on.
pub struct Page {
    pub tasks: Vec<Task>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}

/// What a cursor says; opaque to callers.
#[derive(Deserialize, Serialize)]
struct Cursor {
    sort: Sort,
    order: Order,
    id: i64,
    /// Microseconds since 1970, a number or a text, as the sort wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl TaskQuery {
    /// The same list, as the queries want it. One more row than asked for tells whether there is a next page.
    pub fn into_filter(self) -> Result<TaskFilter> {
        if self.limit.is_some_and(|limit| limit == 0 || limit > PAGE_MAX) {
            let message = format!("limit has to be between 1 and {PAGE_MAX}.");
            return Err(Error::invalid_field("limit", "OUT_OF_RANGE", message));
        }
        let search = self.search.unwrap_or_default();
        if length(&search) > SEARCH_MAX {
            let message = format!("The search text is longer than {SEARCH_MAX} characters.");
            return Err(Error::invalid_field("q", "TOO_LONG", message));
        }
        for (field, text) in std::iter::once(("q", &search)).chain(self.tags.iter().map(|tag| ("tag", tag))) {
            if text.contains('\0') {
                let message = format!("{field} contains a null character.");
                return Err(Error::invalid_field(field, "INVALID_CHARACTER", message));
            }
        }
        if self.tags.iter().any(|tag| length(tag) > TAG_MAX) {
            let message = format!("A tag has at most {TAG_MAX} characters.");
            return Err(Error::invalid_field("tag", "TOO_LONG", message));
        }
        // Each is a condition of its own, and databases nest those: many would exhaust the stack.
        let tags: BTreeSet<String> = self.tags.iter().map(|text| tags::tag(text)).collect();
        if tags.len() > TAGS_MAX {
            let message = format!("There are {} tags; {TAGS_MAX} is the most.", tags.len());
            return Err(Error::invalid_field("tag", "TOO_MANY", message));
        }
        let folded = fold(&search);
        let words: BTreeSet<&str> = folded.split_whitespace().collect();
        let after = self.cursor.as_deref().map(|text| position(text, self.sort, self.order)).transpose()?;
        Ok(TaskFilter {
            status: self.status,
            priority: self.priority.map(priority_number),
            tags: tags.iter().map(|tag| contains(&format!("\n{tag}\n"))).collect(),
            words: words.into_iter().map(contains).collect(),
            due_after: bound("due_after", self.due_after)?,
            due_before: bound("due_before", self.due_before)?,
            completed_after: bound("completed_after", self.completed_after)?,
            completed_before: bound("completed_before", self.completed_before)?,
            sort: self.sort,
            order: self.order,
            limit: self.limit.map(|limit| i64::from(limit) + 1),
            after,
        })
    }
}

fn bound(field: &str, time: Option<DateTime<Utc>>) -> Result<Option<NaiveDateTime>> {
    let wrong = || {
        let message = format!("{field} is outside the years 0 to 9999.");
        Error::invalid_field(field, "OUT_OF_RANGE", message)
    };
    time.map(|time| storable(time).ok_or_else(wrong)).transpose()
}

impl Page {
    /// The page that these rows make, when `limit` and one more were asked for.
    pub(super) fn new(mut rows: Vec<TaskRow>, limit: Option<u32>, filter: &TaskFilter) -> Self {
        let limit = limit.and_then(|limit| usize::try_from(limit).ok());
        let has_more = limit.is_some_and(|limit| rows.len() > limit);
        if let Some(limit) = limit {
            rows.truncate(limit);
        }
        let next = rows.last().filter(|_| has_more).map(|row| cursor(row, filter));
        Self { tasks: rows.into_iter().map(to_task).collect(), next }
    }
}

fn cursor(row: &TaskRow, filter: &TaskFilter) -> String {
    let micros = |time: chrono::NaiveDateTime| time.and_utc().timestamp_micros();
    let mut cursor =
        Cursor { sort: filter.sort, order: filter.order, id: row.id, time: None, number: None, text: None };
    match filter.sort {
        Sort::CreatedAt => cursor.time = Some(micros(row.created_at)),
        Sort::UpdatedAt => cursor.time = Some(micros(row.updated_at)),
        Sort::DueAt => cursor.time = row.due_at.map(micros),
        Sort::Priority => cursor.number = Some(row.priority),
        Sort::Title => cursor.text = Some(fold(&row.title)),
    }
    // A struct of numbers and strings always serialises.
    BASE64URL_NOPAD.encode(&serde_json::to_vec(&cursor).unwrap_or_default())
}

fn position(text: &str, sort: Sort, order: Order) -> Result<Position> {
    let wrong = |message: &str| Error::invalid_field("cursor", "INVALID_CURSOR", message);
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).unwrap_or_default();
    let cursor: Cursor = serde_json::from_slice(&bytes).map_err(|_| {
        wrong("The cursor is not one of ours; take it from the Link header of the page before.")
    })?;
    if cursor.sort != sort || cursor.order != order {
        return Err(wrong("The cursor belongs to another sort or order; begin at the first page."));
    }
    let damaged = || wrong("The cursor is damaged; begin at the first page.");
    let time = |micros| DateTime::from_timestamp_micros(micros).and_then(storable).ok_or_else(damaged);
    let time = cursor.time.map(time).transpose()?;
    let key = match (sort, time, cursor.number, cursor.text) {
        (Sort::CreatedAt | Sort::UpdatedAt | Sort::DueAt, Some(time), ..) => Key::Time(time),
        (Sort::DueAt, None, ..) => Key::None,
        (Sort::Priority, _, Some(number), _) => Key::Number(number),
        (Sort::Title, _, _, Some(text)) if !text.contains('\0') => Key::Text(text),
        _ => return Err(damaged()),
    };
    Ok(Position { key, id: cursor.id })
}
