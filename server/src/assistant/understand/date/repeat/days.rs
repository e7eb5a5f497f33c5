//! Which days a repeat falls on: "on monday and thursday", "the last friday of every month", "on weekdays".

use super::super::super::normalise::{Token, norm};
use super::super::words::{month, number, ordinal, weekday};
use super::{Found, core};
use chrono::Weekday;

/// "on monday and thursday" behind a week, "on the 5th" or "on the first monday" behind a month, "on march 3" behind a year.
pub(super) fn on_days(tokens: &[Token], i: usize, freq: &str) -> (String, usize) {
    if !matches!(norm(tokens, i), "on" | "in") {
        return (String::new(), 0);
    }
    let at = i + 1;
    let article = usize::from(norm(tokens, at) == "the");
    match freq {
        "WEEKLY" | "DAILY" => {
            let (days, more) = weekdays(tokens, at);
            if !days.is_empty() {
                return (format!(";BYDAY={}", days.join(",")), 1 + more);
            }
            if matches!(norm(tokens, at), "weekdays" | "weekday") {
                return (";BYDAY=MO,TU,WE,TH,FR".into(), 2);
            }
        }
        "MONTHLY" => {
            if let Some((n, length)) = place(tokens, at + article) {
                let (days, more) = weekdays(tokens, at + article + length);
                if let [day] = &days[..] {
                    return (format!(";BYDAY={n}{day}"), 1 + article + length + more);
                }
                let day_word = usize::from(norm(tokens, at + article + length) == "day");
                return (format!(";BYMONTHDAY={n}"), 1 + article + length + day_word);
            }
        }
        "YEARLY" => {
            let found = match month(norm(tokens, at)) {
                Some(month) => ordinal(tokens, at + 1)
                    .or_else(|| number(tokens, at + 1))
                    .map(|(day, more)| (month, day, 1 + more)),
                None => ordinal(tokens, at + article).or_else(|| number(tokens, at + article)).and_then(
                    |(day, more)| {
                        let of = usize::from(norm(tokens, at + article + more) == "of");
                        Some((month(norm(tokens, at + article + more + of))?, day, article + more + of + 1))
                    },
                ),
            };
            if let Some((month, day, length)) = found {
                return (format!(";BYMONTH={month};BYMONTHDAY={day}"), 1 + length);
            }
        }
        _ => {}
    }
    (String::new(), 0)
}

/// "first" to "fifth" and figures; -1 for the last.
pub(super) fn place(tokens: &[Token], i: usize) -> Option<(i32, usize)> {
    if norm(tokens, i) == "last" {
        return Some((-1, 1));
    }
    let (n, length) = ordinal(tokens, i)?;
    Some((i32::try_from(n).ok().filter(|n| (1..=31).contains(n))?, length))
}

/// "the first of every month", "last friday of each month", "march 3 every year".
pub(super) fn nth_of_every(tokens: &[Token], i: usize) -> Option<Found> {
    let start = i + usize::from(norm(tokens, i) == "the");
    if let Some(found) = nth_weekday(tokens, start, i) {
        return Some(found);
    }
    if let Some((n, length)) = place(tokens, start) {
        let mut at = start + length;
        at += usize::from(norm(tokens, at) == "day");
        at += usize::from(matches!(norm(tokens, at), "of" | "in"));
        if every_month(tokens, at) {
            return Some((core("MONTHLY", 1, format!(";BYMONTHDAY={n}")), None, at + 2 - i));
        }
    }
    let month_at = month(norm(tokens, i));
    let (day, length) = ordinal(tokens, i + 1).or_else(|| number(tokens, i + 1))?;
    let at = i + 1 + length;
    let yearly = matches!(norm(tokens, at), "every" | "each") && norm(tokens, at + 1) == "year";
    let by = format!(";BYMONTH={};BYMONTHDAY={day}", month_at?);
    yearly.then(|| (core("YEARLY", 1, by), None, at + 2 - i))
}

pub(super) fn every_month(tokens: &[Token], i: usize) -> bool {
    matches!(norm(tokens, i), "every" | "each" | "the")
        && norm(tokens, i) != "the"
        && norm(tokens, i + 1) == "month"
}

/// "first monday of every month"; behind an "every", "of the month" is enough.
pub(super) fn nth_weekday(tokens: &[Token], start: usize, from: usize) -> Option<Found> {
    let (n, length) = place(tokens, start)?;
    let (days, more) = weekdays(tokens, start + length);
    let [day] = &days[..] else { return None };
    let at = start + length + more;
    let of = usize::from(matches!(norm(tokens, at), "of" | "in"));
    let behind_every = matches!(norm(tokens, from), "every" | "each");
    let the_month = behind_every && norm(tokens, at + of) == "the" && norm(tokens, at + of + 1) == "month";
    let by = format!(";BYDAY={n}{day}");
    (of == 1 && (every_month(tokens, at + of) || the_month))
        .then(|| (core("MONTHLY", 1, by), None, at + of + 2 - from))
}

/// "mondays and thursdays", "on weekdays".
pub(super) fn plural(tokens: &[Token], i: usize) -> Option<Found> {
    let mut days = Vec::new();
    let mut at = i;
    while let Some((weekday, _)) =
        norm(tokens, at).strip_suffix('s').filter(|w| w.ends_with("day")).and_then(weekday)
    {
        days.push(code(weekday));
        at += 1;
        let joint = tokens.get(at).is_some_and(|t| t.is_one_of(&["and", ",", "&"]));
        at += usize::from(joint && norm(tokens, at + 1).ends_with("days"));
    }
    if !days.is_empty() {
        return Some((core("WEEKLY", 1, format!(";BYDAY={}", days.join(","))), None, at - i));
    }
    let led = i > 0 && tokens[i - 1].is("on");
    match norm(tokens, i) {
        "weekdays" | "workdays" if led => Some((core("WEEKLY", 1, ";BYDAY=MO,TU,WE,TH,FR".into()), None, 1)),
        "weekends" if led => Some((core("WEEKLY", 1, ";BYDAY=SA,SU".into()), None, 1)),
        _ => None,
    }
}

/// Days of the week one behind the other, in the order of the week.
pub(super) fn weekdays(tokens: &[Token], i: usize) -> (Vec<&'static str>, usize) {
    let mut days: Vec<Weekday> = Vec::new();
    let (mut at, mut end) = (i, i);
    let single = |word: &str| weekday(word).or_else(|| weekday(word.strip_suffix('s')?));
    while let Some((day, _)) = single(norm(tokens, at)) {
        days.push(day);
        end = at + 1;
        at = end;
        while tokens.get(at).is_some_and(|t| t.is_one_of(&["and", ",", "&", "or"])) {
            at += 1;
        }
    }
    days.sort_by_key(Weekday::num_days_from_monday);
    days.dedup();
    (days.into_iter().map(code).collect(), end - i)
}

pub(super) fn code(day: Weekday) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        .get(day.num_days_from_monday() as usize)
        .copied()
        .unwrap_or("MO")
}
