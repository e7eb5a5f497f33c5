//! What was said before, as a model is told. Turns are kept or dropped whole: no result without its call.

use crate::assistant::runner::Runner;
use crate::config::ModelConfig;
use crate::domain::conversation::Past;
use crate::error::Result;
use serde_json::{Map, Value, json};
use shared::chat::{Role, ToolCall};

/// Stands for words that were lost with their process, or that a stopped turn did not come to.
const LOST: &str = "(This was not answered.)";

/// Most messages that a model is reminded of, however short they are.
const REMEMBERED_MAX: usize = 200;

/// The last turns of the conversation, as far as they fit. No more is read than that takes.
pub async fn recall(runner: &Runner, model: &str, config: &ModelConfig) -> Result<Vec<Vec<Value>>> {
    let (mut past, mut before) = (Vec::new(), None);
    loop {
        let (page, next) = runner.past(before).await?;
        past.extend(page);
        let mut turns = turns(&past, model, config.model_result_size);
        let is_full = fit(&mut turns, config.model_history_size);
        before = next.filter(|_| !is_full && past.len() < REMEMBERED_MAX);
        if before.is_none() {
            return Ok(turns);
        }
    }
}

/// The turns of a conversation, of which the newest message comes first. Each is the messages of one; the last is the
/// one that is being answered. Results are cut to a size.
fn turns(past: &[Past], model: &str, size: usize) -> Vec<Vec<Value>> {
    let mut turns: Vec<Vec<Value>> = Vec::new();
    for said in past.iter().rev() {
        match (said.role, turns.last_mut()) {
            (Role::User, before) => {
                // Some templates refuse two messages of a person in a row.
                if let Some(before) = before.filter(|turn| turn.len() == 1) {
                    before.push(words("assistant", LOST));
                }
                turns.push(vec![words("user", &said.content)]);
            }
            (_, Some(turn)) => turn.extend(answer(said, model, size)),
            // Its beginning is no longer there.
            (_, None) => {}
        }
    }
    turns
}

/// Drops the oldest turns until the rest fits, and says whether it did; the last one always stays.
fn fit(turns: &mut Vec<Vec<Value>>, size: usize) -> bool {
    let mut left = size;
    let earlier = turns.len().saturating_sub(1);
    let kept = turns.iter().take(earlier).rev().take_while(|turn| {
        let length: usize = turn.iter().map(|message| message.to_string().len()).sum();
        let fits = length <= left;
        left = left.saturating_sub(length);
        fits
    });
    let kept = kept.count();
    turns.drain(..earlier - kept);
    kept < earlier
}

/// An answer: for each round its calls and their results, then the words.
fn answer(said: &Past, model: &str, size: usize) -> Vec<Value> {
    let details = &said.details;
    let mut messages = Vec::new();
    // What a model wants back means nothing to another.
    let is_same = details.assistant.as_deref() == Some(model);
    let mut calls: Vec<(u32, Value, Value)> = Vec::new();
    for (at, call) in details.tool_calls.iter().enumerate() {
        let echo = details.echo.get(at);
        // Numbers of calls begin anew in each turn.
        let id = format!("call_{}_{at}", said.id);
        let extra = echo.and_then(|echo| echo.extra.clone()).filter(|_| is_same);
        let wire = wire_call(&id, &call.name, &call.arguments.to_string(), extra);
        calls.push((echo.map_or(0, |echo| echo.round), wire, result(&id, call, size)));
    }
    for round in calls.chunk_by(|a, b| a.0 == b.0) {
        let wanted: Vec<&Value> = round.iter().map(|(_, call, _)| call).collect();
        messages.push(json!({"role": "assistant", "content": null, "tool_calls": wanted}));
        messages.extend(round.iter().map(|(_, _, result)| result.clone()));
    }
    let said = match said.content.trim() {
        "" => LOST,
        content => content,
    };
    messages.push(words("assistant", said));
    messages
}

/// A message of words.
pub fn words(role: &str, content: &str) -> Value {
    json!({"role": role, "content": content})
}

