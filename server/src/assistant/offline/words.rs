//! How the assistant puts what it found and did. Every answer names the task, and every failure says what to try next.

mod listing;

use super::find;
use super::phrasebook::{self as say, Phrase};
use super::plan::Planned;
use crate::assistant::runner::LISTED_MAX;
use crate::assistant::understand::{Intent, Language, Shown};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use shared::chat::ToolCall;
use shared::task::Task;

/// What the person's words are relative to, and the language to answer in.
pub struct Words {
    pub now: DateTime<Utc>,
    pub zone: Tz,
    pub language: Language,
}

impl Words {
    /// A phrase of the book in the person's language.
    pub fn say(&self, phrase: &Phrase, values: &[(&str, &str)]) -> String {
        phrase.fill(self.language, values)
    }

    /// The answer to a message that asks for nothing to be done.
    pub fn without_action(&self, intent: Intent) -> String {
        let phrase = match intent {
            Intent::Smalltalk => say::GREETING,
            Intent::Yes | Intent::No => say::NO_OPEN_QUESTION,
            Intent::Skip => say::WHICH_TASK,
            Intent::Help => say::HELP,
            _ => say::NOT_UNDERSTOOD,
        };
        self.say(&phrase, &[("examples", &self.say(&say::EXAMPLES, &[]))])
    }

    /// The question which of several is meant, once more.
    pub fn choose_again(&self, candidates: &[Shown]) -> String {
        let lines: Vec<String> =
            candidates.iter().map(|task| format!("- **{}** {}", task.id, literal(&task.title))).collect();
        self.say(&say::CHOOSE_AGAIN, &[("tasks", &lines.join("\n"))])
    }

    /// What came of all calls.
    pub fn report(&self, done: &[(Planned, ToolCall)]) -> String {
        let lines: Vec<String> = done.iter().map(|(planned, call)| self.outcome(planned, call)).collect();
        match lines.as_slice() {
            [] => self.say(&say::STOPPED, &[]),
            [only] => only.clone(),
            several => several.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"),
        }
    }

    /// The question before something sweeping, or about what is only a guess: all that a yes would do.
    pub fn confirmation(&self, calls: &[Planned]) -> String {
        if let [only] = calls {
            let intention = self.intention(only, &self.say(&say::IT, &[]));
            return self
                .say(&say::DID_YOU_MEAN, &[("title", &literal(&only.title)), ("intention", &intention)]);
        }
        let named = calls.iter().take(LISTED_MAX);
        let is_same = calls.iter().all(|call| kind_of(call.intent) == kind_of(calls[0].intent));
        let mut lines: Vec<String> = match is_same && calls[0].is_sweeping() {
            true => named.map(|call| format!("- {}", literal(&call.title))).collect(),
            false => named
                .map(|call| format!("- {}", self.intention(call, &format!("“{}”", literal(&call.title)))))
                .collect(),
        };
        if calls.len() > LISTED_MAX {
            let count = (calls.len() - LISTED_MAX).to_string();
            lines.push(self.say(&say::AND_SO_MANY_MORE, &[("count", &count)]));
        }
        let lines = lines.join("\n");
        match calls.iter().any(|call| call.guessed) {
            true => self.say(&say::DID_YOU_MEAN_THIS, &[("tasks", &lines)]),
            false => self.say(&say::THAT_WOULD, &[("summary", &self.summary(calls)), ("tasks", &lines)]),
        }
    }

