//! One list of tasks as far as it was fetched.

use shared::task::Task;
use sycamore::prelude::*;

use super::{Loading, Shown};

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

/// A list as far as it was fetched.
#[derive(Clone, Copy)]
pub struct TaskList {
    pub rows: Signal<Vec<Row>>,
    pub loading: Signal<Loading>,
    pub next: Signal<Option<String>>,
    /// Counts requests, so that a late answer cannot overwrite a newer one.
    turn: Signal<u32>,
}

impl TaskList {
    /// Not fetched.
    pub fn new() -> Self {
        Self {
            rows: create_signal(Vec::new()),
            loading: create_signal(Loading::Idle),
            next: create_signal(None),
            turn: create_signal(0),
        }
    }

    /// What to show of it.
    pub fn shown(self) -> Shown {
        Shown::of(self.loading.get_clone(), self.rows.with(Vec::is_empty))
    }

    /// Begins a request: the turn that it may fill.
    pub fn begin(self) -> u32 {
        self.turn.set(self.turn() + 1);
        self.turn()
    }

    /// The newest request's turn.
    pub fn turn(self) -> u32 {
        self.turn.get_untracked()
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
        self.begin();
        self.rows.set(Vec::new());
        self.next.set(None);
        self.loading.set(Loading::Idle);
    }
}
