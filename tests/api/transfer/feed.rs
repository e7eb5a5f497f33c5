//! The calendar feed: a secret address that shows what is due.

use super::{import, live_in};
use serde_json::{Value, json};
use tests::{Person, Server, on_both_databases};

on_both_databases!(
    a_feed_shows_what_is_due,
    a_feed_is_sent_when_it_has_changed,
    a_feed_is_its_persons,
    a_feed_can_be_imported_again,
);

async fn made(person: &Person) -> String {
    let made = person.send(reqwest::Method::POST, "/api/me/calendar", None).await.ok(201);
    made["path"].as_str().expect("a path").to_owned()
}

/// The lines of a feed, unfolded.
async fn lines(server: &Server, path: &str) -> Vec<String> {
    let answer = server.anonymous().get(path).await;
    assert!(answer.has_status(200).header("content-type").starts_with("text/calendar"));
    let text = answer.text();
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "folded: {text}");
    text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

async fn a_feed_shows_what_is_due(server: &Server) {
    let ada = server.person("ada").await;
    live_in(&ada, "Europe/Berlin").await;
    let long = "Ä, b; c\\ ".repeat(20);
    let weekly = json!({"title": long.trim(), "description": "one\r\ntwo", "due_at": "2027-07-05T07:00:00Z", "tags": ["home", "a, b"],
        "recurrence": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270801", "priority": "high"});
    let weekly = ada.create(weekly).await;
    ada.create(json!({"title": "A day", "due_at": "2027-01-15T22:59:00Z"})).await;
    ada.create(json!({"title": "Not due"})).await;
    let done = ada
        .create(json!({"title": "Done", "due_at": "2027-01-16T10:00:00Z", "recurrence": "FREQ=DAILY"}))
        .await;
    ada.patch(&format!("/api/me/tasks/{}/complete", done["id"]), Value::Null).await.ok(200);
    let lines = lines(server, &made(&ada).await).await;
    let has = |line: &str| assert!(lines.iter().any(|have| have == line), "no {line} in {lines:#?}");
    let count = |line: &str| lines.iter().filter(|have| *have == line).count();
    assert_eq!((count("BEGIN:VTODO"), count("BEGIN:VEVENT"), count("BEGIN:VTIMEZONE")), (4, 3, 1));
    has("TZID:Europe/Berlin");
    has(&format!("UID:{}-todo@{}.todo-app", weekly["id"], ada.id));
    has("DUE;TZID=Europe/Berlin:20270705T090000");
    has("DTSTART;TZID=Europe/Berlin:20270705T090000");
    has("RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20270801T215900Z");
    has("DESCRIPTION:one\\ntwo");
    has("CATEGORIES:home,a\\, b");
    has("DUE;VALUE=DATE:20270115");
    has("DTSTART;VALUE=DATE:20270115");
    has("STATUS:COMPLETED");
    assert_eq!(count("RRULE:FREQ=DAILY"), 2, "what is done does not repeat, the next occurrence does");
    let titled =
        format!("SUMMARY:{}", long.trim().replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;"));
    assert_eq!(count(&titled), 2, "{lines:#?}");
}

async fn a_feed_is_sent_when_it_has_changed(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Once", "due_at": "2027-01-15T10:00:00Z"})).await;
    let path = made(&ada).await;
    let first = server.anonymous().get(&path).await;
    assert_eq!(first.header("cache-control"), "private, no-cache");
    let (tag, time) = (first.header("etag").to_owned(), first.header("last-modified").to_owned());
    let by_tag = server.anonymous().with("if-none-match", &format!("W/{tag}, \"other\""));
    let by_time = server.anonymous().with("if-modified-since", &time);
    for caller in [&by_tag, &by_time] {
        let same = caller.get(&path).await;
        assert!(same.has_status(304).body.is_empty());
        assert_eq!((same.header("etag"), same.header("last-modified")), (tag.as_str(), time.as_str()));
    }
    // A deletion is a change, too, even within a second.
    ada.delete(&format!("/api/me/tasks/{}", task["id"])).await.ok(204);
    for caller in [&by_tag, &by_time] {
        assert!(!caller.get(&path).await.has_status(200).text().contains("Once"));
    }
    let now = server.anonymous().get(&path).await;
    live_in(&ada, "Asia/Karachi").await;
    let moved = server.anonymous().with("if-none-match", now.header("etag")).get(&path).await;
    moved.has_status(200);
}

async fn a_feed_is_its_persons(server: &Server) {
    let ada = server.person("ada").await;
    let bob = server.person("bob").await;
    ada.create(json!({"title": "Secret", "due_at": "2027-01-15T10:00:00Z"})).await;
    assert_eq!(ada.get("/api/me/calendar").await.ok(200), json!({"created_at": null}));
    let first = made(&ada).await;
    assert!(ada.get("/api/me/calendar").await.ok(200)["created_at"].is_string());
    bob.get(&format!("/api/{}/calendar", ada.id)).await.refused(403, "FORBIDDEN");
    assert!(!lines(server, &made(&bob).await).await.iter().any(|line| line.contains("Secret")));
    // A new address ends the old one.
    let second = made(&ada).await;
    assert_ne!(first, second);
    server.anonymous().get(&first).await.refused(404, "NOT_FOUND");
    assert!(lines(server, &second).await.iter().any(|line| line.contains("Secret")));
    for path in [second.trim_end_matches(".ics"), "/api/calendar/.ics", "/api/calendar/x%00.ics"] {
        server.anonymous().get(path).await.refused(404, "NOT_FOUND");
    }
    // It opens nothing else, and a token that may only read cannot make one.
    let token = second.rsplit('/').next().unwrap().trim_end_matches(".ics");
    server.anonymous().bearer(token).get("/api/me/tasks").await.refused(401, "UNAUTHORIZED");
    let reader = ada.program("read").await;
    reader.send(reqwest::Method::POST, "/api/me/calendar", None).await.refused(403, "READ_ONLY_TOKEN");
    for _ in 0..2 {
        ada.delete("/api/me/calendar").await.ok(204);
        server.anonymous().get(&second).await.refused(404, "NOT_FOUND");
    }
    assert_eq!(ada.get("/api/me/calendar").await.ok(200), json!({"created_at": null}));
}

async fn a_feed_can_be_imported_again(server: &Server) {
    let ada = server.person("ada").await;
    live_in(&ada, "America/St_Johns").await;
    ada.create(json!({"title": "A, b", "description": "c\nd", "due_at": "2027-07-05T07:00:00Z", "recurrence": "FREQ=WEEKLY;BYDAY=MO", "tags": ["x, y"]})).await;
    ada.create(json!({"title": "Day", "due_at": "2027-01-16T03:29:00Z", "priority": "low"})).await;
    let feed = server.anonymous().get(&made(&ada).await).await;
    let report = import(&ada, &feed.body, false).await.ok(200);
    assert_eq!((&report["tasks"], &report["unchanged"]), (&json!(0), &json!(2)), "{report}");
    let bob = server.person("bob").await;
    live_in(&bob, "America/St_Johns").await;
    assert_eq!(import(&bob, &feed.body, false).await.ok(200)["tasks"], 2);
}
