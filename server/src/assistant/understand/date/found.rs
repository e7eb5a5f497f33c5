//! A date phrase that was found, and the moment that it stands for.

use super::calendar::{Day, add_days, add_months, coming, in_week};
use super::clock::{Clock, Part};
use super::{Now, When};
use chrono::{Datelike, NaiveDate, NaiveTime};
use std::ops::Range;

/// Whether the phrase is a limit: "before friday", "after friday".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    On,
    /// Up to and including.
    By,
    Before,
    After,
    /// From and including.
    From,
}

/// A date phrase in a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The tokens it takes, prepositions included.
    pub tokens: Range<usize>,
    pub limit: Limit,
    /// Whether it said "due".
    pub due: bool,
    pub(super) day: Option<Day>,
    pub(super) clock: Option<Clock>,
    pub(super) part: Option<Part>,
    /// The last day of "from monday to friday".
    pub(super) until: Option<NaiveDate>,
    /// Written in a way that is hardly anything but a date: with a preposition, a time, or at an edge.
    pub(super) sure: bool,
}

/// Two phrases for days that speak of one: "friday, december 24", "friday next week", "next week on friday".
pub(super) fn join(first: Option<Day>, second: Day) -> Option<Day> {
    match (first, second) {
        (None, day) => Some(day),
        (Some(Day::Weekday(_)), Day::On(date)) => Some(Day::On(date)),
        // "next year on march 3"
        (Some(Day::Span { first, end, .. }), Day::On(date)) if add_months(first, 12) == Some(end) => {
            Some(Day::On(date.with_year(first.year())?))
        }
        // "next month, the 20th"
        (Some(Day::Span { first, end, .. }), Day::On(date)) if add_months(first, 1) == Some(end) => {
            Some(Day::On(first.with_day(date.day())?))
        }
        (Some(Day::Weekday(weekday)), Day::Span { first, end, .. })
        | (Some(Day::Span { first, end, .. }), Day::Weekday(weekday))
            if add_days(first, 7) == Some(end) =>
        {
            Some(Day::On(in_week(first, weekday)?))
        }
        _ => None,
    }
}

impl Found {
    /// Whether it speaks of a day, and not only of a time.
    pub fn names_day(&self) -> bool {
        self.day.is_some()
    }

    /// The moment and the days meant; `None` for what no calendar holds.
    pub fn resolve(&self, now: Now) -> Option<When> {
        let (today, local) = (now.today(), now.local());
        let day_said = self.day.is_some();
        let mut time = match self.clock {
            Some(clock) => Some(clock.time(self.part)?),
            None => self.part.and_then(Part::time),
        };
        let day = match self.day {
            Some(Day::Later(seconds)) => {
                let due = now.after(seconds)?;
                let first = due.date_naive();
                return Some(When { due, has_time: true, day_said, first, end: add_days(first, 1)? });
            }
            Some(Day::Span { first, end, due }) => {
                let moment = now.at(due.and_time(time.unwrap_or(NaiveTime::MIN)));
                return Some(When { due: moment, has_time: time.is_some(), day_said, first, end });
            }
            Some(Day::Weekday(weekday)) => {
                let day = coming(today, weekday)?;
                let passed = day == today && time.is_some_and(|time| day.and_time(time) <= local);
                if passed { add_days(day, 7)? } else { day }
            }
            None => {
                let passed = time.is_some_and(|time| today.and_time(time) <= local);
                if passed { add_days(today, 1)? } else { today }
            }
            Some(Day::On(day)) => {
                if day == today && time.is_some_and(|time| day.and_time(time) <= local) {
                    // "today at 9", said at noon, is in the evening; "tonight", said late at night, has no time.
                    let evening = self
                        .clock
                        .and_then(Clock::evening)
                        .filter(|t| self.part.is_none() && *t > local.time());
                    time =
                        evening.or(time).filter(|_| self.clock.is_some() || self.part != Some(Part::Night));
                }
                // "tonight at 12" and "friday night at 1" are after midnight.
                let small = time.is_some_and(|time| time < EARLY) && self.part == Some(Part::Night);
                if small { add_days(day, 1)? } else { day }
            }
        };
        let due = now.at(day.and_time(time.unwrap_or(NaiveTime::MIN)));
        let end = add_days(self.until.filter(|until| *until > day).unwrap_or(day), 1)?;
        Some(When { due, has_time: time.is_some(), day_said, first: day, end })
    }
}

const EARLY: NaiveTime = match NaiveTime::from_hms_opt(5, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
