//! Messages that are no command on a task: yes and no, help, thanks and greetings, undo.

use super::normalise::Token;
use super::phrases::TASK_NOUNS;
use super::replies::REPLIES;
use super::types::Intent;
use super::{pattern, polite, scope, vocabulary};

/// The intent of a whole message, or of one without its politeness.
pub(crate) fn read(tokens: &[Token]) -> Option<Intent> {
    known(tokens)
        .or_else(|| known(polite::strip(tokens)))
        .or_else(|| super::urdu::reply(tokens))
        .or_else(|| in_parts(tokens))
}

/// "never mind, don't do that": each part says the same.
fn in_parts(tokens: &[Token]) -> Option<Intent> {
    let mut parts = tokens.split(Token::is_mark).filter(|part| !part.is_empty());
    let first = known(parts.next()?)?;
    let mut more = parts.peekable();
    more.peek()?;
    more.all(|part| known(part) == Some(first)).then_some(first)
}

/// The intent of a whole message as it stands.
pub(crate) fn known(tokens: &[Token]) -> Option<Intent> {
    let (intent, _) = REPLIES.iter().find(|(_, phrase)| {
        pattern::matches(phrase, tokens, &|name, words| match name {
            "howto" => is_about_this(words),
            // "stop repeating task 3" and "no due date for task 3" are for a task.
            "any" => !words[0].is_one_of(&[
                "repeating",
                "reminding",
                "due",
                "date",
                "deadline",
                "priority",
                "tags",
                "labels",
            ]),
            _ => true,
        })
        .is_some()
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
    (this || whole || first && words.len() == 1) && !scope::is_foreign(words)
}

/// A short message that no phrase covers, by the words in it. It may be wrong, so it is no answer to a question: see `answer`.
pub(crate) fn by_words(tokens: &[Token]) -> Option<Intent> {
    let words: Vec<&str> = tokens.iter().filter(|t| !t.is_mark()).map(|t| t.norm.as_str()).collect();
    let has = |table: &[&str]| words.iter().any(|word| table.contains(word));
    let said = words.join(" ");
    let says =
        |phrases: &[&str]| phrases.iter().any(|phrase| format!(" {said} ").contains(&format!(" {phrase} ")));
    let first = words.first()?;
    // "what you just said is true" asks nothing.
    let asks = vocabulary::ASKING.contains(first) && !says(&["you just said", "you said"]);
    // "i've changed my mind", "how is life"
    let foreign =
        tokens.iter().any(|t| !t.is_one_of(&["mind", "life"]) && scope::is_foreign(std::slice::from_ref(t)));
    if words.len() > 16 || foreign && !has(&["help", "assist", "familiar"]) {
        return None;
    }
    let to_you = || has(&["you", "your", "youre", "youve", "ai"]);
    if has(vocabulary::THANKS) || !asks && (to_you() && has(vocabulary::PRAISE) || says(vocabulary::PRAISES))
    {
        return Some(Intent::Smalltalk);
    }
    if asks && says(vocabulary::HOW_ARE_YOU)
        || words.len() <= 5 && has(vocabulary::GREETINGS)
        || words.len() <= 8 && says(vocabulary::WELCOMES)
    {
        return Some(Intent::Smalltalk);
    }
    if words.len() <= 12
        && has(vocabulary::KINDS)
        && says(vocabulary::MAY_ASK)
        && !says(&["about a", "about the"])
    {
        return Some(Intent::Help);
    }
    if to_you()
        && (has(vocabulary::ABILITY) || says(&["you do", "can do"]))
        && has(vocabulary::KINDS)
        && !says(&["about a", "about the"])
    {
        return Some(Intent::Help);
    }
    if words.len() <= 12 && has(vocabulary::ENOUGH) && (words.len() <= 2 || has(vocabulary::WHAT_RUNS)) {
        return Some(Intent::No);
    }
    if asks && !first.starts_with("is") || words.len() > 14 {
        return None;
    }
    let agrees = has(vocabulary::YES_ANYWHERE) || says(vocabulary::YES_PHRASES);
    if has(vocabulary::NO_ANYWHERE) || says(vocabulary::NO_PHRASES) || agrees && has(vocabulary::NEGATED) {
        return Some(Intent::No);
    }
    agrees.then_some(Intent::Yes).filter(|_| !asks || words.len() <= 6)
}
