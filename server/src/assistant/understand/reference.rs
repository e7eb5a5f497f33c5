//! Which task a command is for: by number, by words of its title, by pointing at what was just shown, or all of a kind.

use super::date::{nth, number};
use super::filter;
use super::normalise::{Kind, Token, name, norm, trim, written};
use super::phrases::TASK_NOUNS;
use super::slots;
use super::types::{Filter, Shown};
use super::{Turn, title};

/// The tasks that some words mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reference {
    /// Ids in digits, or words of a title. Empty with a filter: every task that the filter lets through.
    pub tasks: Vec<String>,
    pub filter: Option<Filter>,
    /// Nothing but a task can be meant: a number, the word "task", a list, a quotation, something just shown.
    pub sure: bool,
    /// It points at something, but what was just shown does not tell at which task.
    pub unclear: bool,
}

impl Reference {
    fn sure(tasks: Vec<String>) -> Self {
        Self { tasks, sure: true, ..Self::default() }
    }
}

/// Reads a reference; `None` when the words name nothing.
pub(crate) fn read(tokens: &[Token], turn: &Turn) -> Option<Reference> {
    let mut words = trim(tokens).to_vec();
    if let [only] = &words[..]
        && only.kind == Kind::Quote
    {
        return Some(Reference::sure(vec![only.unquoted().to_owned()]));
    }
    if is_count(&words) {
        return Some(Reference { unclear: true, ..Reference::default() });
    }
    if let Some(ids) = numbers(&words) {
        return Some(Reference::sure(ids));
    }
    if let Some(reference) = pointing(&words, turn) {
        return Some(reference);
    }
    if let Some(filter) = filter::bulk(&words, turn) {
        return Some(Reference { filter: Some(filter), sure: true, ..Reference::default() });
    }
    if let Some(filter) = all_of(&words, turn) {
        return Some(Reference { filter: Some(filter), sure: true, ..Reference::default() });
    }
    let (mut tags, mut listed) = (Vec::new(), false);
    super::list::take_list(&mut words, false, &mut tags, &mut listed);
    if listed && let Some(reference) = pointing(&words, turn) {
        return Some(reference);
    }
    if listed && let Some(ids) = numbers(&words) {
        return Some(Reference::sure(ids));
    }
    // The list may have hidden that everything on it is meant.
    let narrowed = Filter { tags: (!tags.is_empty()).then_some(tags), ..Filter::default() };
    if listed
        && words.iter().all(|t| {
            t.is_mark()
                || t.is_one_of(&["all", "everything", "every", "of", "the", "my", "items", "tasks", "things"])
        })
    {
        let filter = Filter { status: Some(shared::task::StatusFilter::All), ..narrowed };
        return Some(Reference { filter: Some(filter), sure: true, ..Reference::default() });
    }
    if words.first().is_some_and(|t| t.is_one_of(NOBODY)) || super::scope::is_question(&words) {
        return None;
    }
    let date = leading_date(&mut words, turn).or_else(|| trailing_date(&mut words, turn));
    let (words, noun) = bare_name(&words);
    let tasks: Vec<String> =
        title::split(words).iter().map(|words| name(words)).filter(|n| !n.is_empty()).collect();
    if tasks.is_empty() {
        return None;
    }
    let filter = Filter { due_after: date.as_ref().map(|d| d.0), due_before: date.map(|d| d.1), ..narrowed };
    let filter = (filter != Filter::default()).then_some(filter);
    Some(Reference { tasks, sure: noun || listed, filter, unclear: false })
}

