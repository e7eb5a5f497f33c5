//! Todoist's tables.

use super::{import, live_in, notes, tasks};
use serde_json::json;
use tests::{Server, on_both_databases};

on_both_databases!(a_project_of_todoist_becomes_tasks, what_todoist_says_and_we_do_not);

const HEAD: &str = "TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT\r\n";

async fn a_project_of_todoist_becomes_tasks(server: &Server) {
    let ada = server.person("ada").await;
    live_in(&ada, "Asia/Karachi").await;
    let file = [
        HEAD,
        "meta,view_style=list,,,,,,,,,,\r\n",
        "task,Call mom @family @phone,About Sunday,1,1,Ada (1),,24 Dec 2030,en,,,\r\n",
        "task,Pack,,4,1,Ada (1),,2030-12-24 at 5pm,en,Europe/Berlin,,\r\n",
        "task,Socks,,2,2,Ada (1),,,,,,\r\n",
        "note,The warm ones,,,,Ada (1),,,,,,\r\n",
        ",,,,,,,,,,,\r\n",
        "section,Work,,,,,,,,,,\r\n",
        "task,Report,,3,1,Ada (1),,every monday at 9am,en,Asia/Karachi,,\r\n",
    ]
    .concat();
    let report = import(&ada, file.as_bytes(), false).await.ok(200);
    assert_eq!((&report["format"], &report["tasks"]), (&json!("todoist"), &json!(4)));
    assert_eq!(notes(&report["warnings"]), ["rows.5.INDENT FLATTENED"]);
    let tasks = tasks(&ada).await;
    let of =
        |title: &str| tasks.iter().find(|task| task["title"] == title).unwrap_or_else(|| panic!("{title}"));
    let call = of("Call mom");
    assert_eq!((&call["tags"], &call["priority"]), (&json!(["family", "phone"]), &json!("high")));
    // A whole day ends in the person's zone.
    assert_eq!(
        (&call["due_at"], &call["description"]),
        (&json!("2030-12-24T18:59:00Z"), &json!("About Sunday"))
    );
    assert_eq!(
        (&of("Pack")["due_at"], &of("Pack")["priority"]),
        (&json!("2030-12-24T16:00:00Z"), &json!("low"))
    );
    assert_eq!(of("Socks")["description"], "Part of: Pack\nThe warm ones");
    let report = of("Report");
    assert_eq!((&report["tags"], &report["recurrence"]), (&json!(["work"]), &json!("FREQ=WEEKLY;BYDAY=MO")));
    assert!(report["due_at"].as_str().unwrap().ends_with("T04:00:00Z"), "{report}");
}

async fn what_todoist_says_and_we_do_not(server: &Server) {
    let ada = server.person("ada").await;
    let long = "long ".repeat(60);
    let file = format!("{HEAD}note,On the project,,,,,,,,,,\ntask,{long},,,,,,,,,,\n");
    let report = import(&ada, file.as_bytes(), true).await.ok(200);
    assert_eq!(notes(&report["warnings"]), ["rows.2 SKIPPED", "rows.3.title SHORTENED"]);
    assert_eq!(report["preview"][0]["description"], long.trim());
    let bad = [
        HEAD,
        "task,Good,,,,,,,,,,\n",
        "task,,,9,1,,,mañana,es,,,\n",
        "wish,A pony,,,,,,,,,,\n",
        "task,Zone,,,,,,tomorrow,en,Middle/Earth,,\n",
    ]
    .concat();
    let refused = import(&ada, bad.as_bytes(), false).await.refused(422, "VALIDATION_FAILED");
    assert_eq!(
        notes(&refused["errors"]),
        [
            "rows.3.PRIORITY INVALID",
            "rows.3.DATE INVALID_TIME",
            "rows.4.TYPE INVALID",
            "rows.5.DATE UNKNOWN_TIME_ZONE",
            "rows.3.CONTENT REQUIRED",
        ]
    );
    assert!(refused["errors"][1]["message"].as_str().unwrap().contains("in the language es"), "{refused}");
    assert!(tasks(&ada).await.is_empty());
}
