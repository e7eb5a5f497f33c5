//! What is due next, beside the chat on wide screens.

use sycamore::prelude::*;

use super::task_parts::{due_chip, tick};
use super::{icon, notice};
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
                p(class="eyebrow") { (time::today()) }
                h2 { "Up next" }
            }
            (match shown.get_clone() {
                Shown::Failed(failure) => notice::failed(failure.message, move || tasks.load_upcoming()),
                Shown::Empty => view! {
                    p(class="quiet") { "No open tasks. Enjoy it, or ask the assistant to add one." }
                },
                Shown::Rows => view! {
                    ul(class="upcoming-list") {
                        Keyed(list=tasks.upcoming.rows, key=|row| row.id, view=move |row| line(tasks, row))
                    }
                },
                Shown::Waiting => notice::skeleton("Loading tasks", 4),
            })
            a(class="more-link", href=routes::TASKS) { "All tasks" (icon::icon(icon::ARROW)) }
        }
    }
}

fn line(tasks: Tasks, row: Row) -> View {
    view! {
        li(class=if row.task.with(|task| task.completed) { "upcoming-task done" } else { "upcoming-task" }) {
            (tick(tasks, row))
            div {
                p(class="task-title") { span { (row.task.with(|task| task.title.clone())) } }
                (due_chip(&row.task.get_clone()))
            }
        }
    }
}
