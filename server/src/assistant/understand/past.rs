//! A time that has passed is questioned: it is more often a slip than meant.

use super::Turn;
use super::asking::Question;
use super::command::Outcome;
use super::types::Intent;

/// Puts a question where something is to be due in the past; a yes does it all the same.
pub(crate) fn question(outcome: &mut Outcome, turn: &Turn) {
    if outcome.ask.is_some() {
        return;
    }
    let past =
        outcome.actions.iter().filter(|a| matches!(a.intent, Intent::Add | Intent::Update)).find(|a| {
            a.due.is_some_and(|due| match a.has_time {
                Some(true) => due.naive_local() < turn.now.local(),
                _ => due.date_naive() < turn.now.today(),
            })
        });
    if let Some((due, has_time)) = past.and_then(|a| Some((a.due?, a.has_time))) {
        outcome.ask = Some(turn.say(Question::Past(due, has_time == Some(true))));
    }
}
