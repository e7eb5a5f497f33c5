//! What the page knows, as Copy structs of signals, and the actions that change it.

pub mod chat;
pub mod conversations;
mod counts;
pub mod dialog;
pub mod draft;
pub mod filter;
pub mod history;
pub mod live;
pub mod reminders;
pub mod session;
pub mod task_list;
pub mod tasks;
pub mod theme;
pub mod thread;
pub mod toasts;
pub mod understood;

pub use chat::Chat;
pub use dialog::Dialogs;
pub use history::History;
pub use reminders::Reminders;
pub use session::Session;
pub use tasks::Tasks;
pub use theme::Theme;
pub use toasts::Toasts;

use sycamore::prelude::*;

use crate::api::Failure;

/// How far a piece of data is on its way here.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Loading {
    /// Nobody asked yet.
    #[default]
    Idle,
    Busy,
    Ready,
    Failed(Failure),
}

/// What a list shows. Selected from its signals, so that rows stay as they are while a list is
/// fetched anew.
#[derive(Clone, PartialEq)]
pub enum Shown {
    Waiting,
    Failed(Failure),
    Empty,
    Rows,
}

impl Shown {
    /// From how far a list is and whether it has rows.
    pub fn of(loading: Loading, is_empty: bool) -> Self {
        match loading {
            Loading::Idle | Loading::Busy => Self::Waiting,
            Loading::Failed(failure) => Self::Failed(failure),
            Loading::Ready if is_empty => Self::Empty,
            Loading::Ready => Self::Rows,
        }
    }
}

/// Counts the requests for one thing, so that a late answer cannot overwrite a newer one.
#[derive(Clone, Copy)]
pub struct Turns(Signal<u32>);

impl Turns {
    /// No request yet.
    pub fn new() -> Self {
        Self(create_signal(0))
    }

    /// Begins a request: the turn that it may fill.
    pub fn begin(self) -> u32 {
        self.0.set(self.newest() + 1);
        self.newest()
    }

    /// The newest request's turn.
    pub fn newest(self) -> u32 {
        self.0.get_untracked()
    }
}
