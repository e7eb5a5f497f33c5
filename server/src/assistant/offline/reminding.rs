//! Reminders: from what was said to a call's arguments, and from those to words.

use super::phrasebook as say;
use super::words::Words;
use crate::assistant::understand::Action;
use chrono::{DateTime, NaiveTime, Utc};
use serde_json::{Map, Value, json};
use shared::reminder::{RemindAt, RemindBefore, Reminder};
use shared::task::Task;

/// When to be reminded of what is due on a day, where no time was said.
const MORNING: Option<NaiveTime> = NaiveTime::from_hms_opt(9, 0, 0);

/// Whether a reminder is to come before the due date of a task that has none.
pub fn lacks_due(action: &Action, task: Option<&Task>) -> bool {
    let before = |said: &Reminder| matches!(said, Reminder::Before(_));
    action.reminders.iter().flatten().any(before)
        && action.due.is_none()
        && task.is_none_or(|task| task.due_at.is_none())
}

/// Adds the reminders that an action asks for; a task keeps those that it has.
pub fn arguments(action: &Action, task: Option<&Task>, words: &Words, into: &mut Map<String, Value>) {
    let said = said(action, words);
    if said.is_empty() {
        return;
    }
    let kept = task.into_iter().flat_map(|task| task.reminders.iter().cloned());
    let (mut at, mut before) = (Vec::new(), Vec::new());
    for reminder in kept.chain(said) {
        match reminder {
            Reminder::At(RemindAt { at: time }) => at.push(time.to_utc()),
            Reminder::Before(RemindBefore { minutes_before }) => before.push(minutes_before),
        }
    }
    if !at.is_empty() {
        into.insert("remind_at".into(), json!(at));
    }
    if !before.is_empty() {
        into.insert("remind_minutes_before".into(), json!(before));
    }
}

fn said(action: &Action, words: &Words) -> Vec<Reminder> {
    let said = action.reminders.iter().flatten().copied();
    let meant = action.due.filter(|_| action.reminds).and_then(|due| match action.has_time {
        Some(false) => {
            let morning = due.date_naive().and_time(MORNING?).and_local_timezone(words.zone).earliest()?;
            (morning > words.now).then_some(Reminder::at(morning.fixed_offset()))
        }
        _ => Some(Reminder::before(0)),
    });
    said.chain(meant).collect()
}

impl Words {
    /// "reminder 10 minutes before", "reminder tomorrow at 09:00": the parts of a call's arguments.
    pub fn reminders(&self, arguments: &Value) -> Vec<String> {
        let list = |name: &str| arguments.get(name).and_then(Value::as_array).into_iter().flatten();
        let at = list("remind_at").filter_map(|time| {
            let at: DateTime<Utc> = serde_json::from_value(time.clone()).ok()?;
            Some(self.say(&say::REMINDED_AT, &[("when", &self.day_and_time(at))]))
        });
        let before = list("remind_minutes_before").filter_map(Value::as_i64).map(|minutes| match minutes {
            0 => self.say(&say::REMINDED_THEN, &[]),
            _ => self.say(&say::REMINDED_BEFORE, &[("amount", &self.amount(minutes))]),
        });
        at.chain(before).collect()
    }

    fn amount(&self, minutes: i64) -> String {
        let (count, [one, many]) = match minutes {
            _ if minutes % 1_440 == 0 => (minutes / 1_440, say::DAYS),
            _ if minutes % 60 == 0 => (minutes / 60, say::HOURS),
            _ => (minutes, say::MINUTES),
        };
        let unit = self.say(if count == 1 { &one } else { &many }, &[]);
        format!("{count} {unit}")
    }
}
