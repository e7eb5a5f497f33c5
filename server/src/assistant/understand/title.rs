//! Titles: what remains of the words of a new task, cleaned.

use super::normalise::{Kind, Token, trim, written};

/// Words between the command and the title, in any number.
const LEADING: &[&str] =
    &["to", "that", "about", "of", "for", "and", "called", "named", "titled", "also", "please", "then"];
/// "remind me that I have to ...".
const LEADING_PHRASES: &[&[&str]] = &[
    &["i", "need", "to"],
    &["i", "have", "to"],
    &["i", "must"],
    &["i", "should"],
    &["i", "have"],
    &["i", "want", "to"],
    &["ive", "got", "to"],
    &["ive", "got"],
    &["we", "need", "to"],
    &["we", "have", "to"],
    &["remind", "me", "to"],
    &["remember", "to"],
    &["so", "i", "dont", "forget", "to"],
    &["so", "that", "i", "dont", "forget", "to"],
    &["so", "i", "remember", "to"],
    &["so", "that", "i", "remember", "to"],
];
const ARTICLES: &[&str] = &["a", "an", "the", "my"];
const TRAILING: &[&str] = &["and", "down", "with", "due", "as", "called", "that", "then"];

/// Verbs that tasks start with. A list that starts with one is one task ("buy milk, eggs and bread").
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const TASK_VERBS: &[&str] = &[
    "buy", "get", "call", "phone", "pay", "send", "email", "mail", "write", "read", "clean", "wash", "fix",
    "book", "order", "pick", "visit", "meet", "make", "cook", "bake", "prepare", "plan", "review", "check",
    "finish", "submit", "do", "go", "take", "bring", "return", "renew", "schedule", "text", "ask", "tell",
    "talk", "water", "feed", "walk", "study", "learn", "practice", "print", "sign", "file", "update",
    "organize", "install", "replace", "repair", "mow", "vacuum", "fold", "pack", "help", "find", "look",
    "watch", "see", "give", "sell", "move", "start", "attend", "drop", "contact", "draft", "test",
    "complete", "change", "cancel", "delete", "remove", "create", "build", "research", "set", "put",
];

/// The title that these words make.
pub(crate) fn clean(words: &[Token]) -> Option<String> {
    let mut words = trim(words);
    if let [only] = words
        && only.kind == Kind::Quote
    {
        return Some(only.unquoted().to_owned());
    }
    loop {
        let phrase = LEADING_PHRASES.iter().find(|phrase| {
            words.len() > phrase.len() && phrase.iter().zip(words).all(|(word, token)| token.is(word))
        });
        match (phrase, words) {
            (Some(phrase), _) => words = trim(&words[phrase.len()..]),
            (None, [first, rest @ ..]) if first.is_one_of(LEADING) => words = trim(rest),
            _ => break,
        }
    }
    if let [first, rest @ ..] = words
        && first.is_one_of(ARTICLES)
        && !rest.is_empty()
    {
        words = rest;
    }
    if let [rest @ .., to, it] = words
        && to.is_one_of(&["to", "on", "onto"])
        && it.is_one_of(&["it", "there", "them"])
        && !rest.is_empty()
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && last.is_one_of(TRAILING)
    {
        words = trim(rest);
    }
    if let [only] = words
        && only.kind == Kind::Quote
    {
        return Some(only.unquoted().to_owned());
    }
    // Where a detail was cut out, two marks may now meet.
    let mut kept: Vec<Token> = Vec::with_capacity(words.len());
    for word in words {
        if !(word.is_mark() && word.raw == "," && kept.last().is_some_and(Token::is_mark)) {
            kept.push(word.clone());
        }
    }
    let text = written(&kept);
    let mut letters = text.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// One title for each entry, where it was said that a list follows.
pub(crate) fn split_list(words: &[Token]) -> Vec<Vec<Token>> {
    let mut entries: Vec<Vec<Token>> = Vec::new();
    let parts: Vec<&[Token]> =
        words.split(|t| t.is(",") || t.is(";")).map(trim).filter(|part| !part.is_empty()).collect();
    for (n, part) in parts.iter().enumerate() {
        match part.iter().rposition(|t| t.is("and")).filter(|at| n + 1 == parts.len() && at + 1 < part.len())
        {
            Some(at) => entries.extend([part[..at].to_vec(), part[at + 1..].to_vec()]),
            None => entries.push(part.to_vec()),
        }
    }
    entries.retain(|entry| !trim(entry).is_empty());
    entries
}

/// One title, or one for each entry of a list with commas: "milk, eggs and bread" are three, "bread and butter" is
/// one, and so is "buy milk, eggs and bread", where the verb goes with all of them.
pub(crate) fn split(words: &[Token]) -> Vec<Vec<Token>> {
    let words = trim(words);
    let parts: Vec<&[Token]> = words.split(|t| t.is(",")).map(trim).filter(|part| !part.is_empty()).collect();
    let [first, .., last] = parts[..] else { return vec![words.to_vec()] };
    let (last, end) = match last.iter().rposition(|t| t.is("and")) {
        Some(0) => (&last[1..], None),
        Some(at) if at + 1 < last.len() => (&last[..at], Some(&last[at + 1..])),
        _ => (last, None),
    };
    let mut entries: Vec<&[Token]> = parts[..parts.len() - 1].to_vec();
    entries.push(last);
    entries.extend(end);
    let verb = |part: &[Token]| part.first().is_some_and(|t| t.is_one_of(TASK_VERBS));
    let sentence = |part: &[Token]| {
        part.is_empty()
            || part.len() > 4
            || part[0].is_one_of(&[
                "i", "she", "he", "it", "they", "we", "which", "who", "because", "but", "so", "then", "not",
            ])
    };
    let mixed = verb(first) && !entries.iter().all(|part| verb(part));
    if mixed || entries.iter().any(|part| sentence(part)) {
        return vec![words.to_vec()];
    }
    entries.into_iter().map(<[Token]>::to_vec).collect()
}
