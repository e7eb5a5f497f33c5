//! Time zones: by the names that files use, and with their rules written out.

use chrono::{DateTime, Datelike, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz, TzOffset};
use std::fmt::Write;

/// Rules are written out for so many years from now. Programs that know the zone by its name go on by themselves.
const YEARS_AHEAD: i32 = 10;

/// The zone with this name; some programs write a path before it.
pub fn named(name: &str) -> Option<Tz> {
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
    (0..parts.len()).find_map(|start| parts.get(start..)?.join("/").parse().ok())
}

/// The component VTIMEZONE of a zone, from the year of this moment on.
pub fn component(zone: Tz, first: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let year = first.year().clamp(1970, now.year()) - 1;
    let midnight = |year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single().unwrap_or(now);
    let (start, end) = (midnight(year), midnight(now.year() + YEARS_AHEAD));
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{}\r\n", zone.name());
    let mut before = zone.offset_from_utc_datetime(&start.naive_utc());
    write_rule(&mut text, start, &before, &before);
    let mut day = start;
    while day < end {
        let next = day + TimeDelta::days(1);
        let after = zone.offset_from_utc_datetime(&next.naive_utc());
        if after.fix() != before.fix() {
            write_rule(&mut text, change_between(zone, day, next), &before, &after);
        }
        (day, before) = (next, after);
    }
    text.push_str("END:VTIMEZONE\r\n");
    text
}

/// The first second with the offset that is in force at the end of these two.
fn change_between(zone: Tz, mut before: DateTime<Utc>, mut after: DateTime<Utc>) -> DateTime<Utc> {
    let offset = |time: DateTime<Utc>| zone.offset_from_utc_datetime(&time.naive_utc()).fix();
    let new = offset(after);
    while after - before > TimeDelta::seconds(1) {
        let middle = before + (after - before) / 2;
        match offset(middle) == new {
            true => after = middle,
            false => before = middle,
        }
    }
    after
}

/// From then on, this offset: written as the local time that the clocks showed by the one before.
fn write_rule(text: &mut String, time: DateTime<Utc>, before: &TzOffset, after: &TzOffset) {
    let kind = if after.dst_offset().is_zero() { "STANDARD" } else { "DAYLIGHT" };
    let local = time.with_timezone(&before.fix()).format("%Y%m%dT%H%M%S");
    let name = after.abbreviation().map(|name| format!("TZNAME:{name}\r\n")).unwrap_or_default();
    // Writing into a text cannot fail.
    let _ = write!(
        text,
        "BEGIN:{kind}\r\nDTSTART:{local}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\n{name}END:{kind}\r\n",
        written(before),
        written(after)
    );
}

fn written(offset: &TzOffset) -> String {
    let seconds = offset.fix().local_minus_utc();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (minutes, rest) = (seconds.abs() / 60, seconds.abs() % 60);
    match rest {
        0 => format!("{sign}{:02}{:02}", minutes / 60, minutes % 60),
        rest => format!("{sign}{:02}{:02}{rest:02}", minutes / 60, minutes % 60),
    }
}
