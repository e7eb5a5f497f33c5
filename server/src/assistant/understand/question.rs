//! Questions about the list: what is on it, and how much.

use super::Turn;
use super::asking::Question;
use super::command::Outcome;
use super::filter::{self, Parsed};
use super::normalise::{Token, name, trim};
use super::pattern::Captures;
use super::types::{Action, Filter, Intent};
use shared::task::StatusFilter;

/// The question that a matched phrase asks; `None` if it is not about tasks.
pub(crate) fn build(intent: Intent, captures: &Captures, turn: &Turn) -> Option<Outcome> {
    let described_by = captures.get("agenda").or_else(|| captures.get("filter"));
    if let Some(parsed) =
        described_by.map(|words| filter::parse(words, turn)).filter(|parsed| parsed.leaves_out)
    {
        let bare = captures.is_whole("agenda");
        return (parsed.evidence || parsed.dated || parsed.plural && !bare)
            .then(|| Outcome::ask(intent, turn.say(Question::NotWithout(intent))));
    }
    let filter = if let Some(words) = captures.get("words") {
        Filter { q: Some(name(words)), ..Filter::default() }
    } else if let Some(words) = captures.get("member") {
        member(words)?
    } else if let Some(words) = captures.get("agenda") {
        let whole = captures.is_whole("agenda");
        let mut filter = described(filter::parse(words, turn), words, whole)?;
        // "what do I have tomorrow" asks for what is still to be done.
        if !whole && filter.overdue.is_none() {
            filter.status = filter.status.or(Some(StatusFilter::Pending));
        }
        filter
    } else if let Some(words) = captures.get("filter") {
        described(filter::parse(words, turn), words, true)?
    } else {
        Filter { status: Some(StatusFilter::Pending), ..Filter::default() }
    };
    let filter = (filter != Filter::default()).then_some(filter);
    Some(Outcome::one(Action { filter, ..Action::new(intent) }, 0.95))
}

/// The filter, if the words speak of tasks and of nothing else.
fn described(parsed: Parsed, words: &[Token], strict: bool) -> Option<Filter> {
    // "show everything" needs no noun; "what is everything" is philosophy, and harmless.
    let all = parsed.all && (words.len() <= 2 || parsed.dated);
    let evidence = parsed.evidence || all || parsed.dated && !strict;
    (evidence && parsed.unknown.is_empty()).then_some(parsed.filter)
}

/// "is milk on my shopping list": searches for milk there.
fn member(words: &[Token]) -> Option<Filter> {
    let mut rest = trim(words).to_vec();
    let (mut tags, mut listed) = (Vec::new(), false);
    super::list::take_list(&mut rest, false, &mut tags, &mut listed);
    rest.retain(|t| {
        !t.is_one_of(&[
            "already", "the", "a", "an", "any", "listed", "there", "still", "in", "on", "get", "now",
        ])
    });
    let words = trim(&rest);
    let q = (!words.is_empty() && words.len() <= 5).then(|| name(words));
    (listed && q.is_some()).then(|| Filter {
        q,
        tags: (!tags.is_empty()).then_some(tags),
        ..Filter::default()
    })
}
