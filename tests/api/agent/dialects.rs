//! Every server that calls itself compatible, with its quirks.

use super::{say, with_model, words};
use serde_json::{Value, json};

/// Two calls at once, then one, then words; in the next turn what has to be sent back is sent back.
#[tokio::test]
async fn each_server_is_understood() {
    for dialect in ["strict", "ollama", "vllm", "llama", "gemini", "bare", "whole"] {
        let (server, model) = with_model(dialect, &[]).await;
        let ada = server.person("ada").await;
        let script = "call add_task {\"title\": \"Grüße an Çelik 🎉\"}\ncall add_task {\"title\": \"Two\", \"priority\": \"high\"}\n\
            then\ncall list_tasks {\"sort\": \"title\", \"order\": \"asc\"}\nthen\nsay There are *two* tasks – “fertig”.";
        let answer = say(&ada, &Value::Null, script).await;
        assert_eq!(answer["assistant"], dialect);
        let calls: Vec<&Value> =
            answer["tool_calls"].as_array().unwrap().iter().map(|call| &call["name"]).collect();
        assert_eq!(calls, ["add_task", "add_task", "list_tasks"], "{dialect}: {answer:#}");
        assert_eq!(answer["changes"][0]["title"], "Grüße an Çelik 🎉", "{dialect}");
        assert_eq!(answer["changes"][1]["title"], "Two", "{dialect}");
        assert_eq!(words(&answer), "There are *two* tasks – “fertig”.", "{dialect}");
        let next = say(&ada, &answer["conversation_id"], "say What else is there to do for you?").await;
        assert_eq!(words(&next), "What else is there to do for you?", "{dialect}: {next:#}");
        assert_eq!(model.requests().len(), 4, "{dialect}: nothing was refused or asked twice");
    }
}

#[tokio::test]
async fn ends_that_are_odd_are_ends() {
    let (server, _model) = with_model("strict", &[]).await;
    let ada = server.person("ada").await;
    for script in
        ["nodone\nsay Hello to you.", "nousage\nsay Hello to you.", "mislabelled\nsay Hello to you."]
    {
        assert_eq!(words(&say(&ada, &Value::Null, script).await), "Hello to you.", "{script}");
    }
    let script = "nodone\ncall add_task {\"title\": \"One\"}\nthen\nsay The list is longer now.";
    assert_eq!(say(&ada, &Value::Null, script).await["changes"][0]["title"], "One");
    // A name that is none goes back as one that the service takes.
    let script = "call delete;everything! {}\nthen\nsay There is no such tool.";
    let answer = say(&ada, &Value::Null, script).await;
    assert_eq!(answer["tool_calls"][0]["is_error"], true, "{answer:#}");
    assert!(words(&answer).contains("There is no such tool."), "{answer:#}");
    // Arguments that are missing, and such as are no JSON: an error for the model, which goes on.
    let script = "call list_tasks\ncall add_task {\"title\": \"Tw\nthen\nsay There was an error.";
    let answer = say(&ada, &Value::Null, script).await;
    assert_eq!(answer["tool_calls"][0]["is_error"], false, "{answer:#}");
    assert_eq!(answer["tool_calls"][1]["is_error"], true, "{answer:#}");
    assert!(words(&answer).ends_with("No task was changed."), "{answer:#}");
    assert_eq!(ada.titles("/api/me/tasks").await, ["One"]);
}

/// Cut in the middle of a call, by the link or by an end that is none: nothing half-received is run.
#[tokio::test]
async fn nothing_that_came_by_half_is_run() {
    let (server, _model) = with_model("strict", &[("MODEL_RETRIES", "0")]).await;
    let ada = server.person("ada").await;
    for end in ["cut", "eof", "error {\"message\": \"out of memory\", \"code\": 500}"] {
        let script = format!("{end}\nsay I do it.\ncall add_task {{\"title\": \"Half\"}}");
        let events = ada.chat_events(json!({"message": script})).await.all().await;
        let last = events.last().unwrap();
        assert_eq!(last["code"], "MODEL_FAILED", "{end}: {events:#?}");
        assert_eq!(last["retryable"], true);
        assert!(last["message"].as_str().unwrap().contains("No task was changed"), "{last}");
    }
    assert!(ada.titles("/api/me/tasks").await.is_empty());
    let conversations = ada.get("/api/me/conversations").await.ok(200);
    let path = format!("/api/me/conversations/{}/messages", conversations[0]["id"]);
    let stored = ada.get(&path).await.ok(200);
    let content = stored[1]["content"].as_str().unwrap();
    assert!(content.starts_with("I do it.") && content.contains("No task was changed"), "{stored:#}");
}
