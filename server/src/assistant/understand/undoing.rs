//! What a message that takes something back, or does it again, says of it: how many steps, or which task.

use super::command::Outcome;
use super::date::number;
use super::normalise::{Token, name, norm};
use super::phrases::TASK_NOUNS;
use super::types::{Action, Intent};

#[rustfmt::skip] // Packed: it is a list of words.
const EMPTY: &[&str] = &[
    // The command itself
    "undo", "undoing", "undelete", "recover", "redo", "redoing", "revert", "restore", "bring", "get", "take", "put", "back", "again", "please", "can",
    "could", "you", "wapas", "dobara", "and", "phirse", "karo", "do", "lo", "lao", "لاؤ", "ko", "ka", "wala", "se",
    // The change meant
    "the", "my", "our", "a", "that", "this", "it", "these", "those", "what", "i", "we", "did", "was", "were", "just", "have",
    "made", "last", "latest", "recent", "previous", "prior", "most", "of", "to", "for", "from", "on", "list", "pichla",
    "deleting", "deletion", "deleted", "removing", "removed", "removal", "completing", "completed", "adding", "added",
    "renaming", "change", "changes", "thing", "things", "step", "steps", "action", "actions", "edit", "edits", "command",
    "commands", "one", "ones", "mistake", "pichli", "pichle", "پچھلی", "پچھلا", "پچھلے", "tabdeeli", "tabdeeliyan", "تبدیلی",
    "تبدیلیاں", "pichlay", "cheez", "cheezein", "چیزیں",
];

/// After these a number is a task's.
const BRINGING: &[&str] = &["restore", "undelete", "recover", "bring", "get"];

/// The one action of a message that undoes or redoes.
pub(crate) fn read(intent: Intent, tokens: &[Token]) -> Outcome {
    let mut action = Action::new(intent);
    let brings = tokens.first().is_some_and(|first| first.is_one_of(BRINGING));
    let is_task = |token: &Token| token.is_one_of(TASK_NOUNS) || token.is("number");
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match number(tokens, at) {
            // "one" points; it counts nothing.
            Some((number, length)) if norm(tokens, at) != "one" => {
                let of_task = brings || at > 0 && is_task(&tokens[at - 1]);
                match of_task {
                    true => action.reference = Some(number.to_string()),
                    false => action.steps = Some(number),
                }
                at += length;
            }
            _ => {
                if !token.is_mark() && !token.is_one_of(EMPTY) && !is_task(token) {
                    words.push(token.clone());
                }
                at += 1;
            }
        }
    }
    if !words.is_empty() && action.reference.is_none() {
        // A number among words is part of a title.
        action.steps = None;
        action.reference = Some(name(&words));
    }
    Outcome::one(action, 0.95)
}
