//! Whole days: a task that is due on a day, without a time, is due at its last minute.

use crate::domain::local_time::in_zone;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

const LAST_MINUTE: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// The moment at which a day is over: due today is not overdue yet.
pub fn end_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let local = day.and_time(LAST_MINUTE);
    // Where the clocks are set back at midnight, there are two of it.
    local.and_local_timezone(zone).latest().unwrap_or_else(|| in_zone(local, zone)).to_utc()
}

/// The day at whose end this is, if it is one.
pub fn day_that_ends_at(time: DateTime<Utc>, zone: Tz) -> Option<NaiveDate> {
    let local = time.with_timezone(&zone);
    (local.time() == LAST_MINUTE).then(|| local.date_naive())
}
