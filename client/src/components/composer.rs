//! Where messages are written: Enter sends, Shift+Enter begins a line, Stop ends the answer.

use sycamore::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::icon;
use crate::dom;
use crate::reactive::{Live, create_selector, handler};
use crate::state::Chat;

/// From this many characters on, the composer says how many are left.
const WARN_AT: usize = shared::limits::MESSAGE_MAX - 400;

/// The form at the bottom of the chat.
#[component]
pub fn Composer() -> View {
    let chat = use_context::<Chat>();
    let draft = move || chat.current.get().draft.get_clone();
    let busy = create_selector(move || chat.current.get().is_busy());
    let ready = create_selector(move || chat.current.get().is_ready());
    let too_long = create_selector(move || draft().chars().count() > shared::limits::MESSAGE_MAX);
    let empty = create_selector(move || draft().trim().is_empty());
    let send = move || {
        if !ready.get_untracked() || too_long.get_untracked() || empty.get_untracked() {
            return;
        }
        let text = chat.current.get_untracked().draft.take();
        chat.send(&text);
    };
    let on_key = move |event: KeyboardEvent| {
        // Enter that ends an input method's composition is not meant for us.
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            send();
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        form(class="composer", on:submit=handler(on_submit)) {
            // The grid grows with a hidden copy of the text: no script measures anything.
            div(class="grow", data-text=draft()) {
                textarea(
                    id="message",
                    rows="1",
                    dir="auto",
                    placeholder="Say what you need to do…",
                    aria-label="Message to the assistant",
                    aria-describedby="composer-hint",
                    aria-invalid=too_long.get().then_some("true"),
                    prop:value=draft(),
                    on:input=handler(move |event| chat.current.get_untracked().draft.set(dom::value(&event))),
                    on:keydown=handler(on_key),
                )
            }
            (Live { view: move || if busy.get() {
                view! {
                    button(class="send stop", r#type="button", aria-label="Stop answering", on:click=handler(move |_| {
                        chat.current.get_untracked().stop();
                        dom::focus_id("message");
                    })) { (icon::STOP) }
                }
            } else {
                view! {
                    button(class="send", r#type="submit", aria-label="Send message", disabled=!ready.get() || empty.get() || too_long.get()) { (icon::SEND) }
                }
            } })
        }
        p(id="composer-hint", class=hint_class(draft().chars().count()), role=too_long.get().then_some("alert")) { (Live { view: move || hint(draft().chars().count()) }) }
    }
}

/// On a phone only words about the length have a place.
fn hint_class(length: usize) -> &'static str {
    match length {
        n if n > shared::limits::MESSAGE_MAX => "composer-hint said field-error",
        n if n > WARN_AT => "composer-hint said",
        _ => "composer-hint",
    }
}

fn hint(length: usize) -> String {
    let max = shared::limits::MESSAGE_MAX;
    match length {
        n if n > max => format!("{} characters too many to send", n - max),
        n if n > WARN_AT => format!("{} characters left", max - n),
        _ => "Enter sends, Shift+Enter begins a new line".to_owned(),
    }
}
