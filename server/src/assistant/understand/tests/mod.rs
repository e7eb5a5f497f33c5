//! Whole messages through the whole pipeline.

mod context;
mod dates;
mod fuzz;
mod phrases;
mod scope;
mod stages;
mod urdu;

use super::types::Reminder;
use super::{Action, Context, Filter, Intent, Understanding, understand};
use chrono::{DateTime, FixedOffset, Timelike, Utc};
use chrono_tz::Tz;

/// A Wednesday, at noon in Berlin.
pub(super) const NOW: &str = "2026-11-25T12:00:00+01:00";

pub(super) fn at(text: &str, now: &str, zone: &str, context: &Context) -> Understanding {
    let now: DateTime<Utc> = now.parse().unwrap();
    let zone: Tz = zone.parse().unwrap();
    understand(text, now, zone, context)
}

pub(super) fn read(text: &str) -> Understanding {
    at(text, NOW, "Europe/Berlin", &Context::default())
}

/// Whether a task would be changed without a further question.
pub(super) fn writes(understanding: &Understanding) -> bool {
    understanding.ask.is_none() && understanding.actions.iter().any(|action| action.intent.writes())
}

/// An understanding on one line, so that a table of them can be read.
pub(super) fn line(understanding: &Understanding) -> String {
    let intent = |i: &Intent| format!("{i:?}").to_lowercase();
    if understanding.ask.is_some() {
        return format!("{} ?", intent(&understanding.intent));
    }
    if understanding.actions.iter().all(|a| a.intent == Intent::None) {
        return intent(&understanding.intent);
    }
    let actions: Vec<String> =
        understanding.actions.iter().map(|a| intent(&a.intent) + &details(a)).collect();
    actions.join(" + ")
}

fn details(action: &Action) -> String {
    let mut text = String::new();
    if let Some(reference) = &action.reference {
        text += &format!(" [{reference}]");
    }
    if let Some(title) = &action.title {
        text += &format!(" '{title}'");
    }
    // Elsewhere the filter says what the date means.
    let is_value = matches!(action.intent, Intent::Add | Intent::Update);
    if let Some(due) = action.due.as_ref().filter(|_| is_value) {
        text += &format!(" @{}", moment(due, action.has_time == Some(true)));
    }
    if let Some(priority) = &action.priority {
        text += &format!(" !{priority:?}").to_lowercase();
    }
    if let Some(rule) = &action.rrule {
        text += &format!(" *{rule}");
    }
    for reminder in action.reminders.iter().flatten() {
        text += &match reminder {
            Reminder::At(reminder) => format!(" ^{}", moment(reminder.at, true)),
            Reminder::Before(reminder) => format!(" ^{}", reminder.minutes_before),
        };
    }
    for tag in action.tags.iter().flatten() {
        text += &format!(" #{tag}");
    }
    if let Some(filter) = &action.filter {
        text += &format!(" {{{}}}", filter_line(filter));
    }
    text
}

fn filter_line(filter: &Filter) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(filter.status.map(|s| format!("{s:?}").to_lowercase()));
    parts.extend(filter.overdue.map(|_| "overdue".to_owned()));
    parts.extend(filter.priority.map(|p| format!("!{p:?}").to_lowercase()));
    parts.extend(filter.tags.iter().flatten().map(|t| format!("#{t}")));
    parts.extend(filter.q.as_ref().map(|q| format!("'{q}'")));
    parts.extend(filter.due_after.map(|d| format!(">={}", moment(&d, d.hour() + d.minute() > 0))));
    parts.extend(filter.due_before.map(|d| format!("<{}", moment(&d, d.hour() + d.minute() > 0))));
    parts.join(" ")
}

pub(super) fn moment(due: &DateTime<FixedOffset>, timed: bool) -> String {
    due.format(if timed { "%m-%d %H:%M" } else { "%m-%d" }).to_string()
}
