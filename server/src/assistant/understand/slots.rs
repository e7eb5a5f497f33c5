//! Third stage: the details inside a command. Each reader finds its phrase, and what it took is removed, so that
//! what remains is the title or the words of a reference.

use super::date::{self, Limit, Now, When};
use super::normalise::{Kind, Token, norm};
use super::types::Reminder;
use shared::task::Priority;
use std::ops::Range;

/// The details of a new task, and what remains of the words.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    pub rest: Vec<Token>,
    pub when: Option<When>,
    /// How it repeats.
    pub rrule: Option<String>,
    pub reminders: Vec<Reminder>,
    pub priority: Option<Priority>,
    pub tags: Vec<String>,
    /// Whether a list was named.
    pub listed: bool,
}

/// Reads every detail.
pub(crate) fn read(tokens: &[Token], now: Now) -> Slots {
    let mut slots = Slots { rest: tokens.to_vec(), ..Slots::default() };
    take_list(&mut slots.rest, false, &mut slots.tags, &mut slots.listed);
    slots.tags.extend(take_tags(&mut slots.rest));
    slots.priority = take_priority(&mut slots.rest);
    slots.reminders = take_reminders(&mut slots.rest);
    (slots.when, slots.rrule) = take_time(&mut slots.rest, now);
    slots
}

/// When something is due, and how it repeats.
fn take_time(tokens: &mut Vec<Token>, now: Now) -> (Option<When>, Option<String>) {
    let Some(repeat) = date::find_repeat(tokens, now) else {
        return (take_date(tokens, now).map(|(when, _)| when), None);
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
    (when, Some(repeat.rule(now, has_time)))
}

/// Whether these words are nothing but a repeat, with or without a time: "every monday at 9".
pub(crate) fn only_repeat(tokens: &[Token], now: Now) -> Option<(Option<When>, String)> {
    let mut rest = tokens.to_vec();
    let (when, rule) = take_time(&mut rest, now);
    rule.filter(|_| is_empty(&rest)).map(|rule| (when, rule))
}

/// Whether these words are nothing but an amount of time before something: "10 minutes".
pub(crate) fn only_lead(tokens: &[Token]) -> Option<Reminder> {
    let mut words = tokens.to_vec();
    words.extend(super::normalise::tokens("before"));
    let (minutes_before, length) = before(&words, 0)?;
    (length == words.len()).then_some(Reminder::Before { minutes_before })
}

/// "remind me 10 minutes before", "with a reminder an hour ahead", ", 10 minutes before": so many minutes before it is due.
pub(crate) fn take_reminders(tokens: &mut Vec<Token>) -> Vec<Reminder> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        match reminder_at(tokens, i) {
            Some((range, minutes_before)) => {
                found.push(Reminder::Before { minutes_before });
                i = range.start;
                tokens.drain(range);
            }
            None => i += 1,
        }
    }
    found
}

/// An amount of time before a task's own time at `i`, with the words that lead to it.
pub(crate) fn reminder_at(tokens: &[Token], i: usize) -> Option<(Range<usize>, i64)> {
    let (minutes, length) = before(tokens, i)?;
    let mut start = i;
    while let Some(token) = start.checked_sub(1).and_then(|at| tokens.get(at))
        && (token.is_mark() && start < i
            || token.is_one_of(&[
                "a",
                "reminder",
                "me",
                "remind",
                "alert",
                "notify",
                "warn",
                "ping",
                "with",
                "and",
                "also",
                "us",
                "set",
                "alarm",
                "notification",
                "please",
            ]))
    {
        start -= 1;
    }
    // Nothing but a lead, a comma or the beginning makes it one: "leave two days before christmas" is a date.
    let led = start < i || i == 0 || tokens[i - 1].is_mark();
    let end = i + length;
    let ends = tokens.get(end).is_none_or(|t| t.is_mark() || t.is_one_of(&["to", "and", "that", "about"]));
    (led && ends).then_some((start..end, minutes))
}

