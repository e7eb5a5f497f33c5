//! Answers to a question that the assistant has put. What is no clear answer changes nothing: only a message that is
//! a yes and nothing else is a yes, and a no anywhere is a no.

use super::command::Outcome;
use super::normalise::{Token, tokens as tokens_of, trim};
use super::reference::place;
use super::types::{Action, Intent, Pending, Shown};
use super::vocabulary::{NO, YES};
use super::{Turn, clause, polite, reply};

/// Reads a message as an answer; `None` if it is none, and means what it would mean without the question.
pub(crate) fn read(tokens: &[Token], turn: &Turn, pending: &Pending) -> Option<Outcome> {
    let words = trim(tokens);
    match pending {
        Pending::Confirm { intent } => Some(confirmed(tokens, words, turn, *intent)),
        Pending::Choose { candidates, .. } => {
            if refuses(words, candidates) {
                return Some(refused(words, turn));
            }
            let actions = choose(tokens, pending);
            let intent = actions.first()?.intent;
            Some(Outcome { actions, ..Outcome::new(intent, 0.9) })
        }
    }
}

fn confirmed(tokens: &[Token], words: &[Token], turn: &Turn, asked: Option<Intent>) -> Outcome {
    if !is_question(tokens) && is_yes(words, asked) {
        return Outcome::new(Intent::Yes, 0.95);
    }
    if refuses(words, &[]) {
        return refused(words, turn);
    }
    let other = || reply::read(words).filter(|intent| *intent != Intent::Yes);
    clause::read(words, turn)
        .or_else(|| other().map(|intent| Outcome::new(intent, 0.95)))
        .unwrap_or_else(|| Outcome::new(Intent::None, 0.7))
}

/// A no, unless the words are surely a harmless request: "add milk, not cream".
fn refused(words: &[Token], turn: &Turn) -> Outcome {
    const HARMLESS: &[&str] = &["add", "create", "remind", "show", "list", "what", "whats", "how"];
    // "no, show my tasks"
    let words = match words.iter().position(Token::is_mark) {
        Some(at) if reply::known(&words[..at]) == Some(Intent::No) => trim(&words[at..]),
        _ => words,
    };
    let asks_for_more = polite::strip(words).first().is_some_and(|t| t.is_one_of(HARMLESS));
    clause::read(words, turn)
        .filter(|o| asks_for_more && o.actions.iter().all(|a| !a.intent.writes() || a.intent == Intent::Add))
        .unwrap_or_else(|| Outcome::new(Intent::No, 0.95))
}

fn is_question(tokens: &[Token]) -> bool {
    tokens.iter().any(|t| t.is_mark() && t.raw.contains(['?', '؟']))
        || tokens.first().is_some_and(|t| t.is_one_of(&["is", "are", "was", "does", "which", "what", "why"]))
}

/// Whether a no is among the words, and is not a word of a candidate's title that is being said.
fn refuses(words: &[Token], candidates: &[Shown]) -> bool {
    let titles: Vec<Token> = candidates.iter().flat_map(|c| tokens_of(&c.title)).collect();
    let named = |word: &Token| titles.iter().any(|t| t.is(&word.norm));
    reply::known(words) == Some(Intent::No) || words.iter().any(|t| t.is_one_of(NO) && !named(t))
}

#[rustfmt::skip] // Packed: it is a list of words.
const POLITE: &[&str] = &[
    "please", "pls", "plz", "thanks", "thank you", "thx", "very much", "a lot", "now", "just", "and", "well",
    "oh", "all", "to all", "both", "to both", "all of them", "everything", "them all",
];

/// Whether the words are a yes and nothing but a yes; what was asked may be repeated ("yes, delete them").
fn is_yes(words: &[Token], asked: Option<Intent>) -> bool {
    if reply::known(words) == Some(Intent::Yes) {
        return true;
    }
    let repeated: &[&str] = match asked {
        Some(Intent::Delete | Intent::Clear) => &["delete", "remove", "erase", "clear"],
        Some(Intent::Complete) => &["complete", "finish"],
        _ => &[],
    };
    let object: &[&str] = &["it", "them", "these", "those", "the tasks", "all the tasks"];
    let mut rest: Vec<&Token> = words.iter().filter(|t| !t.is_mark()).collect();
    let (mut yes, mut verb) = (false, false);
    while !rest.is_empty() {
        let taken = |table: &[&str]| table.iter().filter_map(|phrase| begins(&rest, phrase)).max();
        let (agrees, repeats) = (taken(YES), taken(repeated));
        let Some(length) = agrees.max(repeats).max(taken(POLITE)).max(taken(object).filter(|_| verb)) else {
            return false;
        };
        yes |= agrees.is_some();
        verb |= repeats.is_some();
        rest.drain(..length);
    }
    yes
}

/// How many tokens a phrase takes at the start of others.
fn begins(tokens: &[&Token], phrase: &str) -> Option<usize> {
    let words: Vec<&str> = phrase.split(' ').collect();
    let all = words.len() <= tokens.len() && words.iter().zip(tokens).all(|(word, token)| token.is(word));
    all.then_some(words.len())
}

/// What a message picks out of the candidates of a question; empty if it is no answer to it.
fn choose(tokens: &[Token], pending: &Pending) -> Vec<Action> {
    let Pending::Choose { action, candidates, keeps_day, clears_due } = pending else { return Vec::new() };
    if is_question(tokens) {
        return Vec::new();
    }
    let words: Vec<&str> = tokens.iter().filter(|t| !t.is_mark()).map(|t| t.norm.as_str()).collect();
    let chosen = picked(&words, candidates);
    let one = |task: &&Shown| Action {
        reference: Some(task.id.to_string()),
        filter: None,
        keeps_day: *keeps_day,
        clears_due: *clears_due,
        ..(**action).clone()
    };
    chosen.iter().map(one).collect()
}

#[rustfmt::skip] // Packed: it is a list of words.
const EMPTY: &[&str] = &[
    "the", "one", "task", "number", "i", "mean", "meant", "please", "it", "is", "its", "that", "and", "just",
    "only", "my", "a", "ok", "yes", "option", "with", "for", "of", "to", "ones", "called", "both", "all", "them",
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
