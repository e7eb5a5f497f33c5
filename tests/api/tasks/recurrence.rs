//! Recurrence rules of RFC 5545.

use serde_json::json;
use tests::{Server, on_both_databases};

on_both_databases!(valid_rules_are_kept, invalid_rules_are_refused);

async fn valid_rules_are_kept(server: &Server) {
    let ada = server.person("ada").await;
    for rule in [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=2",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "FREQ=WEEKLY;COUNT=10",
        "FREQ=MONTHLY;BYMONTHDAY=15",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;UNTIL=20301231T235959Z",
        "FREQ=HOURLY;INTERVAL=6",
        "FREQ=WEEKLY;WKST=SU;BYDAY=TU",
        "FREQ=DAILY;UNTIL=20991231",
        // Over, but a rule all the same.
        "UNTIL=20200101T000000Z;FREQ=DAILY",
    ] {
        let task = ada.create(json!({"title": rule, "recurrence": rule})).await;
        assert_eq!(task["recurrence"], rule);
    }
    for (given, kept) in [
        ("RRULE:FREQ=DAILY", "FREQ=DAILY"),
        ("rrule:freq=daily", "FREQ=DAILY"),
        (" freq=weekly;byday=mo ", "FREQ=WEEKLY;BYDAY=MO"),
    ] {
        let task = ada.create(json!({"title": given, "recurrence": given})).await;
        assert_eq!(task["recurrence"], kept, "given {given}");
    }
}

async fn invalid_rules_are_refused(server: &Server) {
    let ada = server.person("ada").await;
    for rule in [
        "",
        "every day",
        "FREQ=",
        "FREQ=SOMETIMES",
        "INTERVAL=2",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=abc",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=DAILY;NONSENSE=1",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;UNTIL=yesterday",
        "FREQ=DAILY\nDTSTART:20270101T000000Z",
        "FREQ=DAILY;COUNT=2;UNTIL=20301231T235959Z",
        "FREQ=DAILY;UNTIL=20991232",
        "FREQ=DAILY;UNTIL=20301231T235959",
        "FREQ=DAILY;UNTIL=20301231;UNTIL=20301231",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=+1",
        "FREQ=DAILY;;",
        "FREQ=DAILY;",
        "FREQ=DAILY;BYDAY=",
        "FREQ=DAILY;BYDAY=€",
        "FREQ=DAILY;BYSETPOS=1",
        "RRULE:RRULE:FREQ=DAILY",
    ] {
        let answer = ada.post("/api/me/tasks", json!({"title": "x", "recurrence": rule})).await;
        assert_eq!(answer.status, 422, "{rule:?} was accepted: {}", answer.text());
        answer.refused_field("recurrence", "INVALID_RRULE");
    }
}
