//! The Phase 3 contract: what the agent does for each sentence.

use serde_json::{Value, json};
use tests::{Person, Server, on_both_databases};

on_both_databases!(
    every_row_of_the_contract,
    several_matches_are_asked_about,
    the_one_just_mentioned_is_no_excuse_not_to_ask,
    what_is_not_found_is_explained,
    what_is_so_already_is_said_to_be_so,
    large_changes_wait_for_a_yes,
    dates_are_meant_in_the_persons_zone,
    a_stream_tells_tools_as_they_run,
    long_lists_are_stored_short,
);

/// Three tasks, whose ids are 1 to 3 in a fresh database.
async fn with_tasks(server: &Server) -> Person {
    let ada = server.person("ada").await;
    for (number, title) in ["Call mom", "Prepare the meeting", "Water plants"].iter().enumerate() {
        assert_eq!(ada.create(json!({"title": title})).await["id"], number + 1);
    }
    ada
}

async fn say(ada: &Person, message: &str) -> Value {
    ada.post("/api/me/chat", json!({"message": message})).await.ok(200)
}

fn called<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let calls = answer["tool_calls"].as_array().unwrap();
    calls
        .iter()
        .find(|call| call["name"] == name)
        .unwrap_or_else(|| panic!("{name} was not called: {answer:#}"))
}

/// What is said, the tool that runs, part of its arguments, the change, and words of the answer.
type Row<'a> = (&'a str, &'a str, Value, Option<(&'a str, &'a str)>, &'a str);

async fn every_row_of_the_contract(server: &Server) {
    let ada = with_tasks(server).await;
    let done = ada.create(json!({"title": "Old thing"})).await;
    ada.patch(&format!("/api/me/tasks/{}/complete", done["id"]), Value::Null).await.ok(200);
    let table: [Row<'_>; 8] = [
        (
            "Add a task to buy groceries",
            "add_task",
            json!({"title": "Buy groceries"}),
            Some(("created", "Buy groceries")),
            "Buy groceries",
        ),
        ("Show me all my tasks", "list_tasks", json!({"status": "all"}), None, "Old thing"),
        ("What's pending?", "list_tasks", json!({"status": "pending"}), None, "Water plants"),
        (
            "Mark task 3 as complete",
            "complete_task",
            json!({"task_id": 3}),
            Some(("completed", "Water plants")),
            "Water plants",
        ),
        (
            "Delete the meeting task",
            "delete_task",
            json!({"task_id": 2}),
            Some(("deleted", "Prepare the meeting")),
            "Prepare the meeting",
        ),
        (
            "Change task 1 to 'Call mom tonight'",
            "update_task",
            json!({"task_id": 1, "title": "Call mom tonight"}),
            Some(("updated", "Call mom tonight")),
            "Call mom tonight",
        ),
        (
            "I need to remember to pay bills",
            "add_task",
            json!({"title": "Pay bills"}),
            Some(("created", "Pay bills")),
            "Pay bills",
        ),
        ("What have I completed?", "list_tasks", json!({"status": "completed"}), None, "Water plants"),
    ];
    for (message, tool, arguments, change, words) in table {
        let answer = say(&ada, message).await;
        let call = called(&answer, tool);
        assert_eq!(call["is_error"], false, "{message}: {answer:#}");
        for (name, value) in arguments.as_object().unwrap() {
            assert_eq!(&call["arguments"][name], value, "{name} for {message:?}: {answer:#}");
        }
        assert!(answer["response"].as_str().unwrap().contains(words), "{message}: {}", answer["response"]);
        match change {
            None => assert_eq!(answer["changes"], json!([]), "{message}"),
            Some((kind, title)) => {
                let changes = answer["changes"].as_array().unwrap();
                assert_eq!(changes.len(), 1, "{message}: {answer:#}");
                assert_eq!((&changes[0]["change"], &changes[0]["title"]), (&json!(kind), &json!(title)));
                let mut result: Vec<&str> =
                    call["result"].as_object().unwrap().keys().map(String::as_str).collect();
                result.sort_unstable();
                assert_eq!(result, ["status", "task_id", "title"], "{message}");
                assert_eq!(
                    (&call["result"]["status"], &call["result"]["title"]),
                    (&json!(kind), &json!(title))
                );
            }
        }
    }
    let mut left = ada.titles("/api/me/tasks?status=pending&sort=title&order=asc").await;
    left.sort();
    assert_eq!(left, ["Buy groceries", "Call mom tonight", "Pay bills"]);
    ada.get("/api/me/tasks/2").await.refused(404, "NOT_FOUND");
    assert_eq!(ada.get("/api/me/tasks/3").await.ok(200)["completed"], true);
}

