//! The API document against the types that travel.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test fails")]

mod document;
mod samples;
mod schemas;
mod transfer;

use serde_json::Value;

/// The document, as the program prints it.
async fn document() -> Value {
    let ended = tests::Program::new(&["openapi"]).run().await;
    assert!(ended.status.success(), "{ended:?}");
    serde_json::from_str(&ended.stdout).expect("JSON")
}
