//! Whole date phrases: days and times of day that stand together, with the prepositions before them.

use super::super::normalise::{Token, norm};
use super::calendar::{Day, add_days, coming};
use super::clock::{Part, clock, from_to, part};
use super::day::day;
use super::found::{Found, Limit, join};
use super::words::weekday;
use super::{Now, When};
use chrono::NaiveDate;

/// The date of a sentence: the likeliest phrase, or two that complete each other ("tomorrow call bob at 5").
pub(crate) fn find(tokens: &[Token], now: Now) -> Vec<Found> {
    let all = find_all(tokens, now, false);
    let best = all.iter().rev().find(|f| f.sure && f.day.is_some());
    let best = best.or_else(|| all.iter().rev().find(|f| f.day.is_some())).or_else(|| all.last());
    let Some(best) = best.cloned() else { return Vec::new() };
    let timed = best.clock.is_some() || best.part.is_some() || best.day.is_none();
    let other = all.into_iter().find(|f| !timed && f.day.is_none() && f.clock.is_some());
    let mut found = vec![best];
    if let Some(other) = other {
        found[0].clock = other.clock;
        found.push(Found { day: None, clock: None, part: None, ..other });
    }
    found
}

const EVERY: &[&str] = &["every", "each"];

/// The date of a text that has just one.
pub(crate) fn only_one(tokens: &[Token], now: Now) -> Option<When> {
    let mut days = find_all(tokens, now, false).into_iter().filter(|found| found.day.is_some());
    let (_, second) = (days.next(), days.next());
    let found = if second.is_none() { find(tokens, now) } else { Vec::new() };
    found.first()?.resolve(now)
}

/// Every date phrase. In a question about tasks (`loose`) "the friday tasks" speaks of a day; in a title "the friday
/// report" is a thing.
pub(crate) fn find_all(tokens: &[Token], now: Now, loose: bool) -> Vec<Found> {
    let mut all = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        match at(tokens, i, now.today()).filter(|f| loose || !is_part_of_a_name(tokens, f)) {
            Some(found) => {
                i = found.tokens.end;
                all.push(found);
            }
            None => i += 1,
        }
    }
    all
}

/// "the friday report", "every monday", "today's news": words of a date that are none here.
fn is_part_of_a_name(tokens: &[Token], found: &Found) -> bool {
    let start = found.tokens.start;
    let before = start.checked_sub(1).map_or("", |i| norm(tokens, i));
    // "every monday and thursday"
    let between = |t: &&Token| t.is("and") || t.is(",") || weekday(&t.norm).is_some();
    let of_several = weekday(norm(tokens, start)).is_some()
        && tokens[..start].iter().rev().find(|t| !between(t)).is_some_and(|t| t.is_one_of(EVERY));
    let repeated = of_several || EVERY.contains(&before) || EVERY.contains(&norm(tokens, start));
    let owner =
        (found.tokens.clone()).any(|i| matches!(norm(tokens, i), "todays" | "tomorrows" | "yesterdays"));
    let noun_follows = tokens.get(found.tokens.end).is_some_and(|t| !t.is_mark());
    let article = matches!(before, "the" | "my" | "our" | "a" | "his" | "her" | "their" | "your");
    let of_every = norm(tokens, found.tokens.end) == "of"
        && matches!(norm(tokens, found.tokens.end + 1), "every" | "each");
    repeated || of_every || owner || article && noun_follows && !found.sure
}

/// The longest phrase that starts at `i`.
fn at(tokens: &[Token], i: usize, today: NaiveDate) -> Option<Found> {
    let (limit, skipped) = preposition(tokens, i);
    let due = norm(tokens, i) == "due";
    let mut found = Found {
        tokens: i..i,
        limit,
        due,
        day: None,
        clock: None,
        part: None,
        until: None,
        sure: skipped > 0,
    };
    let mut end = i + skipped;
    let mut before = skipped.checked_sub(1).map_or("", |n| norm(tokens, i + n));
    while let Some(length) = take(tokens, end, today, before, &mut found) {
        end += length;
        found.tokens.end = end;
        // What may stand between the parts: "friday, at 5", "march 1 at 10", "5 pm on saturday".
        end += usize::from(norm(tokens, end) == ",");
        before = "";
        if tokens.get(end).is_some_and(|t| t.is_one_of(JOINTS)) && part(tokens, end, false).is_none() {
            before = norm(tokens, end);
            end += 1;
        }
    }
    if found.tokens.is_empty() {
        return None;
    }
    let end = found.tokens.end;
    // "monday to friday" is a range where it is all that is said.
    let whole = |length: usize| i == 0 && tokens[end + 1 + length..].iter().all(Token::is_mark);
    if (limit == Limit::From || limit == Limit::On && i == 0)
        && found.day.is_some()
        && (matches!(norm(tokens, end), "to" | "until" | "till" | "through")
            || norm(tokens, end) == "and" && (i..end).any(|at| norm(tokens, at) == "between"))
        && let Some((last, length)) = day(tokens, end + 1, today, true)
        && (limit == Limit::From || whole(length))
    {
        // "from monday to friday" ends behind its monday.
        let from = match found.day {
            Some(Day::On(day)) => day,
            Some(Day::Weekday(weekday)) => coming(today, weekday)?,
            _ => today,
        };
        found.until = match last {
            Day::On(day) => Some(day),
            Day::Weekday(weekday) => coming(from, weekday),
            Day::Span { end, .. } => add_days(end, -1),
            Day::Later(_) => None,
        };
        (found.tokens.end, found.limit) = (end + 1 + length, Limit::On);
    } else if limit == Limit::From
        && norm(tokens, end) != "to"
        && (i..end).any(|at| norm(tokens, at) == "from")
    {
        // "from yesterday" is that day, "from monday on" has no end.
        let goes_on = matches!(norm(tokens, end), "on" | "onwards" | "onward" | "forward");
        found.tokens.end += usize::from(goes_on);
        found.limit = if goes_on { Limit::From } else { Limit::On };
    }
    let edge = i == 0 || tokens[i - 1].is_mark() || tokens.get(found.tokens.end).is_none_or(Token::is_mark);
    found.sure |= edge || found.clock.is_some() || found.part.is_some();
    Some(found)
}