/// "my shopping list", "the event on december 11": all that is there.
fn all_of(words: &[Token], turn: &Turn) -> Option<Filter> {
    let (mut rest, mut tags, mut listed) = (words.to_vec(), Vec::new(), false);
    super::list::take_list(&mut rest, true, &mut tags, &mut listed);
    let empty = |rest: &[Token]| {
        rest.iter().all(|t| {
            t.is_mark()
                || t.is_one_of(&[
                    "all",
                    "everything",
                    "every",
                    "of",
                    "the",
                    "my",
                    "any",
                    "whole",
                    "entire",
                    "entries",
                ])
        })
    };
    let all = Some(shared::task::StatusFilter::All);
    // "sell cart" is a title, "my cart" a list.
    let own =
        words.iter().any(|t| t.is_one_of(&["list", "lists", "my", "the", "our", "this", "whole", "entire"]));
    if listed && own && empty(&rest) {
        let tags = (!tags.is_empty()).then_some(tags);
        return Some(Filter { status: all, tags, ..Filter::default() });
    }
    let noun = rest.iter().any(|t| t.is_one_of(TASK_NOUNS))
        || listed
        || words.iter().any(|t| t.is_one_of(&["everything", "entries"]));
    let (when, _) = slots::take_date(&mut rest, turn.now)?;
    let named = rest.iter().any(|t| {
        !(t.is_mark() || t.is_one_of(TASK_NOUNS) || t.is_one_of(OWN) || empty(std::slice::from_ref(t)))
    });
    (noun && !named && when.day_said && tags.is_empty()).then(|| Filter {
        status: all,
        due_after: Some(turn.now.midnight(when.first)),
        due_before: Some(turn.now.midnight(when.end)),
        ..Filter::default()
    })
}

type Moment = chrono::DateTime<chrono::FixedOffset>;

/// "tomorrow's meeting", "this week's standup": the same, where it stands first.
fn leading_date(words: &mut Vec<Token>, turn: &Turn) -> Option<(Moment, Moment)> {
    let week = words.first()?.is_one_of(&["this", "next"]) && norm(words, 1) == "weeks";
    let length = if week { 2 } else { 1 };
    let own = written(words.get(..length).filter(|_| words.len() > length)?);
    let own = own.to_lowercase().replace(['\'', '’'], "");
    let own =
        own.strip_suffix('s').filter(|day| week || matches!(*day, "today" | "tomorrow" | "yesterday"))?;
    let found = super::date::find(&super::normalise::tokens(own), turn.now);
    let when = found.first()?.resolve(turn.now)?;
    words.drain(..length);
    Some((turn.now.midnight(when.first), turn.now.midnight(when.end)))
}

/// "the dentist tomorrow": the day goes into the filter, if it stands last and is not all there is.
fn trailing_date(words: &mut Vec<Token>, turn: &Turn) -> Option<(Moment, Moment)> {
    let found = super::date::find(words, turn.now);
    let last =
        found.first().filter(|f| found.len() == 1 && f.tokens.end == words.len() && f.tokens.start > 0)?;
    let when = last.resolve(turn.now)?;
    if bare_name(&words[..last.tokens.start]).0.is_empty() {
        return None;
    }
    words.truncate(last.tokens.start);
    Some((turn.now.midnight(when.first), turn.now.midnight(when.end)))
}

/// What a sentence is about that is not about a task.
const NOBODY: &[&str] =
    &["your", "you", "him", "her", "me", "us", "nothing", "myself", "yourself", "nobody", "i", "we"];
const OWN: &[&str] = &["the", "my", "that", "this", "a", "an", "our", "off", "out"];
const NAMED: &[&str] =
    &["called", "named", "titled", "about", "saying", "for", "to", "of", "with", "that", "says", ":"];

/// Takes "the", "task", "called" and the like off a name; says whether a noun for tasks was there.
fn bare_name(tokens: &[Token]) -> (&[Token], bool) {
    let mut words = trim(tokens);
    let mut noun = false;
    while let [first, rest @ ..] = words
        && first.is_one_of(OWN)
    {
        words = trim(rest);
    }
    if let [first, rest @ ..] = words
        && first.is_one_of(TASK_NOUNS)
        && !rest.is_empty()
    {
        (words, noun) = (rest, true);
        while let [first, rest @ ..] = words
            && first.is_one_of(NAMED)
        {
            words = rest;
        }
        words = trim(words);
    }
    if let [rest @ .., last] = words
        && (last.is_one_of(TASK_NOUNS) || last.is("one") || last.is("ones"))
    {
        (words, noun) = (trim(rest), true);
    }
    (words, noun)
}

