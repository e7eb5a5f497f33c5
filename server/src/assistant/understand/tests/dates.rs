//! Dates in words, at noon on Wednesday 25 November 2026 in Berlin unless said otherwise. Each stands behind a title that
//! must come out whole.

use super::{at, read};
use crate::assistant::understand::{Context, Understanding};

/// A day without a time has none in its due date either.
const DATES: &[(&str, &str)] = &[
    ("today", "2026-11-25"),
    ("tonight", "2026-11-25 20:00"),
    ("tonight at 9", "2026-11-25 21:00"),
    ("tonight at 12", "2026-11-26 00:00"),
    ("tomorrow", "2026-11-26"),
    ("tomorrow at 5pm", "2026-11-26 17:00"),
    ("tomorrow at 17:30", "2026-11-26 17:30"),
    ("tomorrow at 5", "2026-11-26 17:00"),
    ("tomorrow at 5:30", "2026-11-26 17:30"),
    ("tomorrow at 9", "2026-11-26 09:00"),
    ("tomorrow at 12", "2026-11-26 12:00"),
    ("tomorrow at noon", "2026-11-26 12:00"),
    ("tomorrow morning", "2026-11-26 09:00"),
    ("tomorrow afternoon", "2026-11-26 15:00"),
    ("tomorrow evening", "2026-11-26 18:00"),
    ("tomorrow night", "2026-11-26 20:00"),
    ("tomorrow evening at 7", "2026-11-26 19:00"),
    ("tomorrow morning at 6", "2026-11-26 06:00"),
    ("tmrw", "2026-11-26"),
    ("tommorow at 8am", "2026-11-26 08:00"),
    ("the day after tomorrow", "2026-11-27"),
    ("day after tomorrow at 10", "2026-11-27 10:00"),
    ("monday", "2026-11-30"),
    ("on monday at 3", "2026-11-30 15:00"),
    ("friday", "2026-11-27"),
    ("on friday at 5pm", "2026-11-27 17:00"),
    ("wednesday", "2026-11-25"),
    ("wednesday at 9am", "2026-12-02 09:00"),
    ("wednesday at 9", "2026-12-02 09:00"),
    ("on sat", "2026-11-28"),
    ("on sun at 11", "2026-11-29 11:00"),
    ("this friday", "2026-11-27"),
    ("this monday", "2026-11-23"),
    ("next friday", "2026-12-04"),
    ("next monday", "2026-11-30"),
    ("next wednesday", "2026-12-02"),
    ("last friday", "2026-11-20"),
    ("in 3 days", "2026-11-28"),
    ("in three days", "2026-11-28"),
    ("in two hours", "2026-11-25 14:00"),
    ("in 20 minutes", "2026-11-25 12:20"),
    ("in half an hour", "2026-11-25 12:30"),
    ("in an hour", "2026-11-25 13:00"),
    ("in an hour and a half", "2026-11-25 13:30"),
    ("in a week", "2026-12-02"),
    ("in two weeks", "2026-12-09"),
    ("in a month", "2026-12-25"),
    ("in 3 months", "2027-02-25"),
    ("in a couple of days", "2026-11-27"),
    ("2 weeks from tomorrow", "2026-12-10"),
    ("3 days from now", "2026-11-28"),
    ("dec 31 9999", "9999-12-31"),
    ("a week from friday", "2026-12-04"),
    ("next week", "2026-11-30"),
    ("next week on friday", "2026-12-04"),
    ("friday next week", "2026-12-04"),
    ("wednesday of next week at 10", "2026-12-02 10:00"),
    ("next month", "2026-12-01"),
    ("next year", "2027-01-01"),
    ("this week", "2026-11-29"),
    ("this weekend", "2026-11-28"),
    ("next weekend", "2026-12-05"),
    ("this month", "2026-11-30"),
    ("by the end of the month", "2026-11-30"),
    ("end of month", "2026-11-30"),
    ("end of next month", "2026-12-31"),
    ("by the end of the week", "2026-11-29"),
    ("by end of day", "2026-11-25"),
    ("end of the year", "2026-12-31"),
    ("dec 24", "2026-12-24"),
    ("on december 24", "2026-12-24"),
    ("december 24th at 5pm", "2026-12-24 17:00"),
    ("24 december", "2026-12-24"),
    ("24th of december", "2026-12-24"),
    ("the 24th of december 2027", "2027-12-24"),
    ("dec 24, 2027", "2027-12-24"),
    ("12/24", "2026-12-24"),
    ("12/24/2026", "2026-12-24"),
    ("on 24/12", "2026-12-24"),
    ("24.12.2026", "2026-12-24"),
    ("2026-12-24", "2026-12-24"),
    ("by 2026-12-24 at 18:00", "2026-12-24 18:00"),
    ("on the 30th", "2026-11-30"),
    ("on the 1st", "2026-12-01"),
    ("the 5th at 10am", "2026-12-05 10:00"),
    ("january 3", "2027-01-03"),
    ("jan 3rd", "2027-01-03"),
    ("nov 20", "2027-11-20"),
    ("february 29", "2028-02-29"),
    ("at 5", "2026-11-25 17:00"),
    ("at 5pm", "2026-11-25 17:00"),
    ("at 11:30", "2026-11-26 11:30"),
    ("at 9", "2026-11-26 09:00"),
    ("at 9am", "2026-11-26 09:00"),
    ("at noon", "2026-11-26 12:00"),
    ("at midnight", "2026-11-26 00:00"),
    ("at half past five", "2026-11-25 17:30"),
    ("at quarter to six", "2026-11-25 17:45"),
    ("at five thirty", "2026-11-25 17:30"),
    ("at 7 in the evening", "2026-11-25 19:00"),
    ("at 8 in the morning", "2026-11-26 08:00"),
    ("5pm tomorrow", "2026-11-26 17:00"),
    ("at 4 tomorrow afternoon", "2026-11-26 16:00"),
    ("5 pm on saturday", "2026-11-28 17:00"),
    ("this evening", "2026-11-25 18:00"),
    ("this afternoon at 2", "2026-11-25 14:00"),
    ("in the morning", "2026-11-26 09:00"),
    ("in the evening", "2026-11-25 18:00"),
    ("friday, december 25", "2026-12-25"),
    ("friday the 27th", "2026-11-27"),
    ("by friday", "2026-11-27"),
    ("before monday", "2026-11-30"),
    ("until thursday", "2026-11-26"),
    ("due tomorrow", "2026-11-26"),
    ("due on friday at noon", "2026-11-27 12:00"),
    ("due in 3 days", "2026-11-28"),
    ("for tomorrow", "2026-11-26"),
    ("in december", "2026-12-01"),
    ("today at 9", "2026-11-25 21:00"),
    ("today at 10:00 pm", "2026-11-25 22:00"),
    ("today at 10am", "2026-11-25 10:00"),
    ("yesterday", "2026-11-24"),
    ("3 days ago", "2026-11-22"),
    ("at 17h", "2026-11-25 17:00"),
    ("at 05:30", "2026-11-26 05:30"),
    ("at 10 p.m.", "2026-11-25 22:00"),
    ("on the 3rd of next month", "2026-12-03"),
    ("the 30th of the month", "2026-11-30"),
    ("tomorrow, 5pm", "2026-11-26 17:00"),
    ("on monday morning", "2026-11-30 09:00"),
    ("monday 9:15 am", "2026-11-30 09:15"),
    ("next tuesday at 2pm", "2026-12-01 14:00"),
    ("in twenty five minutes", "2026-11-25 12:25"),
    ("in 90 minutes", "2026-11-25 13:30"),
    ("within 2 days", "2026-11-27"),
    ("at eleven", "2026-11-26 11:00"),
];

