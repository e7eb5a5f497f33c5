//! What the assistant says. Every answer names the task, and every failure says what to try next.

use super::find;
use super::plan::Planned;
use crate::assistant::runner::LISTED_MAX;
use crate::assistant::understand::{Intent, Shown};
use chrono::{DateTime, Datelike, Days, Timelike, Utc};
use chrono_tz::Tz;
use shared::chat::ToolCall;
use shared::task::{Priority, Task};
use std::fmt::Write;

/// Said when a question was answered with no.
pub const NOTHING_CHANGED: &str = "All right, nothing was changed.";
/// Said when a question was answered with neither yes nor no.
pub const NO_ANSWER: &str = "I did not take that for a yes, so nothing was changed. ";
/// Said when a task got another name between question and answer.
pub const RENAMED: &str = "Meanwhile a task got another name, so nothing was changed. ";
const WHAT_I_DO: &str = "Try for example:\n\n- “add buy milk tomorrow at 5pm, high priority”\n- “show my open tasks”, \
    “what's overdue?”, “what's due this week?”\n- “complete task 3”, “mark the report as done”\n- “move the dentist to \
    next friday”, “change task 1 to ‘Call mom tonight’”\n- “tag the report with work”, “delete the meeting task”";

/// What the person's words are relative to.
pub struct Words {
    pub now: DateTime<Utc>,
    pub zone: Tz,
}

/// The answer to a message that asks for nothing to be done.
pub fn without_action(intent: Intent) -> String {
    match intent {
        Intent::Smalltalk => {
            "Hello! I look after your to-do list. Tell me what you need to remember, or ask what is due."
                .into()
        }
        Intent::Yes | Intent::No => {
            "There is no open question. Tell me what to add, show, change or complete.".into()
        }
        Intent::Undo | Intent::Redo => {
            "I cannot take changes back yet. Tell me what to change, and I will change \
            it, for example “reopen task 3”."
                .into()
        }
        Intent::Skip => {
            "I cannot skip repeats yet. You can move a task, for example “move task 3 to next friday”.".into()
        }
        Intent::Help => {
            format!("I keep your to-do list: I add, show, change, complete and delete tasks. {WHAT_I_DO}")
        }
        _ => format!("I am not sure what to do with that, so I changed nothing. {WHAT_I_DO}"),
    }
}

/// The question which of several is meant, once more.
pub fn choose_again(candidates: &[Shown]) -> String {
    let lines: Vec<String> =
        candidates.iter().map(|task| format!("- **{}** {}", task.id, literal(&task.title))).collect();
    format!(
        "I did not understand which one you mean, so nothing was changed.\n\n{}\n\nTell me its number, or more of \
        its title; or say no.",
        lines.join("\n")
    )
}

impl Words {
    /// What came of all calls.
    pub fn report(&self, done: &[(Planned, ToolCall)]) -> String {
        let lines: Vec<String> = done.iter().map(|(planned, call)| self.outcome(planned, call)).collect();
        match lines.as_slice() {
            [] => "You stopped me before I did anything.".into(),
            [only] => only.clone(),
            several => several.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"),
        }
    }

    /// The question before something sweeping, or about what is only a guess: all that a yes would do.
    pub fn confirmation(&self, calls: &[Planned]) -> String {
        if let [only] = calls {
            let intention = self.intention(only, "it");
            return format!(
                "Did you mean “{}”? Say yes, and I will {intention}; or say no.",
                literal(&only.title)
            );
        }
        let named = calls.iter().take(LISTED_MAX);
        let is_same = calls.iter().all(|call| verb(call.intent) == verb(calls[0].intent));
        let mut lines: Vec<String> = match is_same && calls[0].is_sweeping() {
            true => named.map(|call| format!("- {}", literal(&call.title))).collect(),
            false => named
                .map(|call| format!("- {}", self.intention(call, &format!("“{}”", literal(&call.title)))))
                .collect(),
        };
        if calls.len() > LISTED_MAX {
            lines.push(format!("- and {} more", calls.len() - LISTED_MAX));
        }
        let lines = lines.join("\n");
        match calls.iter().any(|call| call.guessed) {
            true => format!("Did you mean this?\n\n{lines}\n\nSay yes or no."),
            false => format!("That would {}:\n\n{lines}\n\nShall I? Say yes or no.", summary(calls)),
        }
    }