async fn several_matches_are_asked_about(server: &Server) {
    let ada = server.person("ada").await;
    for title in ["Team meeting", "Board meeting", "Groceries"] {
        ada.create(json!({"title": title})).await;
    }
    let answer = say(&ada, "Delete the meeting task").await;
    assert_eq!(answer["changes"], json!([]), "{answer:#}");
    let words = answer["response"].as_str().unwrap();
    assert!(
        words.contains("Team meeting") && words.contains("Board meeting") && words.contains('?'),
        "{words}"
    );
    assert!(!words.contains("Groceries"), "{words}");
    assert_eq!(ada.get("/api/me/tasks").await.ok(200).as_array().unwrap().len(), 3);

    // The answer to the question, in the same conversation.
    let id = &answer["conversation_id"];
    let answer = ada
        .post("/api/me/chat", json!({"message": "the board meeting", "conversation_id": id}))
        .await
        .ok(200);
    assert_eq!(answer["changes"][0]["title"], "Board meeting", "{answer:#}");
    assert_eq!(ada.titles("/api/me/tasks?sort=title&order=asc").await, ["Groceries", "Team meeting"]);
}

async fn the_one_just_mentioned_is_no_excuse_not_to_ask(server: &Server) {
    let ada = server.person("ada").await;
    let id = say(&ada, "add prepare the team meeting").await["conversation_id"].clone();
    for message in ["add write minutes of the board meeting", "delete the meeting task"] {
        ada.post("/api/me/chat", json!({"message": message, "conversation_id": id})).await.ok(200);
    }
    assert_eq!(ada.get("/api/me/tasks").await.ok(200).as_array().unwrap().len(), 2);
}

async fn what_is_not_found_is_explained(server: &Server) {
    let (ada, eve) = (with_tasks(server).await, server.person("eve").await);
    for (person, message) in [
        (&ada, "Mark task 99 as complete"),
        (&ada, "Delete the elephant task"),
        (&eve, "Delete task 1"),
        (&eve, "Change task 2 to 'Mine'"),
    ] {
        let answer = say(person, message).await;
        assert_eq!(answer["changes"], json!([]), "{message}: {answer:#}");
        let words = answer["response"].as_str().unwrap();
        assert!(words.len() > 15, "{message}: {words}");
        for internal in ["error", "Error", "null", "panicked", "{", "NOT_FOUND", "Call mom", "Prepare"] {
            assert!(!words.contains(internal), "{message}: {words}");
        }
    }
    let answer = say(&ada, "colourless green ideas sleep furiously").await;
    assert_eq!((&answer["changes"], &answer["tool_calls"]), (&json!([]), &json!([])), "{answer:#}");
    assert!(answer["response"].as_str().unwrap().contains("add"), "it says what it can do: {answer:#}");
    assert_eq!(ada.get("/api/me/tasks").await.ok(200).as_array().unwrap().len(), 3);
}

async fn what_is_so_already_is_said_to_be_so(server: &Server) {
    let ada = with_tasks(server).await;
    ada.patch("/api/me/tasks/1/complete", Value::Null).await.ok(200);
    let answer = say(&ada, "complete task 1").await;
    assert_eq!(answer["changes"], json!([]), "{answer:#}");
    assert!(answer["response"].as_str().unwrap().contains("“Call mom” was so already"), "{answer:#}");
}

