//! What points at tasks just shown: "it", "both", "the second one".

use super::super::Turn;
use super::super::date::nth;
use super::super::normalise::{Token, written};
use super::super::types::Shown;
use super::Reference;

#[rustfmt::skip] // Packed: it is a list of words.
const SINGLE: &[&str] = &[
    "it", "that", "this", "that one", "this one", "the one", "that task", "this task", "the task",
    "that item", "the item", "this item", "that event", "this event", "that reminder", "this reminder", "this thing", "that thing",
];

/// One that is never clear: the others are not known to be two.
const OTHER: &[&str] =
    &["the other", "the other one", "the other task", "other one", "another", "another one", "the others"];

#[rustfmt::skip] // Packed: it is a list of words.
const SEVERAL: &[&str] = &[
    "them", "these", "those", "both", "both of them", "all of them", "all of these", "all of those",
    "them all", "these tasks", "those tasks", "all three", "both tasks", "these ones", "those ones",
    "the two",
];

/// "it", "both", "the second one", "the first and the last": what was just shown.
pub(super) fn pointing(words: &[Token], turn: &Turn) -> Option<Reference> {
    let shown = &turn.context.shown;
    let said: Vec<&str> = words.iter().filter(|t| !t.is_mark()).map(|t| t.norm.as_str()).collect();
    let phrase = said.join(" ");
    let as_said = || Reference::sure(vec![written(words)]);
    let ids = |tasks: &[&Shown]| Reference::sure(tasks.iter().map(|s| s.id.to_string()).collect());
    if OTHER.contains(&phrase.as_str()) {
        return Some(Reference { unclear: true, ..as_said() });
    }
    if SINGLE.contains(&phrase.as_str()) {
        return Some(match &shown[..] {
            [only] => ids(&[only]),
            _ => Reference { unclear: true, ..as_said() },
        });
    }
    if SEVERAL.contains(&phrase.as_str()) {
        let count = if phrase.starts_with("both") || phrase == "the two" {
            Some(2)
        } else {
            (phrase == "all three").then_some(3)
        };
        return Some(match count {
            _ if shown.is_empty() => Reference { unclear: true, ..as_said() },
            Some(count) if shown.len() != count => Reference { unclear: true, ..as_said() },
            _ => ids(&shown.iter().collect::<Vec<_>>()),
        });
    }
    let mut found = Vec::new();
    let mut any = false;
    for (i, word) in said.iter().enumerate() {
        if let Some(place) = place(word) {
            any = true;
            found.push(if place == usize::MAX { shown.last() } else { shown.get(place) });
        } else if !matches!(
            *word,
            "the"
                | "that"
                | "and"
                | "one"
                | "ones"
                | "task"
                | "tasks"
                | "item"
                | "thing"
                | "todo"
                | "number"
                | "my"
        ) || i == 0 && *word == "one"
        {
            return None;
        }
    }
    if !any {
        return None;
    }
    match found.into_iter().collect::<Option<Vec<&Shown>>>() {
        Some(tasks) => Some(ids(&tasks)),
        None => Some(Reference { unclear: true, ..as_said() }),
    }
}

/// The place in a list that a word names, from 0; the greatest number stands for the last.
pub(crate) fn place(word: &str) -> Option<usize> {
    if matches!(word, "last" | "latter") {
        return Some(usize::MAX);
    }
    nth(word)?.checked_sub(1)?.try_into().ok()
}
