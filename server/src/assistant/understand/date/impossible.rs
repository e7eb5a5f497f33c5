//! Days that are named, but that no calendar has, and several days that are named for one thing.

use super::super::normalise::{Token, norm};
use super::words::{month, number, ordinal, weekday};
use chrono::NaiveDate;

/// "february 30", "the 31st of april", "2026-02-30".
pub(crate) fn names_no_day(tokens: &[Token]) -> bool {
    (0..tokens.len()).any(|i| spelled(tokens, i).or_else(|| in_figures(norm(tokens, i))) == Some(false))
}

/// Whether a month and a day of it at `i` exist, if they stand there.
fn spelled(tokens: &[Token], i: usize) -> Option<bool> {
    if let Some(month) = month(norm(tokens, i)) {
        let at = i + 1 + usize::from(norm(tokens, i + 1) == "the");
        let (day, length) = ordinal(tokens, at).or_else(|| number(tokens, at))?;
        // "march 40 miles" and "may 45" speak of something else.
        let ends = tokens
            .get(at + length)
            .is_none_or(|t| t.is_mark() || t.is_one_of(&["to", "at", "and", "for", "in"]));
        return exists(month, day).filter(|exists| *exists || ends);
    }
    let (day, length) = ordinal(tokens, i).or_else(|| number(tokens, i))?;
    let at = i + length + usize::from(norm(tokens, i + length) == "of");
    let month = month(norm(tokens, at)).filter(|_| at > i + length || norm(tokens, at) != "may")?;
    exists(month, day)
}

/// Only a day that is a little too late for its month is one: a "40" is a number.
fn exists(month: u32, day: u32) -> Option<bool> {
    // A leap year, in which every day is that ever is.
    (1..40).contains(&day).then(|| NaiveDate::from_ymd_opt(2028, month, day).is_some())
}

/// "2026-02-30", "31.02.2026", "02/31/2026".
fn in_figures(word: &str) -> Option<bool> {
    let separator = word.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<i32> = word.split(separator).map(str::parse).collect::<Result<_, _>>().ok()?;
    let (year, one, two) = match parts[..] {
        [year @ 1900..2200, one, two] | [one, two, year @ 1900..2200] => (year, one, two),
        _ => return None,
    };
    let (one, two) = (u32::try_from(one).ok()?, u32::try_from(two).ok()?);
    Some([(one, two), (two, one)].iter().any(|(m, d)| NaiveDate::from_ymd_opt(year, *m, *d).is_some()))
}

/// "on monday and wednesday".
pub(crate) fn names_days(tokens: &[Token]) -> bool {
    let is_day = |token: &Token| weekday(&token.norm).is_some_and(|(_, sure)| sure);
    tokens
        .windows(3)
        .any(|three| is_day(&three[0]) && three[1].is_one_of(&["and", ",", "&"]) && is_day(&three[2]))
}
