//! The list of conversations: open, rename, delete, begin anew.

use shared::chat::Conversation;
use sycamore::prelude::*;
use sycamore_router::navigate;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent, SubmitEvent};

use super::dialog::{close, show_modal};
use super::field::too_long;
use super::{icon, notice};
use crate::reactive::{Live, create_effect, create_selector, handler, keyed};
use crate::routes::{self, Routes};
use crate::state::{Chat, Dialogs, Shown, Toasts};
use crate::{background, dom, time};

/// The list with its button for a new one.
#[component(inline_props)]
pub fn ConversationList(route: ReadSignal<Routes>) -> View {
    let conversations = use_context::<Chat>().conversations;
    let shown = create_selector(move || {
        Shown::of(conversations.loading.get_clone(), conversations.list.with(Vec::is_empty))
    });
    let start = move |_| {
        navigate(routes::CHAT);
        dom::focus_id("message");
    };
    view! {
        section(class="conversations", aria-label="Conversations") {
            div(class="conversations-head") {
                h2 { "Conversations" }
                button(class="button small", r#type="button", on:click=handler(start)) { (icon::PLUS) "New chat" }
            }
            (Live { view: move || match shown.get_clone() {
                Shown::Failed(failure) => notice::failed(failure.message, move || conversations.load()),
                Shown::Empty => view! {
                    p(class="quiet") { "Nothing here yet. Say something to the assistant, and it will be kept." }
                },
                Shown::Rows => {
                    let rows = keyed(
                        conversations.list,
                        |conversation| conversation.id,
                        move |conversation| view! { ConversationRow(conversation=conversation, route=route) },
                    );
                    view! { ul(class="conversation-list") { (rows) } }
                }
                Shown::Waiting => notice::skeleton("Loading conversations", 3),
            } })
        }
    }
}

#[component(inline_props)]
fn ConversationRow(conversation: Conversation, route: ReadSignal<Routes>) -> View {
    let all = use_context::<Chat>().conversations.list;
    let id = conversation.id;
    let known = create_signal(conversation);
    // The list makes no new row for what changed in an old one.
    create_effect(move || {
        let now = all.with(|all| all.iter().find(|conversation| conversation.id == id).cloned());
        if let Some(now) = now.filter(|now| known.with_untracked(|known| known != now)) {
            known.set(now);
        }
    });
    let editing = create_signal(false);
    let rename_button = create_node_ref();
    dom::focus_after(editing, rename_button);
    let is_current = create_selector(move || route.with(Routes::conversation) == Some(id));
    view! {
        li(class=if is_current.get() { "conversation current" } else { "conversation" }) {
            (Live { view: move || if editing.get() {
                view! { RenameForm(id=id, known=known, editing=editing) }
            } else {
                view! { Summary(id=id, known=known, is_current=is_current, editing=editing, rename_button=rename_button) }
            } })
        }
    }
}

#[component(inline_props)]
fn Summary(
    id: i64,
    known: Signal<Conversation>,
    is_current: ReadSignal<bool>,
    editing: Signal<bool>,
    rename_button: NodeRef,
) -> View {
    let chat = use_context::<Chat>();
    let dialogs = use_context::<Dialogs>();
    let title = move || known.with(|known| known.title.clone());
    let remove = move |_| {
        let body = format!("“{}” will be gone for good. Tasks made in it stay.", title());
        dialogs.confirm("Delete this conversation?", body, "Delete conversation", move || chat.delete(id));
    };
    view! {
        a(class="conversation-link", href=routes::chat(id), aria-current=is_current.get().then_some("page"), title=known.with(|known| time::full(known.updated_at))) {
            (Live { view: title })
        }
        div(class="row-actions") {
            button(r#ref=rename_button, class="icon-button small", r#type="button", aria-label=format!("Rename conversation {}", title()), on:click=handler(move |_| editing.set(true))) {
                (icon::PENCIL)
            }
            button(class="icon-button small", r#type="button", aria-label=format!("Delete conversation {}", title()), on:click=handler(remove)) {
                (icon::TRASH)
            }
        }
    }
}

#[component(inline_props)]
fn RenameForm(id: i64, known: Signal<Conversation>, editing: Signal<bool>) -> View {
    let conversations = use_context::<Chat>().conversations;
    let toasts = use_context::<Toasts>();
    let input = create_node_ref();
    let text = create_signal(known.with_untracked(|known| known.title.clone()));
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
        let old = known.with_untracked(|known| known.title.clone());
        if !new.is_empty() && old != new {
            known.update(|known| known.title.clone_from(&new));
            background::spawn(async move {
                if !conversations.rename(id, new).await && known.is_alive() {
                    known.update(|known| known.title = old);
                }
            });
        }
        editing.set(false);
    };
    let cancel = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            // Nor does it close the drawer around the list.
            event.prevent_default();
            editing.set(false);
        }
    };
    view! {
        form(class="rename", on:submit=handler(save)) {
            input(r#ref=input, class="input small", aria-label="Conversation title", bind:value=text, on:keydown=handler(cancel))
            button(class="icon-button small", r#type="submit", aria-label="Save title") { (icon::CHECK) }
        }
    }
}

/// The list over the page, on small screens.
#[component(inline_props)]
pub fn Drawer(open: Signal<bool>, route: ReadSignal<Routes>) -> View {
    let node = create_node_ref();
    show_modal(node);
    view! {
        dialog(r#ref=node, class="drawer", aria-label="Conversations", on:close=handler(move |_| open.set(false))) {
            button(class="icon-button drawer-close", r#type="button", aria-label="Close conversations", on:click=handler(move |_| close(node))) {
                (icon::CLOSE)
            }
            ConversationList(route=route)
        }
    }
}
