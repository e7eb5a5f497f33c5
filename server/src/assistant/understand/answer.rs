//! Answers to a question that the assistant has put.

use super::normalise::Token;
use super::reference::place;
use super::types::{Action, Pending, Shown};

/// What a message picks out of the candidates of a question; empty if it is no answer to it.
pub(crate) fn choose(tokens: &[Token], pending: &Pending) -> Vec<Action> {
    let Pending::Choose { action, candidates } = pending else { return Vec::new() };
    let words: Vec<&str> = tokens.iter().filter(|t| !t.is_mark()).map(|t| t.norm.as_str()).collect();
    let chosen = picked(&words, candidates);
    chosen
        .iter()
        .map(|task| Action { reference: Some(task.id.to_string()), filter: None, ..(**action).clone() })
        .collect()
}

#[rustfmt::skip] // Packed: it is a list of words.
const EMPTY: &[&str] = &[
    "the", "one", "task", "number", "i", "mean", "meant", "please", "it", "is", "its", "that", "and", "no",
    "my", "a", "ok", "yes", "option", "with", "for", "of", "to", "ones", "called", "both", "all", "them",
    "these", "those", "item", "todo",
];

fn picked<'a>(words: &[&str], candidates: &'a [Shown]) -> Vec<&'a Shown> {
    let telling: Vec<&str> = words.iter().copied().filter(|w| !EMPTY.contains(w)).collect();
    if words.is_empty() || words.len() > 12 {
        return Vec::new();
    }
    if telling.is_empty() {
        let all = words.iter().any(|w| matches!(*w, "both" | "all"));
        let enough = !words.contains(&"both") || candidates.len() == 2;
        return if all && enough { candidates.iter().collect() } else { Vec::new() };
    }
    // A number is an id first, because that is what the question shows, and a place in the list second.
    let by_number = |word: &str| {
        let n = word.trim_start_matches('#');
        let by_id = candidates.iter().find(|c| c.id.to_string() == n);
        let counted = n.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).or_else(|| place(word));
        by_id.or_else(|| {
            counted.and_then(|at| if at == usize::MAX { candidates.last() } else { candidates.get(at) })
        })
    };
    if let Some(found) = telling.iter().map(|word| by_number(word)).collect::<Option<Vec<_>>>() {
        return found;
    }
    let titles = |task: &&Shown| {
        let tokens = super::normalise::tokens(&task.title);
        telling.iter().all(|word| tokens.iter().any(|t| t.is(word)))
    };
    let found: Vec<&Shown> = candidates.iter().filter(titles).collect();
    if found.len() == 1 { found } else { Vec::new() }
}
