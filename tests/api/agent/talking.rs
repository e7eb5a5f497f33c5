//! Turns that go well.

use super::{on, say, with_model, words};
use serde_json::{Value, json};
use tests::{Database, Server};

#[tokio::test]
async fn a_turn_streams_words_and_tools_as_they_come() {
    let (server, model) = with_model("strict", &[]).await;
    let ada = server.person("ada").await;
    let script = "say I look first.\ncall list_tasks {}\nthen\ncall add_task {\"title\": \"Buy milk\"}\nthen\nsay I added *Buy milk* for you.";
    let events = ada.chat_events(json!({"message": script})).await.all().await;
    let kinds: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds.first(), Some(&"started"));
    assert_eq!(kinds.last(), Some(&"done"), "{events:#?}");
    let order: Vec<&str> = kinds.iter().copied().filter(|kind| *kind != "text_delta").collect();
    assert_eq!(
        order,
        ["started", "tool_started", "tool_finished", "tool_started", "tool_finished", "done"],
        "{events:#?}"
    );
    let first_tool = kinds.iter().position(|kind| *kind == "tool_started").unwrap();
    assert!(kinds[..first_tool].contains(&"text_delta"), "words come before the tools that follow them");
    let deltas: String = events.iter().filter_map(|event| event["delta"].as_str()).collect();
    let done = events.last().unwrap();
    assert_eq!(deltas, done["response"].as_str().unwrap());
    assert_eq!(deltas, "I look first.\n\nI added *Buy milk* for you.");
    assert_eq!(done["assistant"], "strict");
    assert_eq!(done["changes"][0]["title"], "Buy milk");
    assert_eq!(done["tool_calls"].as_array().unwrap().len(), 2);
    assert_eq!(ada.titles("/api/me/tasks").await, ["Buy milk"]);
    // What the model was told: instructions, tools without a way to confirm, and the results.
    let requests = model.requests();
    assert_eq!(requests.len(), 3);
    assert_eq!(requests[0]["messages"][0]["role"], "system");
    let tools = requests[0]["tools"].as_array().unwrap();
    assert!(tools.len() >= 5);
    assert!(tools.iter().all(|tool| tool["function"]["parameters"]["properties"].get("confirm").is_none()));
    let last = requests[2]["messages"].as_array().unwrap().last().unwrap();
    assert!(last["role"] == "tool" && last["content"].as_str().unwrap().contains("Buy milk"), "{last}");
    let used = server.record("model_answered").await;
    assert_eq!((&used["prompt_tokens"], &used["completion_tokens"]), (&json!(11), &json!(7)));
}

#[tokio::test]
async fn the_next_turn_knows_what_was_said_and_done() {
    let (server, model) = with_model("strict", &[]).await;
    let ada = server.person("ada").await;
    let first = say(&ada, &Value::Null, "call add_task {\"title\": \"Buy milk\"}\nthen\nsay Added.").await;
    let second = say(&ada, &first["conversation_id"], "hello again").await;
    assert_eq!(words(&second), "You said: hello again");
    let requests = model.requests();
    let messages = requests.last().unwrap()["messages"].as_array().unwrap();
    let roles: Vec<&str> = messages.iter().map(|message| message["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["system", "user", "assistant", "tool", "assistant", "user"]);
    let stored =
        ada.get(&format!("/api/me/conversations/{}/messages", first["conversation_id"])).await.ok(200);
    assert_eq!(stored[1]["assistant"], "strict");
    assert_eq!(stored[1]["tool_calls"][0]["name"], "add_task");
}

#[tokio::test]
async fn a_message_with_a_key_acts_once_and_two_turns_do_not_mix() {
    let (server, model) = on(Database::postgres().await, "strict", &[]).await;
    let ada = server.person("ada").await;
    let keyed = ada.with("idempotency-key", "k");
    let script = "call add_task {\"title\": \"Buy milk\"}\nthen\nsay Added.";
    let first = say(&keyed, &Value::Null, script).await;
    let again = say(&keyed, &Value::Null, script).await;
    assert_eq!(first, again);
    assert_eq!(ada.titles("/api/me/tasks").await, ["Buy milk"]);
    assert_eq!(model.requests().len(), 2);

    let id = &first["conversation_id"];
    let mut slow = ada
        .chat_events(json!({"message": "pace 100\nsay one two three four five", "conversation_id": id}))
        .await;
    while slow.next().await.expect("an event")["type"] != "text_delta" {}
    let body = json!({"message": "hello", "conversation_id": id});
    ada.post("/api/me/chat", body.clone()).await.refused(409, "CONVERSATION_BUSY");
    assert_eq!(slow.all().await.last().unwrap()["type"], "done");
    ada.post("/api/me/chat", body).await.ok(200);
}

#[tokio::test]
async fn without_a_key_or_with_an_empty_one_nothing_is_asked() {
    let server = Server::with(Database::sqlite(), &[("OPENAI_API_KEY", "")]).await;
    let ada = server.person("ada").await;
    let answer = say(&ada, &Value::Null, "add buy milk").await;
    assert_eq!(answer["assistant"], "offline");
    assert!(!words(&answer).contains("Meanwhile"), "{answer:#}");
}

#[tokio::test]
async fn the_offline_assistant_knows_what_the_model_did() {
    let (server, model) = with_model("strict", &[("MODEL_RETRIES", "0")]).await;
    let ada = server.person("ada").await;
    let first = say(&ada, &Value::Null, "call add_task {\"title\": \"Buy milk\"}\nthen\nsay Added.").await;
    model.queue("status 503");
    let second = say(&ada, &first["conversation_id"], "complete it").await;
    super::assert_offline(&second, "out of order");
    assert_eq!(second["changes"][0]["title"], "Buy milk", "{second:#}");
}

/// The way to the internet may lead through a proxy; the model's address is nowhere else known here.
#[tokio::test]
async fn the_model_is_asked_through_the_proxy_that_the_environment_names() {
    let proxy = tests::ScriptedModel::start().await;
    let address = proxy.base_url().trim_end_matches("/v1").to_owned();
    let variables = [
        ("HTTP_PROXY", address.as_str()),
        ("OPENAI_BASE_URL", "http://model.example/v1/"),
        ("OPENAI_API_KEY", tests::MODEL_KEY),
        ("OPENAI_MODEL", "strict"),
    ];
    let server = Server::with(Database::sqlite(), &variables).await;
    let ada = server.person("ada").await;
    assert_eq!(words(&say(&ada, &Value::Null, "hello").await), "You said: hello");
    assert_eq!(proxy.requests().len(), 1);
}
