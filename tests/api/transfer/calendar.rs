//! Files of calendar programs.

use super::{import, live_in, notes, tasks};
use serde_json::json;
use tests::{Server, on_both_databases};

on_both_databases!(todos_and_events_become_tasks, what_a_calendar_says_wrongly_is_explained);

fn calendar(entries: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n{entries}END:VCALENDAR\n")
        .replace('\n', "\r\n")
}

async fn todos_and_events_become_tasks(server: &Server) {
    let ada = server.person("ada").await;
    live_in(&ada, "Europe/Berlin").await;
    let file = calendar(
        "BEGIN:VTIMEZONE\nTZID:America/New_York\nBEGIN:STANDARD\nDTSTART:20261101T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\nEND:VTIMEZONE\n\
BEGIN:VTODO\nUID:1\nSUMMARY:Buy\\, carry\n  and store\nDESCRIPTION:One\\ntwo\\; three\nDUE;VALUE=DATE:20270115\nPRIORITY:1\nCATEGORIES:Home,Shop\\, big\nCATEGORIES:Third\nBEGIN:VALARM\nACTION:DISPLAY\nSUMMARY:No\nTRIGGER:-PT10M\nEND:VALARM\nEND:VTODO\n\
BEGIN:VTODO\nUID:2\nSUMMARY:Done\nSTATUS:COMPLETED\nCOMPLETED:20260101T101112Z\nPRIORITY:9\nEND:VTODO\n\
BEGIN:VTODO\nUID:3\nSUMMARY:Given up\nSTATUS:CANCELLED\nEND:VTODO\n\
BEGIN:VEVENT\nUID:4\nsummary:Meeting\ndtstart;tzid=America/New_York:20270701T090000\nDTEND;TZID=America/New_York:20270701T100000\nRRULE:FREQ=DAILY;UNTIL=20270801T000000\nLOCATION:Room 1\nEXDATE:20270702T090000\nEND:VEVENT\n\
BEGIN:VEVENT\nUID:4\nRECURRENCE-ID:20270703T090000\nSUMMARY:Moved\nDTSTART:20270703T120000\nEND:VEVENT\n\
BEGIN:VEVENT\nUID:5\nSUMMARY:Floating\nDTSTART:20270110T080000\nEND:VEVENT\n\
BEGIN:VEVENT\nUID:6\nSUMMARY:Elsewhere\nDTSTART;TZID=\"Middle Earth\":20270110T080000\nEND:VEVENT\n",
    );
    let report = import(&ada, file.as_bytes(), false).await.ok(200);
    assert_eq!((&report["format"], &report["tasks"]), (&json!("icalendar"), &json!(5)), "{report}");
    let warnings: Vec<String> =
        notes(&report["warnings"]).iter().map(|note| note.split_once('.').unwrap().1.to_owned()).collect();
    let expected = ["STATUS SKIPPED", "EXDATE DROPPED", "RECURRENCE-ID SKIPPED", "DTSTART UNKNOWN_TIME_ZONE"];
    assert!(warnings.iter().zip(expected).all(|(note, end)| note.ends_with(end)), "{warnings:?}");
    let tasks = tasks(&ada).await;
    let of = |title: &str| {
        tasks.iter().find(|task| task["title"] == title).unwrap_or_else(|| panic!("{title} in {tasks:?}"))
    };
    let buy = of("Buy, carry and store");
    assert_eq!((&buy["due_at"], &buy["priority"]), (&json!("2027-01-15T22:59:00Z"), &json!("high")));
    assert_eq!(
        (&buy["tags"], &buy["description"]),
        (&json!(["home", "shop, big", "third"]), &json!("One\ntwo; three"))
    );
    let done = of("Done");
    assert_eq!((&done["completed"], &done["completed_at"]), (&json!(true), &json!("2026-01-01T10:11:12Z")));
    let meeting = of("Meeting");
    assert_eq!(
        (&meeting["due_at"], &meeting["recurrence"]),
        (&json!("2027-07-01T13:00:00Z"), &json!("FREQ=DAILY;UNTIL=20270801"))
    );
    assert_eq!(meeting["description"], "Location: Room 1");
    assert_eq!(of("Floating")["due_at"], "2027-01-10T07:00:00Z");
    // Once more, and nothing is new.
    let report = import(&ada, file.as_bytes(), false).await.ok(200);
    assert_eq!((&report["tasks"], &report["unchanged"]), (&json!(0), &json!(5)));
}

async fn what_a_calendar_says_wrongly_is_explained(server: &Server) {
    let ada = server.person("ada").await;
    let entry = |lines: &str| calendar(&format!("BEGIN:VTODO\nSUMMARY:x\n{lines}\nEND:VTODO\n"));
    for (file, expected) in [
        (entry("DUE:tomorrow"), "lines.4.DUE INVALID_TIME"),
        (entry("DUE;VALUE=DATE:20271332"), "lines.4.DUE INVALID_TIME"),
        (entry("PRIORITY:high"), "lines.4.PRIORITY INVALID"),
        (entry("RRULE:FREQ=NEVER"), "lines.4.RRULE INVALID_RRULE"),
        (entry("RRULE:FREQ=SECONDLY;COUNT=99999999999"), "lines.4.RRULE INVALID_RRULE"),
        (entry("no colon"), "lines.6 INVALID_LINE"),
        (calendar("BEGIN:VTODO\nUID:1\nEND:VTODO\n"), "lines.4.SUMMARY REQUIRED"),
        (calendar("BEGIN:VTODO\nSUMMARY:x\nEND:VEVENT\n"), "lines.6 INVALID_LINE"),
        ("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\n".into(), "lines.4 INVALID_LINE"),
    ] {
        let refused = import(&ada, file.as_bytes(), false).await.refused(422, "VALIDATION_FAILED");
        assert_eq!(notes(&refused["errors"])[0], expected, "{file}");
    }
    assert!(tasks(&ada).await.is_empty());
}
