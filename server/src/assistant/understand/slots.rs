//! Third stage: the details inside a command. Each reader finds its phrase, and what it took is removed, so that
//! what remains is the title or the words of a reference.

use super::date::{self, Limit, Now, When};
use super::normalise::{Kind, Token, norm};
use super::types::Reminder;
use shared::task::{Priority, RepeatFrom};
use std::ops::Range;

/// The details of a new task, and what remains of the words.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    pub rest: Vec<Token>,
    pub when: Option<When>,
    /// How it repeats.
    pub rrule: Option<String>,
    pub repeat_from: Option<RepeatFrom>,
    pub reminders: Vec<Reminder>,
    pub priority: Option<Priority>,
    pub tags: Vec<String>,
    /// Whether a list was named.
    pub listed: bool,
}

/// Reads every detail.
pub(crate) fn read(tokens: &[Token], now: Now) -> Slots {
    let mut slots = read_untimed(tokens);
    let time = take_time(&mut slots.rest, now);
    (slots.when, slots.rrule, slots.repeat_from) = (time.when, time.rrule, time.repeat_from);
    slots
}

/// Reads every detail but when it is due, and leaves what speaks of that in the title.
pub(crate) fn read_untimed(tokens: &[Token]) -> Slots {
    let mut slots = Slots { rest: tokens.to_vec(), ..Slots::default() };
    super::list::take_list(&mut slots.rest, false, &mut slots.tags, &mut slots.listed);
    slots.tags.extend(take_tags(&mut slots.rest));
    slots.priority = take_priority(&mut slots.rest);
    slots.reminders = super::reminder::take_reminders(&mut slots.rest);
    slots
}

/// When something is due, and how it repeats.
#[derive(Default)]
pub(crate) struct Time {
    pub when: Option<When>,
    pub rrule: Option<String>,
    pub repeat_from: Option<RepeatFrom>,
}

fn take_time(tokens: &mut Vec<Token>, now: Now) -> Time {
    let Some(repeat) = date::find_repeat(tokens, now) else {
        return Time { when: take_date(tokens, now).map(|(when, _)| when), ..Time::default() };
    };
    let mut ranges = repeat.tokens.clone();
    ranges.sort_by_key(|range| std::cmp::Reverse(range.start));
    let at = ranges.last().map_or(0, |range| range.start);
    for range in ranges {
        tokens.drain(range);
    }
    if let Some(part) = repeat.part {
        tokens.splice(at..at, super::normalise::tokens(&format!("in the {part}")));
    }
    let said = take_date(tokens, now).map(|(when, _)| when);
    let when = repeat.first(said.as_ref(), now).or(said);
    let has_time = when.as_ref().is_some_and(|when| when.has_time);
    Time { when, rrule: Some(repeat.rule(now, has_time)), repeat_from: repeat.repeat_from }
}

/// Whether these words are nothing but a repeat, with or without a time: "every monday at 9".
pub(crate) fn only_repeat(tokens: &[Token], now: Now) -> Option<Time> {
    let mut rest = tokens.to_vec();
    let time = take_time(&mut rest, now);
    (time.rrule.is_some() && is_empty(&rest)).then_some(time)
}

/// No date takes more words, and a long text is not worth looking through.
const LONGEST_DATE: usize = 12;

/// Whether these words are nothing but a date.
pub(crate) fn only_date(tokens: &[Token], now: Now) -> Option<When> {
    if tokens.len() > LONGEST_DATE {
        return None;
    }
    let mut rest = tokens.to_vec();
    // The preposition went into the pattern ("move it to 5"), and a bare hour needs one.
    rest.insert(0, super::normalise::tokens("at").remove(0));
    let with = take_date(&mut rest, now).filter(|_| is_empty(&rest));
    let mut rest = tokens.to_vec();
    with.or_else(|| take_date(&mut rest, now).filter(|_| is_empty(&rest))).map(|(when, _)| when)
}

/// Whether these words are nothing but a priority: "high", "high priority", "urgent".
pub(crate) fn only_priority(tokens: &[Token]) -> Option<Priority> {
    if tokens.len() > 6 {
        return None;
    }
    if let [only] = tokens {
        return level(&only.norm).or_else(|| shorthand(&only.norm));
    }
    let mut rest = tokens.to_vec();
    take_priority(&mut rest).filter(|_| is_empty(&rest))
}

/// Whether nothing of weight is left.
pub(crate) fn is_empty(tokens: &[Token]) -> bool {
    tokens.iter().all(|t| {
        t.is_mark() || t.is_one_of(&["and", "the", "a", "an", "it", "with", "due", "is", "be", "at"])
    })
}

/// The date, of which there is one.
pub(crate) fn take_date(tokens: &mut Vec<Token>, now: Now) -> Option<(When, Limit)> {
    let mut found = date::find(tokens, now);
    let first = found.first()?;
    let result = (first.resolve(now)?, first.limit);
    found.sort_by_key(|f| std::cmp::Reverse(f.tokens.start));
    for phrase in found {
        tokens.drain(phrase.tokens);
    }
    Some(result)
}

