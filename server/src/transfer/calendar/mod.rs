//! iCalendar (RFC 5545): what a calendar program is given, and what its files hold.

mod entry;
mod lines;
mod read;
mod time;
mod write;
mod zone;

pub use read::read;
pub use write::{END, Writer};

use shared::task::Priority;

/// A priority as iCalendar counts: 1 to 4 are high, 5 is in the middle, 6 to 9 are low (RFC 5545, 3.8.1.9).
fn calendar_priority(priority: Priority) -> u8 {
    match priority {
        Priority::High => 1,
        Priority::Medium => 5,
        Priority::Low => 9,
    }
}

/// The same the other way round; 0 is undefined.
fn priority_of_calendar(number: u8) -> Option<Priority> {
    match number {
        1..=4 => Some(Priority::High),
        5 => Some(Priority::Medium),
        6..=9 => Some(Priority::Low),
        _ => None,
    }
}
