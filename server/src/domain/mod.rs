//! The rules, for every door: REST, chat and MCP call the same functions.

pub mod access_token;
pub mod account;
pub mod calendar_feed;
pub mod conversation;
pub mod history;
pub mod idempotency;
pub mod import;
pub mod local_time;
pub mod rate_limit;
pub mod session;
pub mod task;
pub mod text;

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};

/// A chat turn that has not been heard of for so long died with its process: its conversation and its key are free.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// The time, as exact as both databases keep it: microseconds.
pub fn now() -> DateTime<Utc> {
    to_stored_precision(Utc::now())
}

fn to_stored_precision(time: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(time.timestamp_micros()).unwrap_or(time)
}

fn naive(time: DateTime<Utc>) -> NaiveDateTime {
    to_stored_precision(time).naive_utc()
}

/// The time, where both databases keep and sort it: in the years 0 to 9999. A leap second counts as the one after it.
fn storable(time: DateTime<Utc>) -> Option<NaiveDateTime> {
    Some(naive(time)).filter(|time| (0..=9999).contains(&time.year()))
}
