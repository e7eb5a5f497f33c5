//! Notices, in a corner and for screen readers.

use sycamore::prelude::*;

use super::icon;
use crate::reactive::keyed;
use crate::state::Toasts;
use crate::state::toasts::Toast;

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
    let (class, mark) = if toast.is_error { ("toast error", icon::ALERT) } else { ("toast", icon::CHECK) };
    view! {
        div(class=class) {
            (mark)
            p { (toast.text) }
            button(class="icon-button small", r#type="button", aria-label="Dismiss notice", on:click=move |_| toasts.dismiss(toast.id)) {
                (icon::CLOSE)
            }
        }
    }
}
