//! Local times that the clocks skip or repeat.

use chrono::{DateTime, LocalResult, NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// The moment of a local time: the first of two, and past a gap where the clocks jump over it.
pub fn in_zone(local: NaiveDateTime, zone: Tz) -> DateTime<Tz> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment,
        LocalResult::None => {
            // Read with the offset that was in force before the gap, it lands behind the gap by as much as it was
            // inside it. Gaps are an hour or less, but Samoa once skipped a day.
            let before = (1..=100)
                .filter_map(|quarters| local.checked_sub_signed(TimeDelta::minutes(15 * quarters)))
                .find_map(|earlier| zone.from_local_datetime(&earlier).latest());
            let offset = before.map_or(0, |moment| moment.offset().fix().local_minus_utc());
            zone.from_utc_datetime(&(local - TimeDelta::seconds(i64::from(offset))))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests {
    use super::*;

    #[test]
    fn clock_changes() {
        let table = [
            ("Europe/Berlin", "2027-03-28T02:30:00", "2027-03-28T03:30:00+02:00"),
            ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00"),
            ("America/New_York", "2027-03-14T02:00:00", "2027-03-14T03:00:00-04:00"),
            ("America/New_York", "2026-11-01T01:30:00", "2026-11-01T01:30:00-04:00"),
            ("Asia/Karachi", "2026-11-01T01:30:00", "2026-11-01T01:30:00+05:00"),
            ("Asia/Beirut", "2026-03-29T00:00:00", "2026-03-29T01:00:00+03:00"),
            ("Pacific/Apia", "2011-12-30T10:00:00", "2011-12-31T10:00:00+14:00"),
            ("Australia/Lord_Howe", "2026-10-04T02:10:00", "2026-10-04T02:40:00+11:00"),
        ];
        for (zone, local, expected) in table {
            let moment = in_zone(local.parse().unwrap(), zone.parse().unwrap());
            assert_eq!(moment.to_rfc3339(), expected, "{zone} {local}");
        }
    }
}
