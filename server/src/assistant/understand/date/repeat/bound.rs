//! Where a repeat ends: "until march", "for 5 days", "10 times".

use super::super::super::normalise::{Token, norm};
use super::super::amount::unit;
use super::super::calendar::{Day, add_days, add_months, coming};
use super::super::day::day;
use super::super::words::{month, number};
use super::Core;
use chrono::NaiveDate;

#[derive(Clone, Copy, Debug)]
pub(super) enum Bound {
    Count(u32),
    Until(NaiveDate),
}

/// "until march", "for 5 days", "10 times".
pub(super) fn bound(tokens: &[Token], i: usize, today: NaiveDate, core: &Core) -> Option<(Bound, usize)> {
    if matches!(norm(tokens, i), "until" | "till" | "through" | "til") {
        let skipped =
            if norm(tokens, i + 1) == "the" && month(norm(tokens, i + 2)).is_some() { 2 } else { 1 };
        let (day, length) = day(tokens, i + skipped, today, true)?;
        let last = match day {
            Day::On(day) => day,
            Day::Weekday(weekday) => coming(today, weekday)?,
            Day::Span { due, .. } => due,
            Day::Later(_) => return None,
        };
        return Some((Bound::Until(last), skipped + length));
    }
    let led = usize::from(norm(tokens, i) == "for");
    let (n, length) = number(tokens, i + led)?;
    let word = norm(tokens, i + led + length);
    if word == "times" {
        return Some((Bound::Count(n), led + length + 1));
    }
    let stretch = unit(word).filter(|_| led == 1)?;
    let same = matches!(
        (stretch, core.freq),
        ("day", "DAILY") | ("week", "WEEKLY") | ("month", "MONTHLY") | ("year", "YEARLY")
    );
    if same && core.interval == 1 && !core.by.contains(',') {
        return Some((Bound::Count(n), led + length + 1));
    }
    let last = match stretch {
        "day" => add_days(today, n.into())?,
        "week" => add_days(today, i64::from(n) * 7)?,
        "month" => add_months(today, i32::try_from(n).ok()?)?,
        "year" => add_months(today, i32::try_from(n).ok()? * 12)?,
        _ => return None,
    };
    Some((Bound::Until(last), led + length + 1))
}
