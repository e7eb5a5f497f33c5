//! Which task a command is for: by number, by words of its title, by pointing at what was just shown, or all of a kind.

mod numbers;
mod pointing;

pub(crate) use self::numbers::{is_amount, is_number};
use self::numbers::{is_count, numbers};
pub(crate) use self::pointing::place;
use self::pointing::pointing;
use super::filter;
use super::normalise::{Kind, Token, name, norm, trim, written};
use super::phrases::TASK_NOUNS;
use super::slots;
use super::types::Filter;
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
    // "delete task 3 and add it again": what follows is a command that was not understood.
    let goes_on = words.windows(3).any(|three| {
        three[0].is_one_of(&["and", "then", "but"])
            && three[1]
                .is_one_of(&["add", "create", "delete", "remove", "complete", "mark", "rename", "move"])
            && three[2].is_one_of(&["it", "them", "that", "task", "a", "the"])
    });
    if goes_on || is_count(&words) {
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
    drop_leading_time(&mut words, turn);
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
    let own = own
        .strip_suffix('s')
        .filter(|day| week || matches!(*day, "today" | "tomorrow" | "yesterday") || day.ends_with("day"))?;
    let found = super::date::find(&super::normalise::tokens(own), turn.now);
    let when = found.first()?.resolve(turn.now)?;
    words.drain(..length);
    Some((turn.now.midnight(when.first), turn.now.midnight(when.end)))
}

/// "my two pm meeting": no search knows times of day, and the other words are enough.
fn drop_leading_time(words: &mut Vec<Token>, turn: &Turn) {
    let own = words.iter().take_while(|t| t.is_one_of(OWN)).count();
    let found = super::date::find_all(&words[own..], turn.now, true);
    if let Some(time) = found.first().filter(|found| found.tokens.start == 0 && !found.names_day())
        && own > 0
        && own + time.tokens.end < words.len()
    {
        words.drain(own..own + time.tokens.end);
    }
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
