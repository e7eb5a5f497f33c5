//! Repeats as rules of RFC 5545: "every weekday", "every 2 weeks on monday until march", "the first of every month".

mod bound;
mod days;

use self::bound::{Bound, bound};
use self::days::{nth_of_every, nth_weekday, on_days, place, plural, weekdays};
use super::super::normalise::{Token, norm};
use super::amount::unit;
use super::calendar::add_days;
use super::words::{month, number, ordinal};
use super::{Now, When};
use chrono::NaiveTime;
use rrule::RRuleSet;
use shared::task::RepeatFrom;
use std::ops::Range;

/// A repeat in a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Repeat {
    /// The words that it takes, one range or two ("every day ... until march").
    pub tokens: Vec<Range<usize>>,
    /// A part of the day that went with it ("every morning"), to be read as a time.
    pub part: Option<&'static str>,
    /// `None` where it was not said.
    pub repeat_from: Option<RepeatFrom>,
    core: Core,
    bound: Option<Bound>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Core {
    freq: &'static str,
    interval: u32,
    /// What stands behind FREQ and INTERVAL, with a semicolon before it.
    by: String,
}

/// The repeat of a sentence, of which there is one.
pub(crate) fn find(tokens: &[Token], now: Now) -> Option<Repeat> {
    let today = now.today();
    let (start, (core, part, length)) = (0..tokens.len()).find_map(|i| Some((i, at(tokens, i)?)))?;
    let end = start + length;
    let mut ranges = Vec::new();
    ranges.push(with_prepositions(tokens, start)..end);
    let bound = (end..tokens.len()).find_map(|i| {
        let (bound, length) = bound(tokens, i, today, &core)?;
        ranges.push(i..i + length);
        Some(bound)
    });
    let led = |i: &usize| tokens[*i].is_one_of(&["from", "after"]);
    let completion =
        (end..tokens.len()).filter(led).find_map(|i| Some(i..i + 1 + completion(&tokens[i + 1..])?));
    let repeat_from = completion.as_ref().map(|_| RepeatFrom::Completion);
    ranges.extend(completion);
    Some(Repeat { tokens: ranges, part, repeat_from, core, bound })
}

/// "from completion", "after I complete it": how many words that say so come first.
pub(crate) fn completion(tokens: &[Token]) -> Option<usize> {
    #[rustfmt::skip] // Packed: it is a list of words.
    const PHRASES: &[&str] = &[
        "completion", "the completion", "its completion", "completing it", "finishing it", "doing it", "when its done",
        "when it is done", "when i did it", "when i complete it", "when completed", "its done", "it is done",
        "i complete it", "i completed it", "i finish it", "i do it", "i did it",
    ];
    PHRASES.iter().find_map(|phrase| {
        let words: Vec<&str> = phrase.split(' ').collect();
        words.iter().enumerate().all(|(i, word)| norm(tokens, i) == *word).then_some(words.len())
    })
}

fn with_prepositions(tokens: &[Token], start: usize) -> usize {
    let led =
        start > 0 && tokens[start - 1].is_one_of(&["on", "repeating", "repeat", "recurring", "repeats"]);
    if led { start - 1 } else { start }
}

