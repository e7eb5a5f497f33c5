//! What stays around every page: navigation, the conversations, the account.

use sycamore::prelude::*;

use super::conversations::{ConversationList, Drawer};
use super::icon::{self, Icon};
use super::theme_picker::ThemePicker;
use crate::dom;
use crate::pages;
use crate::reactive::{Live, create_effect, handler};
use crate::routes::{self, Routes, Screen};
use crate::state::{Chat, Session};

/// The signed-in page.
#[component(inline_props)]
pub fn Frame(route: ReadSignal<Routes>, screen: ReadSignal<Screen>) -> View {
    let chat = use_context::<Chat>();
    let drawer = create_signal(false);
    provide_context(DrawerSwitch(drawer));
    chat.conversations.load();
    focus_on_navigation(screen);
    create_effect(move || {
        route.track();
        drawer.set(false);
    });
    let tabs = links(screen);
    view! {
        div(class="frame") {
            a(class="skip-link", href="#main", on:click=handler(|event: web_sys::MouseEvent| {
                event.prevent_default();
                dom::focus_id("main");
            })) { "Skip to content" }
            header(class="topbar") {
                a(class="brand", href=routes::CHAT) { (icon::LOGO) span { "todo-app" } }
                MenuButton()
            }
            Sidebar(screen=screen, route=route)
            (Live { view: move || match screen.get() {
                Screen::Tasks => view! { pages::tasks::TasksPage(route=route) },
                Screen::History => view! { pages::history::HistoryPage() },
                Screen::Account => view! { pages::account::AccountPage() },
                Screen::NotFound => view! { pages::not_found::NotFoundPage() },
                _ => view! { pages::chat::ChatPage(route=route) },
            } })
            nav(class="tabbar", aria-label="Main") { (tabs) }
            (Live { view: move || if drawer.get() { view! { Drawer(open=drawer, route=route) } } else { view! {} } })
        }
    }
}

/// Opens the conversations on small screens; the chat has this button in its own header.
#[derive(Clone, Copy)]
struct DrawerSwitch(Signal<bool>);

/// The button for that.
#[component]
pub fn MenuButton() -> View {
    let DrawerSwitch(drawer) = use_context();
    view! {
        button(class="icon-button menu-button", r#type="button", aria-label="Conversations", on:click=handler(move |_| drawer.set(true))) {
            (icon::MENU)
        }
    }
}

/// A new page begins at its top, for the keyboard and for screen readers.
fn focus_on_navigation(screen: ReadSignal<Screen>) {
    let first = create_signal(true);
    create_effect(move || {
        screen.track();
        if !first.replace_silent(false) {
            dom::focus_id("main");
        }
    });
}

fn links(screen: ReadSignal<Screen>) -> View {
    let link = |to: &'static str, target: Screen, mark: Icon, text: &'static str| {
        view! {
            a(class="nav-link", href=to, aria-current=(screen.get() == target).then_some("page")) {
                (mark)
                span { (text) }
            }
        }
    };
    View::from(vec![
        link(routes::CHAT, Screen::Chat, icon::CHAT, "Chat"),
        link(routes::TASKS, Screen::Tasks, icon::LIST, "Tasks"),
        link(routes::HISTORY, Screen::History, icon::PAST, "History"),
        link(routes::ACCOUNT, Screen::Account, icon::PERSON, "Account"),
    ])
}

#[component(inline_props)]
fn Sidebar(screen: ReadSignal<Screen>, route: ReadSignal<Routes>) -> View {
    let session = use_context::<Session>();
    let name = move || {
        session.user.with(|user| {
            let name = user.as_ref().map(|user| if user.name.is_empty() { &user.email } else { &user.name });
            name.cloned().unwrap_or_default()
        })
    };
    let links = links(screen);
    view! {
        aside(class="sidebar", aria-label="Sidebar") {
            a(class="brand", href=routes::CHAT) { (icon::LOGO) span { "todo-app" } }
            nav(class="side-nav", aria-label="Main") { (links) }
            ConversationList(route=route)
            footer(class="side-foot") {
                p(class="side-user") { (Live { view: name }) }
                ThemePicker(group="theme-side")
            }
        }
    }
}
