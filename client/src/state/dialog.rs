//! The one question that can stand in front of the page.

use std::rc::Rc;

use sycamore::reactive::{Signal, create_signal};

/// A question before something that cannot be taken back.
#[derive(Clone)]
pub struct Question {
    pub title: String,
    pub body: String,
    /// What the button that does it says.
    pub verb: &'static str,
    pub then: Rc<dyn Fn()>,
}

/// The question on screen, if any.
#[derive(Clone, Copy)]
pub struct Dialogs {
    pub open: Signal<Option<Question>>,
}

impl Default for Dialogs {
    fn default() -> Self {
        Self { open: create_signal(None) }
    }
}

impl Dialogs {
    /// Asks, and runs `then` after a yes.
    pub fn confirm(
        self,
        title: &str,
        body: impl Into<String>,
        verb: &'static str,
        then: impl Fn() + 'static,
    ) {
        self.open.set(Some(Question { title: title.into(), body: body.into(), verb, then: Rc::new(then) }));
    }
}
