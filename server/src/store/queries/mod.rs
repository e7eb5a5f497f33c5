//! Every query, written once. This folder is compiled twice, inside `store::pg` and inside `store::sqlite`,
//! which each name the `Connection`, the `Backend` and how a `transaction!` begins.

pub mod access_tokens;
pub mod accounts;
pub mod conversations;
pub mod counters;
pub mod health;
pub mod idempotency;
pub mod messages;
pub mod reminders;
pub mod sessions;
pub mod tasks;

use super::{Backend, Connection};
