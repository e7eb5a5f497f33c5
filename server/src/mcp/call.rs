//! Tools, as MCP describes and calls them.

use crate::app::App;
use crate::auth::Owner;
use crate::error::{Error, Refusal};
use crate::tools::{self, Effect, Tool};
use rmcp::ErrorData;
use rmcp::model::{CallToolResult, ContentBlock, ToolAnnotations};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// A tool's description.
pub fn describe(tool: &Tool) -> rmcp::model::Tool {
    // Clients that ask before they call go by these.
    let annotations = ToolAnnotations::with_title(tool.title)
        .read_only(tool.effect == Effect::Reads)
        .destructive(matches!(tool.effect, Effect::Deletes | Effect::Reverses))
        .idempotent(!matches!(tool.effect, Effect::Adds | Effect::Reverses))
        .open_world(false);
    rmcp::model::Tool::new(tool.name, tool.description, Arc::new(tool.schema()))
        .with_title(tool.title)
        .with_annotations(annotations)
}

/// Calls a tool. What goes wrong in it is a result, which a model reads and can act on.
pub async fn call(
    app: &App,
    owner: &Owner,
    name: &str,
    arguments: Map<String, Value>,
) -> Result<CallToolResult, ErrorData> {
    if tools::named(name).is_none() {
        return Err(ErrorData::invalid_params(format!("There is no tool named {name}."), None));
    }
    Ok(match tools::run(app, owner, name, Value::Object(arguments)).await {
        Ok(outcome) => CallToolResult::structured(outcome.result),
        Err(error) => failed(error),
    })
}

fn failed(error: Error) -> CallToolResult {
    let Refusal { code, message, errors, retry_after, .. } = error.shown();
    let words = match errors.as_slice() {
        [] | [_] => message.to_string(),
        several => several.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("\n"),
    };
    let mut details = json!({ "code": code, "message": message });
    if !errors.is_empty() {
        details["errors"] = json!(errors);
    }
    if let Some(wait) = retry_after {
        details["retry_after_s"] = json!(wait.as_secs());
    }
    let mut result = CallToolResult::error(vec![ContentBlock::text(words)]);
    result.structured_content = Some(details);
    result
}

/// An error of what is no tool.
pub fn refused(error: Error) -> ErrorData {
    let refusal = error.shown();
    let details = Some(json!({ "code": refusal.code }));
    match refusal.status {
        status if status.is_server_error() => ErrorData::internal_error(refusal.message, details),
        _ => ErrorData::invalid_params(refusal.message, details),
    }
}