async fn large_changes_wait_for_a_yes(server: &Server) {
    let ada = server.person("ada").await;
    for number in 0..4 {
        ada.create(json!({"title": format!("Chore {number}")})).await;
    }
    let count = async || ada.get("/api/me/tasks").await.ok(200).as_array().unwrap().len();
    let again = async |id: &Value, message: &str| {
        ada.post("/api/me/chat", json!({"message": message, "conversation_id": id})).await.ok(200)
    };
    let asked = ada.chat_events(json!({"message": "Delete all my tasks"})).await.all().await;
    let confirm: Vec<&Value> = asked.iter().filter(|event| event["type"] == "confirm").collect();
    assert_eq!(confirm.len(), 1, "{asked:#?}");
    assert!(confirm[0]["message"].as_str().is_some_and(|message| message.contains("Chore 0")));
    let done = asked.last().unwrap();
    assert_eq!((&done["type"], &done["changes"]), (&json!("done"), &json!([])));
    assert_eq!(count().await, 4, "nothing happens until the person says yes");
    let id = done["conversation_id"].clone();
    again(&id, "no").await;
    assert_eq!(count().await, 4);
    assert_eq!(again(&id, "yes").await["changes"], json!([]), "the question is gone");
    again(&id, "Delete all my tasks").await;
    let answer = again(&id, "yes").await;
    assert_eq!(answer["changes"].as_array().unwrap().len(), 4, "{answer:#}");
    assert_eq!(count().await, 0);
}

async fn dates_are_meant_in_the_persons_zone(server: &Server) {
    let ada = server.person("ada").await;
    let change = json!({"timeZone": "Asia/Karachi"});
    ada.cookie_client().post("/api/auth/update-user", change).await.ok(200);
    // Karachi is five hours ahead of UTC all year round, Honolulu ten behind.
    for (zone, hour) in [(None, "12:00:00Z"), (Some("Pacific/Honolulu"), "03:00:00Z")] {
        let message = json!({"message": "Add call the dentist tomorrow at 5pm", "time_zone": zone});
        let answer = ada.post("/api/me/chat", message).await.ok(200);
        let due = called(&answer, "add_task")["result"]["task_id"].clone();
        let task = ada.get(&format!("/api/me/tasks/{due}")).await.ok(200);
        assert!(task["due_at"].as_str().is_some_and(|due| due.ends_with(hour)), "{zone:?}: {task}");
        assert_eq!(task["title"], "Call the dentist");
    }
}

async fn a_stream_tells_tools_as_they_run(server: &Server) {
    let ada = with_tasks(server).await;
    let events = ada.chat_events(json!({"message": "Mark task 3 as complete"})).await.all().await;
    let kinds: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    let at = |kind: &str| {
        kinds.iter().position(|other| *other == kind).unwrap_or_else(|| panic!("{kind}: {kinds:?}"))
    };
    assert!(at("started") < at("tool_started") && at("tool_started") < at("tool_finished"));
    assert!(at("tool_finished") < at("text_delta") && at("text_delta") < at("done"), "{kinds:?}");
    let done = events.last().unwrap();
    assert_eq!(done["changes"], json!([{"task_id": 3, "change": "completed", "title": "Water plants"}]));
}

async fn long_lists_are_stored_short(server: &Server) {
    let ada = server.person("ada").await;
    for number in 0..35 {
        ada.create(json!({"title": format!("Chore {number}")})).await;
    }
    let answer = say(&ada, "how many tasks do I have?").await;
    assert!(answer["response"].as_str().unwrap().contains("35"), "all are counted: {answer:#}");
    let id = &answer["conversation_id"];
    let messages = ada.get(&format!("/api/me/conversations/{id}/messages")).await.ok(200);
    for calls in [&answer["tool_calls"], &messages[1]["tool_calls"]] {
        assert_eq!(calls[0]["result"].as_array().unwrap().len(), 30);
    }
}
