//! One table of occurrences and what follows them.

use super::*;
use chrono::NaiveDateTime;

/// A local time in the table; `-` for none.
fn moment(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let local: NaiveDateTime = (text != "-").then(|| format!("{text}:00").parse().unwrap())?;
    Some(in_zone(local, zone).to_utc())
}

fn task(rule: &str, due: Option<DateTime<Utc>>) -> TaskRecord {
    let (repeat_from, rule) = rule.split_once(':').unwrap_or(("due", rule));
    TaskRecord {
        due_at: due.map(|due| due.naive_utc()),
        recurrence: Some(rule.into()),
        repeat_from: repeat_from.into(),
        ..TaskRecord::default()
    }
}

#[test]
fn the_table_holds() {
    let lines = include_str!("cases.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut count = 0;
    for line in lines {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [zone, rule, due, done, expected, left @ ..] = columns.as_slice() else {
            panic!("{line} has too few columns")
        };
        let zone: Tz = zone.parse().unwrap();
        let task = task(rule, moment(due, zone));
        let found = next(&task, moment(done, zone).unwrap(), zone);
        let due_at = found.as_ref().map(|next| next.due_at.and_utc().with_timezone(&zone).to_rfc3339());
        assert_eq!(due_at.as_deref().unwrap_or("-"), *expected, "{line}");
        if let [left] = left {
            assert_eq!(found.unwrap().rule, *left, "{line}");
        }
        count += 1;
    }
    assert!(count >= 60, "{count} cases");
}

#[test]
fn a_series_keeps_its_time_through_a_gap() {
    let zone: Tz = "Europe/Berlin".parse().unwrap();
    let mut task = task("FREQ=DAILY", moment("2027-03-26T02:30", zone));
    let mut shown = Vec::new();
    for _ in 0..3 {
        let after = next(&task, moment("2027-03-20T00:00", zone).unwrap(), zone).unwrap();
        shown.push(after.due_at.and_utc().with_timezone(&zone).to_rfc3339());
        (task.due_at, task.series_at) = (Some(after.due_at), Some(after.place));
    }
    let kept = ["2027-03-27T02:30:00+01:00", "2027-03-28T03:30:00+02:00", "2027-03-29T02:30:00+02:00"];
    assert_eq!(shown, kept);
}

#[test]
fn a_moved_occurrence_keeps_its_place() {
    let zone: Tz = "America/New_York".parse().unwrap();
    let place = moment("2026-11-30T09:00", zone).unwrap().with_timezone(&zone).naive_local();
    for (moved_to, done, expected) in [
        ("2026-12-04T15:00", "2026-12-04T16:00", "2026-12-07T09:00:00-05:00"),
        ("2026-11-27T10:00", "2026-11-27T11:00", "2026-12-07T09:00:00-05:00"),
        ("2026-12-08T10:00", "2026-12-08T11:00", "2026-12-14T09:00:00-05:00"),
    ] {
        let mut task = task("FREQ=WEEKLY", moment(moved_to, zone));
        task.series_at = Some(place);
        let found = next(&task, moment(done, zone).unwrap(), zone).unwrap();
        assert_eq!(found.due_at.and_utc().with_timezone(&zone).to_rfc3339(), expected, "moved to {moved_to}");
    }
}

#[test]
fn what_never_comes_again_ends_soon() {
    let zone = Tz::UTC;
    let started = std::time::Instant::now();
    for rule in [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;COUNT=4000000000",
        "FREQ=MONTHLY;INTERVAL=65535",
        "FREQ=YEARLY;INTERVAL=65535",
        "completion:FREQ=YEARLY;INTERVAL=65535",
        "completion:FREQ=MONTHLY;INTERVAL=65535;COUNT=2",
    ] {
        let found = next(&task(rule, moment("0001-01-01T00:00", zone)), now(), zone);
        assert!(found.is_none() || rule.starts_with("completion:FREQ=MONTHLY"), "{rule}: {found:?}");
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
