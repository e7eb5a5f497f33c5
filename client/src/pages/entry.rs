//! What the pages before the door have in common: the welcome beside the form.

use sycamore::prelude::*;

use crate::components::icon;
use crate::components::theme_picker::ThemePicker;
use crate::reactive::Live;

/// Frames a form with what the product is.
#[component(inline_props)]
pub fn Entry(children: Children) -> View {
    view! {
        div(class="entry") {
            header(class="entry-welcome") {
                p(class="brand") { (icon::LOGO) span { "todo-app" } }
                p(class="entry-line") { "Say it. It’s on your list." }
                p(class="entry-words") { "Tell the assistant what you need to do, in your own words. It keeps the list; you keep the overview." }
                ul(class="entry-sample", aria-label="Things you can say") {
                    li { "Add buy groceries tomorrow at 5pm" }
                    li { "What’s pending?" }
                    li { "Mark the report as done" }
                }
            }
            main(id="main", class="entry-main", tabindex="-1") {
                (children)
                footer(class="entry-foot") {
                    ThemePicker(group="theme-entry")
                    a(href="/api/docs", rel="external") { "API documentation" }
                }
            }
        }
    }
}

/// A message above a form that says why it did not work.
pub fn alert(message: Signal<Option<String>>) -> View {
    view! {
        (Live { view: move || match message.get_clone() {
            Some(message) => view! { div(class="notice error", role="alert") { (icon::ALERT) p { (message) } } },
            None => view! {},
        } })
    }
}
