//! A labelled input with its hint and its error, tied together for screen readers.

use chrono::{DateTime, Utc};
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::reactive::{Live, create_effect, handler};
use crate::{dom, time};

/// A one-line input.
#[component(inline_props)]
pub fn Field(
    #[prop(setter(into))] id: String,
    label: &'static str,
    value: Signal<String>,
    error: Signal<Option<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default)] hint: &'static str,
    #[prop(default, setter(strip_option))] list: Option<&'static str>,
) -> View {
    let (label_for, name) = (id.clone(), id.clone());
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    let described_error = error_id.clone();
    let range = (kind == "datetime-local").then_some(time::RANGE);
    let describedby = move || match error.with(Option::is_some) {
        true => Some(described_error.clone()),
        false => described.clone(),
    };
    let node = create_node_ref();
    // Not what the field has already: that would wipe out a date that is half typed.
    create_effect(move || {
        let value = value.get_clone();
        let input = dom::element(node).map(JsCast::unchecked_into::<HtmlInputElement>);
        if let Some(input) = input.filter(|input| input.value() != value) {
            input.set_value(&value);
        }
    });
    view! {
        div(class="field") {
            label(r#for=label_for) { (label) }
            input(
                id=id,
                class="input",
                name=name,
                r#type=kind,
                autocomplete=autocomplete,
                list=list,
                min=range.map(|(earliest, _)| earliest),
                max=range.map(|(_, latest)| latest),
                aria-invalid=error.with(|error| error.is_some().then_some("true")),
                aria-describedby=describedby,
                r#ref=node,
                prop:value=value.get_clone_untracked(),
                on:input=handler(move |event| {
                    value.set(dom::value(&event));
                    clear(error);
                }),
            )
            (Live { view: move || if error.with(Option::is_none) && !hint.is_empty() {
                let hint_id = hint_id.clone();
                view! { p(id=hint_id, class="hint") { (hint) } }
            } else { view! {} } })
            (Live { view: move || match error.get_clone() {
                Some(message) => {
                    let error_id = error_id.clone();
                    view! { p(id=error_id, class="field-error") { (message) } }
                }
                None => view! {},
            } })
        }
    }
}

/// The date in a field: none when the field is empty, and words about what cannot be read.
pub fn date(id: &str, text: &str) -> Result<Option<DateTime<Utc>>, String> {
    let date = time::from_input(text);
    if dom::is_refused(id) || date.is_none() && !text.is_empty() {
        return Err("Enter day and time in full, in the years 1000 to 9999.".into());
    }
    Ok(date)
}

/// What is wrong with a text of more than `max` characters, counted as the server counts.
pub fn too_long(text: &str, max: usize) -> Option<String> {
    let count = text.chars().count();
    (count > max).then(|| format!("That has {count} characters; {max} is the most."))
}

/// Typing is the answer to an error: it goes away.
pub fn clear(error: Signal<Option<String>>) {
    if error.with_untracked(Option::is_some) {
        error.set(None);
    }
}

#[cfg(test)]
mod tests {
    use super::too_long;

    #[test]
    fn characters_are_counted_not_units() {
        assert_eq!(too_long(&"😀".repeat(200), 200), None);
        assert_eq!(too_long("abc", 2).as_deref(), Some("That has 3 characters; 2 is the most."));
    }
}
