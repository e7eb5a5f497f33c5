//! The account: who, where on earth, how to get in, and how to leave.

use shared::account::{ChangePassword, UpdateUser};
use sycamore::prelude::*;
use web_sys::SubmitEvent;

use super::devices::Devices;
use super::programs::Programs;
use super::sign_up::password_problem;
use crate::components::field::Field;
use crate::components::theme_picker::ThemePicker;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Dialogs, Session, Toasts};
use crate::{background, dom, time};

/// All settings on one page.
#[component]
pub fn AccountPage() -> View {
    let session = use_context::<Session>();
    let toasts = use_context::<Toasts>();
    dom::set_title("Account");
    let email =
        move || session.user.with(|user| user.as_ref().map(|user| user.email.clone()).unwrap_or_default());
    let leave = move |_| {
        background::spawn(async move {
            if let Err(failure) = session.sign_out().await {
                toasts.fail(&failure);
            }
        });
    };
    view! {
        main(id="main", class="page account-page", tabindex="-1") {
            header(class="page-head") {
                div {
                    p(class="eyebrow") { (Live { view: email }) }
                    h1 { "Account" }
                }
                button(class="button", r#type="button", on:click=handler(leave)) { "Sign out" }
            }
            Profile()
            section(class="panel", aria-labelledby="look") {
                h2(id="look") { "Appearance" }
                ThemePicker(group="theme-account")
            }
            Password()
            Devices()
            Programs()
            Leave()
        }
    }
}

#[component]
fn Profile() -> View {
    let session = use_context::<Session>();
    let toasts = use_context::<Toasts>();
    let (name_now, zone_now) = session.user.with_untracked(|user| {
        user.as_ref().map(|user| (user.name.clone(), user.time_zone.clone())).unwrap_or_default()
    });
    let browser = time::browser_zone();
    let name = create_signal(name_now);
    let zone = create_signal(zone_now);
    let (name_error, zone_error) = (create_signal(None), create_signal(None));
    let busy = create_signal(false);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let wanted = zone.get_clone().trim().to_owned();
        zone_error
            .set((!time::is_zone(&wanted)).then(|| "Please choose a zone such as Europe/Berlin.".into()));
        if zone_error.with(Option::is_some) {
            return dom::focus_id("time-zone");
        }
        if busy.replace(true) {
            return;
        }
        let changes = UpdateUser {
            name: Some(name.get_clone().trim().to_owned()),
            time_zone: Some(wanted),
            ..UpdateUser::default()
        };
        background::spawn(async move {
            let result = session.update(changes).await;
            match &result {
                Ok(()) => toasts.say("Saved."),
                Err(failure) => toasts.fail(failure),
            }
            if busy.is_alive() {
                busy.set(false);
                if let Err(failure) = result {
                    name_error.set(failure.field(&["name"]));
                    zone_error.set(failure.field(&["timeZone", "time_zone"]));
                }
            }
        });
    };
    let options: Vec<View> = time::zones().into_iter().map(|zone| view! { option(value=zone) }).collect();
    let here = browser.clone();
    let elsewhere = create_selector(move || zone.with(|zone| *zone != here));
    view! {
        section(class="panel", aria-labelledby="profile") {
            h2(id="profile") { "Profile" }
            form(novalidate=true, on:submit=handler(save)) {
                div(class="field-grid") {
                    Field(id="display-name", label="Name", autocomplete="name", value=name, error=name_error)
                    Field(id="time-zone", label="Time zone", value=zone, error=zone_error, list="zones", hint="“Tomorrow at 5” means 5 o’clock here")
                }
                datalist(id="zones") { (options) }
                div(class="actions") {
                    button(class="button primary", r#type="submit", aria-busy=busy.get().then_some("true")) { "Save profile" }
                    (Live { view: move || if elsewhere.get() {
                        let (words, browser) = (format!("Use this browser’s zone, {browser}"), browser.clone());
                        view! { button(class="button", r#type="button", on:click=handler(move |_| zone.set(browser.clone()))) { (words) } }
                    } else {
                        view! {}
                    } })
                }
            }
        }
    }
}

#[component]
fn Password() -> View {
    let session = use_context::<Session>();
    let toasts = use_context::<Toasts>();
    let current = create_signal(String::new());
    let new = create_signal(String::new());
    let others = create_signal(true);
    let none = || create_signal(None::<String>);
    let (current_error, new_error) = (none(), none());
    let busy = create_signal(false);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        current_error
            .set(current.with(String::is_empty).then(|| "Please enter your current password.".into()));
        new_error.set(new.with(|new| password_problem(new)));
        if current_error.with(Option::is_some) || new_error.with(Option::is_some) || busy.replace(true) {
            return;
        }
        let form = ChangePassword {
            current_password: current.get_clone(),
            new_password: new.get_clone(),
            revoke_other_sessions: Some(others.get()),
        };
        background::spawn(async move {
            let result = session.change_password(form).await;
            if result.is_ok() {
                toasts.say("Password changed.");
            }
            if !busy.is_alive() {
                return;
            }
            busy.set(false);
            match result {
                Ok(()) => {
                    current.set(String::new());
                    new.set(String::new());
                }
                Err(failure) if failure.code.starts_with("PASSWORD_TOO") => {
                    new_error.set(Some(failure.message))
                }
                Err(failure) => current_error.set(Some(failure.message)),
            }
        });
    };
    view! {
        section(class="panel", aria-labelledby="password-title") {
            h2(id="password-title") { "Password" }
            form(novalidate=true, on:submit=handler(save)) {
                div(class="field-grid") {
                    Field(id="current-password", label="Current password", kind="password", autocomplete="current-password", value=current, error=current_error)
                    Field(id="new-password", label="New password", kind="password", autocomplete="new-password", value=new, error=new_error, hint="At least 8 characters")
                }
                label(class="check") {
                    input(r#type="checkbox", prop:checked=others.get_untracked(), on:change=handler(move |_| others.set(!others.get())))
                    span { "Sign out everywhere else, programs too: their access tokens are revoked" }
                }
                div(class="actions") {
                    button(class="button primary", r#type="submit", aria-busy=busy.get().then_some("true")) { "Change password" }
                }
            }
        }
    }
}

#[component]
fn Leave() -> View {
    let session = use_context::<Session>();
    let dialogs = use_context::<Dialogs>();
    let password = create_signal(String::new());
    let error = create_signal(None::<String>);
    let remove = move || {
        background::spawn(async move {
            let result = session.delete(password.get_clone_untracked()).await;
            if let (Err(failure), true) = (result, error.is_alive()) {
                error.set(Some(failure.message));
                dom::focus_id("delete-password");
            }
        });
    };
    let ask = move |event: SubmitEvent| {
        event.prevent_default();
        if password.with(String::is_empty) {
            error.set(Some("Please enter your password, so that we know it is you.".into()));
            return dom::focus_id("delete-password");
        }
        dialogs.confirm(
            "Delete your account?",
            "All your tasks and conversations will be gone for good. This cannot be undone.",
            "Delete everything",
            remove,
        );
    };
    view! {
        section(class="panel danger-panel", aria-labelledby="leave") {
            h2(id="leave") { "Delete account" }
            p { "Removes the account with all tasks and conversations, for good." }
            form(novalidate=true, on:submit=handler(ask)) {
                Field(id="delete-password", label="Your password", kind="password", autocomplete="current-password", value=password, error=error)
                div(class="actions") {
                    button(class="button danger", r#type="submit") { "Delete account" }
                }
            }
        }
    }
}
