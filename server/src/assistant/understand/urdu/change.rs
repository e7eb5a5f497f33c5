//! Commands on tasks that exist.

use super::super::asking::Question;
use super::super::command::Outcome;
use super::super::normalise::Token;
use super::super::types::{Action, Filter, Intent};
use super::super::{Turn, pattern, reference, slots, title};
use super::date::Timed;
use super::{PARTICLES, take_list, unled};
use shared::task::StatusFilter;

pub(super) fn change(
    intent: Intent,
    captures: &pattern::Captures,
    timed: &Timed,
    turn: &Turn,
) -> Option<Outcome> {
    let mut action = Action::new(intent);
    if let Some(words) = captures.get("new") {
        action.title = title::clean(unled(words));
    }
    if let Some(words) = captures.get("tags") {
        let words: Vec<Token> = words.iter().filter(|t| !t.is_one_of(PARTICLES)).cloned().collect();
        action.tags = Some(slots::tag_words(&words, 0, &[]).0);
    }
    if let Some(words) = captures.get("priority") {
        action.priority = Some(slots::only_priority(words)?);
    }
    if intent == Intent::Update {
        (action.due, action.has_time) =
            (timed.when.as_ref().map(|w| w.due), timed.when.as_ref().map(|w| w.has_time));
        action.keeps_day = timed.when.as_ref().is_some_and(|w| w.has_time && !w.day_said);
        action.rrule = timed.rrule.clone();
        if action == Action::new(intent) {
            return None;
        }
    }
    let Some(words) = captures.get("ref").or_else(|| captures.get("sure")) else {
        return Some(Outcome::ask(intent, turn.say(Question::Which(intent))));
    };
    let (mut words, mut tags) = (words.to_vec(), Vec::new());
    take_list(&mut words, &mut tags);
    words.retain(|t| !t.is_one_of(&["ko", "ne", "wala", "maine", "mujhe", "se_"]));
    while words.last().is_some_and(|t| t.is_one_of(PARTICLES)) {
        words.pop();
    }
    if words.is_empty() {
        return Some(Outcome::ask(intent, turn.say(Question::Which(intent))));
    }
    let reference = reference::read(&words, turn)?;
    if captures.get("sure").is_some() && !reference.sure {
        return None;
    }
    if reference::is_empty_noun(&words) || reference.unclear {
        let asks = if turn.context.shown.is_empty() {
            Question::Which(intent)
        } else {
            Question::WhichOf(&turn.context.shown)
        };
        return Some(Outcome::ask(intent, turn.say(asks)));
    }
    let mut filter = reference.filter.or_else(|| (!tags.is_empty()).then(Filter::default));
    if let Some(filter) = &mut filter {
        if !tags.is_empty() {
            filter.tags = Some(tags);
        }
        if reference.tasks.is_empty()
            && filter.status == Some(StatusFilter::All)
            && intent == Intent::Complete
        {
            filter.status = Some(StatusFilter::Pending);
        }
    }
    if reference.tasks.is_empty() && action.title.is_some() {
        return Some(Outcome::ask(intent, turn.say(Question::Which(intent))));
    }
    let actions = match reference.tasks.is_empty() {
        true => vec![Action { filter, ..action }],
        false => reference
            .tasks
            .into_iter()
            .map(|task| Action { reference: Some(task), filter: filter.clone(), ..action.clone() })
            .collect(),
    };
    Some(Outcome {
        actions,
        sure: reference.sure,
        ..Outcome::new(intent, if reference.sure { 0.9 } else { 0.8 })
    })
}
