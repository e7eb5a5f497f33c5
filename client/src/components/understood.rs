//! Says what was understood of a task while it is typed.

use sycamore::prelude::*;

use super::icon;
use super::task_parts::priority_mark;
use crate::reactive::Live;
use crate::recurrence::Repeat;
use crate::state::understood::{Action, Understood, due_at};
use crate::time;

/// More tasks than this in one text are only counted.
const SHOWN_MAX: usize = 5;

/// The line under the field. It is always there, so that nothing moves while somebody types.
#[component(inline_props)]
pub fn UnderstoodLine(id: &'static str, understood: Understood, text: Signal<String>) -> View {
    let line = move || {
        let actions = text.with(|text| understood.actions(text));
        match actions.as_slice() {
            [] => {
                view! { span(class="hint") { "Days, repeats, #tags and priorities are understood as you write them." } }
            }
            actions => {
                let more = actions.len().saturating_sub(SHOWN_MAX);
                let shown: Vec<View> = actions.iter().take(SHOWN_MAX).map(meaning).collect();
                let more = (more > 0).then(|| View::from(format!("and {more} more")));
                view! { (shown) (more) }
            }
        }
    };
    view! { p(id=id, class="understood", role="status") { (Live { view: line }) } }
}

fn meaning(action: &Action) -> View {
    let title = action.title.clone().unwrap_or_default();
    let due = due_at(action).map(|due| {
        let (words, class) =
            (time::relative(due), if due < time::now() { "chip due overdue" } else { "chip due" });
        view! { span(class=class) { (icon::CLOCK) (words) } }
    });
    let repeat = action.rrule.as_deref().filter(|rule| !rule.is_empty()).map(|rule| {
        let words = Repeat::of(Some(rule)).words();
        view! { span(class="chip") { (icon::REPEAT) (words) } }
    });
    let priority = action.priority.map(priority_mark);
    let tags: Vec<View> = action
        .tags
        .iter()
        .flatten()
        .map(|tag| {
            let words = format!("#{tag}");
            view! { span(class="chip tag") { (words) } }
        })
        .collect();
    view! {
        span(class="meaning") { b(dir="auto") { (title) } (due) (repeat) (priority) (tags) }
    }
}
