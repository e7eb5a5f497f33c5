//! Who did what to the tasks, by which door, with a way to take each step back.

use shared::change::Door;
use sycamore::prelude::*;

use crate::api::Failure;
use crate::components::task_card::change_words;
use crate::components::{icon, notice};
use crate::reactive::{Live, create_effect, handler};
use crate::state::History;
use crate::state::history::{PastChange, Way};
use crate::{background, dom, time};

/// The changes as far as they were fetched, and where those before them are.
#[derive(Clone, Default)]
struct Known {
    changes: Vec<PastChange>,
    next: Option<String>,
}

/// What the page is made of.
#[derive(Clone, Copy)]
struct Page {
    history: History,
    known: Signal<Option<Result<Known, Failure>>>,
    /// The step that was turned last: its button, made anew, gets the focus back.
    turned: Signal<Option<i64>>,
}

/// The latest steps first.
#[component]
pub fn HistoryPage() -> View {
    let history = use_context::<History>();
    let page = Page { history, known: create_signal(None), turned: create_signal(None) };
    dom::set_title("History");
    create_effect(move || {
        history.turned.track();
        page.load(Known::default());
    });
    let list = move || match page.known.get_clone() {
        None => notice::skeleton("Loading the history", 5),
        Some(Err(failure)) => notice::failed(failure.message, move || page.load(Known::default())),
        Some(Ok(known)) if known.changes.is_empty() => notice::empty(
            icon::PAST,
            "Nothing was done yet",
            "What you, the assistant or a program do to your tasks appears here.",
            view! {},
        ),
        Some(Ok(all)) => page.steps(all),
    };
    view! {
        main(id="main", class="page history-page", tabindex="-1") {
            header(class="page-head") {
                div {
                    p(class="eyebrow") { "The last 30 days" }
                    h1 { "History" }
                }
            }
            (Live { view: list })
        }
    }
}

impl Page {
    fn load(self, before: Known) {
        background::spawn(async move {
            let page = self.history.page(before.next.clone()).await;
            if !self.known.is_alive() {
                return;
            }
            let known = page.map(|(more, next)| Known { changes: [before.changes, more].concat(), next });
            self.known.set(Some(known));
            if let Some(step) = self.turned.get_untracked().filter(|_| !dom::is_focused()) {
                dom::focus_id(&id_of(step));
            }
        });
    }

    fn steps(self, all: Known) -> View {
        let rows: Vec<View> = all
            .changes
            .chunk_by(|one, other| one.step == other.step)
            .filter_map(|changes| Some(self.step(changes.first()?, changes)))
            .collect();
        let more = all.next.is_some().then(|| {
            let more = move |_| self.load(all.clone());
            view! { button(class="button full", r#type="button", on:click=handler(more)) { "Load more" } }
        });
        view! {
            ol(class="task-list history", aria-label="Steps") { (rows) }
            (more)
        }
    }

    fn step(self, first: &PastChange, changes: &[PastChange]) -> View {
        let (number, is_undone) = (first.step, first.undone_at.is_some());
        let (class, verb, way) = match is_undone {
            true => ("step undone", "Redo", Way::Redo),
            false => ("step", "Undo", Way::Undo),
        };
        let turn = move |_| {
            self.turned.set(Some(number));
            background::spawn(self.history.turn(way, vec![number]));
        };
        let (id, label) =
            (id_of(number), format!("{verb}: {} {}", change_words(first.change).0, first.title));
        let (who, when, full) = (who(first), time::ago(first.at), time::full(first.at));
        let undone = is_undone.then(|| view! { span(class="chip") { "Undone" } });
        let lines: Vec<View> = changes.iter().map(line).collect();
        view! {
            li(class=class) {
                div(class="step-body") {
                    ul { (lines) }
                    p(class="quiet") { (who) " · " span(title=full) { (when) } " " (undone) }
                }
                button(id=id, class="button small", r#type="button", aria-label=label, on:click=handler(turn)) { (verb) }
            }
        }
    }
}

fn id_of(step: i64) -> String {
    format!("step-{step}")
}

fn line(change: &PastChange) -> View {
    let (verb, title) = (change_words(change.change).0, change.title.clone());
    let fields = match &change.after {
        Some(after) => {
            let names = after.keys().filter(|name| *name != "completed").map(|name| match name.as_str() {
                "due_at" => "due date",
                "recurrence" => "repeat",
                "description" => "notes",
                name => name,
            });
            names.collect::<Vec<_>>().join(", ")
        }
        None => String::new(),
    };
    let fields = (!fields.is_empty()).then(|| view! { span(class="quiet") { ": " (fields) } });
    view! { li { span(class="step-verb") { (verb) } " " bdi { (title) } (fields) } }
}

/// Who it was, and by which door.
fn who(change: &PastChange) -> String {
    match (change.door, change.actor.as_deref()) {
        (Door::Rest, None) => "You".to_owned(),
        (Door::Rest, Some(program)) => format!("{program}, over REST"),
        (Door::Mcp, program) => format!("{}, over MCP", program.unwrap_or("A program")),
        (Door::Chat, None | Some("offline")) => "Offline assistant, in the chat".to_owned(),
        (Door::Chat, Some(model)) => format!("{model}, in the chat"),
    }
}
