//! Dates and times in words, in the person's zone.
//!
//! [`find`] looks for phrases of days ([`day`]) and times of day ([`clock`]) that stand together, such as "on friday
//! at 5pm", and [`Found::resolve`] turns one into a moment. Conventions, where people differ:
//! - Weeks start on Monday. "friday" is the coming one (today counts), "this friday" the one of this week, "next
//!   friday" the one of next week, as Microsoft's Recognizers-Text has it.
//! - A day without a year is the coming one; "12/24" is month first, "24.12." day first, and what is impossible one
//!   way is read the other way.
//! - A bare hour from 1 to 7 is in the afternoon, 8 to 11 in the morning, 12 is noon. With "morning", "evening" or
//!   "tonight" that decides. A time without a day is the coming one.
//! - morning 9:00, noon 12:00, afternoon 15:00, evening 18:00, night and tonight 20:00.
//! - "next week" is due on its Monday, "next month" on the 1st; "this week", "this month" and every "end of ..." on
//!   the last day. A day without a time is that day's midnight with `has_time` false.
//! - A local time that the clocks skip moves forward by what they skip; one that happens twice is the first.

mod amount;
mod around;
mod calendar;
mod clock;
mod day;
mod found;
mod holiday;
mod impossible;
mod phrase;
mod repeat;
mod words;
mod written;

pub(crate) use amount::amount;
pub(crate) use found::{Found, Limit};
pub(crate) use impossible::{names_days, names_no_day};
pub(crate) use phrase::{find, find_all, only_one};
pub(crate) use repeat::{completion, find as find_repeat};
pub(crate) use words::{nth, number};

use crate::domain::local_time;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

/// The moment at which a message is read, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now {
    utc: DateTime<Utc>,
    zone: Tz,
}

impl Now {
    pub fn new(utc: DateTime<Utc>, zone: Tz) -> Self {
        Self { utc, zone }
    }

    pub fn local(self) -> NaiveDateTime {
        self.utc.with_timezone(&self.zone).naive_local()
    }

    pub fn today(self) -> NaiveDate {
        self.local().date()
    }

    /// The start of a day.
    pub fn midnight(self, day: NaiveDate) -> DateTime<FixedOffset> {
        self.at(day.and_time(NaiveTime::MIN))
    }

    fn at(self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        local_time::in_zone(local, self.zone).fixed_offset()
    }

    fn after(self, seconds: i64) -> Option<DateTime<FixedOffset>> {
        let moment = self.utc.checked_add_signed(chrono::TimeDelta::try_seconds(seconds)?)?;
        Some(moment.with_timezone(&self.zone).fixed_offset())
    }
}

/// A date phrase as a moment and as the days it covers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct When {
    /// When a task with this phrase is due.
    pub due: DateTime<FixedOffset>,
    /// Whether a time of day was said.
    pub has_time: bool,
    /// Whether a day was said, and not only a time.
    pub day_said: bool,
    /// First day covered.
    pub first: NaiveDate,
    /// The day after the last one covered.
    pub end: NaiveDate,
}
