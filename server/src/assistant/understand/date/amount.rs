//! Amounts of time: "3 days", "an hour and a half", "a couple of weeks".

use super::super::normalise::{Token, norm};
use super::words::number;

/// "3 days", "an hour", "half an hour", "two and a half hours", "a couple of weeks".
pub(crate) fn amount(tokens: &[Token], i: usize) -> Option<(f64, &'static str, usize)> {
    let (mut amount, mut length) = match (norm(tokens, i), norm(tokens, i + 1), norm(tokens, i + 2)) {
        ("half", "an" | "a", _) => (0.5, 2),
        ("a", "couple" | "few", "of") => (if norm(tokens, i + 1) == "few" { 3.0 } else { 2.0 }, 3),
        ("a", "couple", _) => (2.0, 2),
        ("a", "few", _) => (3.0, 2),
        ("a" | "an" | "another", ..) => (1.0, 1),
        ("fortnight", "from" | "after", _) => (1.0, 0),
        (word, ..) => match number(tokens, i) {
            Some((n, length)) => (f64::from(n), length),
            // "1.5 hours"
            None => (word.parse().ok().filter(|n: &f64| (0.0..1000.0).contains(n) && word.contains('.'))?, 1),
        },
    };
    if (norm(tokens, i + length), norm(tokens, i + length + 1), norm(tokens, i + length + 2))
        == ("and", "a", "half")
    {
        (amount, length) = (amount + 0.5, length + 3);
    }
    if matches!(norm(tokens, i + length), "business" | "working" | "work")
        && matches!(norm(tokens, i + length + 1), "day" | "days")
    {
        return Some((amount, "workday", length + 2));
    }
    let unit = unit(norm(tokens, i + length))?;
    length += 1;
    // "an hour and 15 minutes".
    let and = usize::from(norm(tokens, i + length) == "and");
    if unit == "hour"
        && let Some((minutes, more)) = number(tokens, i + length + and)
        && self::unit(norm(tokens, i + length + and + more)) == Some("minute")
    {
        return Some((amount + f64::from(minutes) / 60.0, unit, length + and + more + 1));
    }
    // "2 days and 3 hours"
    if unit == "day"
        && let Some((hours, more)) = number(tokens, i + length + and)
        && self::unit(norm(tokens, i + length + and + more)) == Some("hour")
    {
        return Some((amount * 24.0 + f64::from(hours), "hour", length + and + more + 1));
    }
    let half = ["and", "a", "half"].iter().enumerate().all(|(n, word)| norm(tokens, i + length + n) == *word);
    Some(if half { (amount + 0.5, unit, length + 3) } else { (amount, unit, length) })
}

pub(super) fn unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "second" | "seconds" | "sec" | "secs" => "second",
        "minute" | "minutes" | "min" | "mins" => "minute",
        "hour" | "hours" | "hr" | "hrs" => "hour",
        "day" | "days" => "day",
        "week" | "weeks" | "wk" | "wks" => "week",
        "fortnight" => "fortnight",
        "month" | "months" => "month",
        "year" | "years" => "year",
        _ => return None,
    })
}