/// "2 tasks" says how many, "tasks 2 and 3" which; and "task 2, no 3" takes the first number back.
fn is_count(words: &[Token]) -> bool {
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
fn numbers(words: &[Token]) -> Option<Vec<String>> {
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

/// Whether the words are the number of a task.
pub(crate) fn is_number(words: &[Token]) -> bool {
    numbers(words).is_some()
}

/// The numbers of a range; a long one is rather a telephone number.
fn span(from: u32, to: u32) -> Option<impl Iterator<Item = String>> {
    (from < to && to - from <= 50).then(|| (from..=to).map(|n| n.to_string()))
}

#[rustfmt::skip] // Packed: it is a list of words.
const SINGLE: &[&str] = &[
    "it", "that", "this", "that one", "this one", "the one", "that task", "this task", "the task",
    "that item", "the item", "this item", "that event", "this event", "that reminder", "this reminder", "this thing", "that thing",
];
/// One that is never clear: the others are not known to be two.
const OTHER: &[&str] =
    &["the other", "the other one", "the other task", "other one", "another", "another one", "the others"];
#[rustfmt::skip] // Packed: it is a list of words.
const SEVERAL: &[&str] = &[
    "them", "these", "those", "both", "both of them", "all of them", "all of these", "all of those",
    "them all", "these tasks", "those tasks", "all three", "both tasks", "these ones", "those ones",
    "the two",
];
/// "it", "both", "the second one", "the first and the last": what was just shown.
fn pointing(words: &[Token], turn: &Turn) -> Option<Reference> {
    let shown = &turn.context.shown;
    let said: Vec<&str> = words.iter().filter(|t| !t.is_mark()).map(|t| t.norm.as_str()).collect();
    let phrase = said.join(" ");
    let as_said = || Reference::sure(vec![written(words)]);
    let ids = |tasks: &[&Shown]| Reference::sure(tasks.iter().map(|s| s.id.to_string()).collect());
    if OTHER.contains(&phrase.as_str()) {
        return Some(Reference { unclear: true, ..as_said() });
    }
    if SINGLE.contains(&phrase.as_str()) {
        return Some(match &shown[..] {
            [only] => ids(&[only]),
            _ => Reference { unclear: true, ..as_said() },
        });
    }
    if SEVERAL.contains(&phrase.as_str()) {
        let count = if phrase.starts_with("both") || phrase == "the two" {
            Some(2)
        } else {
            (phrase == "all three").then_some(3)
        };
        return Some(match count {
            _ if shown.is_empty() => Reference { unclear: true, ..as_said() },
            Some(count) if shown.len() != count => Reference { unclear: true, ..as_said() },
            _ => ids(&shown.iter().collect::<Vec<_>>()),
        });
    }
    let mut found = Vec::new();
    let mut any = false;
    for (i, word) in said.iter().enumerate() {
        if let Some(place) = place(word) {
            any = true;
            found.push(if place == usize::MAX { shown.last() } else { shown.get(place) });
        } else if !matches!(
            *word,
            "the" | "that" | "and" | "one" | "ones" | "task" | "tasks" | "item" | "todo" | "number" | "my"
        ) || i == 0 && *word == "one"
        {
            return None;
        }
    }
    if !any {
        return None;
    }
    match found.into_iter().collect::<Option<Vec<&Shown>>>() {
        Some(tasks) => Some(ids(&tasks)),
        None => Some(Reference { unclear: true, ..as_said() }),
    }
}

/// The place in a list that a word names, from 0; the greatest number stands for the last.
pub(crate) fn place(word: &str) -> Option<usize> {
    if matches!(word, "last" | "latter") {
        return Some(usize::MAX);
    }
    nth(word)?.checked_sub(1)?.try_into().ok()
}

/// Whether a word before a noun makes it "that task" rather than a title.
pub(crate) fn is_empty_noun(tokens: &[Token]) -> bool {
    let words = trim(tokens);
    words.len() <= 3
        && words
            .iter()
            .all(|t| t.is_one_of(TASK_NOUNS) || t.is_one_of(OWN) || t.is_one_of(&["new", "another"]))
        && words.iter().any(|t| t.is_one_of(TASK_NOUNS) || words.len() == 1)
        && !norm(words, 0).is_empty()
}
