//! The list of tasks.

use shared::limits;
use shared::task::NewTask;
use sycamore::prelude::*;
use sycamore::web::window;
use wasm_bindgen::JsValue;
use web_sys::SubmitEvent;

use crate::api::{Api, Kind};
use crate::components::field::{Field, date, too_long};
use crate::components::task_filter::{TaskFilter, widen};
use crate::components::task_form::parse_tags;
use crate::components::task_parts::{PRIORITIES, parse_priority};
use crate::components::task_row::TaskRow;
use crate::components::{icon, notice};
use crate::state::filter::{Filter, Lens};
use crate::state::task_list::Manner;
use crate::state::{Loading, Shown, Tasks};
use crate::{background, dom, routes, time};

/// How long typing must pause before a search starts.
const TYPING_MS: i32 = 220;

/// Adding, filtering, and the rows.
#[component]
pub fn TasksPage() -> View {
    let tasks = use_context::<Tasks>();
    dom::set_title("Tasks");
    keep_in_address(tasks);
    load_on_change(tasks);
    let shown = create_selector(move || tasks.page.shown());
    view! {
        main(id="main", class="page tasks-page", tabindex="-1") {
            header(class="page-head") {
                div {
                    p(class="eyebrow") { (time::today()) }
                    h1 { "Tasks" }
                }
                p(class="count", role="status") { (count(tasks)) }
            }
            QuickAdd()
            TaskFilter()
            (match shown.get_clone() {
                Shown::Failed(failure) => notice::failed(failure.message, move || tasks.load(Manner::Anew)),
                Shown::Empty => nothing(tasks),
                Shown::Rows => view! { Rows() },
                Shown::Waiting => notice::skeleton("Loading tasks", 5),
            })
        }
    }
}

/// A reload shows the same tasks.
fn keep_in_address(tasks: Tasks) {
    let kept = Filter::of_query(&window().location().search().unwrap_or_default());
    if kept != Filter::default() {
        tasks.filter.set(kept);
    }
    create_effect(move || {
        let address = format!("{}{}", routes::TASKS, tasks.filter.with(Filter::query));
        if let Ok(history) = window().history() {
            // Refused only when it is called too often; the next change keeps it then.
            let _ = history.replace_state_with_url(&JsValue::UNDEFINED, "", Some(&address));
        }
    });
}

/// Fetches at once when a choice changes, and after a pause when the search text does.
fn load_on_change(tasks: Tasks) {
    let before = create_signal(None::<Filter>);
    create_effect(move || {
        let now = tasks.filter.get_clone();
        let typing =
            before.with_untracked(|before| before.as_ref().is_some_and(|before| before.search != now.search));
        let known = tasks.page.loading.with_untracked(|loading| *loading == Loading::Ready);
        let first = before.replace_silent(Some(now.clone())).is_none();
        if !typing {
            // Coming back, the old rows stay until the new ones are there.
            return tasks.load(if known && first { Manner::Keep } else { Manner::Anew });
        }
        background::spawn(async move {
            background::sleep(TYPING_MS).await;
            if tasks.filter.with_untracked(|filter| *filter == now) {
                tasks.load(Manner::Keep);
            }
        });
    });
}

fn count(tasks: Tasks) -> String {
    let more = if tasks.page.next.with(Option::is_some) { "+" } else { "" };
    match (tasks.page.loading.get_clone(), tasks.page.rows.with(Vec::len)) {
        (Loading::Ready, 1) => format!("1{more} task"),
        (Loading::Ready, n) if n > 0 => format!("{n}{more} tasks"),
        _ => String::new(),
    }
}

