//! Questions about the list.

use super::super::command::Outcome;
use super::super::normalise::{self, Token};
use super::super::types::{Action, Filter, Intent};
use super::super::{Turn, filter};
use super::date::{self, Timed};
use super::{PARTICLES, ends_in_verb, take_list};
use shared::task::StatusFilter;

/// "aaj kya karna hai", "kitne kaam baqi hain", "kaun se kaam late hain".
pub(super) fn question(timed: &Timed, words: &[Token], turn: &Turn) -> Option<Outcome> {
    let has = |word: &str| words.iter().any(|t| t.is(word));
    let about =
        ["task", "tasks", "karo", "list", "pending", "completed", "overdue"].iter().any(|word| has(word));
    // "kya" may also only open a question that asks for something to be done.
    let opens = words.first().is_some_and(|t| t.is("kya"));
    let asks = has("kitne") || has("kaunse") || has("kya") && !(opens && ends_in_verb(words) && !has("hai"));
    if !asks || !about && timed.when.is_none() || has("shamil") || has("hatao") {
        return None;
    }
    let intent = if has("kitne") { Intent::Count } else { Intent::List };
    let outcome = list(words, words, turn)?;
    let mut actions = outcome.actions;
    for action in &mut actions {
        action.intent = intent;
        // "aaj kya karna hai" asks for what is still to be done.
        let to_do = has("karna") && !has("completed");
        if to_do {
            let filter = action.filter.get_or_insert_default();
            filter.status = filter.status.or(Some(StatusFilter::Pending));
        }
    }
    Some(Outcome { intent, actions, ..Outcome::new(intent, 0.9) })
}

pub(super) fn list(described: &[Token], all: &[Token], turn: &Turn) -> Option<Outcome> {
    let timed = date::take(all, turn);
    let words = date::take(described, turn).rest;
    let (mut rest, mut tags) = (words, Vec::new());
    take_list(&mut rest, &mut tags);
    // "doodh wala kaam": what it is about.
    let about = rest.iter().position(|t| t.is("wala")).map(|at| rest.drain(..=at).collect::<Vec<Token>>());
    let about =
        about.map(|words| words.into_iter().filter(|t| !t.is("wala") && !t.is("my")).collect::<Vec<Token>>());
    for token in rest.iter_mut().filter(|t| t.is_one_of(&["important", "urgent", "low"])) {
        token.norm = if token.is("low") { "low priority" } else { "high priority" }.to_owned();
    }
    // Particles mean nothing to the filter.
    rest.retain(|t| {
        !t.is_one_of(PARTICLES)
            && !t.is_one_of(&[
                "kya", "kaunse", "se_", "kitne", "hai", "karo", "karna", "mujhe", "dikhao", "chahiye",
                "dekhna", "ho", "gaya", "do", "that", "liya", "hogaya", "abhi", "ابھی", "maine",
            ])
    });
    let described: String = rest.iter().map(|t| t.norm.as_str()).collect::<Vec<_>>().join(" ");
    let parsed = filter::parse(&normalise::tokens(&described), turn);
    let mut filter = parsed.filter;
    if let Some(when) = &timed.when {
        filter.due_after = Some(turn.now.midnight(when.first));
        filter.due_before = Some(turn.now.midnight(when.end));
    }
    if !tags.is_empty() {
        filter.tags = Some(tags);
    }
    // Words that say nothing about tasks are looked for.
    let unknown: Vec<Token> =
        rest.iter().filter(|t| parsed.unknown.iter().any(|u| u.norm == t.norm)).cloned().collect();
    if !unknown.is_empty() && unknown.len() <= 4 {
        filter.q = Some(normalise::written(&unknown));
    }
    match about.as_deref() {
        Some([late]) if late.is("overdue") => filter.overdue = Some(true),
        Some(words) if !words.is_empty() => filter.q = Some(normalise::written(words)),
        _ => {}
    }
    let filter = (filter != Filter::default()).then_some(filter);
    Some(Outcome::one(Action { filter, ..Action::new(Intent::List) }, 0.9))
}
