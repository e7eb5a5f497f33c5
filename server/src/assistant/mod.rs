//! The assistant: what a person says becomes calls of tools, and words about what was done.
//!
//! `understand` reads a sentence and touches nothing, and `offline` acts on it; `model` asks a language model
//! instead, where there is a key for one. `turn` begins a turn, and its `runner` runs one message, with the
//! tools of `crate::tools`, and stores what was said.

mod model;
pub mod offline;
mod runner;
pub mod turn;
pub mod understand;

pub use self::model::Model;

/// The name of the assistant that needs no model.
pub const OFFLINE: &str = "offline";
