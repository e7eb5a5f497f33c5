//! What is known of all tasks together: how many press, and which tags there are.

use shared::task::Task;

use super::Tasks;
use super::filter::{self, Lens};
use super::task_list::{Manner, Row};
use crate::time;

impl Tasks {
    /// Looks at every task that the page has seen.
    pub fn each_known(self, mut look: impl FnMut(&Task)) {
        self.known.with(|known| known.values().for_each(|task| task.with(&mut look)));
    }

    /// How many tasks a list has, where that is known: of those that press.
    pub fn count(self, lens: Lens) -> Option<usize> {
        time::follow_clock();
        let (now, today) = (time::now(), time::start_of_day(0));
        let is_in = |task: &Task| match (lens, task.due_at) {
            (Lens::Overdue, Some(due)) => due < now,
            (Lens::Today, Some(due)) => due >= today,
            _ => false,
        };
        let counts = |rows: &Vec<Row>| {
            rows.iter().filter(|row| row.task.with(|task| !task.completed && is_in(task))).count()
        };
        matches!(lens, Lens::Overdue | Lens::Today).then(|| self.due.rows.with(counts))
    }

    /// Fetches what the counts are made of.
    pub fn load_counts(self) {
        self.fetch(self.due, filter::due_path(), Manner::Unasked);
    }
}
