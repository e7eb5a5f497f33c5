//! Dates in words, from a table in a file.

use super::at;
use crate::assistant::understand::{Context, Understanding};

fn due(understanding: &Understanding) -> String {
    let [action] = &understanding.actions[..] else { return "not one action".to_owned() };
    let due = match (action.due, action.title.as_deref()) {
        (Some(due), Some("Pay rent")) if action.has_time == Some(true) => due.to_rfc3339(),
        (Some(due), Some("Pay rent")) => due.format("%Y-%m-%d").to_string(),
        other => format!("{other:?}"),
    };
    if understanding.ask.is_some() { format!("? {due}") } else { due }
}

#[test]
fn dates_in_words() {
    let (mut now, mut zone, mut count) = ("", "", 0);
    let mut wrong = Vec::new();
    for row in include_str!("dates.txt").lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
        if let Some(place) = row.strip_prefix("@ ") {
            (now, zone) = place.split_once(' ').unwrap();
            continue;
        }
        let (text, expected) = row.split_once(" | ").unwrap();
        let found = due(&at(&format!("add pay rent {text}"), now, zone, &Context::default()));
        count += 1;
        if found != expected {
            wrong.push(format!("{now} {zone} {text:?}: expected {expected}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 300, "{count}");
}
