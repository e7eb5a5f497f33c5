//! What is due next, beside the chat on wide screens.

use sycamore::prelude::*;

use super::task_parts::{due_chip, tick};
use super::{icon, notice};
use crate::reactive::{Live, create_selector, keyed};
use crate::routes;
use crate::state::task_list::Row;
use crate::state::{Shown, Tasks};
use crate::time;

/// The panel.
#[component]
pub fn Upcoming() -> View {
    let tasks = use_context::<Tasks>();
    tasks.load_upcoming();
    let shown = create_selector(move || tasks.upcoming.shown());
    view! {
        aside(class="upcoming", aria-label="Up next") {
            div(class="upcoming-head") {
                p(class="eyebrow") { (Live { view: time::today }) }
                h2 { "Up next" }
            }
            (Live { view: move || match shown.get_clone() {
                Shown::Failed(failure) => notice::failed(failure.message, move || tasks.load_upcoming()),
                Shown::Empty => view! {
                    p(class="quiet") { "No open tasks. Enjoy it, or ask the assistant to add one." }
                },
                Shown::Rows => {
                    let lines = keyed(tasks.upcoming.rows, |row| row.id, move |row| line(tasks, row));
                    view! { ul(class="upcoming-list") { (lines) } }
                }
                Shown::Waiting => notice::skeleton("Loading tasks", 4),
            } })
            a(class="more-link", href=routes::TASKS) { "All tasks" (icon::ARROW) }
        }
    }
}

fn line(tasks: Tasks, row: Row) -> View {
    let tick = tick(tasks, row);
    view! {
        li(class=if row.task.with(|task| task.completed) { "upcoming-task done" } else { "upcoming-task" }) {
            (tick)
            div {
                p(class="task-title") { span { (Live { view: move || row.task.with(|task| task.title.clone()) }) } }
                (Live { view: move || due_chip(&row.task.get_clone()) })
            }
        }
    }
}
