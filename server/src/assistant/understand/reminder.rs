//! Reminders: so long before a task is due.

use super::date;
use super::normalise::{Token, norm};
use super::types::{Action, Intent, Reminder};
use std::ops::Range;

/// Marks the new tasks of a message that wants to be reminded of them.
pub(crate) fn note(actions: &mut [Action], tokens: &[Token]) {
    #[rustfmt::skip] // Packed: it is a list of words.
    const WORDS: &[&str] = &[
        "remind", "reminding", "reminded", "reminder", "reminders", "alarm", "alert", "notify", "nudge", "ping", "yaad",
        "یاد",
    ];
    let wanted = tokens.iter().any(|token| token.is_one_of(WORDS));
    for action in actions.iter_mut().filter(|action| action.intent == Intent::Add) {
        action.reminds = wanted && action.reminders.is_none();
    }
}

/// Whether these words are nothing but an amount of time before something: "10 minutes".
pub(crate) fn only_lead(tokens: &[Token]) -> Option<Reminder> {
    let mut words = tokens.to_vec();
    words.extend(super::normalise::tokens("before"));
    let (minutes_before, length) = before(&words, 0)?;
    (length == words.len()).then_some(Reminder::before(minutes_before))
}

/// "remind me 10 minutes before", "with a reminder an hour ahead", ", 10 minutes before": so many minutes before it is due.
pub(crate) fn take_reminders(tokens: &mut Vec<Token>) -> Vec<Reminder> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        match reminder_at(tokens, i) {
            Some((range, minutes_before)) => {
                found.push(Reminder::before(minutes_before));
                i = range.start;
                tokens.drain(range);
            }
            None => i += 1,
        }
    }
    found
}

/// An amount of time before a task's own time at `i`, with the words that lead to it.
pub(crate) fn reminder_at(tokens: &[Token], i: usize) -> Option<(Range<usize>, i64)> {
    let (minutes, length) = before(tokens, i)?;
    let mut start = i;
    while let Some(token) = start.checked_sub(1).and_then(|at| tokens.get(at))
        && (token.is_mark() && start < i
            || token.is_one_of(&[
                "a",
                "reminder",
                "me",
                "remind",
                "alert",
                "notify",
                "warn",
                "ping",
                "with",
                "and",
                "also",
                "us",
                "set",
                "alarm",
                "notification",
                "please",
            ]))
    {
        start -= 1;
    }
    // Nothing but a lead, a comma or the beginning makes it one: "leave two days before christmas" is a date.
    let led = start < i || i == 0 || tokens[i - 1].is_mark();
    let end = i + length;
    let ends = tokens.get(end).is_none_or(|t| t.is_mark() || t.is_one_of(&["to", "and", "that", "about"]));
    (led && ends).then_some((start..end, minutes))
}

/// "10 minutes before", "an hour ahead of time".
fn before(tokens: &[Token], i: usize) -> Option<(i64, usize)> {
    let (amount, unit, length) = date::amount(tokens, i)?;
    let minutes = match unit {
        "minute" => 1.0,
        "hour" => 60.0,
        "day" => 1_440.0,
        "week" => 10_080.0,
        _ => return None,
    };
    let more = match (norm(tokens, i + length), norm(tokens, i + length + 1)) {
        ("before" | "ahead" | "prior", "it" | "that" | "hand") => 2,
        ("ahead", "of") if norm(tokens, i + length + 2) == "time" => 3,
        ("in", "advance") => 2,
        ("before" | "beforehand" | "ahead" | "earlier" | "prior" | "early", _) => 1,
        _ => return None,
    };
    Some(((amount * minutes) as i64, length + more))
}
