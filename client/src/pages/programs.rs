//! Access tokens: what lets programs act for the person, and shows when they last did.

use shared::access_token::{AccessToken, MadeAccessToken, NewAccessToken, Scope};
use sycamore::prelude::*;
use web_sys::SubmitEvent;

use crate::api::{Api, Call, Failure};
use crate::components::field::Field;
use crate::components::notice;
use crate::reactive::{Live, handler};
use crate::state::{Dialogs, Toasts};
use crate::{background, dom, time};

const PATH: &str = "/api/auth/access-tokens";
const LIVES: [(&str, &str); 4] = [("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("366", "A year")];

type Known = Option<Result<Vec<AccessToken>, Failure>>;

/// The list, with a way to revoke each, and a form for another.
#[component]
pub fn Programs() -> View {
    let api = use_context::<Api>();
    let known = create_signal(Known::None);
    load(api, known);
    view! {
        section(class="panel", aria-labelledby="programs") {
            h2(id="programs") { "For programs" }
            p {
                "Agents and scripts work on your tasks with an access token, over MCP at "
                code { (address()) } " or over REST. "
                a(href="/api/docs", rel="external") { "Open the API documentation" }
            }
            (Live { view: move || match known.get_clone() {
                None => notice::skeleton("Loading access tokens", 1),
                Some(Err(failure)) => notice::failed(failure.message, move || load(api, known)),
                Some(Ok(tokens)) if tokens.is_empty() => view! {},
                Some(Ok(tokens)) => {
                    let rows: Vec<View> = tokens.into_iter().map(|token| row(api, known, token)).collect();
                    view! { ul(class="devices", aria-label="Access tokens") { (rows) } }
                }
            } })
            Another(known=known)
        }
    }
}

fn address() -> String {
    let origin = sycamore::web::window().location().origin().unwrap_or_default();
    format!("{origin}/api/mcp")
}

fn load(api: Api, known: Signal<Known>) {
    background::spawn(async move {
        let tokens = api.auth(Call::get(PATH)).await.and_then(|reply| reply.json());
        if known.is_alive() {
            known.set(Some(tokens));
        }
    });
}

fn row(api: Api, known: Signal<Known>, token: AccessToken) -> View {
    let (toasts, dialogs) = (use_context::<Toasts>(), use_context::<Dialogs>());
    let scope = if token.scope == Scope::Write { "Read and change" } else { "Read only" };
    let used = token.last_used_at.map_or("never used".into(), |at| format!("last used {}", time::ago(at)));
    let end = match token.expires_at < time::now() {
        true => "expired".to_owned(),
        false => format!("until {}", time::full(token.expires_at)),
    };
    let label = format!("Revoke {}", token.name);
    let (id, name) = (token.id, token.name.clone());
    let revoke = move || {
        let path = format!("{PATH}/{id}");
        background::spawn(async move {
            match api.auth(Call::delete(path)).await {
                Ok(_) => toasts.say("Revoked. The program is locked out."),
                // Another tab was faster: what was wanted is so.
                Err(failure) if failure.status == 404 => {}
                Err(failure) => toasts.fail(&failure),
            }
            load(api, known);
        });
    };
    let ask = move |_| {
        let title = format!("Revoke “{name}”?");
        dialogs.confirm(
            &title,
            "Whatever uses this token can no longer reach your tasks.",
            "Revoke",
            revoke.clone(),
        );
    };
    view! {
        li(class="device") {
            div {
                p(class="device-name") { (token.name) span(class="chip") { (scope) } }
                p(class="quiet") { (used) " · " (end) }
            }
            button(class="button small", r#type="button", aria-label=label, on:click=handler(ask)) { "Revoke" }
        }
    }
}

/// Makes a token, and shows it this once.
#[component(inline_props)]
fn Another(known: Signal<Known>) -> View {
    let api = use_context::<Api>();
    let name = create_signal(String::new());
    let error = create_signal(None::<String>);
    let (scope, days) = (create_signal("read".to_owned()), create_signal("90".to_owned()));
    let made = create_signal(None::<MadeAccessToken>);
    let busy = create_signal(false);
    let make = move |event: SubmitEvent| {
        event.prevent_default();
        let wanted = name.get_clone().trim().to_owned();
        error.set(wanted.is_empty().then(|| "Please say what the token is for.".into()));
        if error.with(Option::is_some) {
            return dom::focus_id("token-name");
        }
        if busy.replace(true) {
            return;
        }
        let new = NewAccessToken {
            name: wanted,
            scope: if scope.with(|scope| scope == "write") { Scope::Write } else { Scope::Read },
            expires_in_days: days.with(|days| days.parse().ok()),
        };
        background::spawn(async move {
            let result = api.auth(Call::post(PATH, &new)).await.and_then(|reply| reply.json());
            if !busy.is_alive() {
                return;
            }
            busy.set(false);
            match result {
                Ok(token) => {
                    name.set(String::new());
                    made.set(Some(token));
                    dom::focus_id("new-token");
                    load(api, known);
                }
                Err(failure) => error.set(Some(failure.field(&["name"]).unwrap_or(failure.message))),
            }
        });
    };
    let lives: Vec<View> = LIVES
        .into_iter()
        .map(|(days, words)| view! { option(value=days, selected=days == "90") { (words) } })
        .collect();
    view! {
        (Live { view: move || made.get_clone().map(|made| shown_once(made.token)) })
        form(novalidate=true, on:submit=handler(make)) {
            div(class="field-grid") {
                Field(id="token-name", label="What is it for?", value=name, error=error, hint="Such as “Claude on my laptop”")
                div(class="field") {
                    label(r#for="token-scope") { "It may" }
                    select(id="token-scope", class="input", on:change=handler(move |event| scope.set(dom::value(&event)))) {
                        option(value="read", selected=true) { "Only read" }
                        option(value="write") { "Read and change" }
                    }
                }
                div(class="field") {
                    label(r#for="token-days") { "It works for" }
                    select(id="token-days", class="input", on:change=handler(move |event| days.set(dom::value(&event)))) { (lives) }
                }
            }
            div(class="actions") {
                button(class="button primary", r#type="submit", aria-busy=busy.get().then_some("true")) { "Make an access token" }
            }
        }
    }
}

fn shown_once(token: String) -> View {
    let toasts = use_context::<Toasts>();
    let secret = token.clone();
    let copy = move |_| match dom::copy(&secret) {
        true => toasts.say("Copied."),
        false => toasts.say("Your browser does not let pages copy. Select the token and copy it yourself."),
    };
    view! {
        div(class="notice made", id="new-token", role="status", tabindex="-1") {
            div(class="new-token") {
                p { "Your new access token. Copy it now: it is not shown again." }
                code { (token) }
            }
            button(class="button small", r#type="button", on:click=handler(copy)) { "Copy" }
        }
    }
}
