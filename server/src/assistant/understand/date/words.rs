//! Names of days and months, and numbers in figures and in words.

use super::super::normalise::{Token, norm};
use chrono::Weekday;

/// The day of the week that a word names. Short forms that are also English words ("sun", "sat", "wed") are marked
/// as unsure: they need a preposition before them.
pub(super) fn weekday(word: &str) -> Option<(Weekday, bool)> {
    use Weekday::*;
    Some(match word {
        "monday" => (Mon, true),
        "tuesday" | "tues" => (Tue, true),
        "wednesday" => (Wed, true),
        "thursday" | "thurs" => (Thu, true),
        "friday" => (Fri, true),
        "saturday" => (Sat, true),
        "sunday" => (Sun, true),
        "mon" => (Mon, false),
        "tue" => (Tue, false),
        "wed" | "weds" => (Wed, false),
        "thu" | "thur" => (Thu, false),
        "fri" => (Fri, false),
        "sat" => (Sat, false),
        "sun" => (Sun, false),
        _ => return None,
    })
}

const MONTHS: &[&[&str]] = &[
    &["january", "jan"],
    &["february", "feb"],
    &["march", "mar"],
    &["april", "apr"],
    &["may"],
    &["june", "jun"],
    &["july", "jul"],
    &["august", "aug"],
    &["september", "sept", "sep"],
    &["october", "oct"],
    &["november", "nov"],
    &["december", "dec"],
];

/// 1 to 12.
pub(super) fn month(word: &str) -> Option<u32> {
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(number, _)| number)
}

#[rustfmt::skip] // Packed: it is a list of words.
const UNITS: &[&str] = &[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
#[rustfmt::skip] // Packed: it is a list of words.
const ORDINALS: &[&str] = &[
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
];

fn place(table: &[&str], word: &str) -> Option<u32> {
    (0..).zip(table).find(|(_, w)| **w == word).map(|(number, _)| number)
}

/// A whole number at `i`, in figures or in words up to 99, and how many tokens it takes.
pub(crate) fn number(tokens: &[Token], i: usize) -> Option<(u32, usize)> {
    let word = norm(tokens, i);
    if !word.is_empty() && word.len() <= 6 && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok().map(|n| (n, 1));
    }
    if let Some(n) = place(UNITS, word) {
        return Some((n, 1));
    }
    if let Some((tens, unit)) = word.split_once('-') {
        return Some((place(TENS, tens)? * 10 + 20 + place(UNITS, unit).filter(|n| (1..10).contains(n))?, 1));
    }
    let tens = place(TENS, word)? * 10 + 20;
    match place(UNITS, norm(tokens, i + 1)).filter(|n| (1..10).contains(n)) {
        Some(unit) => Some((tens + unit, 2)),
        None => Some((tens, 1)),
    }
}

/// "24th", "first", "thirtieth": the number of one word.
pub(crate) fn nth(word: &str) -> Option<u32> {
    let figures = ["st", "nd", "rd", "th"].iter().find_map(|suffix| word.strip_suffix(suffix));
    figures
        .filter(|figures| figures.len() <= 2)
        .and_then(|figures| figures.parse().ok())
        .or_else(|| place(ORDINALS, word))
        .or_else(|| (word == "thirtieth").then_some(30))
}

/// "24th", "first", "twenty first": an ordinal number and how many tokens it takes.
pub(super) fn ordinal(tokens: &[Token], i: usize) -> Option<(u32, usize)> {
    let word = norm(tokens, i);
    if let Some(n) = nth(word) {
        return Some((n, 1));
    }
    let (tens, unit, length) = match word.split_once('-') {
        Some((tens, unit)) => (tens, unit, 1),
        None => (word, norm(tokens, i + 1), 2),
    };
    let tens = place(TENS, tens)? * 10 + 20;
    Some((tens + place(ORDINALS, unit).filter(|n| (1..10).contains(n))?, length))
}
