//! Recurrence rules of RFC 5545.

use super::validate::Checks;
use crate::domain::now;
use crate::domain::text::length;
use crate::error::field_error;
use chrono::{NaiveDate, NaiveDateTime};
use rrule::{RRule, Unvalidated};
use shared::limits::RECURRENCE_MAX;

/// A rule as it is stored: in upper case, without the property's name.
pub fn recurrence(text: &str) -> Checks<String> {
    let fault = |message: String| Err(field_error("recurrence", "INVALID_RRULE", message));
    let given = text.trim().to_uppercase();
    let rule = given.strip_prefix("RRULE:").unwrap_or(&given);
    if length(text) > RECURRENCE_MAX {
        return fault(format!("The recurrence rule is longer than {RECURRENCE_MAX} characters."));
    }
    match check(rule) {
        Ok(()) => Ok(rule.to_owned()),
        Err(why) => fault(format!(
            "The recurrence rule is not valid under RFC 5545 ({why}); write for example FREQ=WEEKLY;BYDAY=MO."
        )),
    }
}

/// What the parser lets pass and the standard does not, then the parser. It never sees UNTIL, which it would compare
/// with now, and would not take as a day: a series that is over is valid, too.
fn check(rule: &str) -> Result<(), String> {
    if !rule.is_ascii() || rule.contains(':') {
        return Err("it contains a character that no rule has".into());
    }
    let (mut others, mut is_bounded, mut sets, mut positions) = (Vec::new(), false, 0, 0);
    for part in rule.split(';') {
        let Some((name, value)) = part.split_once('=').filter(|(_, value)| !value.is_empty()) else {
            return Err(format!("{part:?} is not a name, = and a value"));
        };
        match name {
            "COUNT" | "INTERVAL" if !is_positive(value) => {
                return Err(format!("{name} is not a whole number above 0"));
            }
            "COUNT" | "UNTIL" if is_bounded => return Err("COUNT and UNTIL exclude each other".into()),
            "UNTIL" if !is_end(value) => {
                return Err(
                    "UNTIL is neither a day such as 20301231 nor a time such as 20301231T235959Z".into()
                );
            }
            _ => {}
        }
        is_bounded |= matches!(name, "COUNT" | "UNTIL");
        positions += usize::from(name == "BYSETPOS");
        sets += usize::from(name.starts_with("BY") && name != "BYSETPOS");
        if name != "UNTIL" {
            others.push(part);
        }
    }
    if positions > 0 && sets == 0 {
        return Err("BYSETPOS needs another part that begins with BY".into());
    }
    let parsed = others.join(";").parse::<RRule<Unvalidated>>();
    let checked = parsed.and_then(|parsed| parsed.validate(now().with_timezone(&rrule::Tz::UTC)));
    checked.map(drop).map_err(|error| error.to_string())
}

fn is_positive(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit()) && number.parse::<u32>().is_ok_and(|number| number > 0)
}

fn is_end(until: &str) -> bool {
    match until.len() {
        8 => NaiveDate::parse_from_str(until, "%Y%m%d").is_ok(),
        16 => NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%SZ").is_ok(),
        _ => false,
    }
}
