//! All fields of a task, edited in place.

use chrono::{DateTime, Utc};
use shared::Patch;
use shared::limits;
use shared::task::{Task, TaskChanges};
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent, SubmitEvent};

use super::field::{Field, clear, date, too_long};
use super::repeat_field::{RepeatDetails, RepeatSelect, kind_of};
use super::tags::parse_tags;
use super::task_parts::{PRIORITIES, parse_priority, priority_key};
use crate::api::Failure;
use crate::reactive::{Live, handler};
use crate::recurrence::Repeat;
use crate::state::task_list::Row;
use crate::state::{Tasks, Toasts};
use crate::{background, dom, time};

/// What the person typed so far.
#[derive(Clone, Copy)]
struct Draft {
    id: i64,
    /// The task when the form was opened.
    before: Signal<Task>,
    title: Signal<String>,
    description: Signal<String>,
    priority: Signal<String>,
    due: Signal<String>,
    tags: Signal<String>,
    repeat: Signal<Repeat>,
    repeat_kind: Signal<&'static str>,
}

/// The id of a field. Several forms can be open, and each must find its own fields.
fn id_of(field: &str, task: i64) -> String {
    format!("edit-{field}-{task}")
}

impl Draft {
    fn of(task: &Task) -> Self {
        let repeat = Repeat::of(task.recurrence.as_deref());
        Self {
            id: task.id,
            before: create_signal(task.clone()),
            title: create_signal(task.title.clone()),
            description: create_signal(task.description.clone().unwrap_or_default()),
            priority: create_signal(priority_key(task.priority).to_owned()),
            due: create_signal(task.due_at.map(time::to_input).unwrap_or_default()),
            tags: create_signal(task.tags.join(", ")),
            repeat_kind: create_signal(kind_of(&repeat)),
            repeat: create_signal(repeat),
        }
    }

    /// Only what was edited travels: what somebody else changed meanwhile stays.
    fn changes(&self, due_at: Option<DateTime<Utc>>) -> TaskChanges {
        let task = self.before.get_clone_untracked();
        let title = self.title.get_clone_untracked().trim().to_owned();
        let description = Some(self.description.get_clone_untracked()).filter(|text| !text.trim().is_empty());
        let priority = parse_priority(&self.priority.get_clone_untracked()).unwrap_or_default();
        let tags = self.tags.get_clone_untracked();
        let repeat = self.repeat.get_clone_untracked();
        TaskChanges {
            title: (title != task.title).then_some(title),
            description: patch(description, &task.description),
            priority: if priority == task.priority { Patch::Keep } else { Patch::Set(priority) },
            due_at: if due_at == task.due_at { Patch::Keep } else { Patch::from(due_at) },
            tags: if tags == task.tags.join(", ") {
                Patch::Keep
            } else {
                Patch::Set(parse_tags(&tags, &task.tags))
            },
            recurrence: if repeat == Repeat::of(task.recurrence.as_deref()) {
                Patch::Keep
            } else {
                Patch::from(repeat.rule())
            },
            ..TaskChanges::default()
        }
    }

    /// The due date as it is to be; unedited it keeps its seconds, and years that the field does not take.
    fn due_at(&self) -> Result<Option<DateTime<Utc>>, String> {
        let before = self.before.with_untracked(|task| task.due_at);
        let (text, field) = (self.due.get_clone_untracked(), id_of("due", self.id));
        if text == before.map(time::to_input).unwrap_or_default()
            && !(text.is_empty() && dom::is_refused(&field))
        {
            return Ok(before);
        }
        date(&field, &text)
    }
}

fn patch(new: Option<String>, old: &Option<String>) -> Patch<String> {
    if new == *old { Patch::Keep } else { Patch::from(new) }
}

/// Where each field's error is shown.
#[derive(Clone, Copy)]
struct Errors {
    title: Signal<Option<String>>,
    notes: Signal<Option<String>>,
    due: Signal<Option<String>>,
    tags: Signal<Option<String>>,
    rule: Signal<Option<String>>,
    other: Signal<Option<String>>,
}

impl Errors {
    fn new() -> Self {
        let none = || create_signal(None);
        Self { title: none(), notes: none(), due: none(), tags: none(), rule: none(), other: none() }
    }

    fn show(&self, failure: Failure) {
        self.title.set(failure.field(&["title"]));
        self.notes.set(failure.field(&["description"]));
        self.due.set(failure.field(&["due_at"]));
        self.tags.set(failure.fields.iter().find(|e| e.field.starts_with("tags")).map(|e| e.message.clone()));
        self.rule.set(failure.field(&["recurrence"]));
        let placed = [self.title, self.notes, self.due, self.tags, self.rule];
        let placed = placed.iter().any(|e| e.with_untracked(Option::is_some));
        self.other.set((!placed).then_some(failure.message));
    }

