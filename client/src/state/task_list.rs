//! One list of tasks as far as it was fetched.

use shared::task::Task;
use sycamore::prelude::*;

use super::{Loading, Shown, Turns};

/// What fetching a list shows of itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Grey bars, then the rows or the failure.
    Anew,
    /// The old rows stay until the new ones are there; a failure is told.
    Keep,
    /// The same, but nobody asked for it: a failure is not told, either.
    Unasked,
}

/// One row: the id never changes, the task in the signal does.
#[derive(Clone, Copy)]
pub struct Row {
    pub id: i64,
    pub task: Signal<Task>,
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Adds a further page. What moved down meanwhile is on both: it stays where it is.
pub fn extend(rows: &mut Vec<Row>, page: Vec<Row>) {
    let new: Vec<_> = page.into_iter().filter(|row| !rows.contains(row)).collect();
    rows.extend(new);
}

/// A list as far as it was fetched.
#[derive(Clone, Copy)]
pub struct TaskList {
    pub rows: Signal<Vec<Row>>,
    pub loading: Signal<Loading>,
    pub next: Signal<Option<String>>,
    pub turns: Turns,
}

impl TaskList {
    /// Not fetched.
    pub fn new() -> Self {
        Self {
            rows: create_signal(Vec::new()),
            loading: create_signal(Loading::Idle),
            next: create_signal(None),
            turns: Turns::new(),
        }
    }

    /// What to show of it.
    pub fn shown(self) -> Shown {
        Shown::of(self.loading.get_clone(), self.rows.with(Vec::is_empty))
    }

    /// Puts a row on top, wherever it was before: two of one task would be two rows with one key.
    pub fn put_first(self, row: Row) {
        self.rows.update(|rows| {
            rows.retain(|known| known.id != row.id);
            rows.insert(0, row);
        });
    }

    /// Takes a row out, if it is there.
    pub fn drop_row(self, id: i64) {
        if self.rows.with_untracked(|rows| rows.iter().any(|row| row.id == id)) {
            self.rows.update(|rows| rows.retain(|row| row.id != id));
        }
    }

    /// Whether anybody ever asked for it.
    pub fn is_shown(self) -> bool {
        self.loading.with_untracked(|state| *state != Loading::Idle)
    }

    /// Forgets everything, answers under way included.
    pub fn clear(self) {
        self.turns.begin();
        self.rows.set(Vec::new());
        self.next.set(None);
        self.loading.set(Loading::Idle);
    }
}
