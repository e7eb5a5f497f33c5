//! How times are written: RFC 3339 in UTC, as chrono writes them, but as one text. chrono's own `Serialize` hands
//! them over letter by letter, which was a tenth of the time of a list.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serializer;

/// `2026-11-24T12:00:00.5Z`
pub fn write<S: Serializer>(time: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

/// The same, or null.
pub fn write_some<S: Serializer>(time: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => write(time, serializer),
        None => serializer.serialize_none(),
    }
}
