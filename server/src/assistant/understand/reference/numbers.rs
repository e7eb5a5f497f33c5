//! Tasks by their numbers, told from numbers that say how many.

use super::super::date::number;
use super::super::normalise::{Kind, Token, norm};
use super::super::phrases::TASK_NOUNS;
use super::OWN;

/// "2 tasks" says how many, "tasks 2 and 3" which; and "task 2, no 3" takes the first number back.
pub(super) fn is_count(words: &[Token]) -> bool {
    let is_plural = |t: &Token| t.is_one_of(TASK_NOUNS) && t.norm.ends_with('s');
    let counts = match words {
        [first @ .., last] if is_plural(last) => {
            let is_amount = |t: &Token| {
                t.norm.bytes().all(|byte| byte.is_ascii_digit())
                    || number(std::slice::from_ref(t), 0).is_some()
            };
            matches!(first, [only] if is_amount(only))
                || matches!(first, [own, only] if own.is_one_of(OWN) && is_amount(only))
        }
        _ => false,
    };
    let corrects = |pair: &[Token]| pair[0].is_mark() && pair[1].is("no");
    counts
        || words.windows(2).any(corrects)
            && words.iter().any(|t| t.norm.bytes().all(|byte| byte.is_ascii_digit()))
}

/// "3", "task #3", "tasks 1, 2 and 4", "1-3", "task number three".
pub(super) fn numbers(words: &[Token]) -> Option<Vec<String>> {
    let is_noun =
        |t: &Token| t.is_one_of(TASK_NOUNS) || t.is_one_of(&["number", "numbers", "no", "nr", "id", "#"]);
    let noun = words.iter().any(is_noun);
    let mut ids: Vec<String> = Vec::new();
    let mut range_from = None;
    let mut i = 0;
    while i < words.len() {
        let token = &words[i];
        let plain = token.norm.trim_start_matches('#');
        if let Some((from, to)) = plain.split_once(['-', '–'])
            && let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>())
        {
            ids.extend(span(from, to)?);
        } else if !plain.is_empty() && plain.len() <= 18 && plain.bytes().all(|b| b.is_ascii_digit()) {
            match range_from.take() {
                Some(from) => ids.extend(span(from, plain.parse().ok()?)?),
                None => ids.push(plain.trim_start_matches('0').to_owned()),
            }
        } else if let Some((n, length)) = number(words, i).filter(|_| noun) {
            ids.push(n.to_string());
            i += length - 1;
        } else if token.is_one_of(&["to", "through", "thru", "until"])
            || token.is_mark() && matches!(token.raw.as_str(), "-" | "–")
        {
            range_from = Some(ids.pop()?.parse().ok()?);
        } else if !(is_noun(token) || token.is_mark() || token.is_one_of(&["and", "the", "my", "also"])) {
            return None;
        }
        i += 1;
    }
    (!ids.is_empty() && range_from.is_none() && ids.iter().all(|id| !id.is_empty())).then_some(ids)
}

/// Whether the words begin with a bare number, which may say how many: "5 today", "3 of them".
pub(crate) fn is_amount(words: &[Token]) -> bool {
    let own = usize::from(words.first().is_some_and(|t| t.is_one_of(OWN)));
    words.get(own).is_some_and(|t| t.norm.bytes().all(|b| b.is_ascii_digit()) && t.kind == Kind::Word)
        || number(words, own)
            .is_some_and(|(_, length)| own + length == words.len() || norm(words, own + length) == "of")
}

/// Whether the words are the number of a task.
pub(crate) fn is_number(words: &[Token]) -> bool {
    numbers(words).is_some()
}

/// The numbers of a range; a long one is rather a telephone number.
pub(super) fn span(from: u32, to: u32) -> Option<impl Iterator<Item = String>> {
    (from < to && to - from <= 50).then(|| (from..=to).map(|n| n.to_string()))
}
