//! Shows the question of `state::dialog` in a native modal dialog, which keeps the focus inside and
//! gives it back.

use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use crate::dom;
use crate::reactive::{Live, handler};
use crate::state::Dialogs;

/// Opens a dialog as modal once it is in the document.
pub fn show_modal(node: NodeRef) {
    on_mount(move || {
        if let Some(element) = dom::element(node) {
            // Fails only when it is open already.
            let _ = element.unchecked_ref::<HtmlDialogElement>().show_modal();
        }
    });
}

/// Closes a dialog, which gives the focus back to where it was; removing it would not.
pub fn close(node: NodeRef) {
    if let Some(element) = dom::element(node) {
        element.unchecked_ref::<HtmlDialogElement>().close();
    }
}

/// Where questions appear.
#[component]
pub fn DialogHost() -> View {
    let dialogs = use_context::<Dialogs>();
    view! {
        (Live { view: move || match dialogs.open.get_clone() {
            None => view! {},
            Some(question) => {
                let node = create_node_ref();
                show_modal(node);
                let then = question.then.clone();
                view! {
                    dialog(r#ref=node, class="dialog", aria-labelledby="dialog-title", aria-describedby="dialog-body", on:close=handler(move |_| dialogs.open.set(None))) {
                        h2(id="dialog-title") { (question.title) }
                        p(id="dialog-body") { (question.body) }
                        div(class="actions end") {
                            button(class="button", r#type="button", "autofocus"="", on:click=handler(move |_| close(node))) { "Cancel" }
                            button(class="button danger", r#type="button", on:click=handler(move |_| { close(node); then(); })) { (question.verb) }
                        }
                    }
                }
            }
        } })
    }
}
