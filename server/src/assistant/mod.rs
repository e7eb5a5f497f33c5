//! The assistant: what a person says becomes calls of tools, and words about what was done.
//!
//! `understand` reads a sentence and touches nothing; `turn` begins a turn, and its `runner` runs one message, with the
//! tools of `crate::tools`, and stores what was said.

pub mod offline;
mod runner;
pub mod turn;
pub mod understand;

/// The name of the assistant that needs no model.
pub const OFFLINE: &str = "offline";
