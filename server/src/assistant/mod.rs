//! The assistant: what a person says becomes calls of tools, and words about what was done.
//!
//! `understand` reads a sentence and touches nothing; `tools` is the one table of what can be done; `turn` begins a
//! turn, and its `runner` runs one message through both and stores what was said.

pub mod offline;
mod runner;
pub mod tools;
pub mod turn;
pub mod understand;

/// The name of the assistant that needs no model.
pub const OFFLINE: &str = "offline";
