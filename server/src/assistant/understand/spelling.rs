//! Typing errors in the words that the assistant itself has to recognise. Titles are never touched: only the
//! normal form of a token changes, and a title is cut from what was written.

use super::normalise::{Kind, Token};
use strsim::osa_distance;

/// Command words, corrected only where a command can begin; a wrong guess here could write, so it is strict.
#[rustfmt::skip] // Packed: it is a list of words.
const VERBS: &[&str] = &[
    "add", "create", "remember", "remind", "show", "list", "display", "complete", "finish", "mark",
    "delete", "remove", "erase", "cancel", "change", "update", "rename", "move", "reschedule", "postpone",
    "reopen", "uncheck", "untag", "clear", "schedule", "prioritize",
];

/// Words of dates and of the domain, corrected anywhere.
#[rustfmt::skip] // Packed: it is a list of words.
const NOUNS: &[&str] = &[
    "tomorrow", "tonight", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "january", "february", "september", "october", "november", "december", "morning", "afternoon",
    "evening", "priority", "completed", "complete", "overdue", "pending", "reminder", "reminders",
    "calendar", "shopping", "tasks", "task", "list",
];

/// Real words that look like a typing error of one of the above.
#[rustfmt::skip] // Packed: it is a list of words.
const REAL: &[&str] = &[
    "sundae", "sundry", "remainder", "dismember", "talks", "tanks", "tacks", "cancer", "canal", "deplete",
    "remote", "chance", "chances", "charge", "crate", "mask", "mart", "shop", "shot", "stow", "slow",
    "snow", "last", "lost", "lift", "lest", "test", "tusks", "desks", "masks", "asks", "ask", "finnish",
    "change", "deleted", "completed", "completes", "removed", "updated", "created", "cancelled", "canceled",
    "renamed", "moved", "morning", "mourning", "evening", "evenings", "mornings", "mondays", "tuesdays",
    "wednesdays", "thursdays", "fridays", "saturdays", "sundays", "tomorrows", "tonights", "shipping",
    "stopping", "hopping", "chopping", "shaping", "swapping", "remembers", "reminds", "lists", "listen",
    "dark", "mars", "marks", "clean", "cleat", "love", "more", "mode", "upgrade", "complex", "competed",
    "compete", "erased", "era", "sing", "postponed", "spending", "bending", "sending", "lending", "vending",
    "mending", "ending", "minder", "reminded", "finished", "refinish", "calender's", "prior", "minority",
    "trash", "rewind", "remand",
];

/// Corrects the normal forms in place.
pub(crate) fn correct(tokens: &mut [Token]) {
    let mut may_begin = true;
    for token in tokens {
        if token.kind != Kind::Word {
            may_begin |= token.kind == Kind::Mark;
            continue;
        }
        let known = VERBS.contains(&token.norm.as_str()) || REAL.contains(&token.norm.as_str());
        if !known {
            let verb = if may_begin { nearest(&token.norm, VERBS) } else { None };
            if let Some(right) = verb.or_else(|| nearest(&token.norm, NOUNS)) {
                right.clone_into(&mut token.norm);
            }
        }
        // After these a command may still begin: "please delte", "can you shwo", "and remvoe".
        may_begin = may_begin && token.norm.len() <= 2
            || token.is_one_of(&[
                "please", "pls", "you", "and", "then", "to", "hey", "hi", "just", "also", "lets",
            ]);
    }
}

/// The nearest word of the table, if close enough: one slip from five letters on, two from eight on; below that
/// only two letters swapped or one doubled.
fn nearest(word: &str, table: &[&'static str]) -> Option<&'static str> {
    let length = word.chars().count();
    if length < 4 || table.contains(&word) || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let close = |right: &&&'static str| {
        // "deleted" and "changes" are words, not slips; "addd" is one.
        let ending = word.strip_prefix(**right).unwrap_or_default();
        if matches!(ending, "s" | "d" | "r" | "ed" | "er" | "rs" | "ly")
            && undoubled(word) != undoubled(right)
        {
            return false;
        }
        let distance = osa_distance(word, right);
        let same_start = word.chars().next() == right.chars().next();
        match right.len() {
            0..=4 => distance == 1 && (same_letters(word, right) || undoubled(word) == undoubled(right)),
            5..=7 => distance == 1 && same_start,
            _ => distance <= 2 && same_start && length >= 7,
        }
    };
    table.iter().filter(close).min_by_key(|right| osa_distance(word, right)).copied()
}

fn same_letters(a: &str, b: &str) -> bool {
    let sorted = |s: &str| {
        let mut letters: Vec<char> = s.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(a) == sorted(b)
}

fn undoubled(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters
}
