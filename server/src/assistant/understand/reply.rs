//! Messages that are no command on a task: yes and no, help, thanks and greetings, undo.

use super::normalise::Token;
use super::phrases::TASK_NOUNS;
use super::replies::REPLIES;
use super::types::Intent;
use super::{pattern, polite, scope};

const YES: &[&str] =
    &["yes", "yeah", "yep", "yup", "sure", "ok", "okay", "absolutely", "definitely", "correct"];
const NO: &[&str] = &["no", "nope", "nah"];
const GREETINGS: &[&str] = &["hi", "hello", "hey", "howdy", "thanks", "thank", "bye", "goodbye"];

/// The intent of a whole message, or of one without its politeness.
pub(crate) fn read(tokens: &[Token]) -> Option<Intent> {
    known(tokens).or_else(|| known(polite::strip(tokens)))
}

/// The intent of a whole message as it stands.
pub(crate) fn known(tokens: &[Token]) -> Option<Intent> {
    let (intent, _) = REPLIES.iter().find(|(_, phrase)| {
        pattern::matches(phrase, tokens, &|name, words| name != "howto" || is_about_this(words)).is_some()
    })?;
    Some(*intent)
}

/// "how do I add a task" is about this assistant, "how do I make pasta" is not.
fn is_about_this(words: &[Token]) -> bool {
    #[rustfmt::skip] // Packed: it is a list of words.
    const VERBS: &[&str] = &[
        "add", "create", "delete", "remove", "complete", "rename", "tag", "reschedule", "undo", "list",
        "prioritize",
    ];
    let first = words.first().is_some_and(|t| t.is_one_of(VERBS));
    let this = words.iter().any(|t| t.is_one_of(TASK_NOUNS) || t.is_one_of(&["list", "lists", "help"]));
    let whole = matches!(words, [only] if only.is_one_of(&["this", "it", "work", "start", "begin"]))
        || words.first().is_some_and(|t| t.is("use")) && words.len() <= 3;
    (first || this || whole) && !scope::is_foreign(words)
}

/// A short message that no phrase covers, but that begins like an answer or a greeting.
pub(crate) fn by_first_word(tokens: &[Token]) -> Option<Intent> {
    if tokens.len() > 6 {
        return None;
    }
    [(Intent::Yes, YES), (Intent::No, NO), (Intent::Smalltalk, GREETINGS)]
        .into_iter()
        .find(|(_, words)| tokens[0].is_one_of(words))
        .filter(|_| tokens.len() <= 3 || tokens[1].is_mark())
        .map(|(intent, _)| intent)
}