/// A call as it is sent back.
pub fn wire_call(id: &str, name: &str, arguments: &str, extra: Option<Value>) -> Value {
    // A service takes no name back that it should not have sent.
    let is_name = (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let name = if is_name { name } else { "unknown" };
    let mut call = Map::new();
    call.insert("id".into(), json!(id));
    call.insert("type".into(), json!("function"));
    call.insert("function".into(), json!({"name": name, "arguments": arguments}));
    if let Some(extra) = extra {
        call.insert("extra_content".into(), extra);
    }
    Value::Object(call)
}

/// A result as it is sent, cut to a size.
pub fn result(id: &str, call: &ToolCall, size: usize) -> Value {
    let text = match &call.result {
        Value::String(text) if call.is_error => json!({"error": text}).to_string(),
        other => cut(other.clone(), size),
    };
    tool_message(id, &text)
}

/// The message that answers a call.
pub fn tool_message(id: &str, content: &str) -> Value {
    json!({"role": "tool", "tool_call_id": id, "content": content})
}

/// JSON of at most about this size: of a list the first entries, and how many are left out.
pub fn cut(value: Value, size: usize) -> String {
    let text = match value {
        Value::Array(all) => {
            let mut length = 0;
            let fitting = all.iter().take_while(|one| {
                length += one.to_string().len() + 1;
                length <= size
            });
            let fitting: Vec<&Value> = fitting.collect();
            match all.len() - fitting.len() {
                0 => json!(fitting),
                more => {
                    json!({"first": fitting, "left_out": more, "hint": "Filter or limit to see others."})
                }
            }
            .to_string()
        }
        other => other.to_string(),
    };
    match text.char_indices().find(|(at, _)| *at >= size) {
        // A list was cut above, and its frame is small.
        Some((end, _)) if !text.starts_with(['[', '{']) || text.len() > 2 * size => {
            format!("{}… (cut off)", text.get(..end).unwrap_or_default())
        }
        _ => text,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests {
    use super::*;
    use crate::domain::conversation::{Details, Echo};

    fn past(id: i64, role: Role, content: &str, details: Details) -> Past {
        Past { id, role, content: content.into(), details }
    }

    fn call(name: &str, result: Value) -> ToolCall {
        ToolCall { id: "call_1".into(), name: name.into(), arguments: json!({}), result, is_error: false }
    }

    fn talk() -> Vec<Past> {
        let details = Details {
            tool_calls: vec![call("list_tasks", json!([])), call("add_task", json!({"task_id": 1}))],
            echo: vec![Echo { round: 1, extra: Some(json!({"s": 1})) }, Echo { round: 2, extra: None }],
            assistant: Some("m".into()),
            ..Details::default()
        };
        vec![
            past(4, Role::User, "three", Details::default()),
            past(3, Role::User, "two", Details::default()),
            past(2, Role::Assistant, "Done.", details),
            past(1, Role::User, "one", Details::default()),
        ]
    }

    #[test]
    fn every_result_follows_its_call_and_people_never_speak_twice() {
        let turns = turns(&talk(), "m", usize::MAX);
        let roles: Vec<&str> =
            turns.iter().flatten().map(|message| message["role"].as_str().unwrap()).collect();
        assert_eq!(
            roles,
            ["user", "assistant", "tool", "assistant", "tool", "assistant", "user", "assistant", "user"]
        );
        let (wanted, result) = (&turns[0][1]["tool_calls"][0], &turns[0][2]);
        assert_eq!(wanted["id"], result["tool_call_id"]);
        assert_eq!(wanted["extra_content"], json!({"s": 1}));
        let other = super::turns(&talk(), "another model", usize::MAX);
        assert!(other[0][1]["tool_calls"][0].get("extra_content").is_none());
    }

    #[test]
    fn old_turns_are_dropped_whole() {
        let all = turns(&talk(), "m", usize::MAX);
        for size in 0..2000 {
            let mut kept = all.clone();
            assert_eq!(fit(&mut kept, size), kept.len() < all.len());
            assert_eq!(kept[..], all[all.len() - kept.len()..], "{size}");
            assert!(!kept.is_empty());
        }
        let mut none = all.clone();
        fit(&mut none, 0);
        assert_eq!(none.len(), 1);
    }

    #[test]
    fn long_results_are_cut_and_say_so() {
        let tasks: Vec<Value> = (0..100).map(|id| json!({"task_id": id})).collect();
        let cut = result("a", &call("list_tasks", Value::Array(tasks)), 200);
        let content: Value = serde_json::from_str(cut["content"].as_str().unwrap()).unwrap_or_default();
        let shown = content["first"].as_array().map_or(0, Vec::len);
        assert!(shown > 5 && content["left_out"] == json!(100 - shown), "{cut}");
    }
}
