//! The list that is named: "on my shopping list" makes the tag "shopping".

use super::normalise::{Kind, Token, norm};
use std::ops::Range;

const LISTS: &[&str] = &["list", "lists", "cart", "basket", "bag", "calendar", "agenda", "schedule"];
const OWN: &[&str] = &["my", "the", "our", "this", "that", "a", "an", "another", "your", "whole", "entire"];
const TO: &[&str] = &["to", "on", "onto", "in", "into", "from", "off", "of", "at", "under", "for"];
/// Names that say no more than that it is the to-do list.
#[rustfmt::skip] // Packed: it is a list of words.
const PLAIN: &[&str] = &[
    "todo", "task", "tasks", "reminder", "reminders", "chore", "chores", "errand", "errands", "own",
    "personal", "current", "to", "do", "full", "whole", "entire", "complete", "day", "calendar", "main",
];

const REASONS: &[&str] = &["if", "unless", "cause", "because", "cuz", "since", "i", "im", "were", "so"];

/// "on my shopping list": removes it, and its name becomes a tag. `bare` also takes a list without a preposition, as
/// in "show my shopping list".
pub(crate) fn take_list(tokens: &mut Vec<Token>, bare: bool, tags: &mut Vec<String>, listed: &mut bool) {
    let Some((range, name)) = list_phrase(tokens, bare) else { return };
    *listed = true;
    tags.extend(name);
    let at = range.start;
    tokens.drain(range);
    // "add milk to my list because I am out of it": a reason behind the list is no part of the title.
    let reason = tokens[at..].iter().find(|t| !t.is_mark());
    if at > 0 && reason.is_some_and(|t| t.is_one_of(REASONS)) {
        tokens.truncate(at);
    }
}

/// "to the things i need to do", at the end.
fn things_to_do(tokens: &[Token]) -> Option<usize> {
    let words: Vec<&str> = tokens.iter().map(|t| t.norm.as_str()).collect();
    let [.., to, own, noun, who, must, "to", "do"] = words[..] else { return None };
    let meant = matches!(to, "to" | "on" | "from" | "off")
        && OWN.contains(&own)
        && matches!(noun, "things" | "stuff" | "chores" | "tasks" | "errands")
        && matches!(who, "i" | "we")
        && matches!(must, "need" | "have" | "want");
    meant.then(|| tokens.len() - 7)
}

fn list_phrase(tokens: &[Token], bare: bool) -> Option<(Range<usize>, Option<String>)> {
    if let Some(start) = things_to_do(tokens) {
        return Some((start..tokens.len(), None));
    }
    let noun = tokens.iter().rposition(|t| t.is_one_of(LISTS)).or_else(|| {
        // "add x to my tasks"
        let last = tokens.len().checked_sub(1)?;
        let own = last >= 3
            && tokens[last - 1].is_one_of(&["my", "the", "our"])
            && tokens[last - 2].is_one_of(&["to", "on", "in"]);
        (own && !bare && tokens[last].is_one_of(&["tasks", "todos", "reminders", "chores", "errands"]))
            .then_some(last)
    })?;
    let mut name_from = noun;
    let mut start = None;
    for k in (noun.saturating_sub(5)..noun).rev() {
        let before = k.checked_sub(1).map_or("", |b| norm(tokens, b));
        if tokens[k].kind != Kind::Word {
            break;
        }
        if tokens[k].is_one_of(OWN) {
            start = if TO.contains(&before) { Some(k - 1) } else { bare.then_some(k) };
            break;
        }
        if tokens[k].is_one_of(TO) {
            start = Some(k);
            break;
        }
        name_from = k;
    }
    let mut start = match start {
        Some(start) => start,
        None if bare => name_from,
        None => return None,
    };
    // "off of my list", "out of my list".
    if start > 0 && norm(tokens, start) == "of" && matches!(norm(tokens, start - 1), "off" | "out") {
        start -= 1;
    }
    let mut name: Vec<&str> =
        tokens[name_from..noun].iter().map(|t| t.norm.as_str()).filter(|n| !PLAIN.contains(n)).collect();
    let mut end = noun + 1;
    // "list of things to do", "list for shopping".
    if matches!(norm(tokens, end), "of" | "for") && tokens.len() - end <= 6 && norm(tokens, noun) == "list" {
        let last = tokens[end..].iter().position(Token::is_mark).map_or(tokens.len(), |n| end + n);
        let words = &tokens[end + 1..last];
        let plain = ["things", "stuff", "task", "tasks", "chores", "reminders", "todos", "items", "errands"];
        let to_do = matches!(words, [.., to, act] if to.is("to") && act.is("do"));
        if matches!(words, [only] if only.is_one_of(&["shopping", "groceries"])) {
            name.push(&words[0].norm);
            end = last;
        } else if to_do || norm(tokens, end) == "of" && words.first().is_some_and(|w| w.is_one_of(&plain)) {
            end = last;
        }
    }
    Some((start..end, (!name.is_empty()).then(|| name.join(" "))))
}