    /// "complete “Buy milk”", "rename it to “Buy oat milk”": what a call would do.
    fn intention(&self, call: &Planned, name: &str) -> String {
        let details = self.details(&call.arguments);
        let title = call.arguments.get("title").and_then(serde_json::Value::as_str);
        match (call.intent, title) {
            (Intent::List | Intent::Count, _) => "show tasks".into(),
            (Intent::Add, _) => format!("add “{}”{details}", literal(&call.title)),
            (Intent::Tag, _) => format!("tag {name}{details}"),
            (Intent::Untag, _) => format!("take tags off {name}"),
            (Intent::Complete | Intent::Delete | Intent::Clear | Intent::Reopen, _) => {
                format!("{} {name}", verb(call.intent))
            }
            (_, Some(title)) => format!("rename {name} to “{}”{details}", literal(title)),
            (_, None) => format!("change {name}{}", details.replacen(", ", ": ", 1)),
        }
    }

    /// The question when several tasks match.
    pub fn which_one(&self, intent: Intent, found: &[Task], most: usize) -> String {
        let verb = verb(intent);
        let lines: Vec<String> = found.iter().take(most).map(|task| self.line(task)).collect();
        let more = if found.len() > most { "\n- and more" } else { "" };
        format!(
            "Which one shall I {verb}?\n\n{}{more}\n\nTell me its number, or more of its title.",
            lines.join("\n")
        )
    }

    /// Said when a filter describes no task.
    pub fn none_match(&self, intent: Intent) -> String {
        let what = match intent {
            Intent::Complete => "no open task",
            Intent::Clear | Intent::Reopen => "no completed task",
            _ => "no task",
        };
        format!("There is {what} like that, so there is nothing to do. Say “show my tasks” to see them all.")
    }

    fn outcome(&self, planned: &Planned, call: &ToolCall) -> String {
        if call.is_error {
            let reason = call.result.as_str().unwrap_or("it could not be done");
            let verb = if planned.intent == Intent::Add { "added" } else { "changed" };
            return format!("“{}” was not {verb}: {reason}", literal(&planned.title));
        }
        // It may have been renamed since it was planned.
        let title = call.result.get("title").and_then(serde_json::Value::as_str).unwrap_or(&planned.title);
        let title = literal(title);
        match planned.intent {
            Intent::Add => format!("Added “{title}”{}.", self.details(&planned.arguments)),
            Intent::List => self.listing(&find::tasks_of(call), call),
            Intent::Count => format!("{}.", count(find::tasks_of(call).len(), call)),
            Intent::Complete => format!("Done: “{title}” is completed."),
            Intent::Reopen => format!("“{title}” is open."),
            Intent::Delete | Intent::Clear => format!("Deleted “{title}”."),
            Intent::Tag => format!("Tagged “{title}”{}.", self.details(&planned.arguments)),
            Intent::Untag => format!("Removed the tag from “{title}”."),
            _ => self.updated(planned),
        }
    }

    fn updated(&self, planned: &Planned) -> String {
        let details = self.details(&planned.arguments);
        match planned.arguments.get("title").and_then(serde_json::Value::as_str) {
            Some(title) => format!("Renamed “{}” to “{}”{details}.", literal(&planned.title), literal(title)),
            None => format!("Updated “{}”{}.", literal(&planned.title), details.replacen(", ", ": ", 1)),
        }
    }

    /// ", due tomorrow at 17:00, high priority, #shopping", of a call's arguments.
    fn details(&self, arguments: &serde_json::Value) -> String {
        let mut text = String::new();
        let due = arguments.get("due_at").and_then(|value| serde_json::from_value(value.clone()).ok());
        if let Some(due) = due {
            write!(text, ", due {}", self.day_and_time(due)).ok();
        }
        if let Some(priority) = arguments.get("priority").and_then(serde_json::Value::as_str) {
            write!(text, ", {priority} priority").ok();
        }
        for name in ["tags", "add"] {
            for tag in arguments.get(name).and_then(serde_json::Value::as_array).into_iter().flatten() {
                write!(text, ", #{}", literal(tag.as_str().unwrap_or_default())).ok();
            }
        }
        text
    }

