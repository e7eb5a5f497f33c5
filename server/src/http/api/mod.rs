//! The operations, one file for each kind of thing.

pub mod access_tokens;
pub mod account;
mod answers;
pub mod calendar_feed;
pub mod chat;
pub mod conversations;
pub mod history;
pub mod reminders;
pub mod sessions;
pub mod tasks;
pub mod transfer;
pub mod understanding;

use crate::app::App;
use crate::error::{Error, Result};
use std::sync::Arc;

/// The app behind the operations; only the document is made without one.
fn require_app(app: &Option<Arc<App>>) -> Result<&Arc<App>> {
    app.as_ref().ok_or_else(|| Error::internal("the operations were made without an app"))
}

fn example_me() -> String {
    "me".into()
}
