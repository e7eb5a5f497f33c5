//! One message of a conversation.

use shared::chat::Confirm;
use sycamore::prelude::*;

use super::icon;
use super::task_card::TaskCard;
use crate::api::Failure;
use crate::reactive::{Live, create_selector, handler};
use crate::state::thread::{Item, Progress, Tool};
use crate::state::{Chat, Toasts};
use crate::{dom, markdown};

/// A person's message or an answer.
pub fn message(item: Item) -> View {
    if item.is_person {
        view! {
            li(class="message person") {
                h2(class="visually-hidden") { "You" }
                p(class="bubble", dir="auto") { (item.text) }
            }
        }
    } else {
        view! { Answer(item=item) }
    }
}

/// The name to show for who answered.
pub fn assistant_name(assistant: Option<&str>) -> String {
    match assistant {
        None => "Assistant".into(),
        Some("offline") => "Offline assistant".into(),
        Some(model) => model.into(),
    }
}

#[component(inline_props)]
fn Answer(item: Item) -> View {
    let thinking = create_selector(move || item.is_streaming() && item.text.with(String::is_empty));
    view! {
        li(class="message assistant") {
            span(class="avatar") { (icon::LOGO) }
            div(class="answer") {
                h2(class="speaker") { (Live { view: move || item.assistant.with(|name| assistant_name(name.as_deref())) }) }
                Tools(tools=item.tools)
                (Live { view: move || if thinking.get() {
                    view! { p(class="thinking") { span(class="visually-hidden") { "Thinking…" } i {} i {} i {} } }
                } else {
                    view! { div(class="prose", dir="auto") { (Live { view: move || markdown::render(&item.text.get_clone()) }) } }
                } })
                Cards(item=item)
                (Live { view: move || match item.confirm.get_clone() {
                    // While the answer still runs, no other message can be sent.
                    Some(question) if !item.is_streaming() => view! { Confirmation(item=item, question=question) },
                    _ => view! {},
                } })
                (Live { view: move || match item.progress.get_clone() {
                    Progress::Failed(failure) => view! { Failed(item=item, failure=failure) },
                    Progress::Stopped => view! { p(class="quiet") { "Stopped." } },
                    Progress::Streaming => view! {},
                    Progress::Done => view! { Copy(item=item) },
                } })
            }
        }
    }
}

#[component(inline_props)]
fn Tools(tools: Signal<Vec<Tool>>) -> View {
    let row = |tool: &Tool| {
        let (class, words) = match tool.failed {
            None => ("tool running", tool_words(&tool.name, true)),
            Some(false) => ("tool", tool_words(&tool.name, false)),
            Some(true) => ("tool failed", format!("{}: did not work", tool_words(&tool.name, false))),
        };
        view! { li(class=class) { (icon::TOOL) (words) } }
    };
    view! {
        (Live { view: move || if tools.with(Vec::is_empty) {
            view! {}
        } else {
            let rows: Vec<View> = tools.get_clone().iter().map(row).collect();
            view! { ul(class="tools", aria-label="Steps") { (rows) } }
        } })
    }
}

/// A tool's name in the words of a person.
fn tool_words(name: &str, running: bool) -> String {
    let (doing, done) = match name {
        "add_task" => ("Adding a task", "Added a task"),
        "list_tasks" => ("Looking through your tasks", "Looked through your tasks"),
        "complete_task" => ("Completing a task", "Completed a task"),
        "delete_task" => ("Deleting a task", "Deleted a task"),
        "update_task" => ("Changing a task", "Changed a task"),
        other => return other.replace('_', " "),
    };
    if running { format!("{doing}…") } else { done.to_owned() }
}

#[component(inline_props)]
fn Cards(item: Item) -> View {
    view! {
        (Live { view: move || if item.changes.with(Vec::is_empty) {
            view! {}
        } else {
            let cards: Vec<View> = item.changes.get_clone().into_iter().map(|change| view! { TaskCard(change=change) }).collect();
            view! { ul(class="cards", aria-label="Tasks in this answer") { (cards) } }
        } })
    }
}

#[component(inline_props)]
fn Confirmation(item: Item, question: Confirm) -> View {
    let chat = use_context::<Chat>();
    let answer = move |word: &'static str| chat.send(word);
    // The words of the answer usually ask already.
    let asked = item.text.with_untracked(|text| text.contains(&question.message));
    let words = if asked { String::new() } else { question.message.clone() };
    view! {
        div(class="confirm", role="group", aria-label="Please confirm") {
            p { (words) }
            div(class="actions") {
                button(class="button primary small", r#type="button", on:click=handler(move |_| answer("Yes"))) { "Yes, do it" }
                button(class="button small", r#type="button", on:click=handler(move |_| answer("No"))) { "No" }
            }
        }
    }
}

#[component(inline_props)]
fn Copy(item: Item) -> View {
    let toasts = use_context::<Toasts>();
    let copy = move |_| {
        let copied = item.text.with_untracked(|text| dom::copy(text));
        toasts.say(if copied {
            "Answer copied."
        } else {
            "This browser does not let pages copy. Select the text instead."
        });
    };
    view! {
        button(class="icon-button small copy", r#type="button", aria-label="Copy this answer", title="Copy", on:click=handler(copy)) {
            (icon::COPY)
        }
    }
}

#[component(inline_props)]
fn Failed(item: Item, failure: Failure) -> View {
    let chat = use_context::<Chat>();
    let retry = failure.is_retryable().then(|| view! {
        button(class="button small primary", r#type="button", on:click=handler(move |_| chat.retry(item))) { "Retry" }
    });
    view! {
        div(class="notice error", role="alert") {
            (icon::ALERT)
            p { (failure.message) }
            div(class="actions") {
                (retry)
                button(class="button small", r#type="button", on:click=handler(move |_| chat.take_back(item))) { "Edit message" }
            }
        }
    }
}
