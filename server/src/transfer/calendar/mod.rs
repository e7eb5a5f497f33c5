//! iCalendar (RFC 5545): what a calendar program is given, and what its files hold.

mod entry;
mod lines;
mod read;
mod time;
mod write;
mod zone;

pub use read::read;
pub use write::{END, Writer};
