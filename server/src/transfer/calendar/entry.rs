//! A to-do or an event as a task.

use super::lines::Entry;
use super::{priority_of_calendar, time};
use crate::transfer::columns::quoted;
use crate::transfer::contents::{Contents, Place, Reading, append};
use icalendar::{Component, EventLike};
use shared::transfer::ImportedTask;

/// The task that an entry becomes; none where it has no place here, which is said.
pub fn task(entry: &Entry, reading: Reading, contents: &mut Contents) -> Option<ImportedTask> {
    let place = Place::Line(entry.line);
    let text =
        |name: &str| entry.properties.property_value(name).map(str::trim).filter(|text| !text.is_empty());
    let status = text("STATUS").unwrap_or_default().to_ascii_uppercase();
    if status == "CANCELLED" {
        contents.warn(place, "STATUS", "SKIPPED", "It was cancelled, and is left out.");
        return None;
    }
    if text("RECURRENCE-ID").is_some() {
        contents.warn(
            place,
            "RECURRENCE-ID",
            "SKIPPED",
            "A single changed occurrence of a repeat is left out.",
        );
        return None;
    }
    for name in ["EXDATE", "RDATE"] {
        if entry.properties.multi_properties().contains_key(name) {
            contents.warn(place, name, "DROPPED", "Single days beside a repeat's rule are not taken over.");
        }
    }
    let mut task = ImportedTask {
        title: text("SUMMARY").unwrap_or_default().to_owned(),
        description: text("DESCRIPTION").map(str::to_owned),
        tags: tags(entry),
        recurrence: text("RRULE").map(rule),
        ..ImportedTask::default()
    };
    for (name, label) in [("LOCATION", "Location: "), ("URL", "")] {
        if let Some(text) = text(name) {
            append(&mut task.description, &format!("{label}{text}"));
        }
    }
    match text("PRIORITY").map(str::parse) {
        None => {}
        Some(Ok(number @ 0..=9)) => task.priority = priority_of_calendar(number),
        Some(_) => contents.fail(place, "PRIORITY", "INVALID", "It is not a number from 0 to 9."),
    }
    let names: &[&str] = if entry.is_event { &["DTSTART"] } else { &["DUE", "DTSTART"] };
    task.due_at = names.iter().find_map(|name| entry.properties.properties().get(*name)).and_then(|due| {
        let read = time::read(due, reading.zone);
        if read.is_none() {
            let message = format!(
                "{} is neither a day such as 20261224 nor a time such as 20261224T170000Z.",
                quoted(due.value())
            );
            contents.fail(place, due.key(), "INVALID_TIME", &message);
        }
        let (moment, unknown) = read?;
        if let Some(name) = unknown {
            let message = format!(
                "The time zone {} is not known; the time is taken for one in {}.",
                quoted(name),
                reading.zone
            );
            contents.warn(place, due.key(), "UNKNOWN_TIME_ZONE", &message);
        }
        Some(moment)
    });
    if !entry.is_event {
        let completed = entry.properties.properties().get("COMPLETED");
        task.completed_at = completed.and_then(|time| time::read(time, reading.zone)).map(|(time, _)| time);
        let is_completed = status == "COMPLETED" || status.is_empty() && completed.is_some();
        task.completed = Some(is_completed);
    }
    contents.fit(place, &mut task);
    Some(task)
}

fn tags(entry: &Entry) -> Vec<String> {
    let categories = entry.properties.get_categories().unwrap_or_default();
    categories.iter().map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
}

/// A rule whose end is a local time ends with that day.
fn rule(rule: &str) -> String {
    let part = |part: &str| match part.to_ascii_uppercase().strip_prefix("UNTIL=") {
        Some(until) if until.len() == 15 => format!("UNTIL={}", until.get(..8).unwrap_or(until)),
        _ => part.to_owned(),
    };
    rule.split(';').filter(|part| !part.is_empty()).map(part).collect::<Vec<_>>().join(";")
}
