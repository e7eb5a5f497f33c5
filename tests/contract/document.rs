//! The document as a whole: guarded by a snapshot, and complete.

use crate::document;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

#[tokio::test]
async fn the_document_is_the_one_we_know() {
    let now = document().await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/openapi.json");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some_and(|value| value == "1") {
        std::fs::write(&path, serde_json::to_string_pretty(&now).unwrap() + "\n").unwrap();
        return;
    }
    let known = std::fs::read_to_string(&path).unwrap_or_else(|_| "null".into());
    let known: Value = serde_json::from_str(&known).expect("JSON in the snapshot");
    let mut changes = Vec::new();
    compare("", &known, &now, &mut changes);
    assert!(
        changes.is_empty(),
        "the API document has changed:\n{}\nIf that was meant: UPDATE_SNAPSHOTS=1 cargo test -p tests --test contract",
        changes.join("\n")
    );
}

/// Says where two documents differ.
fn compare(path: &str, known: &Value, now: &Value, changes: &mut Vec<String>) {
    match (known, now) {
        (Value::Object(a), Value::Object(b)) => {
            let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for name in names {
                let path = format!("{path}/{name}");
                compare(
                    &path,
                    known.get(name).unwrap_or(&Value::Null),
                    now.get(name).unwrap_or(&Value::Null),
                    changes,
                );
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (known, now)) in a.iter().zip(b).enumerate() {
                compare(&format!("{path}/{index}"), known, now, changes);
            }
        }
        _ if known == now => {}
        _ => changes.push(format!("{path}: {known} is now {now}")),
    }
}

/// Every operation with its path and method.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            found.push((format!("{} {path}", method.to_uppercase()), operation));
        }
    }
    found
}

#[tokio::test]
async fn every_operation_is_described_with_its_errors() {
    let document = document().await;
    let mut ids = BTreeSet::new();
    let problem = "#/components/schemas/Problem";
    for (at, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{at} has no operation id"));
        assert!(ids.insert(id), "{id} is used twice");
        assert!(
            operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()),
            "{at} has no summary"
        );
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{at} has one tag");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{at} never succeeds");
        for (status, response) in responses.iter().filter(|(status, _)| !status.starts_with(['2', '3'])) {
            let content = response["content"].as_object().unwrap();
            assert!(content.values().all(|content| content["schema"]["$ref"] == problem), "{at} {status}");
        }
        let is_open = ["signUp", "signIn", "signOut", "getSession", "getJwks", "getOk", "readCalendarFeed"]
            .contains(&id);
        let asks_who = operation["security"].as_array().is_some_and(|list| !list.is_empty());
        assert_eq!(asks_who, !is_open, "{at}: security");
        assert_eq!(
            responses.contains_key("401"),
            asks_who || id == "signIn" || id == "signOut" || id == "getSession",
            "{at}: 401"
        );
        if operation.get("requestBody").is_some() {
            for status in ["400", "413", "415"] {
                assert!(responses.contains_key(status), "{at} takes a body and lacks {status}");
            }
            // Fields at fault are 400 for better-auth's client; signing up says 422 when somebody was faster.
            let says_422 = !at.contains("/auth/") || id == "signUp";
            assert_eq!(responses.contains_key("422"), says_422, "{at} takes a body: 422");
        }
        if at.contains("{id}") {
            assert!(responses.contains_key("404"), "{at} lacks 404");
        }
    }
    assert!(ids.len() >= 26, "{}", ids.len());
}

#[tokio::test]
async fn the_stream_of_a_chat_is_documented() {
    let document = document().await;
    let chat = operations(&document)
        .into_iter()
        .find(|(_, operation)| operation["operationId"] == "chat")
        .unwrap()
        .1;
    let content = chat["responses"]["200"]["content"].as_object().unwrap();
    let kinds: BTreeSet<&str> = content.keys().map(|kind| kind.split(';').next().unwrap()).collect();
    assert_eq!(kinds, BTreeSet::from(["application/json", "text/event-stream"]));
    assert!(content["text/event-stream"].to_string().contains("#/components/schemas/ChatEvent"));
    let parameters = chat["parameters"].to_string();
    assert!(parameters.contains("Idempotency-Key"), "{parameters}");
}
