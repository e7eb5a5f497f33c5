//! A model that cannot be asked: the person reads why, and is helped all the same.

use super::{assert_offline, on, say, with_model, words};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::{Database, MODEL_KEY, ScriptedModel, Server};

#[tokio::test]
async fn the_person_reads_what_is_wrong_and_the_offline_assistant_answers() {
    let (server, model) = with_model("strict", &[("MODEL_RETRIES", "0")]).await;
    let ada = server.person("ada").await;
    let quota = json!({"error": {"message": "You exceeded your current quota", "type": "insufficient_quota", "param": null, "code": "insufficient_quota"}});
    let array = json!([{"error": {"code": 400, "message": "Request contains an invalid argument.", "status": "INVALID_ARGUMENT"}}]);
    let table = [
        (format!("status 429 {quota}"), "no quota left (429)"),
        (
            "status 429 {\"error\": {\"code\": 429, \"message\": \"slow down\"}}".into(),
            "too many requests right now (429)",
        ),
        ("status 429 plain Too Many Requests".into(), "too many requests right now (429)"),
        (format!("status 400 {array}"), "did not understand the request (400)"),
        ("status 400 {\"error\": \"strict does not support tools\"}".into(), "cannot use tools (400)"),
        ("status 404 plain 404 page not found".into(), "knows no model strict"),
        ("status 500 plain Internal Server Error".into(), "out of order (500)"),
        ("status 502 plain <html>Bad Gateway</html>".into(), "out of order (502)"),
        ("error {\"code\": 503, \"message\": \"overloaded\"}".into(), "out of order (503)"),
        ("say".into(), "answered nothing"),
    ];
    for (at, (script, why)) in table.iter().enumerate() {
        model.queue(script);
        let answer = say(&ada, &Value::Null, &format!("add thing {at}")).await;
        assert_offline(&answer, why);
        assert_eq!(answer["changes"][0]["change"], "created", "{script}: {answer:#}");
    }
    let failed = server.record("model_failed").await;
    assert_eq!((&failed["kind"], &failed["code"]), (&json!("NoQuota"), &json!("insufficient_quota")));
    let output = server.output();
    for never in [MODEL_KEY, "add thing", "exceeded your"] {
        assert!(!output.contains(never), "{never} is logged");
    }
}

#[tokio::test]
async fn a_wrong_key_an_unknown_model_and_a_server_that_is_not_there() {
    let model = ScriptedModel::start().await;
    let (there, nowhere) = (model.base_url(), format!("http://127.0.0.1:{}/v1", tests::free_port()));
    let table = [
        (there.as_str(), "sk-wrong-and-secret", "strict", "refuses this server's key (401)"),
        (there.as_str(), MODEL_KEY, "gpt-9", "knows no model gpt-9"),
        (nowhere.as_str(), MODEL_KEY, "strict", "cannot be reached"),
    ];
    for (url, key, name, why) in table {
        let variables = [
            ("OPENAI_BASE_URL", url),
            ("OPENAI_API_KEY", key),
            ("OPENAI_MODEL", name),
            ("LOG_LEVEL", "trace"),
        ];
        let server = Server::with(Database::sqlite(), &variables).await;
        let ada = server.person("ada").await;
        let answer = say(&ada, &Value::Null, "add buy milk").await;
        assert_offline(&answer, why);
        assert_eq!(answer["changes"][0]["title"], "buy milk".replacen('b', "B", 1), "{answer:#}");
        assert!(!words(&answer).contains(key) && !server.output().contains(key), "the key is shown");
    }
}

#[tokio::test]
async fn busy_and_broken_servers_are_asked_again_before_the_first_word() {
    let (server, model) = with_model("strict", &[]).await;
    let ada = server.person("ada").await;
    model.queue("status 429 plain Too Many Requests");
    model.queue("status 500 plain oops");
    let answer = say(&ada, &Value::Null, "hello").await;
    assert_eq!(words(&answer), "You said: hello");
    assert_eq!(model.requests().len(), 3);
    // Not for ever, and not what will not pass.
    for _ in 0..3 {
        model.queue("status 503 plain oops");
    }
    assert_offline(&say(&ada, &Value::Null, "hello").await, "out of order (503)");
    assert_eq!(model.requests().len(), 6);
    model.queue("status 400 plain no");
    assert_offline(&say(&ada, &Value::Null, "hello").await, "did not understand");
    assert_eq!(model.requests().len(), 7);
    // After the first word it is explained instead.
    let body = json!({"message": "say One two three four.\neof"});
    ada.post("/api/me/chat", body).await.refused(503, "MODEL_FAILED");
    assert_eq!(model.requests().len(), 8);
}

