//! Tasks as a calendar: each that is due as a to-do and, while it is open, as an event, too, for programs that show no
//! to-dos.

use super::{calendar_priority, time, zone};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use icalendar::{Component, Event, EventLike, Property, Todo};
use shared::task::Task;

/// Who writes.
pub const WRITER: &str = "-//todo-app//Calendar feed//EN";
/// What stands behind the last entry.
pub const END: &str = "END:VCALENDAR\r\n";

/// Writes the tasks of a person in this zone.
pub struct Writer {
    pub zone: Tz,
    pub now: DateTime<Utc>,
}

impl Writer {
    /// What stands before the first entry, when the first task is due then.
    pub fn start(&self, first: Option<DateTime<Utc>>) -> String {
        let zone = match first {
            Some(first) if self.zone != Tz::UTC => zone::component(self.zone, first, self.now),
            _ => String::new(),
        };
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{WRITER}\r\nCALSCALE:GREGORIAN\r\nNAME:todo-app\r\n\
             X-WR-CALNAME:todo-app\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n{zone}"
        )
    }

    /// The entries of a task; none when it is not due.
    pub fn entries(&self, task: &Task) -> String {
        let Some(due) = task.due_at else { return String::new() };
        let mut todo = Todo::new();
        self.describe(&mut todo, task, "todo");
        todo.append_property(time::due("DUE", due, self.zone));
        todo.add_property("STATUS", if task.completed { "COMPLETED" } else { "NEEDS-ACTION" });
        if let Some(completed) = task.completed_at {
            todo.add_property("COMPLETED", time::utc(completed));
            todo.percent_complete(100);
        }
        let repeat = task.recurrence.as_ref().filter(|_| !task.completed);
        let repeat = repeat.map(|rule| Property::new("RRULE", time::rule(rule, due, self.zone)));
        if let Some(rule) = &repeat {
            // A rule counts from it.
            todo.append_property(time::due("DTSTART", due, self.zone));
            todo.append_property(rule.clone());
        }
        let mut text = written(&todo);
        if !task.completed {
            let mut event = Event::new();
            self.describe(&mut event, task, "event");
            event.append_property(time::due("DTSTART", due, self.zone));
            // Something to do takes no time of the day.
            event.add_property("TRANSP", "TRANSPARENT");
            if let Some(rule) = repeat {
                event.append_property(rule);
            }
            text.push_str(&written(&event));
        }
        text
    }

    fn describe(&self, entry: &mut impl EventLike, task: &Task, kind: &str) {
        entry.uid(&format!("{}-{kind}@{}.todo-app", task.id, task.user_id));
        entry.timestamp(task.updated_at);
        entry.add_property("CREATED", time::utc(task.created_at));
        entry.add_property("LAST-MODIFIED", time::utc(task.updated_at));
        entry.add_property("SUMMARY", plain(&task.title));
        if let Some(text) = &task.description {
            entry.add_property("DESCRIPTION", plain(text));
        }
        entry.add_property("PRIORITY", calendar_priority(task.priority).to_string());
        if !task.tags.is_empty() {
            entry.categories(&task.tags);
        }
    }
}

fn written(entry: &impl Component) -> String {
    // Writing into a text cannot fail.
    entry.try_into_string().unwrap_or_default()
}

/// Without what no value may contain: control characters other than tabs and line feeds.
fn plain(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|char| !char.is_control() || matches!(char, '\n' | '\t')).collect()
}
