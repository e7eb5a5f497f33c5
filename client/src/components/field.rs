//! A labelled input with its hint and its error, tied together for screen readers.

use sycamore::prelude::*;

/// A one-line input.
#[component(inline_props)]
pub fn Field(
    id: &'static str,
    label: &'static str,
    value: Signal<String>,
    error: Signal<Option<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default)] hint: &'static str,
    #[prop(default, setter(strip_option))] list: Option<&'static str>,
) -> View {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    let described_error = error_id.clone();
    let describedby = move || match error.with(Option::is_some) {
        true => Some(described_error.clone()),
        false => described.clone(),
    };
    view! {
        div(class="field") {
            label(r#for=id) { (label) }
            input(
                id=id,
                class="input",
                name=id,
                r#type=kind,
                autocomplete=autocomplete,
                list=list,
                aria-invalid=error.with(|error| error.is_some().then_some("true")),
                aria-describedby=describedby,
                bind:value=value,
                on:input=move |_: web_sys::Event| clear(error),
            )
            (if error.with(Option::is_none) && !hint.is_empty() {
                let hint_id = hint_id.clone();
                view! { p(id=hint_id, class="hint") { (hint) } }
            } else { view! {} })
            (match error.get_clone() {
                Some(message) => {
                    let error_id = error_id.clone();
                    view! { p(id=error_id, class="field-error") { (message) } }
                }
                None => view! {},
            })
        }
    }
}

/// Typing is the answer to an error: it goes away.
fn clear(error: Signal<Option<String>>) {
    if error.with_untracked(Option::is_some) {
        error.set(None);
    }
}
