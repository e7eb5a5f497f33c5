//! What a change of tasks reads, and what it does with that.

use super::record::TaskRecord;
use super::rows::{NewTaskRow, TaskChangeRow};

/// What was read and locked for a change.
#[derive(Debug, Default)]
pub struct Found {
    /// In the order asked for.
    pub tasks: Vec<TaskRecord>,
    /// The occurrences that were made when these tasks were completed, as far as they are still there.
    pub next: Vec<TaskRecord>,
    /// The person's.
    pub time_zone: String,
}

/// A task that is about to be changed.
#[derive(Clone, Copy, Debug)]
pub struct Before<'t> {
    pub task: &'t TaskRecord,
    /// The occurrence that was made when this one was completed, if it is still there.
    pub next: Option<&'t TaskRecord>,
    pub time_zone: &'t str,
}

impl Found {
    /// Each task with what is known of it.
    pub fn each(&self) -> impl Iterator<Item = Before<'_>> {
        self.tasks.iter().map(|task| Before {
            task,
            next: self.next.iter().find(|next| Some(next.id) == task.next_id),
            time_zone: &self.time_zone,
        })
    }
}

/// What a change does: only to tasks that were read and locked for it.
#[derive(Clone, Debug)]
pub enum Write<'t> {
    Insert(NewTaskRow),
    Update(&'t TaskRecord, TaskChangeRow),
    /// Changes a task and makes the occurrence that follows it.
    CarryOn(&'t TaskRecord, TaskChangeRow, Box<NewTaskRow>),
    Delete(&'t TaskRecord),
}