    /// "complete “Buy milk”", "rename it to “Buy oat milk”": what a call would do.
    fn intention(&self, call: &Planned, name: &str) -> String {
        let details = self.details(&call.arguments);
        let changed = self.after_colon(&details);
        let title = call.arguments.get("title").and_then(Value::as_str);
        let (phrase, details) = match (call.intent, title) {
            (Intent::List | Intent::Count, _) => (say::SHOW_TASKS, &details),
            (Intent::Add, _) => (say::WOULD_ADD, &details),
            (Intent::Tag, _) => (say::WOULD_TAG, &details),
            (Intent::Untag, _) => (say::WOULD_UNTAG, &details),
            (Intent::Complete | Intent::Delete | Intent::Clear | Intent::Reopen | Intent::Skip, _) => {
                (say::WOULD_DO, &details)
            }
            (_, Some(_)) => (say::WOULD_RENAME, &details),
            (_, None) => (say::WOULD_CHANGE, &changed),
        };
        let title = &literal(title.unwrap_or(&call.title));
        let verb = self.say(&say::verb(call.intent), &[]);
        self.say(&phrase, &[("name", name), ("title", title), ("verb", &verb), ("details", details)])
    }

    /// ": due tomorrow" instead of ", due tomorrow".
    fn after_colon(&self, details: &str) -> String {
        match details.strip_prefix(&self.say(&say::COMMA, &[])) {
            Some(rest) => format!(": {rest}"),
            None => details.to_owned(),
        }
    }

    /// The question when several tasks match.
    pub fn which_one(&self, intent: Intent, found: &[Task], most: usize) -> String {
        let lines: Vec<String> = found.iter().take(most).map(|task| self.line(task)).collect();
        let more = if found.len() > most { self.say(&say::AND_MORE, &[]) } else { String::new() };
        let verb = self.say(&say::verb(intent), &[]);
        self.say(&say::WHICH_ONE, &[("verb", &verb), ("tasks", &lines.join("\n")), ("more", &more)])
    }

    /// Said when a filter describes no task.
    pub fn none_match(&self, intent: Intent) -> String {
        let what = match intent {
            Intent::Complete => say::NO_OPEN_TASK,
            Intent::Clear | Intent::Reopen => say::NO_COMPLETED_TASK,
            _ => say::NO_TASK,
        };
        self.say(&say::NONE_MATCH, &[("what", &self.say(&what, &[]))])
    }

    fn outcome(&self, planned: &Planned, call: &ToolCall) -> String {
        if call.is_error {
            let none = self.say(&say::NO_REASON, &[]);
            let reason = call.result.as_str().unwrap_or(&none);
            let phrase = if planned.intent == Intent::Add { say::NOT_ADDED } else { say::NOT_CHANGED };
            return self.say(&phrase, &[("title", &literal(&planned.title)), ("reason", reason)]);
        }
        let details = self.details(&planned.arguments);
        // It may have been renamed since it was planned.
        let title = &literal(call.result.get("title").and_then(Value::as_str).unwrap_or(&planned.title));
        let named = |phrase: &Phrase| self.say(phrase, &[("title", title), ("details", &details)]);
        if call.result.get("changed") == Some(&Value::Bool(false)) {
            return named(&say::WAS_SO);
        }
        match planned.intent {
            Intent::Add => named(&say::ADDED),
            Intent::List => self.listing(&find::tasks_of(call), call),
            Intent::Count => format!("{}.", self.count(find::tasks_of(call).len(), call)),
            Intent::Complete => self.with_next(named(&say::COMPLETED), call),
            Intent::Reopen => named(&say::REOPENED),
            Intent::Delete | Intent::Clear => named(&say::DELETED),
            Intent::Tag => named(&say::TAGGED),
            Intent::Untag => named(&say::UNTAGGED),
            Intent::Skip => self.skipped(title, call),
            _ => self.updated(planned),
        }
    }

    /// "Done: … Next on Friday 27 November at 09:00."
    fn with_next(&self, said: String, call: &ToolCall) -> String {
        match call.result.get("next").and_then(due_of) {
            Some(due) => format!("{said} {}", self.say(&say::NEXT, &[("when", &self.day_and_time(due))])),
            None => said,
        }
    }

