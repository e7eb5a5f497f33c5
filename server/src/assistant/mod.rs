//! The assistant that answers when no model is configured.
//!
//! It has two halves: [`understand`] reads a message and says what is wanted, without touching anything; the
//! chat then carries that out through the same tools that a model would use.

pub mod understand;
