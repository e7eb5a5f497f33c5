//! Every query, written once. This folder is compiled twice, inside `store::pg` and inside `store::sqlite`,
//! which each name the `Connection`, the `Backend`, how a `transaction!` begins and what differs of it.

pub mod access_tokens;
pub mod accounts;
pub mod calendar_feeds;
pub mod changes;
pub mod conversations;
pub mod counters;
pub mod health;
pub mod history;
pub mod idempotency;
pub mod imports;
pub mod messages;
pub mod reminders;
pub mod sessions;
pub mod tasks;
pub mod undo;

use super::{Backend, Connection};
