//! New tasks: from the words behind "add", "remind me to" and the like to titles and their details.

use super::command::Outcome;
use super::normalise::{Token, trim};
use super::pattern::Captures;
use super::reference::is_empty_noun;
use super::slots::{self, Slots};
use super::types::{Action, Intent};
use super::{Turn, scope, title};

const ASK_TITLE: &str = "What should the task be? For example: \u{201c}add buy milk tomorrow at 5\u{201d}.";

const ASK_APART: &str = "I am not sure whether all of that is to be added, so I changed nothing. Please say what to add in \
    one message and what else to do in the next.";

/// The tasks that a matched phrase adds; `None` if it was not meant to add one.
pub(crate) fn build(captures: &Captures, turn: &Turn) -> Option<Outcome> {
    let get = |name| captures.get(name);
    if let Some(words) = get("slots") {
        let before = slots::read(words, turn.now);
        if !slots::is_empty(&before.rest) {
            return None;
        }
        return finish(merge(before, slots::read(get("title")?, turn.now)), false, 0.95);
    }
    if let Some(words) = get("need") {
        return need(words, turn);
    }
    if let Some(words) = get("listed") {
        let slots = slots::read(words, turn.now);
        return if slots.listed { finish(slots, false, 0.95) } else { None };
    }
    if let Some(words) = get("foreign") {
        return if scope::is_foreign(words)
            || scope::is_question(words)
            || words[0].is_one_of(&["me", "us", "you", "that"])
        {
            None
        } else {
            finish(slots::read(words, turn.now), false, 0.85)
        };
    }
    if let Some(words) = get("remind") {
        if scope::is_question(words)
            || words.first().is_some_and(|t| t.is_one_of(&["me", "us", "you", "your"]))
        {
            return None;
        }
        return finish(slots::read(words, turn.now), true, 0.95);
    }
    let Some(words) = get("title") else { return Some(Outcome::ask(Intent::Add, ASK_TITLE)) };
    if is_empty_noun(words) {
        return Some(Outcome::ask(Intent::Add, ASK_TITLE));
    }
    let slots = slots::read(words, turn.now);
    if !slots.listed && scope::is_added_elsewhere(words) {
        return None;
    }
    let infinitive = words.first().is_some_and(|t| t.is("to"));
    finish(slots, infinitive, 0.9)
}

/// "I need to buy milk" is a task; "I need to delete milk from my list" is a command, and "I need to talk to an agent"
/// neither.
fn need(words: &[Token], turn: &Turn) -> Option<Outcome> {
    if let Some(outcome) = super::command::read(words, turn).filter(|o| o.sure || o.ask.is_some()) {
        return Some(outcome);
    }
    let words = match words {
        [first, rest @ ..] if first.is("to") => rest,
        _ => words,
    };
    if scope::is_request(words) || scope::is_question(words) {
        return None;
    }
    let slots = slots::read(words, turn.now);
    let other_command = words
        .first()
        .is_some_and(|t| t.is_one_of(&["edit", "change", "update", "delete", "remove", "move", "cancel"]));
    if slots.listed && other_command {
        return None;
    }
    finish(slots, true, 0.75)
}

fn merge(before: Slots, after: Slots) -> Slots {
    Slots {
        when: after.when.or(before.when),
        priority: after.priority.or(before.priority),
        tags: before.tags.into_iter().chain(after.tags).collect(),
        listed: after.listed || before.listed,
        rest: after.rest,
    }
}

/// One action for each title. After "to" comes what one person does, so a list in it belongs to its verb.
fn finish(slots: Slots, infinitive: bool, confidence: f64) -> Option<Outcome> {
    let titles = if infinitive { vec![slots.rest] } else { title::split(&slots.rest) };
    // "add buy salt, complete milk": a further task or a command? A wrong guess would write.
    let commands = ["complete", "delete", "remove", "reopen", "uncheck", "rename", "untag"];
    if titles.iter().skip(1).any(|words| words.first().is_some_and(|t| t.is_one_of(&commands))) {
        return Some(Outcome::ask(Intent::Add, ASK_APART));
    }
    let mut tags = slots.tags;
    tags.dedup();
    let actions: Vec<Action> = titles
        .iter()
        .filter_map(|words| title::clean(trim(words)))
        .map(|title| Action {
            title: Some(title),
            due: slots.when.as_ref().map(|w| w.due),
            has_time: slots.when.as_ref().map(|w| w.has_time),
            priority: slots.priority,
            tags: (!tags.is_empty()).then(|| tags.clone()),
            ..Action::new(Intent::Add)
        })
        .collect();
    if actions.is_empty() || actions.iter().any(|a| a.title.as_deref().is_some_and(scope::is_vague)) {
        return Some(Outcome::ask(Intent::Add, ASK_TITLE));
    }
    Some(Outcome { actions, infinitive, sure: confidence > 0.8, ..Outcome::new(Intent::Add, confidence) })
}
