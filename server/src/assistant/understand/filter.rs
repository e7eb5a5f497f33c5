//! Which tasks a question or a bulk command is about: "overdue", "high priority tasks", "everything due this week".

use super::Turn;
use super::date::{self, Limit};
use super::normalise::{Token, name, norm, trim, written};
use super::phrases::TASK_NOUNS;
use super::types::Filter;
use super::{restriction, scope, slots};
use shared::task::StatusFilter;

/// What some words say about tasks.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub filter: Filter,
    /// Tasks are meant, and not the weather.
    pub evidence: bool,
    /// A day was named.
    pub dated: bool,
    /// "all", "every".
    pub all: bool,
    /// More than one: "tasks", "everything".
    pub plural: bool,
    /// Some tasks are left out, which no filter says.
    pub leaves_out: bool,
    /// Words that say nothing about tasks.
    pub unknown: Vec<Token>,
}

#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const PENDING: &[&str] = &[
    "pending", "open", "incomplete", "unfinished", "outstanding", "remaining", "left", "uncompleted",
    "undone", "unchecked", "active",
];
pub(crate) const COMPLETED: &[&str] =
    &["completed", "complete", "done", "finished", "finish", "accomplished", "ticked", "checked"];
const WEAK_NOUNS: &[&str] = &["thing", "things", "stuff", "ones", "entry", "entries"];
#[rustfmt::skip] // Packed: it is a list of words.
const EMPTY: &[&str] = &[
    "me", "my", "the", "a", "an", "is", "are", "am", "was", "were", "i", "we", "do", "does", "did", "have",
    "has", "had", "be", "on", "of", "in", "to", "for", "that", "which", "with", "and", "any", "some",
    "there", "still", "currently", "right", "now", "yet", "so", "far", "up", "out", "what", "whats", "it",
    "its", "all", "everything", "every", "each", "whole", "entire", "anything", "been", "already", "our",
    "off", "them", "those", "these", "please", "you", "need", "must", "should", "coming", "got", "ive",
    "supposed", "going", "doing", "currently", "this", "at", "us", "by", "from", "how", "looks", "look",
    "like", "looking", "planned", "scheduled", "exactly", "next", "as", "set", "first", "just", "read",
    "back", "aloud", "loud", "mine", "marked", "contents", "content", "full", "list", "lists", "ahead",
    "happening", "no", "am", "get",
];

/// Reads a description of tasks.
pub(crate) fn parse(tokens: &[Token], turn: &Turn) -> Parsed {
    let mut rest = trim(tokens).to_vec();
    let mut parsed = Parsed { leaves_out: restriction::leaves_out(tokens), ..Parsed::default() };
    let filter = &mut parsed.filter;
    filter.q = take_search(&mut rest);
    let mut tags = Vec::new();
    super::list::take_list(&mut rest, true, &mut tags, &mut parsed.evidence);
    tags.extend(slots::take_tags(&mut rest));
    filter.priority = slots::take_priority(&mut rest);
    parsed.dated = take_dates(&mut rest, turn, filter);
    // "due" went with the date and says that open tasks are meant.
    parsed.evidence |= filter.status.is_some();
    parsed.evidence |= filter.priority.is_some() || !tags.is_empty();

    let mut i = 0;
    while i < rest.len() {
        let token = &rest[i];
        let negated = i > 0 && rest[i - 1].is_one_of(&["not", "havent", "isnt", "arent", "yet"]);
        if token.is_one_of(PENDING)
            || token.is_one_of(COMPLETED) && (negated || rest.iter().any(|t| t.is_one_of(&["not", "havent"])))
        {
            (filter.status, parsed.evidence) = (Some(StatusFilter::Pending), true);
        } else if token.is_one_of(COMPLETED) && norm(&rest, i.wrapping_sub(1)) != "to" {
            (filter.status, parsed.evidence) = (Some(StatusFilter::Completed), true);
        } else if token.is_one_of(&["overdue", "late"]) || token.is("past") && norm(&rest, i + 1) == "due" {
            (filter.overdue, parsed.evidence) = (Some(true), true);
            i += usize::from(token.is("past"));
        } else if token.is("due")
            || token.is("do") && norm(&rest, i.wrapping_sub(1)) == "to"
            || token.is_one_of(COMPLETED)
        {
            filter.status = filter.status.or(Some(StatusFilter::Pending));
            parsed.evidence = true;
        } else if token.is_one_of(TASK_NOUNS) {
            (parsed.evidence, parsed.plural) = (true, parsed.plural || token.norm.ends_with('s'));
        } else if token.is_one_of(WEAK_NOUNS) {
            parsed.plural = true;
        } else if let Some(event) = scope::several_events(token).filter(|_| filter.q.is_none()) {
            // "all my meetings"
            filter.q = Some(event.to_owned());
            (parsed.evidence, parsed.plural) = (true, true);
        } else if token.is_one_of(&["all", "everything", "every", "each"]) {
            (parsed.all, parsed.plural) = (true, true);
        } else if !(token.is_mark()
            || token.is_one_of(EMPTY)
            || token.is_one_of(&["not", "havent", "isnt", "arent"]))
        {
            // "my work tasks": a word before the noun is a tag.
            let noun = rest[i..].iter().position(|t| t.is_one_of(TASK_NOUNS)).map(|n| i + n);
            match noun
                .filter(|n| n - i <= 2 && rest[i..*n].iter().all(|t| !t.is_mark() && !t.is_one_of(EMPTY)))
            {
                Some(noun) => {
                    tags.push(written(&rest[i..noun]).trim_start_matches('#').to_lowercase());
                    i = noun;
                    continue;
                }
                None => parsed.unknown.push(token.clone()),
            }
        }
        i += 1;
    }
    if parsed.all && filter.status.is_none() && filter.overdue.is_none() {
        filter.status = Some(StatusFilter::All);
    }
    if filter.overdue.is_some() && filter.status == Some(StatusFilter::Pending) {
        filter.status = None;
    }
    // When something was completed is not when it was due.
    if filter.status == Some(StatusFilter::Completed) && !tokens.iter().any(|t| t.is("due")) {
        filter.completed_after = filter.due_after.take();
        filter.completed_before = filter.due_before.take();
    }
    filter.tags = (!tags.is_empty()).then_some(tags);
    parsed
}

