//! Short notices in a corner, read out by screen readers.

use sycamore::reactive::{Signal, create_signal};

use crate::api::{Failure, Kind};
use crate::background;

/// One notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    pub id: u32,
    pub text: String,
    pub is_error: bool,
    /// The steps of the history that its button takes back, if it has one.
    pub undo: Vec<i64>,
    /// It waits for somebody to come and read it.
    pub is_reminder: bool,
}

/// The notices on screen.
#[derive(Clone, Copy)]
pub struct Toasts {
    pub shown: Signal<Vec<Toast>>,
    next: Signal<u32>,
}

impl Default for Toasts {
    fn default() -> Self {
        Self { shown: create_signal(Vec::new()), next: create_signal(0) }
    }
}

impl Toasts {
    /// Something went as wished.
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), false, Vec::new());
    }

    /// It is time for something. It stays until it is dismissed.
    pub fn remind(self, text: String) {
        self.put(text, false, Vec::new(), true);
    }

    /// Something was done that these steps of the history take back.
    pub fn offer(self, text: String, undo: Vec<i64>) {
        self.show(text, false, undo);
    }

    /// Something cannot be done as it is.
    pub fn warn(self, text: impl Into<String>) {
        self.show(text.into(), true, Vec::new());
    }

    /// Something failed. The end of a session needs no notice: the sign-in page says it.
    pub fn fail(self, failure: &Failure) {
        if !matches!(failure.kind, Kind::SignedOut | Kind::Stopped) {
            self.show(failure.message.clone(), true, Vec::new());
        }
    }

    /// Takes a notice away.
    pub fn dismiss(self, id: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
    }

    fn show(self, text: String, is_error: bool, undo: Vec<i64>) {
        let stays = if is_error || !undo.is_empty() { 9_000 } else { 4_500 };
        let id = self.put(text, is_error, undo, false);
        background::spawn(async move {
            background::sleep(stays).await;
            self.dismiss(id);
        });
    }

    fn put(self, text: String, is_error: bool, undo: Vec<i64>, is_reminder: bool) -> u32 {
        let id = self.next.get_untracked();
        self.next.set(id + 1);
        self.shown.update(|shown| {
            // The same words twice would only hide the page.
            shown.retain(|toast| toast.text != text);
            shown.push(Toast { id, text, is_error, undo, is_reminder });
        });
        id
    }
}
