//! Phrases for days and stretches of days: "tomorrow", "next friday", "in 3 days", "the 24th of december".

use super::super::normalise::{Token, norm};
use super::amount::{amount, unit};
use super::calendar::{Day, add_days, add_months, add_workdays, in_week, monday, month as whole_month};
use super::words::{month, number, weekday};
use super::written::{dated, numeric};
use chrono::{Datelike, NaiveDate, Weekday};

/// The longest phrase for days that starts at `i`, and how many tokens it takes. `led` says that a preposition
/// stands before it, which makes short and doubtful forms ("sat", "1/2", "december") a date.
pub(super) fn day(tokens: &[Token], i: usize, today: NaiveDate, led: bool) -> Option<(Day, usize)> {
    relative(tokens, i, today)
        .or_else(|| super::around::around(tokens, i, today))
        .or_else(|| {
            super::holiday::holiday(tokens, i, today, led).map(|(day, length)| (Day::On(day), length))
        })
        .or_else(|| counted(tokens, i, today))
        .or_else(|| end_of(tokens, i, today))
        .or_else(|| this_next_last(tokens, i, today))
        .or_else(|| dated(tokens, i, today))
        .or_else(|| numeric(tokens, i, today, led))
        .or_else(|| named(tokens, i, today, led))
}

