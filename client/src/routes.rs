//! Every address of the page. Links drop queries, so only the filter of the tasks lives in one, for a reload.

use sycamore_router::Route;

/// Where the page can be.
#[derive(Route, Clone, Debug, PartialEq)]
pub enum Routes {
    #[to("/")]
    Home,
    #[to("/sign-in")]
    SignIn,
    #[to("/sign-up")]
    SignUp,
    #[to("/chat")]
    NewChat,
    #[to("/chat/<id>")]
    Chat { id: i64 },
    #[to("/tasks")]
    Tasks,
    #[to("/account")]
    Account,
    #[not_found]
    NotFound,
}

pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_UP: &str = "/sign-up";
pub const CHAT: &str = "/chat";
pub const TASKS: &str = "/tasks";
pub const ACCOUNT: &str = "/account";

/// The screen a route belongs to. Two addresses of one screen share its components, so that moving
/// from a new chat to its own address keeps the focus and the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    SignIn,
    SignUp,
    Chat,
    Tasks,
    Account,
    NotFound,
}

impl Routes {
    /// The screen that shows this address.
    pub fn screen(&self) -> Screen {
        match self {
            Self::Home | Self::NewChat | Self::Chat { .. } => Screen::Chat,
            Self::SignIn => Screen::SignIn,
            Self::SignUp => Screen::SignUp,
            Self::Tasks => Screen::Tasks,
            Self::Account => Screen::Account,
            Self::NotFound => Screen::NotFound,
        }
    }

    /// The conversation in this address.
    pub fn conversation(&self) -> Option<i64> {
        match self {
            Self::Chat { id } => Some(*id),
            _ => None,
        }
    }
}

/// Address of a conversation.
pub fn chat(id: i64) -> String {
    format!("{CHAT}/{id}")
}
