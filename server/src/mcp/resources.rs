//! The tasks as resources, for clients that attach them to a conversation.

use super::call::refused;
use crate::app::App;
use crate::auth::Owner;
use crate::error::Error;
use crate::tools;
use poem::http::StatusCode;
use rmcp::ErrorData;
use rmcp::model::{CacheScope, ReadResourceResult, Resource, ResourceContents, ResourceTemplate};
use serde_json::{Value, json};

const TASKS: &str = "todo://tasks";
const TODAY: &str = "todo://today";
/// Followed by the number of one task.
const TASK: &str = "todo://tasks/";
const JSON: &str = "application/json";

/// What there is for everybody.
pub fn all() -> Vec<Resource> {
    vec![
        Resource::new(TASKS, "tasks")
            .with_title("Open tasks")
            .with_description("Every task that is still to be done, what is due first on top.")
            .with_mime_type(JSON),
        Resource::new(TODAY, "today")
            .with_title("Today")
            .with_description("What is overdue, due and done today, in the person's time zone.")
            .with_mime_type(JSON),
    ]
}

/// What needs a number.
pub fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new(format!("{TASK}{{task_id}}"), "task")
            .with_title("A task")
            .with_description("One task with everything that is noted about it.")
            .with_mime_type(JSON),
    ]
}

/// Reads a resource.
pub async fn read(app: &App, owner: &Owner, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let content =
        ResourceContents::text(content(app, owner, uri).await?.to_string(), uri).with_mime_type(JSON);
    // Tasks change at any time, and are nobody else's business.
    Ok(ReadResourceResult::new(vec![content]).with_ttl_ms(0).with_cache_scope(CacheScope::Private))
}

async fn content(app: &App, owner: &Owner, uri: &str) -> Result<Value, ErrorData> {
    let (tool, arguments) = match uri {
        TASKS => ("list_tasks", json!({"status": "pending", "sort": "due_at", "order": "asc"})),
        TODAY => ("day_summary", json!({})),
        _ => return one(app, owner, uri).await,
    };
    Ok(tools::run(app, owner, tool, arguments).await.map_err(refused)?.result)
}

async fn one(app: &App, owner: &Owner, uri: &str) -> Result<Value, ErrorData> {
    let missing = || ErrorData::resource_not_found("There is no such resource.", Some(json!({ "uri": uri })));
    let id = uri.strip_prefix(TASK).and_then(|id| id.parse().ok()).ok_or_else(missing)?;
    match tools::task(app, owner, id).await {
        Ok(task) => serde_json::to_value(task).map_err(|error| refused(Error::internal(error))),
        Err(Error::Refused(refusal)) if refusal.status == StatusCode::NOT_FOUND => Err(missing()),
        Err(error) => Err(refused(error)),
    }
}
