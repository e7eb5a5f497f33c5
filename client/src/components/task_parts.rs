//! The small marks of a task: its tick, priority, due date, repetition and tags.

use shared::task::{Priority, Task};
use sycamore::prelude::*;

use super::icon;
use crate::reactive::handler;
use crate::recurrence::Repeat;
use crate::state::Tasks;
use crate::state::task_list::Row;
use crate::{dom, time};

/// Priorities, from high to low.
pub const PRIORITIES: [(Priority, &str, &str); 3] =
    [(Priority::High, "high", "High"), (Priority::Medium, "medium", "Medium"), (Priority::Low, "low", "Low")];

/// The priority that a form value names.
pub fn parse_priority(value: &str) -> Option<Priority> {
    PRIORITIES.iter().find(|(_, key, _)| *key == value).map(|(priority, ..)| *priority)
}

/// The form value of a priority.
pub fn priority_key(priority: Priority) -> &'static str {
    PRIORITIES.iter().find(|(known, ..)| *known == priority).map_or("medium", |(_, key, _)| key)
}

/// The tick box. Ticking takes effect at once.
pub fn tick(tasks: Tasks, row: Row) -> View {
    let label = move || row.task.with(|task| format!("Completed: {}", task.title));
    view! {
        span(class="tick") {
            input(
                r#type="checkbox",
                aria-label=label(),
                prop:checked=row.task.with(|task| task.completed),
                on:change=handler(move |_| tasks.complete(row, row.task.with_untracked(|task| !task.completed))),
            )
            (icon::CHECK)
        }
    }
}

/// Three bars, as many filled as the priority is high.
pub fn priority_mark(priority: Priority) -> View {
    let (class, words) = match priority {
        Priority::High => ("priority high", "High priority"),
        Priority::Medium => return view! {},
        Priority::Low => ("priority low", "Low priority"),
    };
    view! {
        span(class=class) {
            svg(class="icon bars", viewBox="0 0 24 24", aria-hidden="true") {
                path(d="M5 19v-4") path(d="M12 19v-9") path(d="M19 19V5")
            }
            (words)
        }
    }
}

/// When a task is due: red once that is past, marked on the day itself.
pub fn due_chip(task: &Task) -> View {
    let Some(due) = task.due_at else { return view! {} };
    time::follow_clock();
    let (class, prefix) = if task.completed {
        ("chip due", "")
    } else if due < time::now() {
        ("chip due overdue", "Overdue: ")
    } else if time::is_today(due) {
        ("chip due today", "")
    } else {
        ("chip due", "")
    };
    view! {
        span(class=class, title=time::full(due)) {
            (icon::CLOCK)
            span(class="visually-hidden") { (prefix) }
            (time::relative(due))
        }
    }
}

/// How a task repeats, in words.
pub fn repeat_chip(task: &Task) -> View {
    let Some(rule) = &task.recurrence else { return view! {} };
    let words = Repeat::of(Some(rule)).words();
    view! { span(class="chip repeat-chip") { (icon::REPEAT) span { (words) } } }
}

/// The tags; pressing one shows only tasks with it.
pub fn tag_chips(tasks: Tasks, task: &Task) -> View {
    let chips: Vec<View> = task
        .tags
        .iter()
        .map(|tag| {
            let (shown, wanted) = (format!("#{tag}"), tag.clone());
            let narrow = move |_| {
                let wanted = wanted.clone();
                tasks.filter.update(|filter| filter.tag = Some(wanted));
                dom::focus_id("filter-tag");
            };
            view! { button(class="chip tag", r#type="button", title="Show only this tag", on:click=handler(narrow)) { (shown) } }
        })
        .collect();
    View::from(chips)
}
