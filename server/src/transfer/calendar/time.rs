//! Times of iCalendar: a day, a moment in UTC, or a local time in a zone.

use super::zone;
use crate::domain::local_time::in_zone;
use crate::domain::task::{day_that_ends_at, end_of_day};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use icalendar::Property;

const DAY: &str = "%Y%m%d";
const LOCAL: &str = "%Y%m%dT%H%M%S";
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

/// The moment that a property says, and the name of its zone if nobody knows it. A day is over at its last minute; a
/// time without a zone is in the reader's own.
pub fn read(property: &Property, own: Tz) -> Option<(DateTime<Utc>, Option<&str>)> {
    let value = property.value().trim();
    if value.len() == 8 {
        return Some((end_of_day(NaiveDate::parse_from_str(value, DAY).ok()?, own), None));
    }
    if value.ends_with('Z') {
        return Some((NaiveDateTime::parse_from_str(value, MOMENT).ok()?.and_utc(), None));
    }
    let local = NaiveDateTime::parse_from_str(value, LOCAL).ok()?;
    let name = property.params().values().find(|parameter| parameter.key().eq_ignore_ascii_case("TZID"));
    let name = name.map(|parameter| parameter.value().trim_matches('"'));
    let zone = name.map_or(Some(own), zone::named);
    Some((in_zone(local, zone.unwrap_or(own)).to_utc(), name.filter(|_| zone.is_none())))
}

/// A moment as UTC writes it.
pub fn utc(time: DateTime<Utc>) -> String {
    time.format(MOMENT).to_string()
}

/// A property that says when something is due: a day without a time, a local time that stays where it is when the clocks
/// change, or a moment where the zone has none or two of it.
pub fn due(name: &str, time: DateTime<Utc>, zone: Tz) -> Property {
    if let Some(day) = day_that_ends_at(time, zone) {
        return Property::new(name, day.format(DAY).to_string()).add_parameter("VALUE", "DATE").done();
    }
    let local = time.with_timezone(&zone).naive_local();
    match zone == Tz::UTC || in_zone(local, zone) != time {
        true => Property::new(name, utc(time)),
        false => {
            Property::new(name, local.format(LOCAL).to_string()).add_parameter("TZID", zone.name()).done()
        }
    }
}

/// A rule as RFC 5545 wants it beside such a property: it ends on a day when it begins on one, else at a moment.
pub fn rule(rule: &str, due: DateTime<Utc>, zone: Tz) -> String {
    let is_day = day_that_ends_at(due, zone).is_some();
    let part = |part: &str| -> String {
        let Some(until) = part.strip_prefix("UNTIL=") else { return part.to_owned() };
        let day = NaiveDate::parse_from_str(until, DAY).ok();
        let moment = NaiveDateTime::parse_from_str(until, MOMENT).ok().map(|time| time.and_utc());
        let until = match (is_day, day, moment) {
            (true, _, Some(moment)) => moment.with_timezone(&zone).format(DAY).to_string(),
            (false, Some(day), _) => utc(end_of_day(day, zone)),
            _ => until.to_owned(),
        };
        format!("UNTIL={until}")
    };
    rule.split(';').map(part).collect::<Vec<_>>().join(";")
}