type Found = (Core, Option<&'static str>, usize);

fn at(tokens: &[Token], i: usize) -> Option<Found> {
    adverb(tokens, i)
        .or_else(|| every(tokens, i))
        .or_else(|| nth_of_every(tokens, i))
        .or_else(|| plural(tokens, i))
}

fn core(freq: &'static str, interval: u32, by: String) -> Core {
    Core { freq, interval, by }
}

/// "daily", "weekly on mondays"; not "the daily report".
fn adverb(tokens: &[Token], i: usize) -> Option<Found> {
    let (freq, interval) = match norm(tokens, i) {
        "daily" => ("DAILY", 1),
        "weekly" => ("WEEKLY", 1),
        "biweekly" | "fortnightly" => ("WEEKLY", 2),
        "monthly" => ("MONTHLY", 1),
        "quarterly" => ("MONTHLY", 3),
        "yearly" | "annually" => ("YEARLY", 1),
        _ => return None,
    };
    let after = tokens.get(i + 1).is_none_or(|t| {
        t.is_mark()
            || t.is_one_of(&["at", "on", "until", "till", "for", "starting", "from", "in", "to", "and"])
    });
    if !after {
        return None;
    }
    let (by, more) = on_days(tokens, i + 1, freq);
    Some((core(freq, interval, by), None, 1 + more))
}

fn every(tokens: &[Token], i: usize) -> Option<Found> {
    if !matches!(norm(tokens, i), "every" | "each") {
        return None;
    }
    let (interval, skipped) = match norm(tokens, i + 1) {
        "other" | "alternate" => (2, 1),
        "single" => (1, 1),
        // "every second wednesday", but "every last friday of the month".
        _ => match ordinal(tokens, i + 1).or_else(|| number(tokens, i + 1)) {
            Some((n @ 1..=99, length)) => (n, length),
            _ => (1, 0),
        },
    };
    let at = i + 1 + skipped;
    if let Some(found) = nth_weekday(tokens, i + 1, i) {
        return Some(found);
    }
    // "every 3rd of the month", "every last day of the month"
    if let Some((n, length)) = place(tokens, i + 1) {
        let at = i + 1 + length + usize::from(norm(tokens, i + 1 + length) == "day");
        if norm(tokens, at) == "of" && norm(tokens, at + 1) == "the" && norm(tokens, at + 2) == "month" {
            return Some((core("MONTHLY", 1, format!(";BYMONTHDAY={n}")), None, at + 3 - i));
        }
    }
    let word = norm(tokens, at);
    if matches!(word, "weekday" | "weekdays" | "workday" | "workdays")
        || matches!(word, "business" | "working" | "work" | "week")
            && matches!(norm(tokens, at + 1), "day" | "days")
    {
        let length = if word.ends_with("day") || word.ends_with("days") { 1 } else { 2 };
        return Some((core("WEEKLY", interval, ";BYDAY=MO,TU,WE,TH,FR".into()), None, at + length - i));
    }
    if matches!(word, "weekend" | "weekends") {
        return Some((core("WEEKLY", interval, ";BYDAY=SA,SU".into()), None, at + 1 - i));
    }
    if let Some(part) = ["morning", "afternoon", "evening", "night"].into_iter().find(|p| *p == word) {
        return Some((core("DAILY", interval, String::new()), Some(part), at + 1 - i));
    }
    let (days, more) = weekdays(tokens, at);
    if !days.is_empty() {
        let part =
            ["morning", "afternoon", "evening", "night"].into_iter().find(|p| *p == norm(tokens, at + more));
        let by = format!(";BYDAY={}", days.join(","));
        return Some((core("WEEKLY", interval, by), part, at + more + usize::from(part.is_some()) - i));
    }
    if let Some(month) = month(word) {
        // "every march 3", "every december".
        let (by, more) = match ordinal(tokens, at + 1).or_else(|| number(tokens, at + 1)) {
            Some((day @ 1..=31, more)) => (format!(";BYMONTH={month};BYMONTHDAY={day}"), more),
            _ => (format!(";BYMONTH={month};BYMONTHDAY=1"), 0),
        };
        return Some((core("YEARLY", interval, by), None, at + 1 + more - i));
    }
    let freq = match unit(word)? {
        "hour" => "HOURLY",
        "day" => "DAILY",
        "week" => "WEEKLY",
        "fortnight" => "FORTNIGHT",
        "month" => "MONTHLY",
        "year" => "YEARLY",
        _ => return None,
    };
    let (freq, interval) = if freq == "FORTNIGHT" { ("WEEKLY", 2 * interval) } else { (freq, interval) };
    let (by, more) = on_days(tokens, at + 1, freq);
    Some((core(freq, interval, by), None, at + 1 + more - i))
}

impl Repeat {
    /// The rule. Where it has a time of day, an end is a moment in UTC, as the standard wants it.
    pub fn rule(&self, now: Now, has_time: bool) -> String {
        let Core { freq, interval, by } = &self.core;
        let interval = if *interval > 1 { format!(";INTERVAL={interval}") } else { String::new() };
        let bound = match self.bound {
            None => String::new(),
            Some(Bound::Count(n)) => format!(";COUNT={n}"),
            Some(Bound::Until(day)) if has_time => {
                let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
                format!(";UNTIL={}", now.at(day.and_time(last)).to_utc().format("%Y%m%dT%H%M%SZ"))
            }
            Some(Bound::Until(day)) => format!(";UNTIL={}", day.format("%Y%m%d")),
        };
        format!("FREQ={freq}{interval}{by}{bound}")
    }

    /// The first time that is still to come, at the time of day and from the day on that were said, if any were.
    pub fn first(&self, said: Option<&When>, now: Now) -> Option<When> {
        if self.core.freq == "HOURLY" {
            return None;
        }
        let from = said.filter(|when| when.day_said).map_or(now.today(), |when| when.first);
        let time = said.filter(|when| when.has_time).map(|when| when.due.naive_local().time());
        // Without the interval, which would count from the start: the coming one is the first.
        let rule = format!(
            "DTSTART:{}T{}Z\nRRULE:FREQ={}{}",
            from.format("%Y%m%d"),
            time.unwrap_or_default().format("%H%M%S"),
            self.core.freq,
            self.core.by
        );
        let set: RRuleSet = rule.parse().ok()?;
        let is_to_come =
            |local: &chrono::NaiveDateTime| time.is_none() || from > now.today() || *local > now.local();
        let local = set.into_iter().take(60).map(|at| at.naive_utc()).find(is_to_come)?;
        let day = local.date();
        let due = now.at(local);
        Some(When { due, has_time: time.is_some(), day_said: true, first: day, end: add_days(day, 1)? })
    }
}