fn nothing(tasks: Tasks) -> View {
    let (lens, narrowed) = tasks.filter.with(|filter| (filter.lens, filter.is_narrowed()));
    if narrowed {
        let reset = view! {
            button(class="button", r#type="button", on:click=move |_| widen(tasks.filter)) { "Clear search and filters" }
        };
        return notice::empty(icon::SEARCH, "Nothing matches", "Try other words, or fewer filters.", reset);
    }
    let (title, body) = match lens {
        Lens::Open => ("All clear", "Add your first task above, or tell the assistant about it."),
        Lens::Today => ("Nothing due today", "Tasks with a due date of today appear here."),
        Lens::Overdue => ("Nothing overdue", "You are on time with everything."),
        Lens::Done => ("Nothing completed yet", "Tick a task, and it moves here."),
        Lens::All => ("No tasks yet", "Add your first task above, or tell the assistant about it."),
    };
    let ask = view! { a(class="button", href=routes::CHAT) { (icon::icon(icon::CHAT)) "Ask the assistant" } };
    notice::empty(icon::LIST, title, body, ask)
}

#[component]
fn Rows() -> View {
    let tasks = use_context::<Tasks>();
    let busy = create_signal(false);
    let more = move |_| {
        if busy.replace(true) {
            return;
        }
        background::spawn(async move {
            tasks.load_more().await;
            if busy.is_alive() {
                busy.set(false);
            }
        });
    };
    view! {
        ul(class="task-list", aria-label="Tasks") {
            Keyed(list=tasks.page.rows, key=|row| row.id, view=|row| view! { TaskRow(row=row) })
        }
        (if tasks.page.next.with(Option::is_some) {
            view! {
                button(class="button full", r#type="button", aria-busy=busy.get().then_some("true"), on:click=more) {
                    (if busy.get() { "Loading…" } else { "Load more" })
                }
            }
        } else {
            view! {}
        })
    }
}

/// One line for a title; more fields on request.
#[component]
fn QuickAdd() -> View {
    let tasks = use_context::<Tasks>();
    let title = create_signal(String::new());
    let due = create_signal(String::new());
    let tags = create_signal(String::new());
    let priority = create_signal(String::from("medium"));
    let none = || create_signal(None::<String>);
    let (title_error, due_error, tags_error) = (none(), none(), none());
    let open = create_signal(false);
    let busy = create_signal(false);
    // What was said about the connection holds only until it is back.
    let is_lost = create_signal(false);
    create_effect(on(use_context::<Api>().recovered, move || {
        if is_lost.replace(false) {
            title_error.set(None);
        }
    }));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = title.with(|title| title.trim().to_owned());
        if text.is_empty() {
            title_error.set(Some("Write what is to be done, then press Enter.".into()));
            return dom::focus_id("new-title");
        }
        let due_at = date("new-due", &due.get_clone());
        title_error.set(too_long(&text, limits::TITLE_MAX));
        due_error.set(due_at.as_ref().err().cloned());
        if title_error.with(Option::is_some) {
            return dom::focus_id("new-title");
        }
        let Ok(due_at) = due_at else { return dom::focus_id("new-due") };
        if busy.replace(true) {
            return;
        }
        let tags_now = Some(parse_tags(&tags.get_clone())).filter(|tags| !tags.is_empty());
        let new = NewTask {
            title: text,
            priority: parse_priority(&priority.get_clone()),
            due_at,
            tags: tags_now,
            ..NewTask::default()
        };
        background::spawn(async move {
            let result = tasks.add(&new).await;
            if !busy.is_alive() {
                return;
            }
            busy.set(false);
            match result {
                Ok(()) => batch(|| {
                    title.set(String::new());
                    due.set(String::new());
                    tags.set(String::new());
                    priority.set("medium".into());
                }),
                // What was typed stays.
                Err(failure) => {
                    due_error.set(failure.field(&["due_at"]));
                    tags_error.set(
                        failure
                            .fields
                            .iter()
                            .find(|e| e.field.starts_with("tags"))
                            .map(|e| e.message.clone()),
                    );
                    is_lost.set(failure.kind == Kind::Lost);
                    title_error.set(failure.field(&["title"]).or(Some(failure.message)));
                }
            }
            dom::focus_id("new-title");
        });
    };
    view! {
        form(class="quick-add", aria-label="Add a task", novalidate=true, on:submit=submit) {
            div(class="quick-line") {
                span(class="quick-mark") { (icon::icon(icon::PLUS)) }
                input(
                    id="new-title",
                    class="quick-input",
                    autocomplete="off",
                    placeholder="Add a task",
                    aria-label="New task",
                    aria-invalid=title_error.with(|error| error.is_some().then_some("true")),
                    aria-describedby="new-title-error",
                    bind:value=title,
                    on:input=move |_: web_sys::Event| title_error.set(None),
                )
                button(class="button quiet-button", r#type="button", aria-expanded=if open.get() { "true" } else { "false" }, aria-controls="new-details", on:click=move |_| open.set(!open.get())) { "Details" }
                button(class="button primary", r#type="submit", aria-busy=busy.get().then_some("true")) { "Add" }
            }
            p(id="new-title-error", class="field-error", role="alert") { (title_error.get_clone().unwrap_or_default()) }
            div(id="new-details", class="field-grid quick-details", hidden=!open.get()) {
                Field(id="new-due", label="Due", kind="datetime-local", value=due, error=due_error)
                div(class="field") {
                    label(r#for="new-priority") { "Priority" }
                    select(id="new-priority", class="input", prop:value=priority.get_clone(), on:change=move |event| priority.set(dom::value(&event))) {
                        (View::from(PRIORITIES.into_iter().map(|(_, key, label)| view! {
                            option(value=key, selected=key == "medium") { (label) }
                        }).collect::<Vec<View>>()))
                    }
                }
                Field(id="new-tags", label="Tags", value=tags, error=tags_error, hint="Separated by commas")
            }
        }
    }
}
