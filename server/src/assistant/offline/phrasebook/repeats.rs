//! Repeats in words.

use super::{COMMA, Phrase, say};
use crate::assistant::understand::Language;

/// "every 2 weeks on Monday"; a rule that has more in it stays as it is written.
pub fn repeat(language: Language, rule: &str) -> String {
    let (mut unit, mut interval, mut days) = ("", "1", Vec::new());
    for (name, value) in rule.split(';').filter_map(|part| part.split_once('=')) {
        match name {
            "FREQ" => unit = value,
            "INTERVAL" => interval = value,
            "BYDAY" => days = value.split(',').collect(),
            // An end is told by the task itself.
            "UNTIL" | "COUNT" => {}
            _ => return rule.to_owned(),
        }
    }
    let unit = match unit {
        "DAILY" => say("day", "دن", "din"),
        "WEEKLY" => say("week", "ہفتے", "hafte"),
        "MONTHLY" => say("month", "مہینے", "mahine"),
        "YEARLY" => say("year", "سال", "saal"),
        _ => return rule.to_owned(),
    };
    let unit = unit.fill(language, &[]);
    let names: Vec<String> =
        days.iter().filter_map(|day| weekday(day)).map(|day| day.fill(language, &[])).collect();
    if names.len() != days.len() {
        return rule.to_owned();
    }
    let every = match interval {
        "1" => say("every {unit}", "ہر {unit}", "har {unit}"),
        _ => say("every {count} {unit}s", "ہر {count} {unit}", "har {count} {unit}"),
    };
    let every = every.fill(language, &[("unit", &unit), ("count", interval)]);
    match names.is_empty() {
        true => every,
        false => {
            let names = names.join(&COMMA.fill(language, &[]));
            say("{every} on {days}", "{every} {days}", "{every} {days}")
                .fill(language, &[("every", &every), ("days", &names)])
        }
    }
}

fn weekday(code: &str) -> Option<Phrase> {
    Some(match code {
        "MO" => say("Monday", "پیر", "Peer"),
        "TU" => say("Tuesday", "منگل", "Mangal"),
        "WE" => say("Wednesday", "بدھ", "Budh"),
        "TH" => say("Thursday", "جمعرات", "Jumerat"),
        "FR" => say("Friday", "جمعہ", "Juma"),
        "SA" => say("Saturday", "ہفتہ", "Hafta"),
        "SU" => say("Sunday", "اتوار", "Itwar"),
        _ => return None,
    })
}
