//! Notices, in a corner and for screen readers.

use sycamore::prelude::*;

use super::icon;
use crate::state::Toasts;

/// Where notices appear. Always in the document: a live region made for the occasion stays silent.
#[component]
pub fn ToastHost() -> View {
    let toasts = use_context::<Toasts>();
    view! {
        div(class="toasts", role="status", aria-live="polite") {
            Keyed(
                list=toasts.shown,
                key=|toast| toast.id,
                view=move |toast| {
                    let id = toast.id;
                    let (class, mark) = if toast.is_error { ("toast error", icon::ALERT) } else { ("toast", icon::CHECK) };
                    view! {
                        div(class=class) {
                            (icon::icon(mark))
                            p { (toast.text.clone()) }
                            button(class="icon-button small", r#type="button", aria-label="Dismiss notice", on:click=move |_| toasts.dismiss(id)) {
                                (icon::icon(icon::CLOSE))
                            }
                        }
                    }
                },
            )
        }
    }
}
