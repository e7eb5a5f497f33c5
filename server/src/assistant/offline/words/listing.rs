//! Lists and counts of tasks, and when they are due.

use super::super::phrasebook as say;
use super::{Words, literal};
use crate::assistant::runner::LISTED_MAX;
use crate::assistant::understand::{Language, day_name};
use chrono::{DateTime, Datelike, Days, Timelike, Utc};
use serde_json::Value;
use shared::chat::ToolCall;
use shared::task::{Priority, Task};

impl Words {
    pub(super) fn listing(&self, tasks: &[Task], call: &ToolCall) -> String {
        if tasks.is_empty() {
            let phrase = if is_everything(call) { say::EMPTY_LIST } else { say::NO_SUCH_TASKS };
            return self.say(&phrase, &[]);
        }
        let lines: Vec<String> = tasks.iter().take(LISTED_MAX).map(|task| self.line(task)).collect();
        let more = match tasks.len().saturating_sub(LISTED_MAX) {
            0 => String::new(),
            more => self.say(&say::MORE_ON_PAGE, &[("count", &more.to_string())]),
        };
        format!("{}:\n\n{}{more}", self.count(tasks.len(), call), lines.join("\n"))
    }

    /// "- **3** Buy milk (due tomorrow at 17:00, high, #shopping)"
    pub(super) fn line(&self, task: &Task) -> String {
        let mut notes = Vec::new();
        if task.completed {
            notes.push(self.say(&say::DONE, &[]));
        }
        if let Some(due) = task.due_at {
            let phrase = if due < self.now && !task.completed { say::OVERDUE } else { say::DUE };
            notes.push(self.say(&phrase, &[("when", &self.day_and_time(due))]));
        }
        match task.priority {
            Priority::High => notes.push(self.say(&say::HIGH, &[])),
            Priority::Low => notes.push(self.say(&say::LOW, &[])),
            Priority::Medium => {}
        }
        notes.extend(task.tags.iter().map(|tag| format!("#{}", literal(tag))));
        let title = literal(&task.title);
        match notes.is_empty() {
            true => format!("- **{}** {title}", task.id),
            false => format!("- **{}** {title} ({})", task.id, notes.join(&self.say(&say::COMMA, &[]))),
        }
    }

    /// "today", "tomorrow at 17:00", "on Friday 27 November at 09:00"; the last minute of a day means all of it.
    pub fn day_and_time(&self, due: DateTime<Utc>) -> String {
        let (due, today) = (due.with_timezone(&self.zone), self.now.with_timezone(&self.zone).date_naive());
        let date = due.date_naive();
        let day = if date == today {
            self.say(&say::TODAY, &[])
        } else if Some(date) == today.checked_add_days(Days::new(1)) {
            self.say(&say::TOMORROW, &[])
        } else if Some(date) == today.checked_sub_days(Days::new(1)) {
            self.say(&say::YESTERDAY, &[])
        } else if self.language != Language::English {
            day_name(self.language, date)
        } else if date.year() == today.year() {
            due.format("on %A %-d %B").to_string()
        } else {
            due.format("on %A %-d %B %Y").to_string()
        };
        match (due.hour(), due.minute()) {
            (23, 59) => day,
            _ => self.say(&say::AT, &[("day", &day), ("time", &due.format("%H:%M").to_string())]),
        }
    }

    pub(super) fn count(&self, number: usize, call: &ToolCall) -> String {
        let status = call.arguments.get("status").and_then(Value::as_str);
        let time = |name: &str| call.arguments.get(name).and_then(Value::as_str);
        // Due by Friday is not overdue yet.
        let is_past = |time: &str| DateTime::parse_from_rfc3339(time).is_ok_and(|time| time <= self.now);
        let kind = match status {
            Some("pending") if time("due_before").is_some_and(is_past) && time("due_after").is_none() => {
                Some(say::KIND_OVERDUE)
            }
            Some("pending") => Some(say::KIND_OPEN),
            Some("completed") => Some(say::KIND_COMPLETED),
            _ => None,
        };
        let kind = kind.map_or_else(String::new, |kind| self.say(&kind, &[]));
        let phrase = match number {
            0 => say::COUNT_NONE,
            1 => say::COUNT_ONE,
            _ => say::COUNT,
        };
        self.say(&phrase, &[("kind", &kind), ("count", &number.to_string())])
    }
}

/// Whether a list asked for all there is.
fn is_everything(call: &ToolCall) -> bool {
    let narrowing = ["q", "tags", "priority", "due_before", "due_after"];
    call.arguments.get("status").and_then(Value::as_str) == Some("all")
        && narrowing.iter().all(|name| call.arguments.get(name).is_none())
}
