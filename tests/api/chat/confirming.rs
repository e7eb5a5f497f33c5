//! A question names all that a yes would do, a yes does just that, and "it" is what was named.

use super::unclear::{say, with_tasks, words};
use serde_json::{Value, json};
use tests::{Server, on_both_databases};

on_both_databases!(
    a_question_names_every_change,
    only_what_was_named_can_be_pointed_at,
    a_count_names_nothing,
    a_yes_keeps_tags_that_came_meanwhile,
    a_refused_look_up_is_no_empty_list,
    what_was_done_within_a_time_is_all_that_is_listed,
    a_task_renamed_meanwhile_is_asked_about,
    titles_are_shown_as_they_are,
);

async fn a_question_names_every_change(server: &Server) {
    let ada = with_tasks(server, &["Ape", "Bee", "Cat", "Dog"]).await;
    let ids = ada.get("/api/me/tasks?sort=title&order=asc").await.ok(200);
    let id = |at: usize| ids[at]["id"].clone();
    let message = format!("complete {}, {} and delete {}, {}", id(0), id(1), id(2), id(3));
    let answer = say(&ada, &Value::Null, &message).await;
    assert_eq!(answer["changes"], json!([]), "{answer:#}");
    let asked = words(&answer);
    for part in [
        "complete 2 tasks and delete 2 tasks",
        "complete “Ape”",
        "complete “Bee”",
        "delete “Cat”",
        "delete “Dog”",
    ] {
        assert!(asked.contains(part), "{part} in {asked}");
    }
    let answer = say(&ada, &answer["conversation_id"], "yes").await;
    let kinds: Vec<&Value> =
        answer["changes"].as_array().unwrap().iter().map(|change| &change["change"]).collect();
    assert_eq!(kinds, ["completed", "completed", "deleted", "deleted"], "{answer:#}");

    let ada = server.person("grace").await;
    ada.create(json!({"title": "Quarterly report"})).await;
    for (message, intention) in [
        ("make the quartrly reprt high priority", "change it: high priority"),
        ("rename the quartrly reprt to Budget", "rename it to “Budget”"),
        ("tag the quartrly reprt with work", "tag it, #work"),
        ("delete the quartrly reprt", "delete it"),
    ] {
        let answer = say(&ada, &Value::Null, message).await;
        let wanted = format!("Did you mean “Quarterly report”? Say yes, and I will {intention}");
        assert!(words(&answer).contains(&wanted), "{message}: {answer:#}");
    }
}

async fn only_what_was_named_can_be_pointed_at(server: &Server) {
    let ada = server.person("ada").await;
    for number in 1..=40 {
        let due = format!("2035-01-{:02}T{:02}:00:00Z", number / 2 + 1, number % 2 + 1);
        ada.create(json!({"title": format!("Task {number}"), "due_at": due})).await;
    }
    let answer = say(&ada, &Value::Null, "show my tasks").await;
    assert!(words(&answer).contains("and 10 more"), "{answer:#}");
    let answer = say(&ada, &answer["conversation_id"], "delete the last one").await;
    assert_eq!(answer["changes"][0]["title"], "Task 30", "{answer:#}");
}

async fn a_count_names_nothing(server: &Server) {
    let ada = with_tasks(server, &["Ape", "Bee"]).await;
    let answer = say(&ada, &Value::Null, "how many tasks do i have?").await;
    assert!(words(&answer).contains("2 open tasks"), "{answer:#}");
    let answer = say(&ada, &answer["conversation_id"], "delete the first one").await;
    assert_eq!(answer["changes"], json!([]), "{answer:#}");
    assert!(words(&answer).contains("Which task"), "{answer:#}");
}