const JOINTS: &[&str] = &["at", "on", "in", "by", "of", "around", "@", "for", "before", "between"];

/// The prepositions that a phrase starts with, and what they make of it. Those that belong to a phrase itself ("in 3
/// days", "at night") stay with it.
fn preposition(tokens: &[Token], i: usize) -> (Limit, usize) {
    let mut skipped = usize::from(norm(tokens, i) == "due");
    // "sometime next week"
    skipped += match (norm(tokens, i + skipped), norm(tokens, i + skipped + 1)) {
        ("sometime" | "anytime", _) => 1,
        ("some" | "any", "time") => 2,
        _ => 0,
    };
    let word = norm(tokens, i + skipped);
    // "late tomorrow evening"
    if matches!(word, "early" | "late")
        && matches!(norm(tokens, i + skipped + 1), "tomorrow" | "tonight" | "today")
    {
        return (Limit::On, skipped + 1);
    }
    if word == "no" && norm(tokens, i + skipped + 1) == "later" && norm(tokens, i + skipped + 2) == "than" {
        return (Limit::By, skipped + 3);
    }
    let limit = match word {
        "by" | "until" | "till" => Limit::By,
        "before" => Limit::Before,
        "after" => Limit::After,
        "since" | "from" | "starting" | "between" => Limit::From,
        "on" | "for" | "at" | "@" | "around" | "in" | "during" | "within" => Limit::On,
        "over" if matches!(norm(tokens, i + skipped + 1), "the" | "this" | "next") => Limit::On,
        _ => return (Limit::On, skipped),
    };
    let own = part(tokens, i + skipped, false).is_some()
        || matches!(word, "in" | "within" | "during")
            && !matches!(norm(tokens, i + skipped + 1), "the")
            && super::words::month(norm(tokens, i + skipped + 1)).is_none()
            && super::day::quarter(norm(tokens, i + skipped + 1)).is_none();
    skipped += usize::from(!own);
    (if word == "within" { Limit::By } else { limit }, skipped)
}

/// Reads one more part of a phrase, unless that part is there already; `before` is the preposition before it.
fn take(tokens: &[Token], i: usize, today: NaiveDate, before: &str, found: &mut Found) -> Option<usize> {
    let word = norm(tokens, i);
    if found.day.is_none()
        && found.clock.is_none()
        && let Some((day, time)) = word.split_once('t').filter(|(day, _)| day.len() == 10)
        && let (Ok(day), Some((clock, 1))) =
            (day.parse(), clock(&super::super::normalise::tokens(time), 0, false))
    {
        (found.day, found.clock) = (Some(Day::On(day)), Some(clock));
        return Some(1);
    }
    // "the morning of december 3"
    if found.day.is_none()
        && let Some((part, 1)) = part(tokens, i, true).filter(|_| norm(tokens, i + 1) == "of")
        && let Some((day, length)) = day(tokens, i + 2, today, true)
    {
        (found.day, found.part) = (Some(day), Some(part));
        return Some(2 + length);
    }
    if found.day.is_none() && found.part.is_none() {
        let behind = part(tokens, i + 1, true).filter(|(_, length)| *length == 1).map(|(part, _)| part);
        let of_day = match (word, behind) {
            ("tonight", _) => Some((0, Part::Night, 1)),
            ("this", Some(part)) => Some((0, part, 2)),
            ("last", Some(Part::Night)) => Some((-1, Part::Night, 2)),
            _ => None,
        };
        if let Some((days, part, length)) = of_day {
            (found.day, found.part) = (Some(Day::On(add_days(today, days)?)), Some(part));
            return Some(length);
        }
    }
    // "tomorrow first thing", "first thing tomorrow morning", "tomorrow at the latest"
    if word == "first" && norm(tokens, i + 1) == "thing" {
        found.part = found.part.or(Some(Part::Morning));
        return Some(2);
    }
    if found.day.is_some() && word == "the" && before == "at" && norm(tokens, i + 1) == "latest" {
        return Some(2);
    }
    if found.part == Some(Part::Morning) && found.clock.is_none() && word == "morning" {
        return Some(1);
    }
    // "tomorrow early morning"
    let early = usize::from(found.day.is_some() && matches!(word, "early" | "late"));
    if found.part.is_none()
        && let Some((part, length)) =
            part(tokens, i + early, found.day.is_some()).map(|(part, length)| (part, early + length))
    {
        found.part = Some(part);
        return Some(length);
    }
    if found.part.is_none() && found.day.is_some() && word == "tonight" {
        return None;
    }
    if let Some((day, length)) = day(tokens, i, today, !before.is_empty() && before != "the")
        && let Some(joined) = join(found.day, day)
    {
        found.day = Some(joined);
        return Some(length);
    }
    if found.clock.is_none()
        && matches!(before, "from" | "between")
        && let Some((clock, length)) = from_to(tokens, i)
    {
        found.clock = Some(clock);
        return Some(length);
    }
    if found.clock.is_none()
        && let Some((clock, length)) =
            clock(tokens, i, matches!(before, "at" | "@" | "around" | "by" | "before"))
    {
        found.clock = Some(clock);
        return Some(length + usize::from(norm(tokens, i + length) == "sharp"));
    }
    None
}