    /// What to save, or nothing when something is wrong that can be said without asking the server.
    fn check(&self, draft: &Draft) -> Option<TaskChanges> {
        self.title.set(draft.title.with_untracked(|title| match title.trim() {
            "" => Some("A task needs a title.".into()),
            title => too_long(title, limits::TITLE_MAX),
        }));
        self.notes.set(draft.description.with_untracked(|text| too_long(text, limits::DESCRIPTION_MAX)));
        let due_at = draft.due_at();
        self.due.set(due_at.as_ref().err().cloned());
        for (error, field) in [(self.title, "title"), (self.notes, "description"), (self.due, "due")] {
            if error.with_untracked(Option::is_some) {
                dom::focus_id(&id_of(field, draft.id));
                return None;
            }
        }
        due_at.ok().map(|due_at| draft.changes(due_at))
    }
}

/// The form in a row's place.
#[component(inline_props)]
pub fn TaskForm(row: Row, editing: Signal<bool>) -> View {
    let tasks = use_context::<Tasks>();
    let toasts = use_context::<Toasts>();
    let draft = Draft::of(&row.task.get_clone_untracked());
    let errors = Errors::new();
    let busy = create_signal(false);
    let id = move |field: &str| id_of(field, row.id);
    on_mount(move || {
        if let Some(input) = document().get_element_by_id(&id("title")) {
            input.unchecked_ref::<HtmlInputElement>().select();
        }
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get() {
            return;
        }
        let Some(changes) = errors.check(&draft) else { return };
        busy.set(true);
        background::spawn(async move {
            let result = tasks.change(row.id, &changes).await;
            // The form may be gone by now, with its signals.
            if !editing.is_alive() || !busy.is_alive() {
                if let Err(failure) = result {
                    toasts.fail(&failure);
                }
                return;
            }
            busy.set(false);
            match result {
                Ok(()) => editing.set(false),
                Err(failure) => errors.show(failure),
            }
        });
    };
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            editing.set(false);
        }
    };
    view! {
        form(class="task-form", aria-label=format!("Edit task {}", draft.before.with_untracked(|task| task.title.clone())), novalidate=true, on:submit=handler(save), on:keydown=handler(escape)) {
            Field(id=id("title"), label="Title", value=draft.title, error=errors.title)
            div(class="field") {
                label(r#for=id("description")) { "Notes" }
                textarea(
                    id=id("description"),
                    class="input",
                    rows="3",
                    aria-invalid=errors.notes.with(|error| error.is_some().then_some("true")),
                    aria-describedby=id("description-error"),
                    bind:value=draft.description,
                    on:input=handler(move |_: web_sys::Event| clear(errors.notes)),
                )
                p(id=id("description-error"), class="field-error") { (Live { view: move || errors.notes.get_clone().unwrap_or_default() }) }
            }
            div(class="field-grid") {
                Field(id=id("due"), label="Due", kind="datetime-local", value=draft.due, error=errors.due)
                div(class="field") {
                    label(r#for=id("priority")) { "Priority" }
                    select(id=id("priority"), class="input", on:change=handler(move |event| draft.priority.set(dom::value(&event)))) {
                        (priority_options(draft.priority))
                    }
                }
                Field(id=id("tags"), label="Tags", value=draft.tags, error=errors.tags, hint="Separated by commas")
                RepeatSelect(id=id("repeat"), repeat=draft.repeat, kind=draft.repeat_kind)
            }
            RepeatDetails(id=id("repeat"), repeat=draft.repeat, kind=draft.repeat_kind, error=errors.rule)
            (Live { view: move || match errors.other.get_clone() {
                Some(message) => view! { p(class="field-error", role="alert") { (message) } },
                None => view! {},
            } })
            div(class="actions end") {
                button(class="button", r#type="button", on:click=handler(move |_| editing.set(false))) { "Cancel" }
                button(class="button primary", r#type="submit", aria-busy=busy.get().then_some("true")) { "Save task" }
            }
        }
    }
}

fn option(value: &'static str, label: &'static str, chosen: bool) -> View {
    view! { option(value=value, selected=chosen) { (label) } }
}

fn priority_options(chosen: Signal<String>) -> View {
    let chosen = chosen.get_clone_untracked();
    View::from(
        PRIORITIES.iter().map(|(_, key, label)| option(key, label, chosen == *key)).collect::<Vec<_>>(),
    )
}