#[tokio::test]
async fn what_was_done_before_a_failure_is_an_answer_that_nobody_repeats() {
    let (server, _model) = with_model("strict", &[("MODEL_RETRIES", "0")]).await;
    let script = "say I add it.\ncall add_task {\"title\": \"Buy milk\"}\nthen\nstatus 500 plain oops";
    let ada = server.person("ada").await;
    let answer = say(&ada, &Value::Null, script).await;
    assert_eq!(answer["changes"][0]["title"], "Buy milk");
    let said = words(&answer);
    assert!(said.starts_with("I add it.") && said.contains("out of order (500)"), "{answer:#}");
    assert!(said.ends_with("What was done before stays done."), "{answer:#}");
    let id = &answer["conversation_id"];
    let stored = ada.get(&format!("/api/me/conversations/{id}/messages")).await.ok(200);
    assert_eq!((&stored[1]["content"], &stored[1]["changes"]), (&answer["response"], &answer["changes"]));

    let eve = server.person("eve").await;
    let keyed = eve.with("idempotency-key", "k");
    let first = say(&keyed, &Value::Null, script).await;
    assert_eq!(say(&keyed, &Value::Null, script).await, first);
    assert_eq!(eve.titles("/api/me/tasks").await, ["Buy milk"]);
    let events = eve.chat_events(json!({"message": script})).await.all().await;
    assert_eq!(events.last().unwrap()["type"], "done", "{events:#?}");
}

/// Whoever runs the server reads why, and nobody else's words.
#[tokio::test]
async fn the_log_says_why_the_model_cannot_be_asked() {
    let nowhere = format!("http://127.0.0.1:{}/v1", tests::free_port());
    let variables = [
        ("OPENAI_BASE_URL", nowhere.as_str()),
        ("OPENAI_API_KEY", MODEL_KEY),
        ("OPENAI_MODEL", "strict"),
        ("MODEL_RETRIES", "1"),
    ];
    let server = Server::with(Database::sqlite(), &variables).await;
    let ada = server.person("ada").await;
    assert_offline(&say(&ada, &Value::Null, "add secret thing").await, "cannot be reached");
    for event in ["model_asked_again", "model_failed"] {
        let record = server.record(event).await;
        assert!(record["cause"].as_str().is_some_and(|cause| cause.contains("refused")), "{record}");
    }
    assert!(!server.output().contains("secret thing") && !server.output().contains(MODEL_KEY));
}

#[tokio::test]
async fn a_null_character_among_the_words_loses_no_answer() {
    let (server, model) = on(Database::postgres().await, "strict", &[]).await;
    let ada = server.person("ada").await;
    model.queue("call add_task {\"title\": \"Buy milk\"}");
    model.queue("say I have added\0 it.");
    let answer = say(&ada, &Value::Null, "buy milk").await;
    assert_eq!((words(&answer), &answer["changes"][0]["title"]), ("I have added it.", &json!("Buy milk")));
}

#[tokio::test]
async fn silence_and_pauses_end() {
    let limits = [
        ("MODEL_FIRST_BYTE_TIMEOUT", "0.5"),
        ("MODEL_IDLE_TIMEOUT", "0.5"),
        ("MODEL_TURN_TIMEOUT", "2"),
        ("MODEL_ANSWER_SIZE", "60000"),
    ];
    let (server, model) = with_model("strict", &limits).await;
    let ada = server.person("ada").await;
    for script in ["silent", "hang"] {
        model.queue(script);
        let started = Instant::now();
        assert_offline(&say(&ada, &Value::Null, "hello").await, "too long to answer");
        assert!(started.elapsed() < Duration::from_secs(2), "{script} took {:?}", started.elapsed());
    }
    for (script, why) in [
        ("stall\nsay One two three four five six.", "took too long"),
        ("flood\nsay One", "too long"),
        ("pace 300\nsay a b c d e f g h i j k l m n", "longer than a turn may"),
    ] {
        let answer = ada.post("/api/me/chat", json!({"message": script})).await;
        let refused = answer.refused(503, "MODEL_FAILED");
        assert!(refused["message"].as_str().unwrap().contains(why), "{script}: {refused}");
    }
}
