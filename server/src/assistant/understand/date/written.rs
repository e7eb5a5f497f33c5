//! Days as a calendar writes them: "dec 24", "the 24th", "12/24", "2026-12-24".

use super::super::normalise::{Token, norm};
use super::calendar::{Day, coming_date, coming_day};
use super::clock::clock;
use super::day::this_next_last;
use super::words::{month, number, ordinal, weekday};
use chrono::{Datelike, NaiveDate};

/// "dec 24", "24th of december 2027", "the 24th".
pub(super) fn dated(tokens: &[Token], i: usize, today: NaiveDate) -> Option<(Day, usize)> {
    let start = i + usize::from(norm(tokens, i) == "the");
    let (day, named_month, mut end) = if let Some(month) = month(norm(tokens, start)) {
        let at = start + 1 + usize::from(norm(tokens, start + 1) == "the");
        let (day, length) = ordinal(tokens, at).or_else(|| number(tokens, at))?;
        (day, month, at + length)
    } else {
        let by_ordinal = ordinal(tokens, start).is_some();
        let (day, length) = ordinal(tokens, start).or_else(|| number(tokens, start))?;
        let at = start + length + usize::from(norm(tokens, start + length) == "of");
        match month(norm(tokens, at)) {
            Some(month) => (day, month, at + 1),
            None => return by_ordinal.then(|| day_of_month(tokens, i, start, length, day, today))?,
        }
    };
    let comma = usize::from(norm(tokens, end) == ",");
    let ends = |at: usize| tokens.get(at).is_none_or(|t| t.is_mark() || t.is("at"));
    let year = number(tokens, end + comma).filter(|(year, length)| {
        (1900..2200).contains(year) || (2200..=9999).contains(year) && ends(end + comma + length)
    });
    let date = match year {
        Some((year, length)) => {
            end += comma + length;
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, named_month, day)?
        }
        None => coming_date(today, named_month, day)?,
    };
    Some((Day::On(date), end - i))
}

/// "the 24th", "24th", "the 3rd of next month": not where a noun follows ("the 3rd episode", "the second task").
fn day_of_month(
    tokens: &[Token],
    i: usize,
    start: usize,
    length: usize,
    day: u32,
    today: NaiveDate,
) -> Option<(Day, usize)> {
    let end = start + length;
    if norm(tokens, end) == "of"
        && let Some((Day::Span { first, .. }, more)) = this_next_last(tokens, end + 1, today).or_else(|| {
            match (norm(tokens, end + 1), norm(tokens, end + 2)) {
                ("the", "month") => Some((Day::Span { first: today, end: today, due: today }, 2)),
                _ => None,
            }
        })
    {
        let on = first.with_day(day)?;
        // "the first of the month", said later in it.
        let on = if norm(tokens, end + 1) == "the" && on < today { coming_day(today, day)? } else { on };
        return Some((Day::On(on), end + 1 + more - i));
    }
    let in_figures = norm(tokens, start).starts_with(|c: char| c.is_ascii_digit());
    // "28th at 2pm", "friday 4th"
    let timed = norm(tokens, end) == "at" && clock(tokens, end + 1, true).is_some();
    let led = timed
        || i > 0
            && (weekday(&tokens[i - 1].norm).is_some()
                || tokens[i - 1].is_one_of(&["on", "by", "for", "due", "until", "till", "before", "from"]));
    let with_article = start > i;
    let noun_follows =
        tokens.get(end).is_some_and(|t| !t.is_mark() && !t.is_one_of(&["at", "in", "to", "and", "with"]));
    // "on the thirtieth"; "on the second day" is something else.
    let spoken = !in_figures && with_article && led && !noun_follows;
    (spoken || in_figures && (with_article || led) && !(noun_follows && !(led && with_article)))
        .then(|| Some((Day::On(coming_day(today, day)?), end - i)))?
}

/// "2026-12-24", "12/24", "24.12.", "12/24/2026".
pub(super) fn numeric(tokens: &[Token], i: usize, today: NaiveDate, led: bool) -> Option<(Day, usize)> {
    let word = norm(tokens, i);
    // Else "31/12/26" would be in the year 31.
    let whole_year = word.len() == 10;
    if let Ok(date) =
        NaiveDate::parse_from_str(word, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(word, "%Y/%m/%d"))
        && whole_year
    {
        return Some((Day::On(date), 1));
    }
    let separator = word.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    // "jan-1-2027", "1-jan-2027"
    let spelled: Vec<&str> = word.split(separator).collect();
    if let [one, two, year] = spelled[..]
        && let Some((named, day)) = month(one).map(|m| (m, two)).or_else(|| Some((month(two)?, one)))
    {
        let date = NaiveDate::from_ymd_opt(year.parse().ok()?, named, day.parse().ok()?)?;
        return Some((Day::On(date), 1));
    }
    // "dec-5", "5-dec"
    if let [one, two] = spelled[..]
        && let Some((named, day)) = month(one).map(|m| (m, two)).or_else(|| Some((month(two)?, one)))
    {
        return Some((Day::On(coming_date(today, named, day.parse().ok()?)?), 1));
    }
    let parts: Vec<u32> = word.split(separator).map(str::parse).collect::<Result<_, _>>().ok()?;
    let (one, two, year) = match parts[..] {
        [one, two, year] => (one, two, Some(if year < 100 { year + 2000 } else { year })),
        [one, two] if separator != '-' && word != "24/7" => (one, two, None),
        _ => return None,
    };
    let dotted = separator == '.';
    // "1/2 cup" and "2.5 km" are amounts, unless a preposition or the end of the phrase says otherwise.
    let at_end = tokens.get(i + 1).is_none_or(|t| t.is_mark() || t.is_one_of(&["at", "to"]));
    if year.is_none() && !(led || at_end && !dotted) {
        return None;
    }
    let orders = if dotted { [(two, one), (one, two)] } else { [(one, two), (two, one)] };
    let date = orders.into_iter().find_map(|(month, day)| match year {
        Some(year) => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day),
        None => coming_date(today, month, day),
    })?;
    Some((Day::On(date), 1))
}
