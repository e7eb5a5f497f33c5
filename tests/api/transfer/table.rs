//! Tables as spreadsheets save them.

use super::{import, notes, tasks};
use serde_json::json;
use tests::{Server, on_both_databases};

on_both_databases!(spreadsheets_have_their_ways, what_cannot_be_read_is_explained);

async fn spreadsheets_have_their_ways(server: &Server) {
    let ada = server.person("ada").await;
    for (file, title) in [
        ("\u{feff}Title;Priority\r\nMilk, cold;HIGH\r\n", "Milk, cold"),
        ("title\tpriority\nTabs\thigh\n", "Tabs"),
        ("completed,TITLE,other\n\n,Blank lines before,x\n,,\n", "Blank lines before"),
        ("title,description\n\"Two\nlines\",\"a\nb\"", "Two lines"),
        ("title\n\"5\"\" pipe\"\n", "5\" pipe"),
    ] {
        let report = import(&ada, file.as_bytes(), false).await.ok(200);
        assert_eq!((&report["format"], &report["tasks"]), (&json!("csv"), &json!(1)), "{file}");
        assert_eq!(report["preview"][0]["title"], title);
    }
    let done = b"title,completed_at\nDone,2026-01-02T03:04:05Z\n";
    import(&ada, done, false).await.ok(200);
    let last = tasks(&ada).await.pop().unwrap();
    assert_eq!((&last["completed"], &last["completed_at"]), (&json!(true), &json!("2026-01-02T03:04:05Z")));
}

async fn what_cannot_be_read_is_explained(server: &Server) {
    let ada = server.person("ada").await;
    for (file, code) in [
        (&b""[..], "EMPTY"),
        (b" \r\n ", "EMPTY"),
        (b"title\nGr\xfc\xdfe\n", "ENCODING"),
        (b"\xff\xfet\0i\0t\0l\0e\0", "ENCODING"),
        (b"name,date\nx,y\n", "UNKNOWN_FORMAT"),
        (b"just some text", "UNKNOWN_FORMAT"),
        (b"{\"tasks\": [", "INVALID_JSON"),
        (b"{\"tasks\": []}", "UNKNOWN_FORMAT"),
        (b"{\"format\": \"todo-app\", \"version\": 2, \"tasks\": []}", "UNKNOWN_FORMAT"),
    ] {
        for dry_run in [true, false] {
            import(&ada, file, dry_run).await.refused_field("file", code);
        }
    }
    for (file, expected) in [
        ("title,tags\na,b,c\n", "rows.2 TOO_MANY_CELLS"),
        ("title,description\nGood,\nBad,\"never closed\nmore\n", "rows.3 UNCLOSED_QUOTE"),
        ("title\nnul\0l\n", "rows.2.title INVALID_CHARACTER"),
        ("title,recurrence\na,FREQ=SOMETIMES\n", "rows.2.recurrence INVALID_RRULE"),
        ("title,created_at\na,yesterday\n", "rows.2.created_at INVALID_TIME"),
    ] {
        let refused = import(&ada, file.as_bytes(), false).await.refused(422, "VALIDATION_FAILED");
        assert_eq!(notes(&refused["errors"]), [expected], "{refused}");
    }
    let backup = json!({"format": "todo-app", "version": 1, "tasks": [
        {"title": "Good"}, {"title": 5}, {"tags": []}, {"title": "x".repeat(201), "due_at": "soon"},
    ], "conversations": [{"title": "x"}]});
    let refused = import(&ada, backup.to_string().as_bytes(), false).await.refused(422, "VALIDATION_FAILED");
    assert_eq!(
        notes(&refused["errors"]),
        [
            "tasks.1.title INVALID_TYPE",
            "tasks.2 INVALID_TYPE",
            "tasks.3.due_at INVALID_TYPE",
            "conversations.0 INVALID_TYPE",
        ],
        "{refused}"
    );
    assert!(tasks(&ada).await.is_empty());
}