fn level(word: &str) -> Option<Priority> {
    Some(match word {
        "high" | "highest" | "top" | "urgent" | "critical" | "important" | "higher" => Priority::High,
        "medium" | "normal" | "moderate" | "mid" => Priority::Medium,
        "low" | "lowest" | "minor" | "lower" | "unimportant" => Priority::Low,
        _ => return None,
    })
}

fn shorthand(word: &str) -> Option<Priority> {
    Some(match word {
        "p1" | "!1" | "!high" | "high-priority" | "top-priority" => Priority::High,
        "p2" | "!2" | "!medium" | "medium-priority" => Priority::Medium,
        "p3" | "!3" | "!low" | "low-priority" => Priority::Low,
        _ => return None,
    })
}

/// "high priority", "with priority low", "p1"; "urgent" alone only where a comma sets it apart.
pub(crate) fn take_priority(tokens: &mut Vec<Token>) -> Option<Priority> {
    let (priority, mut range) = (0..tokens.len()).find_map(|i| priority_at(tokens, i))?;
    while let Some(before) = range.start.checked_sub(1).map(|i| &tokens[i])
        && (before.is_one_of(&["with", "at", "as", "a", "an", "of", "its", "is"])
            || before.is("it") && norm(tokens, range.start) == "is")
    {
        range.start -= 1;
    }
    tokens.drain(range);
    Some(priority)
}

fn priority_at(tokens: &[Token], i: usize) -> Option<(Priority, Range<usize>)> {
    let word = norm(tokens, i);
    if let Some(priority) = shorthand(word) {
        return Some((priority, i..i + 1));
    }
    if matches!(word, "priority" | "importance") {
        let skipped = usize::from(matches!(norm(tokens, i + 1), ":" | "is" | "to" | "=" | "as"));
        return level(norm(tokens, i + 1 + skipped)).map(|level| (level, i..i + 2 + skipped));
    }
    let level = level(word)?;
    if matches!(norm(tokens, i + 1), "priority" | "importance" | "prio") {
        return Some((level, i..i + 2));
    }
    let apart_before =
        i == 0 || tokens[i - 1].is_mark() || tokens[i - 1].is_one_of(&["very", "its", "is", "a", "an"]);
    let apart_after = tokens.get(i + 1).is_none_or(Token::is_mark);
    (matches!(word, "urgent" | "important" | "critical") && apart_before && apart_after)
        .then_some((level, i..i + 1))
}

/// "#work", "tagged work and home", "with tag work".
pub(crate) fn take_tags(tokens: &mut Vec<Token>) -> Vec<String> {
    let mut tags = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let from = i;
        if let Some(tag) = hashtag(&tokens[i]) {
            tags.push(tag);
            tokens.remove(i);
            continue;
        }
        let with = usize::from(tokens[i].is_one_of(&["with", "and", "has", "have", "having"]));
        let article = usize::from(matches!(norm(tokens, i + with), "the" | "a"));
        let named = match norm(tokens, i + with + article) {
            "tagged" | "labeled" | "labelled" => true,
            "tag" | "tags" | "label" => {
                with > 0 || norm(tokens, i + 1) == ":" || i > 0 && i + 2 == tokens.len()
            }
            _ => false,
        };
        if !named {
            i += 1;
            continue;
        }
        let mut end = i + with + article + 1;
        while matches!(norm(tokens, end), ":" | "as" | "with" | "of" | "the") {
            end += 1;
        }
        let (found, end) = tag_words(tokens, end, NO_TAG);
        if found.is_empty() {
            i += 1;
            continue;
        }
        tags.extend(found);
        tokens.drain(from..end);
    }
    tags
}

/// What follows a tag and is none.
const NO_TAG: &[&str] =
    &["due", "by", "on", "at", "for", "with", "high", "low", "medium", "urgent", "tomorrow", "today"];

/// Tags one after the other, with commas or "and" between them, and where they end.
pub(crate) fn tag_words(tokens: &[Token], mut at: usize, not: &[&str]) -> (Vec<String>, usize) {
    let mut tags = Vec::new();
    let mut end = at;
    while let Some(token) = tokens.get(at).filter(|t| !t.is_mark() && !t.is_one_of(not)) {
        tags.push(tag(token));
        end = at + 1;
        at = end;
        let joined = |t: &Token| t.is(",") || t.is_one_of(&["and", "or", "&"]);
        while tokens.get(at).is_some_and(joined) {
            at += 1;
        }
        if at == end {
            break;
        }
    }
    tags.retain(|t| !t.is_empty());
    (tags, end)
}

/// A tag as it is kept: lower case, without its sign or quotation marks.
pub(crate) fn tag(token: &Token) -> String {
    token.unquoted().trim_start_matches('#').to_lowercase()
}

/// "#work"; "#3" is a task's number.
pub(crate) fn hashtag(token: &Token) -> Option<String> {
    let name = token.norm.strip_prefix('#')?;
    (token.kind == Kind::Word && name.chars().any(char::is_alphabetic)).then(|| name.to_owned())
}
