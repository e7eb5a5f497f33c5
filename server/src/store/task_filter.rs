//! Which tasks a list asks for, as the queries want it.

use chrono::NaiveDateTime;
use shared::task::{Order, Sort, StatusFilter};

/// A list of tasks to read.
#[derive(Clone, Debug, Default)]
pub struct TaskFilter {
    pub status: StatusFilter,
    pub priority: Option<i32>,
    /// LIKE patterns, all of which the stored tags match.
    pub tags: Vec<String>,
    /// LIKE patterns, all of which the folded text matches.
    pub words: Vec<String>,
    /// Inclusive.
    pub due_after: Option<NaiveDateTime>,
    /// Exclusive.
    pub due_before: Option<NaiveDateTime>,
    /// Inclusive.
    pub completed_after: Option<NaiveDateTime>,
    /// Exclusive.
    pub completed_before: Option<NaiveDateTime>,
    pub sort: Sort,
    pub order: Order,
    pub limit: Option<i64>,
    /// The last task of the page before.
    pub after: Option<Position>,
}

/// Where a task stands in a sorted list.
#[derive(Clone, Debug)]
pub struct Position {
    pub key: Key,
    pub id: i64,
}

/// What a list is sorted by, for one task.
#[derive(Clone, Debug)]
pub enum Key {
    Time(NaiveDateTime),
    Number(i32),
    Text(String),
    /// A task without a due date, in a list sorted by it.
    None,
}

/// A LIKE pattern (escape character `\`) for texts that contain `text`.
pub fn contains(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}
