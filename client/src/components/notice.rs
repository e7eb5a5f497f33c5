//! What a page says when there is nothing to show, not yet, or not at all.

use sycamore::prelude::*;

use super::icon::{self, Icon};

use crate::reactive::handler;

/// Grey bars in the shape of what is coming.
pub fn skeleton(label: &'static str, rows: usize) -> View {
    let bars: Vec<View> = (0..rows).map(|_| view! { div(class="skeleton-row") }).collect();
    view! {
        div(class="skeleton", role="status") {
            span(class="visually-hidden") { (label) }
            (bars)
        }
    }
}

/// Nothing here, and what to do about it.
pub fn empty(mark: Icon, title: impl Into<String>, body: &'static str, action: View) -> View {
    let title = title.into();
    view! {
        div(class="empty") {
            span(class="empty-mark") { (mark) }
            p(class="empty-title") { (title) }
            p { (body) }
            (action)
        }
    }
}

/// It failed, and a way to try again.
pub fn failed(message: String, retry: impl Fn() + 'static) -> View {
    view! {
        div(class="notice error", role="alert") {
            (icon::ALERT)
            p { (message) }
            button(class="button small", r#type="button", on:click=handler(move |_| retry())) { "Try again" }
        }
    }
}
