//! The little language in which the phrases of `phrases.rs` are written, and its matcher.
//!
//! A pattern is words with spaces between them and must match a whole command:
//! - `add` that word; `add|put` one of them; `@task` one of a class of words;
//! - `(the)` or `(a|an)` may be missing;
//! - `$name` takes one token or more, as few as possible; a last `*` whatever is left.
//!
//! Punctuation between words is skipped unless the pattern names it.

use super::normalise::{Token, trim};
use super::phrases::class;

/// What a pattern's `$name`s took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Captures<'a> {
    spans: Vec<(&'static str, &'a [Token])>,
    whole: bool,
}

impl<'a> Captures<'a> {
    /// What `$name` took, without punctuation around it; `None` if the pattern has no such name.
    pub fn get(&self, name: &str) -> Option<&'a [Token]> {
        self.spans.iter().find(|(n, _)| *n == name).map(|(_, span)| trim(span))
    }

    /// Whether the pattern is nothing but this capture.
    pub fn is_whole(&self, name: &str) -> bool {
        self.whole && self.get(name).is_some()
    }
}

/// Says whether words can be what a name stands for.
pub(crate) type Accepts<'f> = &'f dyn Fn(&str, &[Token]) -> bool;

/// Matches a whole command. `accepts` is asked about each capture, by its name, before it stands.
pub(crate) fn matches<'a>(
    pattern: &'static str,
    tokens: &'a [Token],
    accepts: Accepts,
) -> Option<Captures<'a>> {
    let parts: Vec<&'static str> = pattern.split(' ').collect();
    let mut captures = Captures { whole: parts.len() == 1, ..Captures::default() };
    step(&parts, tokens, &mut captures, accepts).then_some(captures)
}

fn step<'a>(
    parts: &[&'static str],
    tokens: &'a [Token],
    captures: &mut Captures<'a>,
    accepts: Accepts,
) -> bool {
    let Some((&part, later)) = parts.split_first() else {
        return tokens.iter().all(Token::is_mark);
    };
    if part == "*" {
        return true;
    }
    if let Some(name) = part.strip_prefix('$') {
        if later.is_empty() {
            captures.spans.push((name, tokens));
            let words = trim(tokens);
            return !words.is_empty() && accepts(name, words);
        }
        for length in 1..=tokens.len() {
            let words = trim(&tokens[..length]);
            let kept = captures.spans.len();
            captures.spans.push((name, words));
            // The rest is cheaper to see than what the capture is.
            if !words.is_empty() && step(later, &tokens[length..], captures, accepts) && accepts(name, words)
            {
                return true;
            }
            captures.spans.truncate(kept);
        }
        return false;
    }
    let (words, optional) = match part.strip_prefix('(').and_then(|p| p.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (part, false),
    };
    let kept = captures.spans.len();
    // Marks before a word are skipped all at once: trying each of them would take for ever on "add,,,,,,,,".
    let marks = match tokens.first() {
        Some(first) if is_one_of(first, words) => 0,
        _ => tokens.iter().take_while(|t| t.is_mark()).count(),
    };
    if let Some((first, rest)) = tokens[marks..].split_first()
        && is_one_of(first, words)
        && step(later, rest, captures, accepts)
    {
        return true;
    }
    captures.spans.truncate(kept);
    optional && step(later, tokens, captures, accepts)
}

fn is_one_of(token: &Token, words: &str) -> bool {
    words.split('|').any(|word| match word.strip_prefix('@') {
        Some(name) => token.is_one_of(class(name)),
        None => token.is(word),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests {
    use super::super::normalise::{tokens, written};
    use super::*;

    fn captured(pattern: &'static str, text: &str) -> Option<String> {
        let tokens = tokens(text);
        let captures = matches(pattern, &tokens, &|_, _| true)?;
        let parts: Vec<String> =
            captures.spans.iter().map(|(name, span)| format!("{name}={}", written(trim(span)))).collect();
        Some(parts.join(" "))
    }

    #[test]
    fn patterns_take_what_they_say() {
        let table: &[(&str, &str, Option<&str>)] = &[
            ("add $t", "Add milk", Some("t=milk")),
            ("add $t", "add", None),
            ("add $t", "add !", None),
            ("add|put $t on (my) list", "put milk on my list!", Some("t=milk")),
            ("add|put $t on (my) list", "Put milk on list", Some("t=milk")),
            ("add|put $t on (my) list", "put on my list", None),
            ("mark $r as done", "mark walk as exercise as done", Some("r=walk as exercise")),
            ("change $r to $n", "change call to mom to call dad", Some("r=call n=mom to call dad")),
            ("(please) add (a) @task : $t", "add a todo: x y", Some("t=x y")),
            ("todo : $t", "todo x", None),
            ("remind me $t", "remind me, tomorrow, to sing", Some("t=tomorrow, to sing")),
        ];
        for (pattern, text, expected) in table {
            assert_eq!(captured(pattern, text).as_deref(), *expected, "{pattern} / {text}");
        }
    }
}
