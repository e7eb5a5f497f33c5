//! Opening an account.

use shared::account::SignUp;
use shared::limits;
use sycamore::prelude::*;
use web_sys::SubmitEvent;

use super::entry::{Entry, alert};
use crate::api::Failure;
use crate::components::field::Field;
use crate::reactive::{Live, handler};
use crate::state::Session;
use crate::{background, dom, routes, time};

type Error = Signal<Option<String>>;

/// The form for new people.
#[component]
pub fn SignUpPage() -> View {
    let session = use_context::<Session>();
    let name = create_signal(String::new());
    let email = create_signal(String::new());
    let password = create_signal(String::new());
    let none = || create_signal(None::<String>);
    let (name_error, email_error, password_error, problem): (Error, Error, Error, Error) =
        (none(), none(), none(), none());
    let busy = create_signal(false);
    dom::set_title("Create an account");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        name_error.set(name.with(|v| v.trim().is_empty()).then(|| "Please tell us what to call you.".into()));
        email_error.set(
            (!email.with(|v| looks_like_email(v)))
                .then(|| "Please enter an e-mail address such as ada@example.com.".into()),
        );
        password_error.set(password.with(|v| password_problem(v)));
        for (error, id) in [(name_error, "name"), (email_error, "email"), (password_error, "password")] {
            if error.with(Option::is_some) {
                return dom::focus_id(id);
            }
        }
        if busy.replace(true) {
            return;
        }
        problem.set(None);
        let form = SignUp {
            name: name.get_clone().trim().to_owned(),
            email: email.get_clone().trim().to_lowercase(),
            password: password.get_clone(),
            time_zone: Some(time::browser_zone()),
            ..SignUp::default()
        };
        background::spawn(async move {
            let Err(failure) = session.sign_up(form).await else { return };
            if busy.is_alive() {
                busy.set(false);
                show(failure, name_error, email_error, password_error, problem);
            }
        });
    };
    let alert = alert(problem);
    view! {
        Entry {
            form(class="entry-form", novalidate=true, on:submit=handler(submit)) {
                h1 { "Create an account" }
                (alert)
                Field(id="name", label="Name", autocomplete="name", value=name, error=name_error)
                Field(id="email", label="E-mail", kind="email", autocomplete="username", value=email, error=email_error)
                Field(id="password", label="Password", kind="password", autocomplete="new-password", value=password, error=password_error, hint="At least 8 characters")
                button(class="button primary full", r#type="submit", aria-busy=busy.get().then_some("true")) {
                    (Live { view: move || if busy.get() { "Creating your account…" } else { "Create account" } })
                }
                p(class="quiet") { "Already have an account? " a(href=routes::SIGN_IN) { "Sign in" } }
            }
        }
    }
}

/// Puts a refusal beside the field it is about.
fn show(failure: Failure, name: Error, email: Error, password: Error, problem: Error) {
    name.set(failure.field(&["name"]));
    email.set(failure.field(&["email"]));
    password.set(failure.field(&["password"]));
    let place = match failure.code.as_str() {
        code if code.starts_with("USER_ALREADY_EXISTS") => email,
        "INVALID_EMAIL" => email,
        code if code.starts_with("PASSWORD_TOO") => password,
        _ => problem,
    };
    let placed = [name, email, password].iter().any(|error| error.with(Option::is_some));
    if !placed {
        place.set(Some(failure.message));
    }
}

/// Enough to catch a slip of the finger; the server decides.
fn looks_like_email(text: &str) -> bool {
    matches!(text.trim().split_once('@'), Some((user, host)) if !user.is_empty() && host.contains('.') && !host.ends_with('.'))
}

/// What is wrong with a new password, counted as the server counts.
pub fn password_problem(password: &str) -> Option<String> {
    match password.encode_utf16().count() {
        n if n < limits::PASSWORD_MIN => {
            Some(format!("Please use at least {} characters.", limits::PASSWORD_MIN))
        }
        n if n > limits::PASSWORD_MAX => {
            Some(format!("Please use at most {} characters.", limits::PASSWORD_MAX))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{looks_like_email, password_problem};

    #[test]
    fn slips_are_caught() {
        assert!(looks_like_email(" ada@example.com "));
        assert!(!looks_like_email("ada@example"));
        assert!(!looks_like_email("@example.com"));
        assert!(password_problem("1234567").is_some());
        assert!(password_problem("😀😀😀😀").is_none());
    }
}
