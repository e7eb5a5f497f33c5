//! The small marks of a task: its tick, priority, due date, repetition and tags.

use shared::task::{Priority, Task};
use sycamore::prelude::*;

use super::icon;
use crate::state::Tasks;
use crate::state::task_list::Row;
use crate::{dom, time};

/// Repetitions on offer, with their rules.
pub const REPEATS: [(&str, &str); 5] = [
    ("Every day", "FREQ=DAILY"),
    ("Every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("Every week", "FREQ=WEEKLY"),
    ("Every month", "FREQ=MONTHLY"),
    ("Every year", "FREQ=YEARLY"),
];

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
                on:change=move |_| tasks.complete(row, row.task.with_untracked(|task| !task.completed)),
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
    let (words, rule) = (describe(rule), rule.clone());
    view! { span(class="chip", title=rule) { (icon::REPEAT) (words) } }
}

/// A rule in words as far as a short label can say it.
pub fn describe(rule: &str) -> String {
    let rule = rule.trim().trim_start_matches("RRULE:").to_ascii_uppercase();
    if let Some((words, _)) = REPEATS.iter().find(|(_, known)| *known == rule) {
        return (*words).to_owned();
    }
    let part = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    let interval = part("INTERVAL").and_then(|n| n.parse::<u32>().ok()).unwrap_or(1);
    let (one, many) = match part("FREQ") {
        Some("HOURLY") => ("hour", "hours"),
        Some("DAILY") => ("day", "days"),
        Some("WEEKLY") => ("week", "weeks"),
        Some("MONTHLY") => ("month", "months"),
        Some("YEARLY") => ("year", "years"),
        _ => return "Repeats".to_owned(),
    };
    let days = part("BYDAY").map(|days| days.split(',').filter_map(day_name).collect::<Vec<_>>().join(", "));
    match (interval, days.filter(|days| !days.is_empty())) {
        (1, Some(days)) => format!("Every {days}"),
        (1, None) => format!("Every {one}"),
        (n, Some(days)) => format!("Every {n} {many}: {days}"),
        (n, None) => format!("Every {n} {many}"),
    }
}

fn day_name(code: &str) -> Option<&'static str> {
    Some(match code.get(code.len().checked_sub(2)?..)? {
        "MO" => "Mon",
        "TU" => "Tue",
        "WE" => "Wed",
        "TH" => "Thu",
        "FR" => "Fri",
        "SA" => "Sat",
        "SU" => "Sun",
        _ => return None,
    })
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
            view! { button(class="chip tag", r#type="button", title="Show only this tag", on:click=narrow) { (shown) } }
        })
        .collect();
    View::from(chips)
}

#[cfg(test)]
mod tests {
    use super::describe;

    #[test]
    fn rules_in_words() {
        assert_eq!(describe("FREQ=DAILY"), "Every day");
        assert_eq!(describe("FREQ=WEEKLY;BYDAY=MO,WE"), "Every Mon, Wed");
        assert_eq!(describe("FREQ=MONTHLY;INTERVAL=3"), "Every 3 months");
        assert_eq!(describe("FREQ=MONTHLY;BYDAY=-1FR"), "Every Fri");
        assert_eq!(describe("nonsense"), "Repeats");
    }
}
