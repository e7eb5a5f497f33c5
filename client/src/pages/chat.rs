//! The conversation with the assistant.

use sycamore::prelude::*;
use wasm_bindgen::JsCast;

use crate::api::Api;
use crate::components::composer::Composer;
use crate::components::frame::MenuButton;
use crate::components::message::{assistant_name, message};
use crate::components::scroller::Scroller;
use crate::components::upcoming::Upcoming;
use crate::components::{icon, notice};
use crate::dom;
use crate::reactive::{Live, create_effect, create_selector, handler, keyed};
use crate::routes::{self, Routes};
use crate::state::{Chat, Loading, Session};

/// What a newcomer can say, each a good first message.
const SUGGESTIONS: [&str; 4] = [
    "Add buy groceries tomorrow at 5pm",
    "Remind me to call mom on Friday, high priority",
    "What’s pending?",
    "What have I completed?",
];

/// Messages, composer, and what is due next.
#[component(inline_props)]
pub fn ChatPage(route: ReadSignal<Routes>) -> View {
    let chat = use_context::<Chat>();
    let id = create_selector(move || route.with(Routes::conversation));
    create_effect(move || {
        let id = id.get();
        untrack(|| chat.open(id));
        if dom::is_wide() {
            dom::focus_id("message");
        }
    });
    let title = create_selector(move || {
        let id = chat.current.get().id.get();
        id.and_then(|id| chat.conversations.title(id)).unwrap_or_else(|| "New chat".into())
    });
    create_effect(move || title.with(|title| dom::set_title(title)));
    view! {
        main(id="main", class="chat-page", tabindex="-1") {
            section(class="chat", aria-label="Chat") {
                header(class="chat-head") {
                    MenuButton()
                    h1 { (title) }
                    Badge()
                }
                Messages()
                div(class="chat-foot") { Composer() }
                div(class="visually-hidden", role="status", aria-live="polite") { (chat.announcement) }
            }
            Upcoming()
        }
    }
}

/// Who answers, or that nobody can.
#[component]
fn Badge() -> View {
    let chat = use_context::<Chat>();
    let api = use_context::<Api>();
    view! {
        (Live { view: move || if api.is_lost.get() {
            view! { p(class="assistant-badge lost", role="status") { span(class="dot") "No connection" } }
        } else {
            let words = chat.assistant.with(|name| (name.as_deref() == Some("offline")).then_some("Built in: answers without a model"));
            view! {
                p(class="assistant-badge", title=words) {
                    span(class="dot")
                    (Live { view: move || chat.assistant.with(|name| assistant_name(name.as_deref())) })
                }
            }
        } })
    }
}

#[component]
fn Messages() -> View {
    let chat = use_context::<Chat>();
    // Another conversation, or something just sent, always shows its end.
    let newest = create_selector(move || {
        let thread = chat.current.get();
        (thread.key, thread.items.with(Vec::len))
    });
    let state = create_selector(move || {
        let thread = chat.current.get();
        (thread, thread.loading.get_clone(), thread.items.with(Vec::is_empty))
    });
    view! {
        Scroller(label="Messages", newest=newest) {
            (Live { view: move || match state.get_clone() {
                (_, Loading::Failed(failure), _) if failure.status == 404 => gone(),
                (thread, Loading::Failed(failure), _) => {
                    notice::failed(failure.message, move || chat.open(thread.id.get_untracked()))
                }
                (_, Loading::Idle | Loading::Busy, true) => notice::skeleton("Loading messages", 4),
                (_, _, true) => view! { Welcome() },
                (thread, _, false) => {
                    let items = keyed(thread.items, |item| i64::from(item.key), message);
                    view! { ol(class="message-list", aria-label="Conversation") { (items) } }
                }
            } })
        }
    }
}

fn gone() -> View {
    let start = view! { a(class="button primary", href=routes::CHAT) { "Start a new chat" } };
    notice::empty(
        icon::CHAT,
        "This conversation is not there any more",
        "It may have been deleted on another device.",
        start,
    )
}

#[component]
fn Welcome() -> View {
    let chat = use_context::<Chat>();
    let session = use_context::<Session>();
    let greeting = session.user.with(|user| {
        let name = user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
        match name.split_whitespace().next() {
            Some(first) => format!("Hello {first}, what’s on your mind?"),
            None => "Hello, what’s on your mind?".to_owned(),
        }
    });
    let suggestions: Vec<View> = SUGGESTIONS
        .into_iter()
        .map(|text| {
            let send = move |_| {
                chat.send(text);
                if let Some(field) = document().get_element_by_id("message") {
                    dom::focus(field.unchecked_ref());
                }
            };
            view! { li { button(class="suggestion", r#type="button", on:click=handler(send)) { (text) (icon::ARROW) } } }
        })
        .collect();
    view! {
        div(class="welcome") {
            (icon::LOGO)
            h2 { (greeting) }
            p { "Add, find, change or finish tasks in your own words. Or begin with one of these:" }
            ul(class="suggestions", aria-label="Suggestions") { (suggestions) }
        }
    }
}
