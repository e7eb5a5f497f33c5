//! The page of todo-app: chat and tasks as one Sycamore application.
//!
//! `state` holds what the page knows (Copy structs of signals, provided once as context) and the
//! actions that change it; `api` talks to the server; `pages` and `components` only show state and
//! call actions.

mod api;
mod app;
mod background;
mod components;
mod dom;
mod markdown;
mod pages;
mod reactive;
mod recurrence;
mod routes;
mod state;
mod time;

use wasm_bindgen::JsValue;

fn main() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&JsValue::from(info.to_string()))));
    dom::clear_body();
    sycamore::render(app::App);
}
