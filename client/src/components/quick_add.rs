//! Adds a task: one line for its title, more fields on request.

use shared::limits;
use shared::task::NewTask;
use sycamore::prelude::*;
use web_sys::SubmitEvent;

use super::field::{Field, date, too_long};
use super::icon;
use super::tags::parse_tags;
use super::task_parts::{PRIORITIES, parse_priority};
use super::understood::UnderstoodLine;
use crate::api::{Api, Failure, Kind};
use crate::reactive::{Live, create_effect, handler};
use crate::state::understood::Understood;
use crate::state::{Tasks, Toasts};
use crate::{background, dom};

/// What the fields hold: title, due date, tags and priority.
type Typed = [String; 4];

fn blank() -> Typed {
    ["", "", "", "medium"].map(String::from)
}

/// What the person typed so far.
#[derive(Clone, Copy)]
struct Draft {
    title: Signal<String>,
    due: Signal<String>,
    tags: Signal<String>,
    priority: Signal<String>,
}

impl Draft {
    fn new() -> Self {
        let [title, due, tags, priority] = blank().map(create_signal);
        Self { title, due, tags, priority }
    }

    fn fields(self) -> [Signal<String>; 4] {
        [self.title, self.due, self.tags, self.priority]
    }

    fn is_blank(self) -> bool {
        self.fields().map(|field| field.get_clone_untracked()) == blank()
    }

    fn set(self, typed: Typed) {
        batch(|| self.fields().into_iter().zip(typed).for_each(|(field, text)| field.set(text)));
    }

    /// Takes out what was typed: the next task can be written.
    fn take(self) -> Typed {
        let typed = self.fields().map(|field| field.get_clone_untracked());
        self.set(blank());
        typed
    }
}

/// Where each field's error is shown.
#[derive(Clone, Copy)]
struct Errors {
    title: Signal<Option<String>>,
    due: Signal<Option<String>>,
    tags: Signal<Option<String>>,
    /// Whether the title's is about the connection, which holds only until that is back.
    is_lost: Signal<bool>,
}

impl Errors {
    fn new() -> Self {
        let none = || create_signal(None);
        let errors = Self { title: none(), due: none(), tags: none(), is_lost: create_signal(false) };
        create_effect(on(use_context::<Api>().recovered, move || {
            if errors.is_lost.replace(false) {
                errors.title.set(None);
            }
        }));
        errors
    }

    fn show(self, failure: Failure) {
        self.due.set(failure.field(&["due_at"]));
        let tags = failure.fields.iter().find(|e| e.field.starts_with("tags"));
        self.tags.set(tags.map(|e| e.message.clone()));
        self.is_lost.set(failure.kind == Kind::Lost);
        self.title.set(failure.field(&["title"]).or(Some(failure.message)));
    }

    /// The task to add, or nothing when something is wrong that can be said without asking the server.
    fn check(self, draft: Draft) -> Option<NewTask> {
        let title = draft.title.with_untracked(|title| title.trim().to_owned());
        let due_at = date("new-due", &draft.due.get_clone_untracked());
        self.title.set(match title.as_str() {
            "" => Some("Write what is to be done, then press Enter.".into()),
            title => too_long(title, limits::TITLE_MAX),
        });
        self.due.set(due_at.as_ref().err().cloned());
        self.tags.set(None);
        if self.title.with_untracked(Option::is_some) {
            dom::focus_id("new-title");
            return None;
        }
        let Ok(due_at) = due_at else {
            dom::focus_id("new-due");
            return None;
        };
        let tags = draft.tags.with_untracked(|tags| parse_tags(tags, &[]));
        Some(NewTask {
            title,
            priority: draft.priority.with_untracked(|priority| parse_priority(priority)),
            due_at,
            tags: Some(tags).filter(|tags| !tags.is_empty()),
            ..NewTask::default()
        })
    }
}

/// The task that could not be added; those behind it were not tried.
struct Unadded {
    title: String,
    is_first: bool,
    failure: Failure,
}

async fn add(tasks: Tasks, new: Vec<NewTask>) -> Result<(), Unadded> {
    for (at, new) in new.into_iter().enumerate() {
        let added = tasks.add(&new).await;
        added.map_err(|failure| Unadded { title: new.title, is_first: at == 0, failure })?;
    }
    Ok(())
}

/// The form above the list.
#[component]
pub fn QuickAdd() -> View {
    let tasks = use_context::<Tasks>();
    let toasts = use_context::<Toasts>();
    let draft = Draft::new();
    let understood = Understood::follow(use_context(), draft.title);
    let errors = Errors::new();
    let open = create_signal(false);
    let busy = create_signal(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get() {
            return;
        }
        let Some(new) = errors.check(draft) else { return };
        busy.set(true);
        let typed = draft.take();
        dom::focus_id("new-title");
        background::spawn(async move {
            let result = add(tasks, understood.tasks(new).await).await;
            // The form may be gone by now, with its signals.
            let is_here = busy.is_alive();
            if is_here {
                busy.set(false);
            }
            match result {
                Ok(()) => {}
                // What was typed comes back, unless some of it is added or the next task has taken its place.
                Err(Unadded { is_first: true, failure, .. }) if is_here && draft.is_blank() => {
                    draft.set(typed);
                    errors.show(failure);
                }
                Err(Unadded { title, failure, .. }) => {
                    let message = format!("“{title}” was not added. {}", failure.message);
                    toasts.fail(&Failure { message, ..failure });
                }
            }
        });
    };
    view! {
        form(class="quick-add", aria-label="Add a task", novalidate=true, on:submit=handler(submit)) {
            div(class="quick-line") {
                span(class="quick-mark") { (icon::PLUS) }
                input(
                    id="new-title",
                    class="quick-input",
                    dir="auto",
                    autocomplete="off",
                    placeholder="Add a task",
                    aria-label="New task",
                    aria-invalid=errors.title.with(|error| error.is_some().then_some("true")),
                    aria-describedby="new-title-error new-understood",
                    bind:value=draft.title,
                    on:input=handler(move |_: web_sys::Event| errors.title.set(None)),
                )
                button(class="button quiet-button", r#type="button", aria-expanded=if open.get() { "true" } else { "false" }, aria-controls="new-details", on:click=handler(move |_| open.set(!open.get()))) { "Details" }
                button(class="button primary", r#type="submit", aria-busy=busy.get().then_some("true")) { "Add" }
            }
            p(id="new-title-error", class="field-error", role="alert") { (Live { view: move || errors.title.get_clone().unwrap_or_default() }) }
            UnderstoodLine(id="new-understood", understood=understood, text=draft.title)
            div(id="new-details", class="field-grid quick-details", hidden=!open.get()) {
                Field(id="new-due", label="Due", kind="datetime-local", value=draft.due, error=errors.due)
                div(class="field") {
                    label(r#for="new-priority") { "Priority" }
                    select(id="new-priority", class="input", prop:value=draft.priority.get_clone(), on:change=handler(move |event| draft.priority.set(dom::value(&event)))) {
                        (View::from(PRIORITIES.into_iter().map(|(_, key, label)| view! {
                            option(value=key, selected=key == "medium") { (label) }
                        }).collect::<Vec<View>>()))
                    }
                }
                Field(id="new-tags", label="Tags", value=draft.tags, error=errors.tags, hint="Separated by commas")
            }
        }
    }
}