/// "10 minutes before", "an hour ahead of time".
fn before(tokens: &[Token], i: usize) -> Option<(i64, usize)> {
    let (amount, unit, length) = date::amount(tokens, i)?;
    let minutes = match unit {
        "minute" => 1.0,
        "hour" => 60.0,
        "day" => 1_440.0,
        "week" => 10_080.0,
        _ => return None,
    };
    let more = match (norm(tokens, i + length), norm(tokens, i + length + 1)) {
        ("before" | "ahead" | "prior", "it" | "that" | "hand") => 2,
        ("ahead", "of") if norm(tokens, i + length + 2) == "time" => 3,
        ("in", "advance") => 2,
        ("before" | "beforehand" | "ahead" | "earlier" | "prior" | "early", _) => 1,
        _ => return None,
    };
    Some(((amount * minutes) as i64, length + more))
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
        "p1" | "!high" | "high-priority" | "top-priority" => Priority::High,
        "p2" | "!medium" | "medium-priority" => Priority::Medium,
        "p3" | "!low" | "low-priority" => Priority::Low,
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

const LISTS: &[&str] = &["list", "lists", "cart", "basket", "bag", "calendar", "agenda", "schedule"];
const OWN: &[&str] = &["my", "the", "our", "this", "that", "a", "an", "another", "your", "whole", "entire"];
const TO: &[&str] = &["to", "on", "onto", "in", "into", "from", "off", "of", "at", "under", "for"];
/// Names that say no more than that it is the to-do list.
#[rustfmt::skip] // Packed: it is a list of words.
const PLAIN: &[&str] = &[
    "todo", "task", "tasks", "reminder", "reminders", "chore", "chores", "errand", "errands", "own",
    "personal", "current", "to", "do", "full", "whole", "entire", "complete", "day", "calendar", "main",
];

const REASONS: &[&str] = &["if", "unless", "cause", "because", "cuz", "since", "i", "im", "were", "so"];

/// "on my shopping list": removes it, and its name becomes a tag. `bare` also takes a list without a preposition, as
/// in "show my shopping list".
pub(crate) fn take_list(tokens: &mut Vec<Token>, bare: bool, tags: &mut Vec<String>, listed: &mut bool) {
    let Some((range, name)) = list_phrase(tokens, bare) else { return };
    *listed = true;
    tags.extend(name);
    let at = range.start;
    tokens.drain(range);
    // "add milk to my list because I am out of it": a reason behind the list is no part of the title.
    let reason = tokens[at..].iter().find(|t| !t.is_mark());
    if at > 0 && reason.is_some_and(|t| t.is_one_of(REASONS)) {
        tokens.truncate(at);
    }
}

fn list_phrase(tokens: &[Token], bare: bool) -> Option<(Range<usize>, Option<String>)> {
    let noun = tokens.iter().rposition(|t| t.is_one_of(LISTS)).or_else(|| {
        // "add x to my tasks"
        let last = tokens.len().checked_sub(1)?;
        let own = last >= 3
            && tokens[last - 1].is_one_of(&["my", "the", "our"])
            && tokens[last - 2].is_one_of(&["to", "on", "in"]);
        (own && !bare && tokens[last].is_one_of(&["tasks", "todos", "reminders", "chores", "errands"]))
            .then_some(last)
    })?;
    let mut name_from = noun;
    let mut start = None;
    for k in (noun.saturating_sub(5)..noun).rev() {
        let before = k.checked_sub(1).map_or("", |b| norm(tokens, b));
        if tokens[k].kind != Kind::Word {
            break;
        }
        if tokens[k].is_one_of(OWN) {
            start = if TO.contains(&before) { Some(k - 1) } else { bare.then_some(k) };
            break;
        }
        if tokens[k].is_one_of(TO) {
            start = Some(k);
            break;
        }
        name_from = k;
    }
    let mut start = match start {
        Some(start) => start,
        None if bare => name_from,
        None => return None,
    };
    // "off of my list", "out of my list".
    if start > 0 && norm(tokens, start) == "of" && matches!(norm(tokens, start - 1), "off" | "out") {
        start -= 1;
    }
    let mut name: Vec<&str> =
        tokens[name_from..noun].iter().map(|t| t.norm.as_str()).filter(|n| !PLAIN.contains(n)).collect();
    let mut end = noun + 1;
    // "list of things to do", "list for shopping".
    if matches!(norm(tokens, end), "of" | "for") && tokens.len() - end <= 6 && norm(tokens, noun) == "list" {
        let last = tokens[end..].iter().position(Token::is_mark).map_or(tokens.len(), |n| end + n);
        let words = &tokens[end + 1..last];
        let plain = ["things", "stuff", "task", "tasks", "chores", "reminders", "todos", "items", "errands"];
        let to_do = matches!(words, [.., to, act] if to.is("to") && act.is("do"));
        if matches!(words, [only] if only.is_one_of(&["shopping", "groceries"])) {
            name.push(&words[0].norm);
            end = last;
        } else if to_do || norm(tokens, end) == "of" && words.first().is_some_and(|w| w.is_one_of(&plain)) {
            end = last;
        }
    }
    Some((start..end, (!name.is_empty()).then(|| name.join(" "))))
}
