//! Dates and times in Urdu. Each phrase is put into English words and read by the English reader, which knows the calendar.

use super::super::Turn;
use super::super::date::{When, number};
use super::super::normalise::{Token, norm, tokens as tokens_of};
use super::super::slots;
use super::super::types::Reminder;
use chrono::Weekday;

/// The time said, and the words without it.
#[derive(Debug, Default)]
pub(super) struct Timed {
    pub when: Option<When>,
    pub rrule: Option<String>,
    pub reminders: Vec<Reminder>,
    /// With their signs written out.
    pub tags: Vec<String>,
    pub rest: Vec<Token>,
}

pub(super) fn take(tokens: &[Token], turn: &Turn) -> Timed {
    let tags: Vec<String> = tokens.iter().filter_map(slots::hashtag).collect();
    let tokens: Vec<Token> = tokens.iter().filter(|t| slots::hashtag(t).is_none()).cloned().collect();
    let tokens = &tokens[..];
    let (mut days, mut times, mut leads) = (Vec::new(), Vec::new(), Vec::new());
    let mut rest = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let found = lead(tokens, i).map(|(phrase, length)| (phrase, length, &mut leads));
        let found =
            found.or_else(|| repeat(tokens, i).or_else(|| day(tokens, i)).map(|(p, l)| (p, l, &mut days)));
        match found.or_else(|| time(tokens, i).map(|(p, l)| (p, l, &mut times))) {
            Some((phrase, length, kind)) => {
                kind.push(phrase);
                i += length;
                i += tokens[i..]
                    .iter()
                    .take_while(|t| t.is_one_of(&["ko", "ka", "tak", "mein", "par", "se", "day"]))
                    .count();
            }
            None => {
                rest.push(tokens[i].clone());
                i += 1;
            }
        }
    }
    let english = [days.join(" "), times.join(" ")].join(" ");
    let slots = slots::read(&tokens_of(&english), turn.now);
    // What cannot be read as a time is part of the words.
    if !slots::is_empty(&slots.rest) {
        return Timed { rest: tokens.to_vec(), tags, ..Timed::default() };
    }
    let reminders =
        leads.iter().filter_map(|lead| super::super::reminder::only_lead(&tokens_of(lead))).collect();
    Timed { when: slots.when, rrule: slots.rrule, reminders, tags, rest }
}

type Phrase = Option<(String, usize)>;

const UNITS: &[&str] = &["minute", "hour", "day", "week", "month", "year"];
const PARTS: &[&str] = &["morning", "afternoon", "evening", "night"];

fn is_weekday(word: &str) -> bool {
    word.parse::<Weekday>().is_ok() && word.ends_with("day")
}

/// A number in figures or words; "do" is two where something can be counted behind it.
fn count(tokens: &[Token], i: usize) -> Option<String> {
    let word = norm(tokens, i);
    if word == "do" {
        return Some("2".to_owned());
    }
    if matches!(word, "1.5" | "2.5") {
        return Some(word.to_owned());
    }
    number(tokens, i).filter(|(_, length)| *length == 1).map(|(n, _)| n.to_string())
}

fn amount(tokens: &[Token], i: usize) -> Phrase {
    let unit = norm(tokens, i + 1);
    UNITS.contains(&unit).then_some(())?;
    let said = match (norm(tokens, i), count(tokens, i)) {
        ("half", _) => format!("half an {unit}"),
        ("1.5", _) => format!("one and a half {unit}s"),
        ("2.5", _) => format!("two and a half {unit}s"),
        (_, Some(n)) => format!("{n} {unit}s"),
        _ => return None,
    };
    Some((said, 2))
}

/// "10 minute pehle": so long before.
fn lead(tokens: &[Token], i: usize) -> Phrase {
    let (said, length) = amount(tokens, i)?;
    let before = matches!(norm(tokens, i + length), "before" | "first");
    before.then_some((said, length + 1))
}

fn repeat(tokens: &[Token], i: usize) -> Phrase {
    if norm(tokens, i) == "daily" {
        return Some(("every day".to_owned(), 1));
    }
    (norm(tokens, i) == "every").then_some(())?;
    let word = norm(tokens, i + 1);
    if let Some((said, length)) = amount(tokens, i + 1) {
        return Some((format!("every {said}"), 1 + length));
    }
    if word == "month" {
        // "har mahine ki 5 tareekh"
        let at = i + 2 + usize::from(norm(tokens, i + 2) == "ka");
        if let Some(n) = count(tokens, at).filter(|_| norm(tokens, at + 1) == "tareekh") {
            return Some((format!("every month on the {n}th"), at + 2 - i));
        }
    }
    (is_weekday(word) || UNITS.contains(&word) || PARTS.contains(&word)).then(|| (format!("every {word}"), 2))
}

