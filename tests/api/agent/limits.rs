//! How much a turn and a person may take.

use super::{assert_offline, on, say, with_model, words};
use serde_json::{Value, json};
use tests::Database;

#[tokio::test]
async fn rounds_and_calls_end() {
    let (server, model) =
        with_model("strict", &[("MODEL_TOOL_ROUNDS", "3"), ("MODEL_TOOL_CALLS", "5")]).await;
    let ada = server.person("ada").await;
    let script = ["call list_tasks {}"; 10].join("\nthen\n");
    let answer = say(&ada, &Value::Null, &script).await;
    assert_eq!(answer["tool_calls"].as_array().unwrap().len(), 3);
    assert!(words(&answer).contains("more steps than one turn may have"), "{answer:#}");
    assert_eq!(model.requests().len(), 4);
    let script = format!("{}\nthen\nsay That is all there is.", ["call list_tasks {}"; 8].join("\n"));
    let answer = say(&ada, &Value::Null, &script).await;
    let calls = answer["tool_calls"].as_array().unwrap();
    assert!(calls.len() == 5 && calls.iter().all(|call| call["is_error"] == false), "{answer:#}");
    let told = model.requests().last().unwrap()["messages"].to_string();
    assert_eq!(told.matches("Too many calls in one turn").count(), 3, "{told}");
    // More than a call takes is refused, not looked up.
    let many: Vec<u32> = (1..=3000).collect();
    model.queue(&format!("call delete_tasks {{\"task_ids\": {}}}", json!(many)));
    model.queue("say That was too much for me.");
    let answer = say(&ada, &Value::Null, "hello").await;
    assert_eq!(answer["tool_calls"][0]["is_error"], true, "{answer:#}");
}

#[tokio::test]
async fn old_turns_and_long_results_are_left_out() {
    let limits = [("MODEL_HISTORY_SIZE", "3000"), ("MODEL_RESULT_SIZE", "1000")];
    let (server, model) = with_model("strict", &limits).await;
    let ada = server.person("ada").await;
    for number in 0..40 {
        ada.create(json!({"title": format!("Task {number}")})).await;
    }
    let mut id = Value::Null;
    for turn in 0..8 {
        let answer = say(&ada, &id, &format!("call list_tasks {{}}\nthen\nsay That was turn {turn}.")).await;
        assert_eq!(words(&answer), format!("That was turn {turn}."));
        assert_eq!(answer["tool_calls"][0]["result"].as_array().unwrap().len(), 30);
        id = answer["conversation_id"].clone();
    }
    let requests = model.requests();
    let last = requests.last().unwrap()["messages"].as_array().unwrap();
    assert!(last.len() < 16, "{}", last.len());
    assert_eq!(last[1]["role"], "user", "a turn is kept or dropped whole");
    let result = last.last().unwrap()["content"].as_str().unwrap();
    assert!(result.len() < 1200 && result.contains("left_out"), "{result}");
}

/// The service says that it is too much: the older half goes, until it fits.
#[tokio::test]
async fn a_conversation_that_is_too_long_goes_on() {
    let (server, model) = with_model("strict", &[]).await;
    let ada = server.person("ada").await;
    let mut id = Value::Null;
    for turn in 0..4 {
        id = say(&ada, &id, &format!("turn {turn}")).await["conversation_id"].clone();
    }
    let error = "status 400 {\"error\": {\"message\": \"too long\", \"code\": \"context_length_exceeded\"}}";
    model.queue(error);
    let answer = say(&ada, &id, "go on").await;
    assert_eq!(words(&answer), "You said: go on");
    let requests = model.requests();
    let count = |request: &Value| request["messages"].as_array().unwrap().len();
    let (before, after) = (count(&requests[requests.len() - 2]), count(&requests[requests.len() - 1]));
    assert!(after < before, "{after} {before}");
}

#[tokio::test]
async fn a_person_has_so_many_turns_and_then_the_offline_assistant() {
    for [minute, day] in [["2/3600", "100/86400"], ["100/3600", "2/86400"]] {
        let (server, model) =
            with_model("strict", &[("RATE_LIMIT_MODEL", minute), ("RATE_LIMIT_MODEL_DAY", day)]).await;
        let (ada, eve) = (server.person("ada").await, server.person("eve").await);
        for _ in 0..2 {
            assert_eq!(say(&ada, &Value::Null, "hello").await["assistant"], "strict");
        }
        let answer = say(&ada, &Value::Null, "add buy milk").await;
        assert_offline(&answer, "as many answers");
        assert!(words(&answer).contains("Try again in "), "it says for how long: {answer:#}");
        assert_eq!(answer["changes"][0]["change"], "created");
        assert_eq!(say(&eve, &Value::Null, "hello").await["assistant"], "strict");
        assert_eq!(model.requests().len(), 3);
    }
}

