//! The list of tasks.

use sycamore::prelude::*;
use sycamore::web::window;
use wasm_bindgen::JsValue;

use crate::components::quick_add::QuickAdd;
use crate::components::task_filter::{Lenses, TaskFilter, widen};
use crate::components::task_row::TaskRow;
use crate::components::{icon, notice};
use crate::reactive::{Live, create_effect, create_selector, handler, keyed};
use crate::routes::{self, Routes};
use crate::state::filter::{Filter, Lens};
use crate::state::task_list::Manner;
use crate::state::{Loading, Shown, Tasks};
use crate::{background, dom, time};

/// How long typing must pause before a search starts.
const TYPING_MS: i32 = 220;

/// Adding, filtering, and the rows.
#[component(inline_props)]
pub fn TasksPage(route: ReadSignal<Routes>) -> View {
    let tasks = use_context::<Tasks>();
    keep_in_address(tasks, route);
    load_on_change(tasks);
    tasks.load_counts();
    let shown = create_selector(move || tasks.page.shown());
    view! {
        main(id="main", class="page tasks-page", tabindex="-1") {
            header(class="page-head") {
                div {
                    p(class="eyebrow") { (Live { view: time::today }) }
                    h1 { "Tasks" }
                }
                p(class="count", role="status") { (Live { view: move || count(tasks) }) }
            }
            QuickAdd()
            Lenses()
            TaskFilter()
            (Live { view: move || match shown.get_clone() {
                Shown::Failed(failure) => notice::failed(failure.message, move || tasks.load(Manner::Anew)),
                Shown::Empty => nothing(tasks),
                Shown::Rows => view! { Rows() },
                Shown::Waiting => notice::skeleton("Loading tasks", 5),
            } })
        }
    }
}

/// The address says which list is shown; a reload shows the same tasks.
fn keep_in_address(tasks: Tasks, route: ReadSignal<Routes>) {
    let lens = move || route.with(Routes::lens);
    let kept =
        Filter::of_query(lens().unwrap_or_default(), &window().location().search().unwrap_or_default());
    if kept.is_narrowed() || kept.arrangement.is_some() {
        tasks.filter.set(kept);
    }
    create_effect(move || {
        // Nothing when the person is on the way to another page.
        let Some(lens) = lens() else { return };
        dom::set_title(if lens == Lens::Open { "Tasks" } else { lens.label() });
        if tasks.filter.with_untracked(|filter| filter.lens != lens) {
            tasks.filter.update(|filter| *filter = Filter { lens, arrangement: None, ..filter.clone() });
        }
    });
    create_effect(move || {
        let address = tasks.filter.with(Filter::address);
        if lens().is_none() {
            return;
        }
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
            button(class="button", r#type="button", on:click=handler(move |_| widen(tasks.filter))) { "Clear search and filters" }
        };
        return notice::empty(icon::SEARCH, "Nothing matches", "Try other words, or fewer filters.", reset);
    }
    let (title, body) = match lens {
        Lens::Open => ("All clear", "Add your first task above, or tell the assistant about it."),
        Lens::Today => ("Nothing due today", "Tasks with a due date of today appear here."),
        Lens::Upcoming => ("Nothing ahead", "Tasks with a due date from tomorrow on appear here."),
        Lens::Overdue => ("Nothing overdue", "You are on time with everything."),
        Lens::Done => ("Nothing completed yet", "Tick a task, and it moves here."),
        Lens::All => ("No tasks yet", "Add your first task above, or tell the assistant about it."),
    };
    let ask = view! { a(class="button", href=routes::CHAT) { (icon::CHAT) "Ask the assistant" } };
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
    let rows = keyed(tasks.page.rows, |row| row.id, |row| view! { TaskRow(row=row) });
    view! {
        ul(class="task-list", aria-label="Tasks") {
            (rows)
        }
        (Live { view: move || if tasks.page.next.with(Option::is_some) {
            view! {
                button(class="button full", r#type="button", aria-busy=busy.get().then_some("true"), on:click=handler(more)) {
                    (Live { view: move || if busy.get() { "Loading…" } else { "Load more" } })
                }
            }
        } else {
            view! {}
        } })
    }
}
