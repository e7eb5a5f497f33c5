//! What the server, the page and the tests agree on: the JSON that travels, its limits and its error codes.
//!
//! serde writes and reads every one of these types, on both sides. The `openapi` feature only adds
//! the schemas that describe them.

pub mod access_token;
pub mod account;
pub mod change;
pub mod chat;
pub mod error;
pub mod limits;
mod patch;
pub mod reminder;
pub mod task;
mod time;
pub mod transfer;
pub mod understanding;

pub use patch::Patch;
use patch::present;