async fn a_yes_keeps_tags_that_came_meanwhile(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Quarterly report", "tags": ["old"]})).await;
    let asked = say(&ada, &Value::Null, "tag the quartrly reprt with work").await;
    assert!(words(&asked).contains("Did you mean"), "{asked:#}");
    let path = format!("/api/me/tasks/{}", task["id"]);
    ada.put(&path, json!({"tags": ["old", "new"]})).await.ok(200);
    let id = &asked["conversation_id"];
    say(&ada, id, "yes").await;
    assert_eq!(ada.get(&path).await.ok(200)["tags"], json!(["old", "new", "work"]));
    say(&ada, id, "remove the old tag from the report").await;
    assert_eq!(ada.get(&path).await.ok(200)["tags"], json!(["new", "work"]));
    // One more than a task can have.
    let full: Vec<String> = (1..=20).map(|number| format!("t{number}")).collect();
    ada.put(&path, json!({"tags": full})).await.ok(200);
    let answer = say(&ada, id, "tag it with more").await;
    assert!(words(&answer).contains("20 is the most"), "{answer:#}");
    assert_eq!(ada.get(&path).await.ok(200)["tags"], json!(full));
}

async fn a_refused_look_up_is_no_empty_list(server: &Server) {
    let ada = with_tasks(server, &["Ape"]).await;
    let answer = say(&ada, &Value::Null, &format!("delete the {} task", "x".repeat(250))).await;
    assert_eq!(answer["changes"], json!([]));
    assert!(words(&answer).contains("longer than 200 characters"), "{answer:#}");
    assert!(words(&answer).contains("changed nothing"), "{answer:#}");
}

async fn what_was_done_within_a_time_is_all_that_is_listed(server: &Server) {
    let ada = with_tasks(server, &["Ape", "Bee"]).await;
    say(&ada, &Value::Null, "complete ape").await;
    let today = say(&ada, &Value::Null, "what did i complete today?").await;
    assert_eq!(today["tool_calls"][0]["result"][0]["title"], "Ape", "{today:#}");
    let before = say(&ada, &Value::Null, "what did i complete yesterday?").await;
    assert_eq!(before["tool_calls"][0]["result"], json!([]), "{before:#}");
}

async fn a_task_renamed_meanwhile_is_asked_about(server: &Server) {
    let ada = with_tasks(server, &["Buy milk", "Call mom", "Call dad", "Pay rent"]).await;
    let path = |title: &'static str| {
        let ada = &ada;
        async move {
            let tasks = ada.get("/api/me/tasks").await.ok(200);
            let task = tasks.as_array().unwrap().iter().find(|task| task["title"] == title).unwrap().clone();
            format!("/api/me/tasks/{}", task["id"])
        }
    };
    let asked = say(&ada, &Value::Null, "delete all tasks").await;
    let id = &asked["conversation_id"];
    ada.put(&path("Buy milk").await, json!({"title": "Wedding speech"})).await.ok(200);
    let answer = say(&ada, id, "yes").await;
    assert_eq!(answer["changes"], json!([]), "{answer:#}");
    assert!(
        words(&answer).contains("another name") && words(&answer).contains("Wedding speech"),
        "{answer:#}"
    );
    say(&ada, id, "no").await;

    assert!(words(&say(&ada, id, "delete call").await).contains("Which one"));
    ada.put(&path("Call mom").await, json!({"title": "Keep me"})).await.ok(200);
    let answer = say(&ada, id, "mom").await;
    assert_eq!(answer["changes"], json!([]), "{answer:#}");
    assert!(words(&answer).contains("Did you mean “Keep me”?"), "{answer:#}");
    let answer = say(&ada, id, "yes").await;
    assert_eq!(answer["changes"][0]["title"], "Keep me", "{answer:#}");
}

async fn titles_are_shown_as_they_are(server: &Server) {
    let ada = with_tasks(server, &["2*3*4 [x](http://y.example) a_b"]).await;
    let shown = r"2\*3\*4 \[x\](http://y.example) a\_b";
    let answer = say(&ada, &Value::Null, "show my tasks").await;
    assert!(words(&answer).contains(shown), "{answer:#}");
    let answer = say(&ada, &answer["conversation_id"], "complete it").await;
    assert_eq!(words(&answer), format!("Done: “{shown}” is completed."));
}