/// "today", "tomorrow", "the day after tomorrow".
fn relative(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(Day, usize)> {
    let (days, length) = match (norm(tokens, i), norm(tokens, i + 1), norm(tokens, i + 2)) {
        ("the", "day", _) => return relative(tokens, i + 1, today).map(|(day, length)| (day, length + 1)),
        ("day", "after", "tomorrow" | "tmrw" | "tmr") => (2, 3),
        ("day", "before", "yesterday") => (-2, 3),
        ("later", "today", _) => (0, 2),
        ("today" | "todays", ..) => (0, 1),
        ("tomorrow" | "tomorrows" | "tmrw" | "tmr" | "tomo", ..) => (1, 1),
        ("yesterday" | "yesterdays", ..) => (-1, 1),
        _ => return None,
    };
    Some((Day::On(add_days(today, days)?), length))
}

/// "in 3 days", "in an hour", "2 weeks from tomorrow", "3 days ago".
fn counted(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(Day, usize)> {
    let after_in = matches!(norm(tokens, i), "in" | "within");
    let (amount, unit, length) = amount(tokens, i + usize::from(after_in))?;
    let mut length = length + usize::from(after_in);
    let (mut sign, mut from) = (1, today);
    match (norm(tokens, i + length), norm(tokens, i + length + 1)) {
        ("from", "now") => length += 2,
        ("from", _) => {
            let (start, more) = relative(tokens, i + length + 1, today)
                .or_else(|| named(tokens, i + length + 1, today, true))?;
            from = match start {
                Day::On(day) => day,
                Day::Weekday(weekday) => super::calendar::coming(today, weekday)?,
                _ => return None,
            };
            length += 1 + more;
        }
        ("later" | "hence", _) if !after_in => length += 1,
        ("ago", _) if !after_in => (sign, length) = (-1, length + 1),
        // "in 3 weeks' time"
        ("time", _) if after_in => length += 1,
        _ if after_in => {}
        _ => return None,
    }
    let seconds = match unit {
        "second" => 1,
        "minute" => 60,
        "hour" => 3600,
        _ => 0,
    };
    if seconds > 0 {
        return (from == today)
            .then_some((Day::Later(sign * (amount * f64::from(seconds)).round() as i64), length));
    }
    let (amount, unit) = if unit == "year" { (amount * 12.0, "month") } else { (amount, unit) };
    let whole = (amount.fract() == 0.0).then_some(amount as i64 * sign)?;
    let day = match unit {
        "day" => add_days(from, whole)?,
        "workday" => add_workdays(from, whole)?,
        "week" => add_days(from, whole * 7)?,
        "fortnight" => add_days(from, whole * 14)?,
        _ => add_months(from, i32::try_from(whole).ok()?)?,
    };
    Some((Day::On(day), length))
}

/// "end of month", "the end of next week", "eod".
fn end_of(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(Day, usize)> {
    let last = |end: NaiveDate| Some(Day::On(add_days(end, -1)?));
    // "by end of day friday", "cob tomorrow"
    let of_day = |length: usize| {
        let on = usize::from(norm(tokens, i + length) == "on");
        Some(match day(tokens, i + length + on, today, true) {
            Some((day, more)) => (day, length + on + more),
            None => (Day::On(today), length),
        })
    };
    match norm(tokens, i) {
        "eod" | "cob" => return of_day(1),
        "close" if norm(tokens, i + 1) == "of" && norm(tokens, i + 2) == "business" => return of_day(3),
        "eow" => return Some((last(monday(today, 1)?)?, 1)),
        "eom" => return Some((last(whole_month(today, 0)?.1)?, 1)),
        "the" => return end_of(tokens, i + 1, today).map(|(day, length)| (day, length + 1)),
        _ => {}
    }
    if norm(tokens, i) != "end" || norm(tokens, i + 1) != "of" {
        return None;
    }
    match norm(tokens, i + 2) {
        "day" => return of_day(3),
        "business" => return of_day(4),
        _ => {}
    }
    let skipped = if matches!(norm(tokens, i + 2), "the" | "this") { 3 } else { 2 };
    let at = i + skipped;
    if let Some(named) = month(norm(tokens, at)) {
        return Some((last(add_months(coming_month(today, named)?, 1)?)?, skipped + 1));
    }
    let stretch = stretch(norm(tokens, at), today, 0).map(|s| (s, 1));
    let (span, length) = stretch.or_else(|| match this_next_last(tokens, at, today)? {
        (Day::Span { first, end, .. }, length) => Some(((first, end), length)),
        _ => None,
    })?;
    match norm(tokens, at) {
        "day" => Some((Day::On(today), skipped + 1)),
        _ => Some((last(span.1)?, skipped + length)),
    }
}

/// A week, weekend, month or year, `steps` after the present one: the first day and the one after the last.
fn stretch(word: &str, today: NaiveDate, steps: i32) -> Option<(NaiveDate, NaiveDate)> {
    match word {
        "week" => Some((monday(today, steps.into())?, monday(today, i64::from(steps) + 1)?)),
        "weekend" => {
            Some((in_week(monday(today, steps.into())?, Weekday::Sat)?, monday(today, i64::from(steps) + 1)?))
        }
        "month" => whole_month(today, steps),
        "quarter" => {
            let first = add_months(today.with_day(1)?, steps * 3 - (today.month0() % 3) as i32)?;
            Some((first, add_months(first, 3)?))
        }
        "year" => {
            let first = NaiveDate::from_ymd_opt(today.year() + steps, 1, 1)?;
            Some((first, add_months(first, 12)?))
        }
        _ => None,
    }
}

/// "this friday", "next week", "last month", "the weekend".
pub(super) fn this_next_last(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(Day, usize)> {
    let (steps, skipped) = match (norm(tokens, i), norm(tokens, i + 1)) {
        ("the", "next" | "following") => (1, 2),
        ("this" | "current", "coming") | ("the", "coming" | "upcoming") => (0, 2),
        ("this" | "coming" | "upcoming" | "current", _) => (0, 1),
        ("next" | "following", _) => (1, 1),
        ("last" | "past" | "previous", _) => (-1, 1),
        ("the", "weekend") => (0, 1),
        ("weekend", _) => (0, 0),
        // "later this week"
        ("later", "this") => (0, 2),
        _ => return None,
    };
    let word = norm(tokens, i + skipped);
    let length = skipped + 1;
    if let Some((weekday, _)) = weekday(word) {
        let this = norm(tokens, i) == "this" && skipped == 1;
        return Some((
            match steps {
                0 if !this => Day::Weekday(weekday),
                _ => Day::On(in_week(monday(today, steps.into())?, weekday)?),
            },
            length,
        ));
    }
    if let Some(month) = month(word).filter(|_| steps >= 0) {
        // "next december" in March is the one of this year as much as "this december" is.
        let first = coming_month(today, month)?;
        return Some((Day::Span { first, end: add_months(first, 1)?, due: first }, length));
    }
    // "the next 3 days"
    if steps == 1
        && let Some((count, more)) = number(tokens, i + skipped)
    {
        let days = match unit(norm(tokens, i + skipped + more))? {
            "day" => i64::from(count),
            "week" => i64::from(count) * 7,
            _ => return None,
        };
        let end = add_days(today, days + 1)?;
        return Some((Day::Span { first: today, end, due: add_days(end, -1)? }, skipped + more + 1));
    }
    let (first, end) = stretch(word, today, steps)?;
    // "next month 20th"
    if word == "month"
        && let Some((n, more)) = super::words::ordinal(tokens, i + length)
    {
        return Some((Day::On(first.with_day(n)?), length + more));
    }
    let due = match (steps, word) {
        (0, "weekend") => first.max(today),
        (0, _) => add_days(end, -1)?,
        _ => first,
    };
    Some((Day::Span { first, end, due }, length))
}

pub(super) fn coming_month(today: NaiveDate, month: u32) -> Option<NaiveDate> {
    let year = if month < today.month() { today.year() + 1 } else { today.year() };
    NaiveDate::from_ymd_opt(year, month, 1)
}

/// "q3".
pub(super) fn quarter(word: &str) -> Option<u32> {
    word.strip_prefix('q').and_then(|n| n.parse().ok()).filter(|n| (1..=4).contains(n))
}

/// "q3 2027", and the coming one without a year.
pub(super) fn quarter_of(quarter: u32, year: Option<(u32, usize)>, today: NaiveDate) -> Option<(Day, usize)> {
    let (on, more) = match year {
        Some((year, more)) => (NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, 1, 1)?, more),
        None => (today, 0),
    };
    let first = NaiveDate::from_ymd_opt(on.year(), quarter * 3 - 2, 1)?;
    let first = if add_months(first, 3)? <= on { add_months(first, 12)? } else { first };
    Some((Day::Span { first, end: add_months(first, 3)?, due: first }, more))
}

/// "friday", "in december", "q3".
fn named(tokens: &[Token], i: usize, today: NaiveDate, led: bool) -> Option<(Day, usize)> {
    let word = norm(tokens, i);
    if let Some((weekday, sure)) = weekday(word) {
        // "sun cream" and "sat down" are no days; "on sun", "sun at 5" and a last "sun" are.
        let ends = tokens
            .get(i + 1)
            .is_none_or(|t| t.is_mark() || t.is_one_of(&["at", "morning", "night", "evening"]));
        // "thu 10 dec"
        let dated = || dated(tokens, i + 1, today).is_some();
        return (sure || led || ends || dated()).then_some((Day::Weekday(weekday), 1));
    }
    let year = number(tokens, i + 1).filter(|(year, _)| (1900..2200).contains(year));
    if let Some(quarter) = quarter(word) {
        return quarter_of(quarter, year, today).map(|(day, more)| (day, 1 + more));
    }
    let month = month(word).filter(|_| led || year.is_some())?;
    let first = coming_month(today, month)?;
    let (first, length) = match year {
        Some((year, more)) => (NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, 1)?, 1 + more),
        None => (first, 1),
    };
    Some((Day::Span { first, end: add_months(first, 1)?, due: first }, length))
}
