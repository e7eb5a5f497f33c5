//! The application: its state, its router, and who may see what.

use sycamore::prelude::*;
use sycamore::web::{document, queue_microtask};
use sycamore_router::{HistoryIntegration, Router, navigate_replace};

use crate::api::Api;
use crate::components::dialog::DialogHost;
use crate::components::frame::Frame;
use crate::components::icon;
use crate::components::toast::ToastHost;
use crate::pages;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::routes::{self, Routes, Screen};
use crate::state::live;
use crate::state::session::Phase;
use crate::state::{Chat, Dialogs, History, Reminders, Session, Tasks, Theme, Toasts};
use crate::{background, dom, time};

/// The whole page.
#[component]
pub fn App() -> View {
    background::init();
    time::start_clock();
    let api = Api::default();
    let toasts = Toasts::default();
    let session = Session::new(api);
    let tasks = Tasks::new(api, toasts);
    let chat = Chat::new(api, tasks, toasts);
    let dialogs = Dialogs::default();
    provide_context(api);
    provide_context(toasts);
    provide_context(session);
    provide_context(tasks);
    provide_context(chat);
    provide_context(dialogs);
    let history = History::new(api, toasts, tasks);
    provide_context(history);
    provide_context(Theme::default());
    history.listen(session, dialogs);
    forget_on_change_of_user(session, tasks, chat);
    clear_without_session(session, dialogs, toasts);
    refresh_on_return(session, tasks, chat);
    let reminders = Reminders::follow(api, session, toasts);
    live::follow(api, session, tasks, reminders);
    session.start();
    view! {
        Router(
            integration=HistoryIntegration::new(),
            // The router listens on this element, so it must never be replaced.
            view=|route: ReadSignal<Routes>| view! {
                div(id="app") {
                    Gate(route=route)
                    DialogHost()
                    ToastHost()
                }
            },
        )
    }
}

/// One person's tasks must not wait on the page for the next one.
fn forget_on_change_of_user(session: Session, tasks: Tasks, chat: Chat) {
    let user = create_selector(move || session.user.with(|user| user.as_ref().map(|user| user.id.clone())));
    let before = create_signal(None::<String>);
    create_effect(move || {
        let now = user.get_clone();
        if before.get_clone_untracked().is_some_and(|before| Some(before) != now) {
            tasks.clear();
            chat.clear();
        }
        if let Some(user) =
            now.clone().filter(|now| before.with_untracked(|before| before.as_ref() != Some(now)))
        {
            chat.welcome(user);
        }
        // A session that only expired keeps its user, and so its unsent message.
        before.set_silent(now);
    });
}

/// A question or a notice names things of the person: neither stays when the session is over, here or in another tab.
fn clear_without_session(session: Session, dialogs: Dialogs, toasts: Toasts) {
    let is_signed_in = create_selector(move || session.phase.with(|phase| *phase == Phase::SignedIn));
    create_effect(move || {
        if !is_signed_in.get() {
            dialogs.open.set(None);
            toasts.shown.set(Vec::new());
        }
    });
}

/// What another tab or device changed meanwhile shows when the person comes back to this one.
fn refresh_on_return(session: Session, tasks: Tasks, chat: Chat) {
    let last = create_signal(0.0);
    let back = move |_| {
        // Some returns are both events.
        let now = js_sys::Date::now();
        if now - last.get_untracked() < 1_000.0 {
            return;
        }
        if !document().hidden() && session.phase.with_untracked(|phase| *phase == Phase::SignedIn) {
            last.set(now);
            tasks.refresh();
            chat.refresh();
        }
    };
    dom::listen("focus", back);
    dom::listen("visibilitychange", back);
}

/// What stands between an address and its page.
#[derive(Clone, PartialEq)]
enum Stage {
    Waiting,
    Unreachable(String),
    Public(Screen),
    Private,
}

#[component(inline_props)]
fn Gate(route: ReadSignal<Routes>) -> View {
    let session = use_context::<Session>();
    let screen = create_selector(move || route.with(Routes::screen));
    let stage = create_selector(move || {
        let screen = screen.get();
        let public = matches!(screen, Screen::SignIn | Screen::SignUp);
        match session.phase.get_clone() {
            Phase::Loading => Stage::Waiting,
            Phase::Unreachable(failure) => Stage::Unreachable(failure.message),
            Phase::SignedOut if public => Stage::Public(screen),
            Phase::SignedOut => Stage::Waiting,
            Phase::SignedIn if public => Stage::Waiting,
            Phase::SignedIn => Stage::Private,
        }
    });
    create_effect(move || redirect(session, route));
    view! {
        (Live { view: move || match stage.get_clone() {
            Stage::Waiting => view! { main(id="main", class="splash", aria-busy="true") { (icon::LOGO) p { "Loading…" } } },
            Stage::Unreachable(message) => view! { Unreachable(message=message) },
            Stage::Public(Screen::SignUp) => view! { pages::sign_up::SignUpPage() },
            Stage::Public(_) => view! { pages::sign_in::SignInPage() },
            Stage::Private => view! { Frame(route=route, screen=screen) },
        } })
    }
}

/// Sends people without a session to sign in, and back afterwards.
fn redirect(session: Session, route: ReadSignal<Routes>) {
    let screen = route.with(Routes::screen);
    let public = matches!(screen, Screen::SignIn | Screen::SignUp);
    let target = match session.phase.get_clone() {
        Phase::SignedOut if !public => {
            let path = dom::path();
            session.return_to.set((path != "/").then_some(path));
            routes::SIGN_IN.to_owned()
        }
        Phase::SignedIn if public || route.with(|route| *route == Routes::Home) => {
            session.return_to.take().unwrap_or_else(|| routes::CHAT.to_owned())
        }
        _ => return,
    };
    queue_microtask(move || navigate_replace(&target));
}

#[component(inline_props)]
fn Unreachable(message: String) -> View {
    let session = use_context::<Session>();
    dom::set_title("No connection");
    view! {
        main(id="main", class="splash") {
            (icon::LOGO)
            h1 { "No connection" }
            p(role="alert") { (message) }
            button(class="button primary", r#type="button", on:click=handler(move |_| session.start())) { "Try again" }
        }
    }
}
