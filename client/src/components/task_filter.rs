//! Which tasks to show, and in which order.

use std::collections::BTreeSet;

use sycamore::prelude::*;

use super::icon;
use super::task_parts::{PRIORITIES, parse_priority, priority_key};
use crate::reactive::{Live, create_selector, handler};
use crate::state::Tasks;
use crate::state::filter::{Arrangement, Filter, Lens};
use crate::{dom, routes};

/// The lists there are, as links: each can be kept, and gone back to.
#[component]
pub fn Lenses() -> View {
    let tasks = use_context::<Tasks>();
    let links: Vec<View> = Lens::ALL.into_iter().map(|lens| lens_link(tasks, lens)).collect();
    view! { nav(class="lenses", aria-label="Lists") { (links) } }
}

fn lens_link(tasks: Tasks, lens: Lens) -> View {
    let current = move || tasks.filter.with(|filter| filter.lens == lens).then_some("page");
    let count = move || match tasks.count(lens) {
        None | Some(0) => view! {},
        Some(count) => {
            let unit = if count == 1 { " task" } else { " tasks" };
            view! { span(class="lens-count") { (count) span(class="visually-hidden") { (unit) } } }
        }
    };
    let class = if lens == Lens::Overdue { "lens pressing" } else { "lens" };
    view! {
        a(class=class, href=routes::tasks(lens), aria-current=current()) {
            (lens.label()) " " (Live { view: count })
        }
    }
}

/// The bar above the list.
#[component]
pub fn TaskFilter() -> View {
    let tasks = use_context::<Tasks>();
    let filter = tasks.filter;
    view! {
        div(class="filters", role="search", aria-label="Filter tasks") {
            div(class="filter-row") {
                div(class="search-box") {
                    (icon::SEARCH)
                    input(
                        id="filter-search",
                        class="input",
                        r#type="search",
                        placeholder="Search",
                        aria-label="Search tasks",
                        autocomplete="off",
                        maxlength=shared::limits::SEARCH_MAX.to_string(),
                        prop:value=filter.with(|filter| filter.search.clone()),
                        on:input=handler(move |event| filter.update(|filter| filter.search = dom::value(&event))),
                    )
                }
                PrioritySelect()
                TagSelect()
                SortSelect()
            }
        }
    }
}

#[component]
fn PrioritySelect() -> View {
    let filter = use_context::<Tasks>().filter;
    let chosen = create_selector(move || filter.with(|filter| filter.priority.map_or("", priority_key)));
    view! {
        select(id="filter-priority", class="input", aria-label="Filter by priority", on:change=handler(move |event| {
            let priority = parse_priority(&dom::value(&event));
            filter.update(|filter| filter.priority = priority);
        })) {
            option(value="", selected=chosen.get().is_empty()) { "Priority" }
            (View::from(PRIORITIES.into_iter().map(|(_, key, label)| view! {
                option(value=key, selected=chosen.get() == key) { (label) }
            }).collect::<Vec<View>>()))
        }
    }
}

#[component]
fn TagSelect() -> View {
    let tasks = use_context::<Tasks>();
    // Every tag that was seen on a task, and the chosen one even when none has it.
    let tags = create_selector(move || {
        let mut tags = BTreeSet::new();
        tasks.each_known(|task| tags.extend(task.tags.iter().cloned()));
        tags.extend(tasks.filter.with(|filter| filter.tag.clone()));
        tags
    });
    let chosen = create_selector(move || tasks.filter.with(|filter| filter.tag.clone()));
    view! {
        select(id="filter-tag", class="input", aria-label="Filter by tag", on:change=handler(move |event| {
            let tag = Some(dom::value(&event)).filter(|tag| !tag.is_empty());
            tasks.filter.update(|filter| filter.tag = tag);
        })) {
            (Live { view: move || options(tags.get_clone(), chosen.get_clone()) })
        }
    }
}

fn options(tags: BTreeSet<String>, chosen: Option<String>) -> Vec<View> {
    let any = chosen.is_none();
    let mut options = vec![view! { option(value="", selected=any) { "Tag" } }];
    for tag in tags {
        let selected = chosen.as_deref() == Some(&tag);
        let label = format!("#{tag}");
        options.push(view! { option(value=tag, selected=selected) { (label) } });
    }
    options
}

#[component]
fn SortSelect() -> View {
    let filter = use_context::<Tasks>().filter;
    let chosen = create_selector(move || filter.with(Filter::arrangement));
    view! {
        select(id="filter-sort", class="input", aria-label="Sort tasks", on:change=handler(move |event| {
            let arrangement = Arrangement::of(&dom::value(&event));
            filter.update(|filter| filter.arrange(arrangement));
        })) {
            (View::from(Arrangement::ALL.into_iter().map(|known| view! {
                option(value=known.label(), selected=chosen.get() == known) { (known.label()) }
            }).collect::<Vec<View>>()))
        }
    }
}

/// Shows every task of the lens again.
pub fn widen(filter: Signal<Filter>) {
    filter.update(|filter| {
        *filter = Filter { lens: filter.lens, arrangement: filter.arrangement, ..Filter::default() };
    });
}