/// Every task of a kind, for a command that changes them all: "all my tasks", "completed tasks", "everything".
pub(crate) fn bulk(tokens: &[Token], turn: &Turn) -> Option<Filter> {
    // "which tasks are not done" asks, and bare "tasks" are not surely all of them.
    if scope::is_question(tokens) || matches!(tokens, [only] if only.is_one_of(TASK_NOUNS)) {
        return None;
    }
    let parsed = parse(tokens, turn);
    let described = Filter { tags: None, ..parsed.filter.clone() } != Filter::default() || parsed.dated;
    // "my tasks" are all of them, but "it" on my list is one.
    let plural_only = tokens.iter().any(|t| t.is_one_of(TASK_NOUNS))
        && tokens.iter().all(|t| t.is_one_of(TASK_NOUNS) || t.is_one_of(EMPTY))
        && parsed.evidence;
    let meant = parsed.plural && (parsed.all || described || plural_only) && parsed.unknown.is_empty();
    // "all the milk" is a title; "all work tasks" is not.
    let tasks = parsed.evidence
        || parsed.all && tokens.iter().all(|t| t.is_mark() || t.is_one_of(EMPTY) || t.is_one_of(WEAK_NOUNS));
    (meant && tasks).then(|| {
        let status =
            parsed.filter.status.or(Some(StatusFilter::All)).filter(|_| parsed.filter.overdue.is_none());
        Filter { status, ..parsed.filter }
    })
}

/// "tasks about milk": the words to search for, up to the end.
fn take_search(tokens: &mut Vec<Token>) -> Option<String> {
    const ABOUT: &[&str] = &[
        "about",
        "mention",
        "mentions",
        "contain",
        "contains",
        "including",
        "containing",
        "mentioning",
        "matching",
        "regarding",
        "named",
        "called",
        "related",
        "concerning",
    ];
    let at = tokens.iter().position(|t| t.is_one_of(ABOUT))?;
    let skipped =
        tokens[at + 1..].iter().take_while(|t| t.is_one_of(&["to", "the", "a", "word", "my"])).count();
    let words = trim(&tokens[at + 1 + skipped..]);
    if words.is_empty() {
        return None;
    }
    let q = name(words);
    tokens.truncate(at);
    Some(q)
}

fn take_dates(tokens: &mut Vec<Token>, turn: &Turn, filter: &mut Filter) -> bool {
    let found = date::find_all(tokens, turn.now, true);
    let mut any = false;
    for phrase in found.iter().rev() {
        let Some(when) = phrase.resolve(turn.now) else { continue };
        any = true;
        let (start, end) = match when.has_time {
            true => (when.due, when.due),
            false => (turn.now.midnight(when.first), turn.now.midnight(when.end)),
        };
        let day = (turn.now.midnight(when.first), turn.now.midnight(when.end));
        (filter.due_after, filter.due_before) = match phrase.limit {
            Limit::On => (Some(day.0), Some(day.1)),
            Limit::By => (filter.due_after, Some(end)),
            Limit::Before => (filter.due_after, Some(start)),
            Limit::After => (Some(end), filter.due_before),
            Limit::From => (Some(start), filter.due_before),
        };
        tokens.drain(phrase.tokens.clone());
        filter.status = filter.status.or(phrase.due.then_some(StatusFilter::Pending));
    }
    any
}