fn day(tokens: &[Token], i: usize) -> Phrase {
    let (word, next) = (norm(tokens, i), norm(tokens, i + 1));
    let particle = |at: usize| matches!(norm(tokens, at), "ko" | "ka" | "tak");
    match word {
        "today" | "tomorrow" => return Some((word.to_owned(), 1)),
        "overmorrow" => return Some(("the day after tomorrow".to_owned(), 1)),
        "next" if is_weekday(next) || matches!(next, "week" | "month" | "year") => {
            return Some((format!("next {next}"), 2));
        }
        "this" if matches!(next, "week" | "month" | "year") && !particle(i + 2) => {
            return Some((format!("this {next}"), 2));
        }
        "this" if is_weekday(next) => return Some((format!("on {next}"), 2)),
        "week" | "month" | "year" if next == "ka" && norm(tokens, i + 2) == "end" => {
            return Some((format!("end of the {word}"), 3));
        }
        // "hafte ko" is on saturday, for the week and the day have one name.
        "week" if next == "ko" => return Some(("on saturday".to_owned(), 1)),
        "saturday" => return Some(("on saturday".to_owned(), 1)),
        _ if is_weekday(word) => return Some((format!("on {word}"), 1)),
        _ => {}
    }
    if let Some((said, length)) = amount(tokens, i) {
        let skipped = usize::from(norm(tokens, i + length) == "ka");
        if matches!(norm(tokens, i + length + skipped), "baad" | "andar" | "mein") {
            return Some((format!("in {said}"), length + skipped + 1));
        }
    }
    if is_month(next)
        && let Some(n) = count(tokens, i)
    {
        return Some((format!("on {next} {n}"), 2));
    }
    if is_month(word)
        && let Some(n) = count(tokens, i + 1)
    {
        return Some((format!("on {word} {n}"), 2));
    }
    if next == "tareekh" {
        return count(tokens, i).map(|n| (format!("on the {n}th"), 2));
    }
    // Dates in figures: "12/24", "2026-12-24".
    let figures = word.len() >= 3
        && word.contains(['/', '-'])
        && word.bytes().all(|b| b.is_ascii_digit() || b == b'/' || b == b'-');
    figures.then(|| (format!("on {word}"), 1))
}

fn is_month(word: &str) -> bool {
    word.len() > 2 && word.parse::<chrono::Month>().is_ok() && word != "mar" && word != "sep"
}

/// "shaam 5 baje", "subah saarhe 9 baje", "raat ko".
fn time(tokens: &[Token], i: usize) -> Phrase {
    let part = PARTS.iter().find(|part| **part == norm(tokens, i)).copied();
    let mut at = i + usize::from(part.is_some());
    at += usize::from(part.is_some() && matches!(norm(tokens, at), "ko" | "ka" | "mein"));
    if let Some((clock, length)) = clock(tokens, at) {
        let end = at + length;
        let later = PARTS.iter().find(|part| **part == norm(tokens, end)).copied().filter(|_| part.is_none());
        let said = match part.or(later) {
            Some("night") => format!("at {clock} at night"),
            Some(part) => format!("at {clock} in the {part}"),
            None => format!("at {clock}"),
        };
        return Some((said, end + usize::from(later.is_some()) - i));
    }
    let said = match part? {
        "night" => "at night".to_owned(),
        part => format!("in the {part}"),
    };
    Some((said, 1))
}

/// "5 baje", "saarhe 5 baje", "5:30 baje", "5pm".
fn clock(tokens: &[Token], i: usize) -> Phrase {
    let shift = norm(tokens, i);
    let at = i + usize::from(matches!(shift, "half_" | "quarter_" | "less_"));
    if norm(tokens, at + 1) == "baje" {
        let word = norm(tokens, at);
        if word.contains(':') {
            return Some((word.to_owned(), at + 2 - i));
        }
        let said = match (word, count(tokens, at)?.parse::<u32>()) {
            ("1.5", _) => "1:30".to_owned(),
            ("2.5", _) => "2:30".to_owned(),
            (_, Ok(n)) => match shift {
                "half_" => format!("{n}:30"),
                "quarter_" => format!("{n}:15"),
                "less_" => format!("{}:45", (n + 10) % 12 + 1),
                _ => n.to_string(),
            },
            _ => return None,
        };
        return Some((said, at + 2 - i));
    }
    let word = norm(tokens, i);
    let half = |word: &str| matches!(word, "am" | "pm");
    let figures = word.starts_with(|c: char| c.is_ascii_digit());
    if figures && half(norm(tokens, i + 1)) {
        return Some((format!("{word} {}", norm(tokens, i + 1)), 2));
    }
    (figures && (word.ends_with("am") || word.ends_with("pm") || word.len() <= 5 && word.contains(':')))
        .then(|| (word.to_owned(), 1))
}
