//! What one person or program may do, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test fails")]

mod accounts;
mod agent;
mod chat;
mod errors;
mod programs;
mod search;
mod tasks;
mod understanding;
mod undo;
