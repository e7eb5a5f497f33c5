//! What could be read, but is more often a slip than meant: a time that has passed, a day that no calendar has, several days
//! for one task. It is asked about; a yes does it all the same where there is something to do.

use super::asking::Question;
use super::command::Outcome;
use super::normalise::Token;
use super::types::Intent;
use super::{Turn, date};

/// Puts a question where there is reason to.
pub(crate) fn question(outcome: &mut Outcome, tokens: &[Token], turn: &Turn) {
    let mut dated =
        outcome.actions.iter().filter(|a| matches!(a.intent, Intent::Add | Intent::Update)).peekable();
    if outcome.ask.is_some() || dated.peek().is_none() {
        return;
    }
    // What is quoted is a title.
    if date::names_no_day(tokens) {
        outcome.actions.clear();
        outcome.ask = Some(turn.say(Question::NoSuchDay));
        return;
    }
    if dated.clone().all(|a| a.due.is_some() && a.rrule.is_none())
        && date::names_days(tokens)
        && outcome.actions.len() == 1
    {
        outcome.actions.clear();
        outcome.ask = Some(turn.say(Question::EachDay));
        return;
    }
    let past = dated.find(|a| {
        a.due.is_some_and(|due| match a.has_time {
            Some(true) => due.naive_local() < turn.now.local(),
            _ => due.date_naive() < turn.now.today(),
        })
    });
    if let Some((due, has_time)) = past.and_then(|a| Some((a.due?, a.has_time))) {
        outcome.ask = Some(turn.say(Question::Past(due, has_time == Some(true))));
    }
}
