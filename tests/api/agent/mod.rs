//! The assistant with a model, which is scripted: the person's message says what the model does.

mod dialects;
mod guarded;
mod limits;
mod stopping;
mod talking;
mod trouble;

use serde_json::{Value, json};
use tests::{Client, Database, MODEL_KEY, ScriptedModel, Server};

/// A server with the scripted model of this dialect, on SQLite.
async fn with_model(dialect: &str, further: &[(&str, &str)]) -> (Server, ScriptedModel) {
    on(Database::sqlite(), dialect, further).await
}

async fn on(database: Database, dialect: &str, further: &[(&str, &str)]) -> (Server, ScriptedModel) {
    let model = ScriptedModel::start().await;
    let url = model.base_url();
    let mut variables = vec![
        ("OPENAI_API_KEY", MODEL_KEY),
        ("OPENAI_BASE_URL", url.as_str()),
        ("OPENAI_MODEL", dialect),
        ("RATE_LIMIT_MODEL", "0/1"),
        ("RATE_LIMIT_MODEL_DAY", "0/1"),
    ];
    variables.extend(further);
    let server = Server::with(database, &variables).await;
    (server, model)
}

/// Says something in a conversation, null for a new one.
async fn say(client: &Client, conversation: &Value, message: &str) -> Value {
    let mut body = json!({"message": message});
    if !conversation.is_null() {
        body["conversation_id"] = conversation.clone();
    }
    client.post("/api/me/chat", body).await.ok(200)
}

fn words(answer: &Value) -> &str {
    answer["response"].as_str().unwrap()
}

/// Asserts that the offline assistant answered, and why.
#[track_caller]
fn assert_offline(answer: &Value, why: &str) {
    assert_eq!(answer["assistant"], "offline", "{answer:#}");
    assert!(words(answer).contains(why), "{why}: {answer:#}");
    assert!(words(answer).contains("Meanwhile the offline assistant answers"), "{answer:#}");
}
