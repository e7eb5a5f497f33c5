//! Notices, in a corner and for screen readers.

use sycamore::prelude::*;

use super::icon;
use crate::background;
use crate::reactive::{handler, keyed};
use crate::state::history::Way;
use crate::state::toasts::Toast;
use crate::state::{History, Toasts};

/// Where notices appear. Always in the document: a live region made for the occasion stays silent.
#[component]
pub fn ToastHost() -> View {
    let toasts = use_context::<Toasts>();
    let notices = keyed(toasts.shown, |toast| i64::from(toast.id), move |toast| notice(toasts, toast));
    view! {
        div(class="toasts", role="status", aria-live="polite") { (notices) }
    }
}

fn notice(toasts: Toasts, toast: Toast) -> View {
    let (class, mark) = match (toast.is_error, toast.is_reminder) {
        (true, _) => ("toast error", icon::ALERT),
        (_, true) => ("toast", icon::CLOCK),
        _ => ("toast", icon::CHECK),
    };
    let history = use_context::<History>();
    let steps = toast.undo;
    let undo = (!steps.is_empty()).then(|| {
        let undo = move |_| {
            toasts.dismiss(toast.id);
            background::spawn(history.turn(Way::Undo, steps.clone()));
        };
        view! { button(class="toast-undo", r#type="button", on:click=handler(undo)) { "Undo" } }
    });
    view! {
        div(class=class) {
            (mark)
            p { (toast.text) }
            (undo)
            button(class="icon-button small", r#type="button", aria-label="Dismiss notice", on:click=handler(move |_| toasts.dismiss(toast.id))) {
                (icon::CLOSE)
            }
        }
    }
}
