//! Pasted lists: a line for each task, under a line that says what to do with them, or with bullets alone.

use super::asking::Question;
use super::command::Outcome;
use super::normalise::{Token, trim};
use super::types::{Action, Intent};
use super::{Turn, slots, title};

/// So many lines are read as a list.
const MOST: usize = 100;

/// The tasks of a list; `None` if the lines are no list.
pub(crate) fn read(tokens: &[Token], turn: &Turn) -> Option<Outcome> {
    let lines: Vec<&[Token]> = tokens.split(|t| t.is("\n")).filter(|line| !trim(line).is_empty()).collect();
    if !(2..=MOST).contains(&lines.len()) {
        return None;
    }
    let bulleted = lines.iter().skip(1).all(|line| is_bullet(line));
    let (head, rest) = if is_bullet(lines[0]) { (None, &lines[..]) } else { (Some(lines[0]), &lines[1..]) };
    let ends_open = head.is_some_and(|line| line.last().is_some_and(|t| t.is(":")));
    if !(bulleted || ends_open) {
        return None;
    }
    let (mut tags, mut listed) = (Vec::new(), false);
    let mut sure = false;
    if let Some(head) = head {
        let mut words = trim(head).to_vec();
        super::list::take_list(&mut words, true, &mut tags, &mut listed);
        let adds = words.iter().any(|t| t.is_one_of(&["add", "put", "create", "remember", "note"]));
        let others = ["delete", "remove", "complete", "done", "finish", "dont", "show", "cancel", "not"];
        if words.iter().any(|t| t.is_one_of(&others)) {
            return None;
        }
        sure = adds || listed || words.iter().any(|t| t.is_one_of(super::phrases::TASK_NOUNS));
    }
    let actions: Vec<Action> = rest.iter().filter_map(|line| entry(unbulleted(line), &tags, turn)).collect();
    let outcome = Outcome { actions, sure, ..Outcome::new(Intent::Add, 0.85) };
    match outcome.actions.len() {
        0 => None,
        _ if sure => Some(outcome),
        // Bullets alone may be anything.
        count => Some(Outcome { ask: Some(turn.say(Question::AddThese(count))), ..outcome }),
    }
}

fn is_bullet(line: &[Token]) -> bool {
    let numbered = |t: &Token| {
        t.norm.trim_end_matches([')', '.']).bytes().all(|b| b.is_ascii_digit()) && !t.norm.is_empty()
    };
    match line {
        [first, second, ..] if numbered(first) => second.is_mark(),
        [first, _, ..] => matches!(first.raw.as_str(), "-" | "*" | "•" | "–" | "—" | "["),
        _ => false,
    }
}

fn unbulleted(line: &[Token]) -> &[Token] {
    match line {
        [first, second, rest @ ..] if !first.is_mark() && second.is_mark() && is_bullet(line) => rest,
        _ => line,
    }
}

fn entry(line: &[Token], tags: &[String], turn: &Turn) -> Option<Action> {
    let slots = slots::read(trim(line), turn.now);
    let title = title::clean(&slots.rest)?;
    let tags: Vec<String> = tags.iter().cloned().chain(slots.tags).collect();
    Some(Action {
        title: Some(title),
        due: slots.when.as_ref().map(|w| w.due),
        has_time: slots.when.as_ref().map(|w| w.has_time),
        rrule: slots.rrule,
        repeat_from: slots.repeat_from,
        reminders: (!slots.reminders.is_empty()).then_some(slots.reminders),
        priority: slots.priority,
        tags: (!tags.is_empty()).then_some(tags),
        ..Action::new(Intent::Add)
    })
}