fn due(understanding: &Understanding) -> String {
    let [action] = &understanding.actions[..] else { return "not one action".to_owned() };
    match (action.due, action.title.as_deref()) {
        (Some(due), Some("Pay rent")) if action.has_time == Some(true) => {
            due.format("%Y-%m-%d %H:%M").to_string()
        }
        (Some(due), Some("Pay rent")) => due.format("%Y-%m-%d").to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn dates_in_words() {
    let wrong: Vec<String> = DATES
        .iter()
        .map(|(text, expected)| (text, expected, due(&read(&format!("add pay rent {text}")))))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, _, found)| format!("    (\"{text}\", \"{found}\"),"))
        .collect();
    assert!(wrong.is_empty(), "found:\n{}", wrong.join("\n"));
    assert!(DATES.len() >= 80);
}

/// (now, zone, words, due)
const ZONES: &[(&str, &str, &str, &str)] = &[
    // Berlin: forward on 28 March 2027 at 2:00, back on 25 October 2026 at 3:00.
    ("2027-03-27T12:00:00Z", "Europe/Berlin", "tomorrow at 2:30 am", "2027-03-28T03:30:00+02:00"),
    ("2027-03-27T12:00:00Z", "Europe/Berlin", "tomorrow", "2027-03-28T00:00:00+01:00"),
    ("2027-03-27T12:00:00Z", "Europe/Berlin", "tomorrow at 9", "2027-03-28T09:00:00+02:00"),
    ("2027-03-27T23:30:00Z", "Europe/Berlin", "in 2 hours", "2027-03-28T03:30:00+02:00"),
    ("2027-03-27T12:00:00Z", "Europe/Berlin", "in 2 days at 9am", "2027-03-29T09:00:00+02:00"),
    ("2026-10-24T12:00:00Z", "Europe/Berlin", "tomorrow at 2:30 am", "2026-10-25T02:30:00+02:00"),
    ("2026-10-24T12:00:00Z", "Europe/Berlin", "tomorrow at 3:30 am", "2026-10-25T03:30:00+01:00"),
    ("2026-10-24T23:30:00Z", "Europe/Berlin", "in 2 hours", "2026-10-25T02:30:00+01:00"),
    ("2026-10-24T22:30:00Z", "Europe/Berlin", "tomorrow", "2026-10-26T00:00:00+01:00"),
    // New York: forward on 14 March 2027, back on 1 November 2026.
    ("2027-03-13T17:00:00Z", "America/New_York", "tomorrow at 2:15am", "2027-03-14T03:15:00-04:00"),
    ("2027-03-13T17:00:00Z", "America/New_York", "tomorrow evening", "2027-03-14T18:00:00-04:00"),
    ("2026-10-31T17:00:00Z", "America/New_York", "tomorrow at 1:30am", "2026-11-01T01:30:00-04:00"),
    ("2026-10-31T17:00:00Z", "America/New_York", "tomorrow at 5", "2026-11-01T17:00:00-05:00"),
    ("2026-11-01T05:30:00Z", "America/New_York", "in an hour", "2026-11-01T01:30:00-05:00"),
    // The day is the person's: it is already Thursday in Karachi, still Wednesday in New York.
    ("2026-11-25T20:00:00Z", "Asia/Karachi", "today", "2026-11-26T00:00:00+05:00"),
    ("2026-11-25T20:00:00Z", "Asia/Karachi", "tomorrow at 5pm", "2026-11-27T17:00:00+05:00"),
    ("2026-11-25T20:00:00Z", "Asia/Karachi", "friday", "2026-11-27T00:00:00+05:00"),
    ("2026-11-26T03:00:00Z", "America/New_York", "today", "2026-11-25T00:00:00-05:00"),
    ("2026-11-26T03:00:00Z", "America/New_York", "at 11pm", "2026-11-25T23:00:00-05:00"),
    ("2026-11-26T03:00:00Z", "America/New_York", "tonight", "2026-11-25T00:00:00-05:00"),
    ("2026-12-31T20:00:00Z", "Asia/Karachi", "tomorrow", "2027-01-02T00:00:00+05:00"),
    ("2028-02-28T06:00:00Z", "Asia/Karachi", "tomorrow", "2028-02-29T00:00:00+05:00"),
    // Weeks start on Monday: on a Sunday "next week" is tomorrow.
    ("2026-11-29T10:00:00Z", "Asia/Karachi", "next week", "2026-11-30T00:00:00+05:00"),
    ("2026-11-29T10:00:00Z", "Asia/Karachi", "next friday", "2026-12-04T00:00:00+05:00"),
    ("2026-11-29T10:00:00Z", "Asia/Karachi", "this friday", "2026-11-27T00:00:00+05:00"),
    ("2026-11-29T10:00:00Z", "Asia/Karachi", "friday", "2026-12-04T00:00:00+05:00"),
    // On the day itself.
    ("2026-11-27T10:00:00Z", "Asia/Karachi", "friday", "2026-11-27T00:00:00+05:00"),
    ("2026-11-27T10:00:00Z", "Asia/Karachi", "friday at 9am", "2026-12-04T09:00:00+05:00"),
    ("2027-01-31T10:00:00Z", "Asia/Karachi", "in a month", "2027-02-28T00:00:00+05:00"),
    ("2027-01-31T10:00:00Z", "Asia/Karachi", "on the 30th", "2027-03-30T00:00:00+05:00"),
    ("2026-12-25T10:00:00Z", "Asia/Karachi", "dec 24", "2027-12-24T00:00:00+05:00"),
    ("2026-12-25T10:00:00Z", "Asia/Karachi", "12/25", "2026-12-25T00:00:00+05:00"),
];

#[test]
fn dates_in_the_zone() {
    for (now, zone, text, expected) in ZONES {
        let understanding = at(&format!("add pay rent {text}"), now, zone, &Context::default());
        let due = understanding.actions[0].due.unwrap();
        assert_eq!(due.to_rfc3339(), *expected, "{text} at {now} in {zone}");
    }
}