    fn listing(&self, tasks: &[Task], call: &ToolCall) -> String {
        if tasks.is_empty() {
            return match is_everything(call) {
                true => "Your list is empty. Tell me what you need to remember, for example “add buy milk tomorrow”.".into(),
                false => "There are no such tasks.".into(),
            };
        }
        let lines: Vec<String> = tasks.iter().take(LISTED_MAX).map(|task| self.line(task)).collect();
        let more = match tasks.len().saturating_sub(LISTED_MAX) {
            0 => String::new(),
            more => format!("\n\n… and {more} more on the tasks page."),
        };
        format!("{}:\n\n{}{more}", count(tasks.len(), call), lines.join("\n"))
    }

    /// "- **3** Buy milk (due tomorrow at 17:00, high, #shopping)"
    fn line(&self, task: &Task) -> String {
        let mut notes = Vec::new();
        if task.completed {
            notes.push("done".to_owned());
        }
        if let Some(due) = task.due_at {
            let late = if due < self.now && !task.completed { "overdue, " } else { "" };
            notes.push(format!("{late}due {}", self.day_and_time(due)));
        }
        match task.priority {
            Priority::High => notes.push("high priority".into()),
            Priority::Low => notes.push("low priority".into()),
            Priority::Medium => {}
        }
        notes.extend(task.tags.iter().map(|tag| format!("#{}", literal(tag))));
        let title = literal(&task.title);
        match notes.is_empty() {
            true => format!("- **{}** {title}", task.id),
            false => format!("- **{}** {title} ({})", task.id, notes.join(", ")),
        }
    }

    /// "today", "tomorrow at 17:00", "on Friday 27 November at 09:00"; the last minute of a day means all of it.
    fn day_and_time(&self, due: DateTime<Utc>) -> String {
        let (due, today) = (due.with_timezone(&self.zone), self.now.with_timezone(&self.zone).date_naive());
        let date = due.date_naive();
        let day = if date == today {
            "today".to_owned()
        } else if Some(date) == today.checked_add_days(Days::new(1)) {
            "tomorrow".to_owned()
        } else if Some(date) == today.checked_sub_days(Days::new(1)) {
            "yesterday".to_owned()
        } else if date.year() == today.year() {
            due.format("on %A %-d %B").to_string()
        } else {
            due.format("on %A %-d %B %Y").to_string()
        };
        match (due.hour(), due.minute()) {
            (23, 59) => day,
            _ => format!("{day} at {}", due.format("%H:%M")),
        }
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

fn verb(intent: Intent) -> &'static str {
    match intent {
        Intent::Add => "add",
        Intent::Complete => "complete",
        Intent::Delete | Intent::Clear => "delete",
        Intent::Reopen => "reopen",
        Intent::List | Intent::Count => "show",
        _ => "change",
    }
}

/// "complete 2 tasks and delete 3 tasks"
fn summary(calls: &[Planned]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for call in calls {
        match counts.iter_mut().find(|(known, _)| *known == verb(call.intent)) {
            Some((_, count)) => *count += 1,
            None => counts.push((verb(call.intent), 1)),
        }
    }
    let parts = counts
        .iter()
        .map(|(verb, count)| format!("{verb} {count} task{}", if *count == 1 { "" } else { "s" }));
    parts.collect::<Vec<_>>().join(" and ")
}

fn count(number: usize, call: &ToolCall) -> String {
    let status = call.arguments.get("status").and_then(serde_json::Value::as_str);
    let kind = match status {
        Some("pending")
            if call.arguments.get("due_before").is_some() && call.arguments.get("due_after").is_none() =>
        {
            "overdue "
        }
        Some("pending") => "open ",
        Some("completed") => "completed ",
        _ => "",
    };
    match number {
        0 => format!("You have no {kind}tasks like that"),
        1 => format!("You have 1 {kind}task"),
        _ => format!("You have {number} {kind}tasks"),
    }
}

/// Whether a list asked for all there is.
fn is_everything(call: &ToolCall) -> bool {
    let narrowing = ["q", "tags", "priority", "due_before", "due_after"];
    call.arguments.get("status").and_then(serde_json::Value::as_str) == Some("all")
        && narrowing.iter().all(|name| call.arguments.get(name).is_none())
}
