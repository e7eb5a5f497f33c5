//! What the page knows, as Copy structs of signals, and the actions that change it.

pub mod chat;
pub mod dialog;
pub mod filter;
pub mod session;
pub mod tasks;
pub mod theme;
pub mod thread;
pub mod toasts;

pub use chat::Chat;
pub use dialog::Dialogs;
pub use session::Session;
pub use tasks::Tasks;
pub use theme::Theme;
pub use toasts::Toasts;

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
