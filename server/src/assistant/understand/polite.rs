//! Words around a command that do not change it, and words before it that turn it down.

use super::normalise::{Token, trim};

/// Beginnings without meaning of their own, longest first where one begins another.
#[rustfmt::skip] // Packed: it is a list of words.
const OPENINGS: &[&str] = &[
    "could you please", "could you kindly", "could you", "can you please", "can you", "can u", "could u",
    "will you please", "will you", "would you please", "would you mind", "would you kindly",
    "would you be able to", "would you", "please", "pls", "plz", "kindly", "just", "hey", "hi", "hello",
    "ok", "okay", "alright", "well", "so", "also", "then", "and", "now", "oh", "um", "uh", "hmm", "yo",
    "actually", "but", "first", "next", "lets go ahead and", "let us", "lets", "go ahead and",
    "hurry up and", "i would like you to", "i would like to", "i would like for you to", "id like you to",
    "id like for you to", "id like to", "i want you to", "i want to", "i need you to", "i need for you to",
    "i wanna", "i wish to", "do me a favor and", "do me a favour and", "help me to", "help me", "help", "try to",
    "be sure to", "make sure to", "make sure you", "make sure i", "maybe we can", "maybe you could", "maybe", "we can",
    "can we", "could we", "you can", "you could", "there", "assistant", "bot", "ai", "siri", "alexa",
    "todo app", "i think you should", "feel free to", "ive got to ask you to", "quickly", "yes", "yeah",
    "sure", "oops", "whoops", "ah", "olly", "hey there", "be so kind as to", "would you be so kind as to", "if you could",
    "i was wondering if you could", "do you think you could", "is it possible to", "may i", "um could you", "may i suggest we",
    "i suggest we", "go on and", "i would love to", "id love to", "i shall", "i must ask you to", "would it be possible to",
    "could i ask you to", "quick", "real quick", "could i get", "can i get", "could i have", "can i have",
];

/// Endings without meaning of their own.
#[rustfmt::skip] // Packed: it is a list of words.
const ENDINGS: &[&str] = &[
    "please", "pls", "plz", "thanks", "thank you", "thank you very much", "thanks a lot", "thx", "for me",
    "will you", "would you", "if you can", "if you could", "if possible", "if you dont mind", "ok", "okay",
    "right now", "asap please", "cheers", "i would appreciate it", "id appreciate it", "that would be great", "as well", "too",
    "for now", "if its not too much trouble", "when you get a chance", "pretty please",
];

/// Beginnings of what is not to be done. "Don't forget" is the exception, and stands before them.
#[rustfmt::skip] // Packed: it is a list of words.
const REFUSALS: &[&str] = &[
    "dont", "do not", "never", "not", "i dont", "i do not", "we dont", "we do not", "you dont",
    "you do not", "you shouldnt", "you should not", "you must not", "i wont", "i will not", "i didnt",
    "i did not", "i never", "i cant", "i cannot", "i can not", "i wouldnt", "i would not", "i havent",
    "i have not", "we cant", "i shouldnt", "i should not", "i am not", "im not", "there is no need to",
    "no need to", "theres no need to", "stop", "avoid", "refrain", "without", "if", "unless", "i no longer",
    "no longer", "we no longer", "wont", "cant", "shouldnt", "cannot",
];
const FORGET: &[&str] = &[
    "do not forget",
    "dont forget",
    "never forget",
    "do not let me forget",
    "dont let me forget",
    "never let me forget",
    "dont let us forget",
    "stop repeating",
];
/// What takes back a message at its end.
#[rustfmt::skip] // Packed: it is a list of words.
const TAKEN_BACK: &[&str] = &[
    "never mind", "nevermind", "forget it", "forget that", "just kidding", "no wait", "wait no",
    "scratch that", "cancel that", "no dont", "dont", "actually no", "actually dont",
    "on second thought no", "not", "do not", "no do not", "wait dont",
];

/// Takes politeness off both ends, but never all there is.
pub(crate) fn strip(mut tokens: &[Token]) -> &[Token] {
    loop {
        let shorter =
            OPENINGS.iter().filter_map(|words| after(tokens, words)).map(trim).min_by_key(|rest| rest.len());
        match shorter {
            Some(rest) if !rest.is_empty() => tokens = rest,
            _ => break,
        }
    }
    loop {
        let shorter =
            ENDINGS.iter().filter_map(|words| before(tokens, words)).map(trim).min_by_key(|rest| rest.len());
        match shorter {
            Some(rest) if !rest.is_empty() => tokens = rest,
            _ => break,
        }
    }
    tokens
}

/// Whether the command says what not to do, or only supposes.
pub(crate) fn is_refusal(tokens: &[Token]) -> bool {
    REFUSALS.iter().any(|words| after(tokens, words).is_some()) && !is_reminder(tokens)
}

/// "Don't forget": a refusal in words only.
pub(crate) fn is_reminder(tokens: &[Token]) -> bool {
    FORGET.iter().any(|words| after(tokens, words).is_some())
}

/// Whether the message takes itself back: "delete task 3. No wait, never mind."
pub(crate) fn is_taken_back(tokens: &[Token]) -> bool {
    let tokens = trim(tokens);
    TAKEN_BACK
        .iter()
        .filter_map(|words| before(tokens, words))
        .any(|rest| rest.last().is_some_and(Token::is_mark))
}

fn after<'a>(tokens: &'a [Token], words: &str) -> Option<&'a [Token]> {
    let mut rest = tokens;
    for word in words.split(' ') {
        let (first, others) = rest.split_first()?;
        rest = first.is(word).then_some(others)?;
    }
    Some(rest)
}

fn before<'a>(tokens: &'a [Token], words: &str) -> Option<&'a [Token]> {
    let mut rest = tokens;
    for word in words.rsplit(' ') {
        let (last, others) = rest.split_last()?;
        rest = last.is(word).then_some(others)?;
    }
    Some(rest)
}
