//! The list of conversations: open, rename, delete, begin anew.

use shared::chat::Conversation;
use sycamore::prelude::*;
use sycamore_router::navigate;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent, SubmitEvent};

use super::dialog::{close, show_modal};
use super::field::too_long;
use super::{icon, notice};
use crate::state::{Chat, Dialogs, Shown, Toasts};
use crate::{background, dom, routes, time};

/// The list with its button for a new one.
#[component]
pub fn ConversationList() -> View {
    let chat = use_context::<Chat>();
    let shown =
        create_selector(move || Shown::of(chat.loading.get_clone(), chat.conversations.with(Vec::is_empty)));
    let start = move |_| {
        navigate(routes::CHAT);
        dom::focus_id("message");
    };
    view! {
        section(class="conversations", aria-label="Conversations") {
            div(class="conversations-head") {
                h2 { "Conversations" }
                button(class="button small", r#type="button", on:click=start) { (icon::icon(icon::PLUS)) "New chat" }
            }
            (match shown.get_clone() {
                Shown::Failed(failure) => notice::failed(failure.message, move || chat.load()),
                Shown::Empty => view! {
                    p(class="quiet") { "Nothing here yet. Say something to the assistant, and it will be kept." }
                },
                Shown::Rows => view! {
                    ul(class="conversation-list") {
                        Keyed(
                            list=chat.conversations,
                            // A new title makes a new row: nothing in it is worth keeping.
                            key=|c| (c.id, c.title.clone()),
                            view=|conversation| view! { ConversationRow(conversation=conversation) },
                        )
                    }
                },
                Shown::Waiting => notice::skeleton("Loading conversations", 3),
            })
        }
    }
}

#[component(inline_props)]
fn ConversationRow(conversation: Conversation) -> View {
    let chat = use_context::<Chat>();
    let dialogs = use_context::<Dialogs>();
    let editing = create_signal(false);
    let id = conversation.id;
    let title = create_signal(conversation.title.clone());
    let is_current = create_selector(move || chat.current.get().id.get() == Some(id));
    let remove = move |_| {
        let body = format!("“{}” will be gone for good. Tasks made in it stay.", title.get_clone());
        dialogs.confirm("Delete this conversation?", body, "Delete conversation", move || chat.delete(id));
    };
    view! {
        li(class=if is_current.get() { "conversation current" } else { "conversation" }) {
            (if editing.get() {
                view! { RenameForm(id=id, title=title, editing=editing) }
            } else {
                view! {
                    a(class="conversation-link", href=routes::chat(id), aria-current=is_current.get().then_some("page"), title=time::full(conversation.updated_at)) {
                        (title.get_clone())
                    }
                    div(class="row-actions") {
                        button(class="icon-button small", r#type="button", aria-label=format!("Rename conversation {}", title.get_clone()), on:click=move |_| editing.set(true)) {
                            (icon::icon(icon::PENCIL))
                        }
                        button(class="icon-button small", r#type="button", aria-label=format!("Delete conversation {}", title.get_clone()), on:click=remove) {
                            (icon::icon(icon::TRASH))
                        }
                    }
                }
            })
        }
    }
}

#[component(inline_props)]
fn RenameForm(id: i64, title: Signal<String>, editing: Signal<bool>) -> View {
    let chat = use_context::<Chat>();
    let toasts = use_context::<Toasts>();
    let input = create_node_ref();
    let text = create_signal(title.get_clone_untracked());
    on_mount(move || {
        if let Some(element) = dom::element(input) {
            element.unchecked_ref::<HtmlInputElement>().select();
        }
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let new = text.with_untracked(|text| text.trim().to_owned());
        if let Some(problem) = too_long(&new, shared::limits::CONVERSATION_TITLE_MAX) {
            return toasts.warn(problem);
        }
        let old = title.get_clone_untracked();
        if !new.is_empty() && old != new {
            title.set(new.clone());
            background::spawn(async move {
                if !chat.rename(id, new).await && title.is_alive() {
                    title.set(old);
                }
            });
        }
        editing.set(false);
    };
    let cancel = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            editing.set(false);
        }
    };
    view! {
        form(class="rename", on:submit=save) {
            input(r#ref=input, class="input small", aria-label="Conversation title", bind:value=text, on:keydown=cancel)
            button(class="icon-button small", r#type="submit", aria-label="Save title") { (icon::icon(icon::CHECK)) }
        }
    }
}

/// The list over the page, on small screens.
#[component(inline_props)]
pub fn Drawer(open: Signal<bool>) -> View {
    let node = create_node_ref();
    show_modal(node);
    view! {
        dialog(r#ref=node, class="drawer", aria-label="Conversations", on:close=move |_| open.set(false)) {
            button(class="icon-button drawer-close", r#type="button", aria-label="Close conversations", on:click=move |_| close(node)) {
                (icon::icon(icon::CLOSE))
            }
            ConversationList()
        }
    }
}
