//! Light, dark or the system's.

use sycamore::prelude::*;

use crate::reactive::handler;
use crate::state::Theme;
use crate::state::theme::Choice;

/// Three radio buttons in a row. `group` tells two pickers in one document apart.
#[component(inline_props)]
pub fn ThemePicker(group: &'static str) -> View {
    let theme = use_context::<Theme>();
    let options: Vec<View> = Choice::ALL
        .into_iter()
        .map(|choice| {
            view! {
                label(class="segment") {
                    input(
                        r#type="radio",
                        name=group,
                        prop:checked=theme.choice.get() == choice,
                        on:change=handler(move |_| theme.choice.set(choice)),
                    )
                    span { (choice.label()) }
                }
            }
        })
        .collect();
    view! {
        fieldset(class="segments") {
            legend(class="visually-hidden") { "Theme" }
            (options)
        }
    }
}
