//! Arithmetic on days that the phrases need.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// What a phrase about days stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// One day.
    On(NaiveDate),
    /// The coming day of that name. Kept apart until a time or a week beside it is known.
    Weekday(Weekday),
    /// Several days, and the one on which a task with that phrase is due.
    Span { first: NaiveDate, end: NaiveDate, due: NaiveDate },
    /// So many seconds from now.
    Later(i64),
}

pub(super) fn add_days(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    match u64::try_from(days) {
        Ok(forward) => day.checked_add_days(Days::new(forward)),
        Err(_) => day.checked_sub_days(Days::new(days.unsigned_abs())),
    }
}

/// So many days later, or earlier, of which Saturdays and Sundays do not count.
pub(super) fn add_workdays(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let mut day = day;
    for _ in 0..days.unsigned_abs().min(1_000) {
        day = add_days(day, days.signum())?;
        while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            day = add_days(day, days.signum())?;
        }
    }
    Some(day)
}

/// The same day of another month, or its last one where that month is shorter.
pub(super) fn add_months(day: NaiveDate, months: i32) -> Option<NaiveDate> {
    match u32::try_from(months) {
        Ok(forward) => day.checked_add_months(Months::new(forward)),
        Err(_) => day.checked_sub_months(Months::new(months.unsigned_abs())),
    }
}

/// The Monday of the week of `day`, `weeks` later.
pub(super) fn monday(day: NaiveDate, weeks: i64) -> Option<NaiveDate> {
    add_days(day, weeks * 7 - i64::from(day.weekday().num_days_from_monday()))
}

/// That day of the week which starts with `monday`.
pub(super) fn in_week(monday: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    add_days(monday, i64::from(weekday.num_days_from_monday()))
}

/// The coming day of that name; today counts.
pub(super) fn coming(today: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    add_days(
        today,
        i64::from((7 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7),
    )
}

/// The whole month of `day`, `months` later: first day and the day after the last.
pub(super) fn month(day: NaiveDate, months: i32) -> Option<(NaiveDate, NaiveDate)> {
    let first = add_months(day.with_day(1)?, months)?;
    Some((first, add_months(first, 1)?))
}

/// The coming `day` of `month`: this year's or, if that has passed or does not exist, the next that does.
pub(super) fn coming_date(today: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    // Eight years always hold a 29 February.
    (today.year()..=today.year() + 8)
        .filter_map(|y| NaiveDate::from_ymd_opt(y, month, day))
        .find(|d| *d >= today)
}

/// The coming day of the month with that number.
pub(super) fn coming_day(today: NaiveDate, day: u32) -> Option<NaiveDate> {
    (0..12).filter_map(|n| add_months(today.with_day(1)?, n)?.with_day(day)).find(|d| *d >= today)
}
