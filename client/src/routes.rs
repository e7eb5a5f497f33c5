//! Every address of the page. Links drop queries, so only what narrows a list of tasks lives in one, for a reload.

use sycamore_router::Route;

use crate::state::filter::Lens;

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
    #[to("/tasks/<lens>")]
    TasksOf { lens: Lens },
    #[to("/history")]
    History,
    #[to("/account")]
    Account,
    #[not_found]
    NotFound,
}

pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_UP: &str = "/sign-up";
pub const CHAT: &str = "/chat";
pub const TASKS: &str = "/tasks";
pub const HISTORY: &str = "/history";
pub const ACCOUNT: &str = "/account";

/// The screen a route belongs to. Two addresses of one screen share its components, so that moving
/// from a new chat to its own address keeps the focus and the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    SignIn,
    SignUp,
    Chat,
    Tasks,
    History,
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
            Self::Tasks | Self::TasksOf { .. } => Screen::Tasks,
            Self::History => Screen::History,
            Self::Account => Screen::Account,
            Self::NotFound => Screen::NotFound,
        }
    }

    /// Which tasks this address shows.
    pub fn lens(&self) -> Option<Lens> {
        match self {
            Self::Tasks => Some(Lens::Open),
            Self::TasksOf { lens } => Some(*lens),
            _ => None,
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

/// Address of a list of tasks.
pub fn tasks(lens: Lens) -> String {
    match lens {
        Lens::Open => TASKS.to_owned(),
        _ => format!("{TASKS}/{}", lens.key()),
    }
}

/// Address of a conversation.
pub fn chat(id: i64) -> String {
    format!("{CHAT}/{id}")
}
