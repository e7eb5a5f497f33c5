//! Holidays that most calendars print: those on a fixed day, and a few that a rule gives.

use super::super::normalise::{Token, norm};
use super::calendar::{add_days, coming_date};
use super::words::number;
use chrono::{Datelike, NaiveDate, Weekday};

/// Names without apostrophes, and month and day.
#[rustfmt::skip] // Packed: it is a table.
const FIXED: &[(&str, u32, u32)] = &[
    ("christmas eve", 12, 24), ("xmas eve", 12, 24), ("christmas day", 12, 25), ("xmas day", 12, 25),
    ("christmas", 12, 25), ("xmas", 12, 25), ("boxing day", 12, 26), ("new years eve", 12, 31),
    ("new year eve", 12, 31), ("new years day", 1, 1), ("new year day", 1, 1), ("new years", 1, 1), ("new year", 1, 1),
    ("silvester", 12, 31), ("leap day", 2, 29), ("epiphany", 1, 6), ("groundhog day", 2, 2), ("valentines day", 2, 14),
    ("valentine day", 2, 14), ("valentines", 2, 14), ("womens day", 3, 8), ("international womens day", 3, 8),
    ("pi day", 3, 14), ("st patricks day", 3, 17), ("saint patricks day", 3, 17), ("st. patricks day", 3, 17),
    ("pakistan day", 3, 23), ("april fools day", 4, 1), ("april fools", 4, 1), ("earth day", 4, 22),
    ("may day", 5, 1), ("labour day", 5, 1), ("cinco de mayo", 5, 5), ("juneteenth", 6, 19), ("canada day", 7, 1),
    ("independence day", 7, 4), ("bastille day", 7, 14), ("assumption day", 8, 15), ("halloween", 10, 31),
    ("reformation day", 10, 31), ("all saints day", 11, 1), ("all souls day", 11, 2), ("guy fawkes night", 11, 5),
    ("bonfire night", 11, 5), ("veterans day", 11, 11), ("armistice day", 11, 11), ("remembrance day", 11, 11),
    ("iqbal day", 11, 9), ("st nicholas day", 12, 6), ("quaid day", 12, 25),
];

/// Names, and the weekday of a month that they are on (the last where the number is 0), and days after it.
const RULED: &[(&str, u32, Weekday, u32, i64)] = &[
    ("thanksgiving day", 11, Weekday::Thu, 4, 0),
    ("thanksgiving", 11, Weekday::Thu, 4, 0),
    ("black friday", 11, Weekday::Thu, 4, 1),
    ("cyber monday", 11, Weekday::Thu, 4, 4),
    ("labor day", 9, Weekday::Mon, 1, 0),
    ("columbus day", 10, Weekday::Mon, 2, 0),
    ("memorial day", 5, Weekday::Mon, 0, 0),
    ("mothers day", 5, Weekday::Sun, 2, 0),
    ("fathers day", 6, Weekday::Sun, 3, 0),
];

/// Names, and days after Easter Sunday.
const EASTER: &[(&str, i64)] = &[
    ("easter monday", 1),
    ("easter sunday", 0),
    ("easter", 0),
    ("good friday", -2),
    ("ash wednesday", -46),
    ("whit monday", 50),
    ("pentecost", 49),
];

/// The coming holiday at `i`, and how many tokens it takes. A bare name is a date behind a preposition or alone; "christmas
/// tree" is none.
pub(super) fn holiday(tokens: &[Token], i: usize, today: NaiveDate, led: bool) -> Option<(NaiveDate, usize)> {
    let names = FIXED.iter().map(|f| f.0).chain(RULED.iter().map(|r| r.0)).chain(EASTER.iter().map(|e| e.0));
    let (name, length) =
        names.filter_map(|name| Some((name, begins(tokens, i, name)?))).max_by_key(|(_, length)| *length)?;
    let year = number(tokens, i + length).filter(|(year, _)| (1900..2200).contains(year));
    let (from, more) = match year {
        Some((year, more)) => (NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, 1, 1)?, more),
        None => (today, 0),
    };
    let (day, length) = (named(name, from)?, length + more);
    let whole = i == 0 && tokens[length..].iter().all(Token::is_mark);
    let says_day = [" day", " eve", " friday", " monday", " sunday"].iter().any(|end| name.ends_with(end));
    let ends = tokens.get(i + length).is_none_or(|t| {
        t.is_mark()
            || t.is_one_of(&["at", "to", "and", "in", "morning", "evening", "i", "for", "that", "about"])
    });
    (whole || says_day || led && ends).then_some((day, length))
}

fn named(name: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Some((_, month, day)) = FIXED.iter().find(|fixed| fixed.0 == name) {
        return coming_date(today, *month, *day);
    }
    if let Some(rule) = RULED.iter().find(|rule| rule.0 == name) {
        return coming(today, |year| ruled(year, rule));
    }
    let (_, days) = EASTER.iter().find(|feast| feast.0 == name)?;
    coming(today, |year| add_days(easter(year)?, *days))
}

fn begins(tokens: &[Token], i: usize, name: &str) -> Option<usize> {
    let mut length = 0;
    for word in name.split(' ') {
        (norm(tokens, i + length) == word).then_some(())?;
        length += 1;
    }
    Some(length)
}

fn coming(today: NaiveDate, on: impl Fn(i32) -> Option<NaiveDate>) -> Option<NaiveDate> {
    (today.year()..=today.year() + 1).filter_map(on).find(|day| *day >= today)
}

fn ruled(year: i32, &(_, month, weekday, nth, after): &(&str, u32, Weekday, u32, i64)) -> Option<NaiveDate> {
    add_days(nth_weekday(NaiveDate::from_ymd_opt(year, month, 1)?, weekday, nth)?, after)
}

/// The nth such day of the month that begins with `first`; the last for 0.
pub(super) fn nth_weekday(first: NaiveDate, weekday: Weekday, nth: u32) -> Option<NaiveDate> {
    if nth > 0 {
        let day = NaiveDate::from_weekday_of_month_opt(
            first.year(),
            first.month(),
            weekday,
            u8::try_from(nth).ok()?,
        )?;
        return Some(day);
    }
    (4..=5).rev().find_map(|n| NaiveDate::from_weekday_of_month_opt(first.year(), first.month(), weekday, n))
}

/// Easter Sunday after Gauss, as Anonymous wrote it down in Nature in 1876.
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31 + 1).ok()?)
}