#[tokio::test]
async fn usage_is_among_the_figures() {
    let (server, _model) = with_model("strict", &[("METRICS", "true")]).await;
    let ada = server.person("ada").await;
    say(&ada, &Value::Null, "hello").await;
    let figures = server.anonymous().get("/metrics").await.text();
    for line in [
        "model_tokens_total{model=\"strict\",kind=\"prompt\"} 11",
        "model_tokens_total{model=\"strict\",kind=\"completion\"} 7",
        "chat_turns_total{assistant=\"strict\",outcome=\"done\"} 1",
    ] {
        assert!(figures.contains(line), "{line} in {figures}");
    }
}

/// Lists are cut wherever in a result they are, and all results of a turn together are bounded.
#[tokio::test]
async fn what_is_kept_of_results_is_bounded() {
    let (server, model) = with_model("strict", &[]).await;
    let ada = server.person("ada").await;
    for _ in 0..40 {
        let late = "2020-01-01T00:00:00Z";
        ada.create(json!({"title": "Late", "description": "x".repeat(2000), "due_at": late})).await;
    }
    let script = format!("{}\nthen\nsay That is a lot.", ["call day_summary {}"; 12].join("\n"));
    let events = ada.chat_events(json!({"message": script})).await.all().await;
    let answer = events.last().unwrap();
    let calls = answer["tool_calls"].as_array().unwrap();
    let summary = &calls[0]["result"];
    assert_eq!(summary["overdue"].as_array().unwrap().len(), 30);
    assert_eq!(summary["counts"]["overdue"], 40);
    assert!(calls[11]["result"]["left_out"].is_string(), "{}", calls[11]);
    let id = &answer["conversation_id"];
    let stored = ada.get(&format!("/api/me/conversations/{id}/messages")).await.text();
    for (what, size) in [("answer", answer.to_string().len()), ("stored", stored.len())] {
        assert!(size < 300_000, "{what}: {size} bytes");
    }
    let told = model.requests().last().unwrap()["messages"].to_string();
    assert!(!told.contains("too long to keep"), "the model was told all of them");
}

/// Old results are cut as new ones are, so that more turns fit.
#[tokio::test]
async fn old_results_are_cut_too() {
    let (server, model) = with_model("strict", &[("MODEL_RESULT_SIZE", "1000")]).await;
    let ada = server.person("ada").await;
    for number in 0..30 {
        ada.create(json!({"title": format!("Task {number}")})).await;
    }
    let first = say(&ada, &Value::Null, "call list_tasks {}\nthen\nsay Many.").await;
    say(&ada, &first["conversation_id"], "hello").await;
    let requests = model.requests();
    let messages = requests.last().unwrap()["messages"].as_array().unwrap();
    let result = messages.iter().find(|message| message["role"] == "tool").expect("the result");
    let result = result["content"].as_str().unwrap();
    assert!(result.len() < 1200 && result.contains("left_out"), "{result}");
}

/// Read by pages, as far as it fits: short messages far back, and long ones no further than they are sent.
#[tokio::test]
async fn no_more_is_read_of_the_past_than_the_model_is_told() {
    let (server, model) = on(Database::postgres().await, "strict", &[]).await;
    let ada = server.person("ada").await;
    let pg = server.database().pg();
    let first = say(&ada, &Value::Null, "hello").await;
    let id = &first["conversation_id"];
    let past = async |count: u32, words: &str| {
        let user = &ada.id;
        pg.sql(&format!(
            "INSERT INTO messages (user_id, conversation_id, role, content, created_at)
             SELECT '{user}', {id}, CASE n % 2 WHEN 1 THEN 'user' ELSE 'assistant' END, {words}, now()
             FROM generate_series(1, {count}) n"
        ))
        .await;
    };
    past(60, "'message ' || n").await;
    say(&ada, id, "hello").await;
    let told = model.requests().last().unwrap()["messages"].as_array().unwrap().len();
    assert_eq!(told, 1 + 2 + 60 + 1, "all of the three pages");
    let before = server.memory_kib("VmHWM");
    past(180, "repeat('x', 500000)").await;
    say(&ada, id, "hello").await;
    let more = server.memory_kib("VmHWM") - before;
    assert!(more < 60_000, "{more} kB more, of 90 MB");
}
