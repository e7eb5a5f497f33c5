//! A task that a chat turn touched, with its state as it is now.

use shared::chat::{Change, ChangeKind};
use shared::task::Task;
use sycamore::prelude::*;

use super::icon;
use super::task_parts::{due_chip, priority_mark, tick};
use crate::reactive::Live;
use crate::routes;
use crate::state::Tasks;
use crate::state::task_list::Row;

/// What a change did, as said and as styled.
pub fn change_words(change: ChangeKind) -> (&'static str, &'static str) {
    match change {
        ChangeKind::Created => ("Added", "card created"),
        ChangeKind::Updated => ("Changed", "card updated"),
        ChangeKind::Completed => ("Completed", "card completed"),
        ChangeKind::Reopened => ("Reopened", "card reopened"),
        ChangeKind::Deleted => ("Deleted", "card deleted"),
    }
}

/// The card under an answer.
#[component(inline_props)]
pub fn TaskCard(change: Change) -> View {
    let tasks = use_context::<Tasks>();
    let id = change.task_id;
    let (words, class) = change_words(change.change);
    // The page may not have seen the task, or it may be gone: then the card says what the turn said.
    let known = move || tasks.known(id).map(|task| Row { id, task });
    let title = create_signal(change.title.clone());
    let mark = if change.change == ChangeKind::Deleted { icon::TRASH } else { icon::CHECK };
    view! {
        li(class=class) {
            (Live { view: move || match known() {
                Some(row) if change.change != ChangeKind::Deleted => live(tasks, row),
                _ => view! {
                    span(class="card-mark") { (mark) }
                    p(class="card-title") { (title) }
                },
            } })
            span(class="card-change") { (words) }
        }
    }
}

fn live(tasks: Tasks, row: Row) -> View {
    let tick = tick(tasks, row);
    view! {
        (tick)
        div(class="card-body") {
            a(class=if row.task.with(|task| task.completed) { "card-title done" } else { "card-title" }, href=routes::TASKS) {
                (Live { view: move || row.task.with(|task| task.title.clone()) })
            }
            (Live { view: move || marks(&row.task.get_clone()) })
        }
    }
}

fn marks(task: &Task) -> View {
    View::from(vec![priority_mark(task.priority), due_chip(task)])
}