    fn skipped(&self, title: &str, call: &ToolCall) -> String {
        let when = due_of(&call.result).map_or_else(String::new, |due| self.day_and_time(due));
        self.say(&say::SKIPPED, &[("title", title), ("when", &when)])
    }

    fn updated(&self, planned: &Planned) -> String {
        let details = self.details(&planned.arguments);
        match planned.arguments.get("title").and_then(Value::as_str) {
            Some(title) => self.say(
                &say::RENAMED,
                &[("old", &literal(&planned.title)), ("title", &literal(title)), ("details", &details)],
            ),
            None => {
                let details = self.after_colon(&details);
                self.say(&say::UPDATED, &[("title", &literal(&planned.title)), ("details", &details)])
            }
        }
    }

    /// ", due tomorrow at 17:00, high priority, #shopping", of a call's arguments.
    fn details(&self, arguments: &Value) -> String {
        let mut parts = Vec::new();
        if let Some(due) = due_of(arguments) {
            parts.push(self.say(&say::DUE, &[("when", &self.day_and_time(due))]));
        }
        if let Some(rule) = arguments.get("recurrence").and_then(Value::as_str) {
            let rule = say::repeat(self.language, rule);
            parts.push(self.say(&say::REPEATS, &[("rule", &rule)]));
        }
        for cleared in arguments.get("clear").and_then(Value::as_array).into_iter().flatten() {
            match cleared.as_str() {
                Some("due_at") => parts.push(self.say(&say::NO_DUE, &[])),
                Some("recurrence") => parts.push(self.say(&say::NO_REPEAT, &[])),
                Some("reminders") => parts.push(self.say(&say::NO_REMINDERS, &[])),
                _ => {}
            }
        }
        if arguments.get("repeat_from").is_some() {
            parts.push(self.say(&say::FROM_COMPLETION, &[]));
        }
        match arguments.get("priority").and_then(Value::as_str) {
            Some("high") => parts.push(self.say(&say::HIGH, &[])),
            Some("medium") => parts.push(self.say(&say::MEDIUM, &[])),
            Some("low") => parts.push(self.say(&say::LOW, &[])),
            _ => {}
        }
        if arguments.get("tags").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            parts.push(self.say(&say::NO_TAGS, &[]));
        }
        parts.extend(self.reminders(arguments));
        for name in ["tags", "add"] {
            for tag in arguments.get(name).and_then(Value::as_array).into_iter().flatten() {
                parts.push(format!("#{}", literal(tag.as_str().unwrap_or_default())));
            }
        }
        let comma = self.say(&say::COMMA, &[]);
        parts.into_iter().map(|part| format!("{comma}{part}")).collect()
    }

    /// "complete 2 tasks and delete 3 tasks"
    fn summary(&self, calls: &[Planned]) -> String {
        let mut counts: Vec<(Intent, usize)> = Vec::new();
        for call in calls {
            match counts.iter_mut().find(|(known, _)| kind_of(*known) == kind_of(call.intent)) {
                Some((_, count)) => *count += 1,
                None => counts.push((call.intent, 1)),
            }
        }
        let parts: Vec<String> = counts
            .iter()
            .map(|(intent, count)| {
                let verb = self.say(&say::verb(*intent), &[]);
                let phrase = if *count == 1 { say::SUMMARY_ONE } else { say::SUMMARY };
                self.say(&phrase, &[("verb", &verb), ("count", &count.to_string())])
            })
            .collect();
        parts.join(&self.say(&say::AND, &[]))
    }
}

/// A person's words within Markdown, so that they are shown as they are.
pub fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~') {
            literal.push('\\');
        }
        literal.push(character);
    }
    literal
}

/// The due date in a call's arguments or result.
fn due_of(value: &Value) -> Option<DateTime<Utc>> {
    serde_json::from_value(value.get("due_at")?.clone()).ok()
}

/// Intents that do the same to a task have the same word.
fn kind_of(intent: Intent) -> String {
    say::verb(intent).fill(Language::English, &[])
}
