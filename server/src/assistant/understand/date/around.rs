//! Days told by others: "the first friday of december", "two days after christmas", "the week after next", "mid december".

use super::super::normalise::{Token, norm};
use super::amount::amount;
use super::calendar::{Day, add_days, add_months, coming, in_week, monday, month as whole_month};
use super::day::{coming_month, day, quarter_of, this_next_last};
use super::holiday::nth_weekday;
use super::words::{month, number, ordinal, weekday};
use chrono::{Datelike, NaiveDate};

pub(super) fn around(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(Day, usize)> {
    let article = usize::from(norm(tokens, i) == "the");
    let found = nth(tokens, i + article, today)
        .or_else(|| after_next(tokens, i + article, today))
        .or_else(|| part_of(tokens, i + article, today));
    match found {
        Some((day, length)) => Some((day, article + length)),
        None => beside(tokens, i, today)
            .or_else(|| in_weeks(tokens, i, today))
            .or_else(|| weekday_beside(tokens, i, article, today)),
    }
}

/// The month at `i`: "december", "december 2027", "next month", "the month".
fn month_at(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(NaiveDate, usize)> {
    if norm(tokens, i) == "the" && norm(tokens, i + 1) == "month" {
        return Some((whole_month(today, 0)?.0, 2));
    }
    if let Some(named) = month(norm(tokens, i)) {
        let year = norm(tokens, i + 1).parse().ok().filter(|year| (1900..2200).contains(year));
        return match year {
            Some(year) => Some((NaiveDate::from_ymd_opt(year, named, 1)?, 2)),
            None => Some((coming_month(today, named)?, 1)),
        };
    }
    match this_next_last(tokens, i, today)? {
        (Day::Span { first, end, .. }, length) if add_months(first, 1) == Some(end) => Some((first, length)),
        _ => None,
    }
}

/// "first friday of december", "last day of the month", "second week of january".
fn nth(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(Day, usize)> {
    let (n, length) = match norm(tokens, i) {
        "last" => (0, 1),
        _ => ordinal(tokens, i)?,
    };
    let unit = norm(tokens, i + length);
    if unit == "quarter" && (1..=4).contains(&n) {
        let of = usize::from(norm(tokens, i + length + 1) == "of");
        let at = i + length + 1 + of;
        let year = number(tokens, at)
            .filter(|(year, _)| (1900..2200).contains(year))
            .map(|(y, more)| (y, more + of));
        return quarter_of(n, year, today).map(|(day, more)| (day, length + 1 + more));
    }
    let of = i + length + 1;
    matches!(norm(tokens, of), "of" | "in").then_some(())?;
    if n == 0
        && unit == "day"
        && matches!(norm(tokens, of + 1), "the" | "this")
        && norm(tokens, of + 2) == "year"
    {
        return Some((Day::On(NaiveDate::from_ymd_opt(today.year(), 12, 31)?), length + 4));
    }
    let (first, more) = month_at(tokens, of + 1, today)?;
    let total = length + 2 + more;
    if let Some((weekday, _)) = weekday(unit) {
        let day = nth_weekday(first, weekday, n)?;
        // A month that is only named is the coming one in which that day has not passed.
        let again = day < today && month(norm(tokens, of + 1)).is_some();
        let day = if again { nth_weekday(add_months(first, 12)?, weekday, n)? } else { day };
        return Some((Day::On(day), total));
    }
    let end = add_months(first, 1)?;
    match unit {
        "day" if n == 0 => Some((Day::On(add_days(end, -1)?), total)),
        "day" => Some((Day::On(add_days(first, i64::from(n) - 1)?), total)),
        "week" => {
            let start = match n {
                0 => monday(add_days(end, -1)?, 0)?,
                n => monday(first, i64::from(n) - 1)?,
            };
            let start = start.max(first);
            Some((Day::Span { first: start, end: monday(start, 1)?, due: start }, total))
        }
        _ => None,
    }
}

/// "friday after next", "week after next".
fn after_next(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(Day, usize)> {
    (norm(tokens, i + 1) == "after" && norm(tokens, i + 2) == "next").then_some(())?;
    if let Some((weekday, _)) = weekday(norm(tokens, i)) {
        return Some((Day::On(in_week(monday(today, 2)?, weekday)?), 3));
    }
    let (first, end) = match norm(tokens, i) {
        "week" => (monday(today, 2)?, monday(today, 3)?),
        "weekend" => (in_week(monday(today, 2)?, chrono::Weekday::Sat)?, monday(today, 3)?),
        "month" => whole_month(today, 2)?,
        "day" => (add_days(today, 2)?, add_days(today, 3)?),
        _ => return None,
    };
    Some((Day::Span { first, end, due: first }, 3))
}

/// "beginning of next month", "mid december", "middle of january", "early next week", "late march".
fn part_of(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(Day, usize)> {
    let of = usize::from(norm(tokens, i + 1) == "of");
    let shift = match (norm(tokens, i), of) {
        ("beginning" | "start" | "begin", 1) | ("early", 0) => 0,
        ("middle", 1) | ("mid", _) => 1,
        ("late", 0) => 2,
        _ => return None,
    };
    let at = i + 1 + of;
    let the = usize::from(norm(tokens, at) == "the" && norm(tokens, at + 1) != "month");
    if let Some((first, length)) = month_at(tokens, at + the, today) {
        let days = [0, 14, 24];
        return Some((Day::On(add_days(first, *days.get(shift)?)?), 1 + of + the + length));
    }
    let (found, length) = this_next_last(tokens, at + the, today)?;
    let Day::Span { first, end, .. } = found else { return None };
    let due = match shift {
        0 => first,
        1 => add_days(first, (end - first).num_days() / 2 - i64::from((end - first).num_days() == 7))?,
        _ => add_days(end, if (end - first).num_days() == 7 { -3 } else { -7 })?,
    };
    Some((Day::Span { first: due, end, due }, 1 + of + the + length))
}

/// "two days after christmas", "the day before december 3", "a week on friday".
fn beside(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(Day, usize)> {
    let (count, unit, length) = match (norm(tokens, i), norm(tokens, i + 1)) {
        ("the", "day") => (1.0, "day", 2),
        ("the", "week") => (1.0, "week", 2),
        _ => amount(tokens, i)?,
    };
    let days = match unit {
        "day" => 1,
        "week" => 7,
        "fortnight" => 14,
        _ => return None,
    } * count as i64;
    // "a week today", as the British say.
    if unit == "week" && matches!(norm(tokens, i + length), "today" | "tomorrow") {
        let (found, more) = day(tokens, i + length, today, true)?;
        let Day::On(from) = found else { return None };
        return Some((Day::On(add_days(from, days)?), length + more));
    }
    let sign = match norm(tokens, i + length) {
        "after" | "from" | "following" => 1,
        "on" if unit == "week" => 1,
        "before" => -1,
        _ => return None,
    };
    // Whatever is told by another again could be told for ever.
    if matches!(norm(tokens, i + length + 1), "the" | "a" | "an") && amount(tokens, i + length + 2).is_some()
    {
        return None;
    }
    let (found, more) = day(tokens, i + length + 1, today, true)?;
    let from = match found {
        Day::On(day) => day,
        Day::Weekday(weekday) => coming(today, weekday)?,
        Day::Span { .. } | Day::Later(_) => return None,
    };
    Some((Day::On(add_days(from, sign * days)?), length + 1 + more))
}

/// "the friday before christmas", "the monday after new year's day".
fn weekday_beside(tokens: &[Token], i: usize, article: usize, today: NaiveDate) -> Option<(Day, usize)> {
    let (weekday, _) = weekday(norm(tokens, i + article)).filter(|_| article == 1)?;
    let before = match norm(tokens, i + article + 1) {
        "before" => true,
        "after" | "following" => false,
        _ => return None,
    };
    let (found, length) = day(tokens, i + article + 2, today, true)?;
    let Day::On(from) = found else { return None };
    let next = coming(add_days(from, if before { -7 } else { 1 })?, weekday)?;
    Some((Day::On(next), article + 2 + length))
}

/// "wednesday in two weeks", "friday two weeks from now", "tuesday week", "two fridays from now".
fn in_weeks(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(Day, usize)> {
    if let Some((count @ 1..=52, length)) = number(tokens, i)
        && let Some((weekday, _)) = norm(tokens, i + length).strip_suffix('s').and_then(weekday)
        && norm(tokens, i + length + 1) == "from"
        && matches!(norm(tokens, i + length + 2), "now" | "today")
    {
        let first = coming(add_days(today, 1)?, weekday)?;
        return Some((Day::On(add_days(first, 7 * i64::from(count - 1))?), length + 3));
    }
    let (weekday, _) = weekday(norm(tokens, i))?;
    if norm(tokens, i + 1) == "week" && tokens.get(i + 2).is_none_or(|t| t.is_mark() || t.is("at")) {
        return Some((Day::On(add_days(coming(today, weekday)?, 7)?), 2));
    }
    let led = usize::from(norm(tokens, i + 1) == "in");
    let (count, unit, length) = amount(tokens, i + 1 + led)?;
    let from_now = norm(tokens, i + 1 + length) == "from" && norm(tokens, i + 2 + length) == "now";
    let length = if led == 1 { 1 + length } else { from_now.then_some(length + 2)? };
    let weeks = match unit {
        "week" if count.fract() == 0.0 => count as i64,
        "fortnight" => 2,
        _ => return None,
    };
    Some((Day::On(in_week(monday(today, weeks)?, weekday)?), 1 + length))
}
