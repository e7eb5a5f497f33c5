//! Files that mean no good are refused or read, and change nothing where they are refused.

use super::{import, tasks};
use serde_json::json;
use tests::{Server, on_both_databases};

on_both_databases!(no_file_breaks_anything, a_file_has_a_largest_size);

async fn no_file_breaks_anything(server: &Server) {
    let ada = server.person("ada").await;
    let nested =
        |depth: usize| format!("{}{}", "BEGIN:VTODO\r\n".repeat(depth), "END:VTODO\r\n".repeat(depth));
    let calendar = |lines: &str| format!("BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n");
    let todo = |lines: &str| calendar(&format!("BEGIN:VTODO\r\nSUMMARY:x\r\n{lines}\r\nEND:VTODO\r\n"));
    for (name, file) in [
        ("100,000 rows", format!("title\n{}", "x\n".repeat(100_000))),
        ("100,000 to-dos", calendar(&"BEGIN:VTODO\r\nSUMMARY:x\r\nEND:VTODO\r\n".repeat(100_000))),
        (
            "100,000 JSON tasks",
            format!(
                "{{\"format\":\"todo-app\",\"version\":1,\"tasks\":[{}{{}}]}}",
                "{\"title\":\"x\"},".repeat(100_000)
            ),
        ),
        (
            "deep JSON",
            format!("{{\"format\":\"todo-app\",\"version\":1,\"tasks\":[{}", "[".repeat(1_000_000)),
        ),
        ("100,000 columns", format!("title{}\n", ",title".repeat(100_000))),
        ("a huge cell", format!("title\n{}\n", "x".repeat(5_000_000))),
        ("quotation marks", "title\n".to_owned() + &"\"".repeat(1_000_001)),
        ("nulls", "title\0\0\n\0\0\0\n".into()),
        ("a deep calendar", nested(100_000)),
        ("a deep calendar in one", calendar(&nested(100_000))),
        ("a huge line", todo(&format!("DESCRIPTION:{}\r\nDUE:x", "y".repeat(5_000_000)))),
        ("a huge fold", todo(&format!("DUE:\r\n{}", " \r\n".repeat(1_000_000)))),
        ("parameters", todo(&format!("DUE{}:20270101", ";A=\"b".repeat(100_000)))),
        ("a repeat without an end", todo("RRULE:FREQ=SECONDLY;INTERVAL=0")),
        ("a repeat that never is", todo("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;BYHOUR=99")),
        ("a year that is none", todo("DUE:999991231T000000Z")),
        ("backslashes", todo("DUE:\\\\\\\r\nSUMMARY:\\")),
    ] {
        for dry_run in [true, false] {
            let answer = import(&ada, file.as_bytes(), dry_run).await;
            let is_told = match answer.status {
                200 => dry_run || answer.json()["tasks"] == 0,
                status => status == 422,
            };
            assert!(is_told, "{name}: {} {}", answer.status, answer.text().get(..300).unwrap_or_default());
        }
    }
    assert!(tasks(&ada).await.is_empty());
    // Odd, but good.
    for (name, file) in [
        ("an unknown zone", todo("DUE;TZID=/x/y/Nowhere:20270101T000000")),
        (
            "a zone behind a path",
            todo("DUE;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20270102T000000"),
        ),
        ("many warnings", calendar(&"BEGIN:VTODO\r\nSTATUS:CANCELLED\r\nEND:VTODO\r\n".repeat(1_000))),
    ] {
        let report = import(&ada, file.as_bytes(), false).await.ok(200);
        assert!(report["warnings"].as_array().unwrap().len() <= 100, "{name}: {report}");
    }
    assert_eq!(tasks(&ada).await[1]["due_at"], "2027-01-01T23:00:00Z");
}

async fn a_file_has_a_largest_size(server: &Server) {
    let ada = server.person("ada").await;
    let large = vec![b'x'; 16 * 1024 * 1024 + 1];
    let refused = import(&ada, &large, false).await.refused(413, "PAYLOAD_TOO_LARGE");
    assert!(refused["message"].as_str().unwrap().contains("16 MiB"), "{refused}");
    // More than an ordinary body may have.
    let file = json!({"format": "todo-app", "version": 1, "tasks": [{"title": "x"}], "padding": "x".repeat(1_000_000)});
    assert_eq!(import(&ada, file.to_string().as_bytes(), false).await.ok(200)["tasks"], 1);
}
