//! Light, dark, or what the system says. The boot script applies the choice before the first paint.

use sycamore::reactive::{Signal, create_signal};
use sycamore::web::document;

use crate::dom;
use crate::reactive::create_effect;

const KEY: &str = "theme";

/// The person's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    System,
    Light,
    Dark,
}

impl Choice {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As stored, and as the value of the `data-theme` attribute; empty for the system's.
    fn key(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// As shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }
}

/// Which theme is chosen.
#[derive(Clone, Copy)]
pub struct Theme {
    pub choice: Signal<Choice>,
}

impl Default for Theme {
    fn default() -> Self {
        let stored = dom::stored(KEY).unwrap_or_default();
        let known = Choice::ALL.into_iter().find(|choice| choice.key() == stored);
        let choice = create_signal(known.unwrap_or(Choice::System));
        create_effect(move || apply(choice.get()));
        Self { choice }
    }
}

fn apply(choice: Choice) {
    dom::store(KEY, choice.key());
    if let Some(root) = document().document_element() {
        let _ = match choice {
            Choice::System => root.remove_attribute("data-theme"),
            _ => root.set_attribute("data-theme", choice.key()),
        };
    }
}
