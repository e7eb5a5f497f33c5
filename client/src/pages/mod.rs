//! One screen a file.

pub mod account;
pub mod chat;
mod devices;
mod entry;
pub mod history;
pub mod not_found;
mod programs;
pub mod sign_in;
pub mod sign_up;
pub mod tasks;
