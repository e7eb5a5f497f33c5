//! Corrections: within a message ("add call bob tomorrow, no, i meant friday") and of what was just done ("no, friday").

use super::asking::Question;
use super::command::Outcome;
use super::normalise::{Token, tokens as tokens_of, trim};
use super::types::{Action, Intent};
use super::{Turn, date, slots, title};

/// What leads a correction in. After the strong ones the words before are surely taken back.
#[rustfmt::skip] // Packed: it is a list of words.
const STRONG: &[&str] = &[
    "no i meant", "no i mean", "no wait i meant", "no wait i mean", "wait i meant", "wait i mean", "sorry i meant",
    "sorry i mean", "i meant", "i mean", "no wait", "wait no", "no sorry", "sorry no", "no make that", "no make it", "make that",
    "or rather", "no rather", "correction", "no actually", "actually no", "oops i meant", "oops i mean", "scratch that",
];
const WEAK: &[&str] =
    &["no", "sorry", "actually", "wait", "actually make it", "no on", "make it", "rather", "not that"];

/// The message as it was meant, or a question where it cannot be told; `None` without a correction.
pub(crate) fn within(tokens: &[Token], turn: &Turn) -> Option<Result<Vec<Token>, Outcome>> {
    let (at, end, strong) = (1..tokens.len()).rev().find_map(|at| {
        if !tokens[at - 1].is_mark() {
            return None;
        }
        let (length, strong) = marker(&tokens[at..])?;
        Some((at, at + length, strong))
    })?;
    let mut left = trim(&tokens[..at]);
    // "tomorrow, no, i meant friday"
    while let [rest @ .., last] = left
        && last.is_one_of(&["no", "sorry", "wait", "oops", "actually", "um", "uh", "hmm", "ah"])
        && rest.last().is_some_and(Token::is_mark)
    {
        left = trim(rest);
    }
    let right = unled(&tokens[end..]);
    if left.is_empty() || right.is_empty() {
        return None;
    }
    if let Some(dated) = dated(left, right, turn) {
        return Some(Ok(dated));
    }
    if !strong {
        return None;
    }
    // "buy bread, no wait, buy rolls": from where it begins alike.
    let again = left.iter().rposition(|t| t.is(&right[0].norm)).filter(|at| *at > 0);
    match again {
        Some(at) => Some(Ok([&left[..at], right].concat())),
        None if super::command::read(right, turn).is_some_and(|o| o.sure) => Some(Ok(right.to_vec())),
        None => Some(Err(Outcome::ask(Intent::None, turn.say(Question::SayAgain)))),
    }
}

/// "no, i meant friday" behind what was just done, which was one task.
pub(crate) fn of_last(tokens: &[Token], turn: &Turn) -> Option<Outcome> {
    let tokens = trim(tokens);
    let (length, strong) = marker(tokens)?;
    let right = unled(&tokens[length..]);
    // "not that one" is no hour.
    if matches!(right, [only] if only.is("one")) {
        return None;
    }
    let mut action = Action::new(Intent::Update);
    if let Some(when) = slots::only_date(right, turn.now) {
        (action.due, action.has_time) = (Some(when.due), Some(when.has_time));
        action.keeps_day = when.has_time && !when.day_said;
    } else if let Some(priority) = slots::only_priority(right) {
        action.priority = Some(priority);
    } else if strong
        && tokens.iter().any(|t| t.is_one_of(&["meant", "mean"]))
        && right.len() <= 8
        && !right.is_empty()
    {
        action.title = Some(title::clean(right)?);
    } else {
        return None;
    }
    match &turn.context.shown[..] {
        [only] => {
            action.reference = Some(only.id.to_string());
            Some(Outcome::one(action, 0.8))
        }
        _ => Some(Outcome::ask(Intent::Update, turn.say(Question::Which(Intent::Update)))),
    }
}

/// The words of the longest lead at the start, marks between them included.
fn marker(tokens: &[Token]) -> Option<(usize, bool)> {
    let of = |table: &[&str]| table.iter().filter_map(|phrase| begins(tokens, phrase)).max();
    let (strong, weak) = (of(STRONG), of(WEAK));
    let length = strong.max(weak)?;
    Some((length, strong == Some(length)))
}

fn begins(tokens: &[Token], phrase: &str) -> Option<usize> {
    let mut at = 0;
    for word in phrase.split(' ') {
        at += tokens.get(at..)?.iter().take_while(|t| t.is_mark()).count();
        tokens.get(at).filter(|t| t.is(word))?;
        at += 1;
    }
    Some(at)
}

fn unled(tokens: &[Token]) -> &[Token] {
    let mut rest = trim(tokens);
    while let [first, later @ ..] = rest
        && first.is_one_of(&["make", "it", "that", "on", "to", "rather"])
        && !later.is_empty()
    {
        rest = trim(later);
    }
    rest
}

/// The left side with the date of the right one. What the right side leaves open stays: the time, or the day.
fn dated(left: &[Token], right: &[Token], turn: &Turn) -> Option<Vec<Token>> {
    let new = slots::only_date(right, turn.now)?;
    let mut found = date::find(left, turn.now);
    let old = found.first().and_then(|f| f.resolve(turn.now));
    // "task 2, no 3": a number alone is an hour only where a time is corrected.
    if old.is_none() && matches!(right, [only] if only.norm.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    found.sort_by_key(|f| std::cmp::Reverse(f.tokens.start));
    let mut rest = left.to_vec();
    let at = found.last().map_or(left.len(), |f| f.tokens.start);
    for phrase in found {
        rest.drain(phrase.tokens);
    }
    let keeps_day = old.as_ref().filter(|old| old.day_said && !new.day_said);
    let keeps_time = old.as_ref().filter(|old| old.has_time && !new.has_time);
    let day = if let Some(old) = keeps_day { old.first } else { new.first };
    let time = keeps_time.map_or(new.due, |old| old.due).format("%H:%M").to_string();
    let timed = new.has_time || keeps_time.is_some();
    // Behind a "to" no preposition follows.
    let led =
        at.checked_sub(1).and_then(|i| left.get(i)).is_some_and(|t| t.is_one_of(&["to", "for", "until"]));
    let text = format!(
        "{}{day}{}",
        if led { "" } else { "on " },
        if timed { format!(" at {time}") } else { String::new() }
    );
    let words = tokens_of(&text);
    rest.splice(at..at, words);
    Some(rest)
}
