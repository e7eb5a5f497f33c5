//! One task of the list: to read, and to change in place.

use shared::task::Task;
use sycamore::prelude::*;

use super::icon;
use super::task_form::TaskForm;
use super::task_parts::{due_chip, priority_mark, repeat_chip, tag_chips, tick};
use crate::dom;
use crate::reactive::{Live, handler};
use crate::state::task_list::Row;
use crate::state::{Dialogs, Tasks};

/// A row that opens into a form.
#[component(inline_props)]
pub fn TaskRow(row: Row) -> View {
    let editing = create_signal(false);
    let edit_button = create_node_ref();
    dom::focus_after(editing, edit_button);
    let class = move || match (editing.get(), row.task.with(|task| task.completed)) {
        (true, _) => "task editing",
        (false, true) => "task done",
        (false, false) => "task",
    };
    view! {
        li(class=class()) {
            (Live { view: move || if editing.get() {
                view! { TaskForm(row=row, editing=editing) }
            } else {
                view! { Summary(row=row, editing=editing, edit_button=edit_button) }
            } })
        }
    }
}

#[component(inline_props)]
fn Summary(row: Row, editing: Signal<bool>, edit_button: NodeRef) -> View {
    let tasks = use_context::<Tasks>();
    let dialogs = use_context::<Dialogs>();
    let title = move || row.task.with(|task| task.title.clone());
    let remove = move |_| {
        let title = title();
        let body = format!("“{title}” goes from every list. For 30 days you can undo that.");
        dialogs
            .confirm("Delete this task?", body, "Delete task", move || tasks.delete(row.id, title.clone()));
    };
    let tick = tick(tasks, row);
    view! {
        (tick)
        div(class="task-body") {
            // For the mouse; the keyboard has the Edit button.
            p(class="task-title", on:click=handler(move |_| editing.set(true))) { span { (Live { view: title }) } }
            (Live { view: move || match row.task.with(|task| task.description.clone()) {
                Some(text) => view! { p(class="task-note") { (text) } },
                None => view! {},
            } })
            div(class="task-meta") {
                (Live { view: move || marks(tasks, &row.task.get_clone()) })
            }
        }
        div(class="row-actions") {
            button(r#ref=edit_button, class="icon-button", r#type="button", aria-label=format!("Edit {}", title()), on:click=handler(move |_| editing.set(true))) {
                (icon::PENCIL)
            }
            button(class="icon-button", r#type="button", aria-label=format!("Delete {}", title()), on:click=handler(remove)) {
                (icon::TRASH)
            }
        }
    }
}

/// Everything but the title. Takes a copy: no view may be made while a signal is being read.
fn marks(tasks: Tasks, task: &Task) -> View {
    View::from(vec![priority_mark(task.priority), due_chip(task), repeat_chip(task), tag_chips(tasks, task)])
}
