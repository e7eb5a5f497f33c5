//! An address that leads nowhere.

use sycamore::prelude::*;

use crate::components::{icon, notice};
use crate::{dom, routes};

/// Says so, and leads back.
#[component]
pub fn NotFoundPage() -> View {
    dom::set_title("Not found");
    view! {
        main(id="main", class="page", tabindex="-1") {
            h1(class="visually-hidden") { "Not found" }
            (notice::empty(icon::SEARCH, "There is nothing at this address", "The link may be old, or mistyped.", view! { a(class="button primary", href=routes::CHAT) { "Go to the chat" } }))
        }
    }
}
