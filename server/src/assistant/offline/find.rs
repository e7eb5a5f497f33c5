//! Which tasks are meant: by number, by words of the title, or all that a filter describes.

use super::words::Words;
use crate::assistant::turn::Runner;
use crate::assistant::understand::Filter;
use crate::domain::text::fold;
use crate::error::Result;
use serde_json::{Map, Value, json};
use shared::chat::ToolCall;
use shared::task::{StatusFilter, Task};

/// How alike two words have to be to be one word mistyped.
const ALIKE: f64 = 0.88;

/// The tasks that a `list_tasks` call answered; none for another tool.
pub fn tasks_of(call: &ToolCall) -> Vec<Task> {
    if call.name != "list_tasks" {
        return Vec::new();
    }
    serde_json::from_value(call.result.clone()).unwrap_or_default()
}

/// Lists what a filter describes, the soonest due first.
pub async fn list(
    runner: &mut Runner,
    filter: Option<&Filter>,
    default_status: StatusFilter,
    words: &Words,
) -> Result<ToolCall> {
    runner.call("list_tasks", arguments(filter, default_status, words)).await
}

/// The tasks whose title has these words, the best matches only.
pub async fn by_words(
    runner: &mut Runner,
    reference: &str,
    filter: Option<&Filter>,
    status: StatusFilter,
    words: &Words,
) -> Result<Vec<Task>> {
    let mut wanted = arguments(filter, status, words);
    wanted["q"] = json!(reference);
    let found = tasks_of(&runner.call("list_tasks", wanted).await?);
    let best = best_titles(found, reference);
    if !best.is_empty() {
        return Ok(best);
    }
    let all = tasks_of(&list(runner, filter, status, words).await?);
    Ok(all.into_iter().filter(|task| resembles(&task.title, reference)).collect())
}

/// A title that is the reference beats titles that contain it, and those beat descriptions.
fn best_titles(found: Vec<Task>, reference: &str) -> Vec<Task> {
    let wanted = fold(reference);
    let exact: Vec<Task> = found.iter().filter(|task| fold(&task.title) == wanted).cloned().collect();
    if !exact.is_empty() {
        return exact;
    }
    let has_all = |task: &&Task| {
        let title = fold(&task.title);
        wanted.split_whitespace().all(|word| title.contains(word))
    };
    let in_title: Vec<Task> = found.iter().filter(has_all).cloned().collect();
    if in_title.is_empty() { found } else { in_title }
}

/// Whether every word of the reference is a word of the title, typing errors allowed.
fn resembles(title: &str, reference: &str) -> bool {
    let title = fold(title);
    let wanted = fold(reference);
    let mut words = wanted.split_whitespace().filter(|word| word.chars().count() > 2).peekable();
    words.peek().is_some()
        && words.all(|word| title.split_whitespace().any(|other| strsim::jaro_winkler(word, other) >= ALIKE))
}

fn arguments(filter: Option<&Filter>, default_status: StatusFilter, words: &Words) -> Value {
    let mut arguments = Map::new();
    let filter = filter.cloned().unwrap_or_default();
    let is_overdue = filter.overdue == Some(true);
    let status = if is_overdue { StatusFilter::Pending } else { filter.status.unwrap_or(default_status) };
    let before = if is_overdue { Some(words.now.fixed_offset()) } else { filter.due_before };
    arguments.insert("status".into(), json!(status));
    let mut given = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            arguments.insert(name.into(), value);
        }
    };
    given("priority", filter.priority.map(|priority| json!(priority)));
    given("tags", filter.tags.map(|tags| json!(tags)));
    given("q", filter.q.map(|text| json!(text)));
    given("due_after", filter.due_after.map(|time| json!(time.to_utc())));
    given("due_before", before.map(|time| json!(time.to_utc())));
    given("sort", Some(json!("due_at")));
    given("order", Some(json!("asc")));
    Value::Object(arguments)
}
