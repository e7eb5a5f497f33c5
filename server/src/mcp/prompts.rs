//! Prompts that people choose in their client: each brings the tasks it is about along.

use super::call::refused;
use crate::app::App;
use crate::auth::Owner;
use crate::domain::now;
use crate::tools;
use chrono::Days;
use rmcp::ErrorData;
use rmcp::model::{GetPromptResult, Prompt, PromptArgument, PromptMessage, Role};
use serde_json::{Map, Value, json};
use shared::limits::PAGE_MAX;

const PLAN: &str = "plan_my_day";
const REVIEW: &str = "weekly_review";

const PLAN_WORDS: &str = "Help me plan this day. My tasks of the day follow; look with list_tasks for open ones without a \
    date that would fit in. Propose an order with rough times, at most five things that matter most, and say what \
    could wait. Change nothing before I agree; then set due_at with update_task, in my time zone.";
const REVIEW_WORDS: &str = "Let us review my week. What I did in the last seven days and what is open follows. Sum up \
    what got done in a few lines, then go through what is overdue and through old tasks without a date, one by one: \
    do it now, give it a date, or delete it. Change nothing before I agree. End with three priorities for the week \
    that comes.";

/// The prompts there are.
pub fn all() -> Vec<Prompt> {
    let day = PromptArgument::new("date").with_description("The day as YYYY-MM-DD; today if not said.");
    vec![
        Prompt::new(PLAN, Some("Plan a day: what is due, what matters, what can wait."), Some(vec![day]))
            .with_title("Plan my day"),
        Prompt::new(REVIEW, Some("Look back at a week and forward to the next."), None)
            .with_title("Weekly review"),
    ]
}

/// A prompt with its tasks.
pub async fn get(
    app: &App,
    owner: &Owner,
    name: &str,
    arguments: Map<String, Value>,
) -> Result<GetPromptResult, ErrorData> {
    let run = async |tool, arguments| {
        tools::run(app, owner, tool, arguments).await.map(|outcome| outcome.result).map_err(refused)
    };
    let (words, tasks) = match name {
        PLAN => (PLAN_WORDS, run("day_summary", Value::Object(arguments)).await?),
        REVIEW => {
            let week_ago = now().checked_sub_days(Days::new(7));
            let done = run(
                "list_tasks",
                json!({"status": "completed", "completed_after": week_ago, "limit": PAGE_MAX}),
            )
            .await?;
            let open = run(
                "list_tasks",
                json!({"status": "pending", "sort": "due_at", "order": "asc", "limit": PAGE_MAX}),
            )
            .await?;
            (REVIEW_WORDS, json!({"now": now(), "completed": done, "open": open}))
        }
        _ => return Err(ErrorData::invalid_params(format!("There is no prompt named {name}."), None)),
    };
    let messages =
        [words.to_owned(), tasks.to_string()].map(|text| PromptMessage::new_text(Role::User, text));
    Ok(GetPromptResult::new(messages.into()))
}
