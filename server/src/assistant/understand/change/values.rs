//! The new values that a phrase names, and what its captures have to be.

use super::super::date::{self, When};
use super::super::normalise::{Kind, Token, trim, written};
use super::super::pattern::Captures;
use super::super::types::{Action, Reminder};
use super::super::{Turn, filter, list, reference, reminder, scope, slots};
use shared::task::{Priority, RepeatFrom};

/// Whether a capture is of the kind that its name promises; what has no kind always is.
pub(crate) fn accepts(name: &str, words: &[Token], turn: &Turn) -> bool {
    match name {
        "date" | "moment" => slots::only_date(words, turn.now).is_some(),
        "priority" => slots::only_priority(words).is_some(),
        "rule" => slots::only_repeat(words, turn.now).is_some(),
        "completion" => date::completion(words) == Some(words.len()),
        "lead" => reminder::only_lead(words).is_some(),
        "hashtags" => words.iter().all(|t| t.is_mark() || t.is("and") || slots::hashtag(t).is_some()),
        "where" => {
            let (mut rest, mut listed) = (words.to_vec(), false);
            list::take_list(&mut rest, false, &mut Vec::new(), &mut listed);
            let on = words[0].is_one_of(&["to", "on", "onto", "in", "into", "at", "for"]);
            listed && on && slots::is_empty(&rest)
        }
        // "the report", "task 3": a task is more likely meant than with a bare word.
        "owned" => {
            let first = &words[0];
            first.is_one_of(&["the", "my", "our"])
                || filter::bulk(words, turn).is_some()
                || first.kind == Kind::Quote
                || reference::is_number(words)
        }
        "finished" => {
            accepts("owned", words, turn)
                && (filter::bulk(words, turn).is_none()
                    || words.iter().any(|t| t.is_one_of(&["all", "everything"])))
        }
        "id" => reference::is_number(words),
        "old" => slots::only_date(words, turn.now).is_some(),
        "shift" => reminder::only_lead(words).is_some() || is_later(words),
        "later" => is_later(words),
        "pronoun" => {
            words.len() == 1 && words[0].is_one_of(&["it", "that", "this", "them", "these", "those"])
        }
        "silenced" => reference::is_number(words),
        "quoted" => matches!(words, [only] if only.kind == Kind::Quote),
        _ => true,
    }
}

/// The new values that the phrase names; `None` if they are not of the kind it needs.
pub(super) fn fill(details: &mut Action, captures: &Captures, turn: &Turn) -> Option<()> {
    if let Some(words) = captures.get("rename") {
        details.title = Some(new_title(words)?);
    }
    if let Some(words) = captures.get("quoted") {
        details.title = Some(new_title(words)?);
    }
    if let Some(words) = captures.get("date") {
        due(details, &slots::only_date(words, turn.now)?);
    }
    if let Some(words) = captures.get("rule") {
        let time = slots::only_repeat(words, turn.now)?;
        (details.rrule, details.repeat_from) = (time.rrule, time.repeat_from);
        // "every monday" leaves a due date as it is, "every monday at 9" names one.
        if let Some(when) = time.when.filter(|when| when.has_time) {
            due(details, &when);
        }
    }
    if captures.get("completion").is_some() {
        details.repeat_from = Some(RepeatFrom::Completion);
    }
    if captures.get("once").is_some() {
        details.rrule = Some(String::new());
    }
    if let Some(words) = captures.get("lead") {
        // "remind me 30 minutes before to leave" is a new task, and so is what has a time of its own.
        let timed = |words: &[Token]| slots::read(words, turn.now).when.is_some_and(|when| when.has_time);
        if captures
            .get("ref")
            .is_some_and(|words| words[0].is_one_of(&["to", "that", "i", "we"]) || timed(words))
        {
            return None;
        }
        details.reminders = Some(vec![reminder::only_lead(words)?]);
    }
    if let Some(words) = captures.get("moment") {
        let when = slots::only_date(words, turn.now)?;
        details.reminders = Some(vec![Reminder::at(when.due)]);
    }
    if captures.get("undated").is_some() {
        details.clears_due = true;
    }
    if captures.get("unranked").is_some() {
        details.priority = Some(Priority::default());
    }
    if captures.get("unreminded").or_else(|| captures.get("silenced")).is_some() {
        details.reminders = Some(Vec::new());
    }
    if let Some(words) = captures.get("priority") {
        details.priority = Some(slots::only_priority(words)?);
    }
    if captures.get("top").is_some() {
        details.priority = Some(Priority::High);
    }
    if captures.get("bottom").is_some() {
        details.priority = Some(Priority::Low);
    }
    if let Some(words) = captures.get("new") {
        // A new value that is nothing but a date or a priority is one; else it is the title, word for word.
        if let Some(priority) =
            slots::only_priority(words).filter(|_| words.iter().all(|t| t.kind == Kind::Word))
        {
            details.priority = Some(priority);
        } else if let Some(when) = slots::only_date(words, turn.now) {
            due(details, &when);
        } else if scope::is_foreign(words)
            && !words.iter().any(|t| t.kind == Kind::Quote)
            && !is_sure(captures, turn)
        {
            return None;
        } else {
            details.title = Some(new_title(words)?);
        }
    }
    if let Some(words) = captures.get("hashtags") {
        let tags: Vec<String> = words
            .iter()
            .filter(|t| !t.is_mark() && !t.is("and"))
            .map(slots::hashtag)
            .collect::<Option<_>>()?;
        details.tags = Some(tags);
    }
    if let Some(words) = captures.get("tags") {
        let (tags, end) = slots::tag_words(words, 0, &[]);
        if tags.is_empty() || end != words.len() {
            return None;
        }
        details.tags = Some(tags);
    }
    Some(())
}

pub(super) fn due(details: &mut Action, when: &When) {
    (details.due, details.has_time) = (Some(when.due), Some(when.has_time));
    details.keeps_day = when.has_time && !when.day_said;
}

/// "two days later", "an hour earlier", "forward one week".
pub(super) fn is_later(words: &[Token]) -> bool {
    const SHIFTS: &[&str] = &["later", "earlier", "back", "forward", "sooner", "ahead"];
    match words {
        [first, rest @ ..] if first.is_one_of(SHIFTS) => reminder::only_lead(rest).is_some(),
        [rest @ .., last] if last.is_one_of(SHIFTS) => reminder::only_lead(rest).is_some(),
        _ => false,
    }
}

pub(super) fn is_sure(captures: &Captures, turn: &Turn) -> bool {
    captures.get("ref").and_then(|words| reference::read(words, turn)).is_some_and(|r| r.sure)
}

pub(super) fn new_title(words: &[Token]) -> Option<String> {
    match trim(words) {
        [] => None,
        [only] => Some(capitalised(only.unquoted())),
        words => Some(capitalised(&written(words))),
    }
}

pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
