//! Signing in.

use shared::account::SignIn;
use sycamore::prelude::*;
use web_sys::SubmitEvent;

use super::entry::{Entry, alert};
use crate::components::field::Field;
use crate::reactive::{Live, handler};
use crate::state::Session;
use crate::{background, dom, routes};

/// The form for people with an account.
#[component]
pub fn SignInPage() -> View {
    let session = use_context::<Session>();
    let email = create_signal(String::new());
    let password = create_signal(String::new());
    let remember = create_signal(true);
    let (email_error, password_error, problem) =
        (create_signal(None), create_signal(None), create_signal(None));
    let busy = create_signal(false);
    let returning =
        session.return_to.with_untracked(Option::is_some) && session.user.with_untracked(Option::is_some);
    if returning {
        problem.set(Some("Your session has ended. Sign in again to go on where you were.".to_owned()));
    }
    dom::set_title("Sign in");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let missing = |value: Signal<String>, words: &str| {
            value.with(|v| v.trim().is_empty()).then(|| words.to_owned())
        };
        email_error.set(missing(email, "Please enter your e-mail address."));
        password_error.set(missing(password, "Please enter your password."));
        if email_error.with(Option::is_some) {
            return dom::focus_id("email");
        }
        if password_error.with(Option::is_some) {
            return dom::focus_id("password");
        }
        if busy.replace(true) {
            return;
        }
        problem.set(None);
        let form = SignIn {
            email: email.get_clone().trim().to_owned(),
            password: password.get_clone(),
            remember_me: Some(remember.get()),
            callback_url: None,
        };
        background::spawn(async move {
            let result = session.sign_in(form).await;
            if let (Err(failure), true) = (result, busy.is_alive()) {
                busy.set(false);
                email_error.set(failure.field(&["email"]));
                problem.set(Some(failure.message));
            }
        });
    };
    let alert = alert(problem);
    view! {
        Entry {
            form(class="entry-form", novalidate=true, on:submit=handler(submit)) {
                h1 { "Welcome back" }
                (alert)
                Field(id="email", label="E-mail", kind="email", autocomplete="username", value=email, error=email_error)
                Field(id="password", label="Password", kind="password", autocomplete="current-password", value=password, error=password_error)
                label(class="check") {
                    input(r#type="checkbox", prop:checked=remember.get_untracked(), on:change=handler(move |_| remember.set(!remember.get())))
                    span { "Keep me signed in" }
                }
                button(class="button primary full", r#type="submit", aria-busy=busy.get().then_some("true")) {
                    (Live { view: move || if busy.get() { "Signing in…" } else { "Sign in" } })
                }
                p(class="quiet") { "New here? " a(href=routes::SIGN_UP) { "Create an account" } }
            }
        }
    }
}
