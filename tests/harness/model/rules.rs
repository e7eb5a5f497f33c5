//! What a service refuses with 400.

use super::dialect::{Dialect, OWN_ID, SIGNATURE, THOUGHT};
use serde_json::Value;

/// Checks a request as strictly as the strictest service does.
pub fn check(body: &Value, dialect: Dialect) -> Result<(), String> {
    let messages = body["messages"].as_array().ok_or("messages is missing")?;
    if !messages.iter().any(|message| message["role"] == "user") {
        return Err("no message of a user".into());
    }
    let (mut open, mut before): (Vec<&str>, &str) = (Vec::new(), "");
    for (at, message) in messages.iter().enumerate() {
        let role = message["role"].as_str().unwrap_or_default();
        let content = message["content"].as_str();
        if role != "tool" && !open.is_empty() {
            return Err(format!("messages.{at}: tool calls without results: {open:?}"));
        }
        match role {
            "system" if at == 0 => {}
            // Some templates know no other order.
            "user" if before == "user" => return Err("roles must alternate".into()),
            "user" if content.is_some_and(|text| !text.is_empty()) => {}
            "assistant" => {
                let calls = message["tool_calls"].as_array().map(Vec::as_slice).unwrap_or_default();
                if calls.is_empty() && content.is_none_or(str::is_empty) {
                    return Err(format!("messages.{at}: neither content nor tool_calls"));
                }
                for call in calls {
                    check_call(call)?;
                    open.push(call["id"].as_str().unwrap());
                }
                check_echo(message, calls, dialect)?;
            }
            "tool" => {
                let id = message["tool_call_id"].as_str().unwrap_or_default();
                let known = open.iter().position(|open| *open == id);
                open.remove(known.ok_or(format!("messages.{at}: the result of no call: {id}"))?);
                content.ok_or("a result without content")?;
            }
            _ => return Err(format!("messages.{at}: {message}")),
        }
        before = role;
    }
    if !open.is_empty() {
        return Err(format!("tool calls without results: {open:?}"));
    }
    for tool in body["tools"].as_array().map(Vec::as_slice).unwrap_or_default() {
        check_name(&tool["function"]["name"])?;
        if tool["type"] != "function" || tool["function"]["parameters"]["type"] != "object" {
            return Err(format!("not a tool: {tool}"));
        }
    }
    Ok(())
}

fn check_call(call: &Value) -> Result<(), String> {
    check_name(&call["function"]["name"])?;
    let arguments = call["function"]["arguments"].as_str().ok_or("arguments must be a string")?;
    serde_json::from_str::<Value>(arguments).map_err(|_| "arguments must be JSON")?;
    match (call["id"].as_str(), call["type"].as_str()) {
        (Some(id), Some("function")) if !id.is_empty() => Ok(()),
        _ => Err(format!("not a call: {call}")),
    }
}

fn check_name(name: &Value) -> Result<(), String> {
    let name = name.as_str().unwrap_or_default();
    let is_right = (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_right { Ok(()) } else { Err(format!("not a name: {name}")) }
}

/// What the model itself sent with calls of its own, and wants back in the same turn.
fn check_echo(message: &Value, calls: &[Value], dialect: Dialect) -> Result<(), String> {
    let is_own = |call: &&Value| call["id"].as_str().is_some_and(|id| id.starts_with(OWN_ID));
    let mut own = calls.iter().filter(is_own).peekable();
    match dialect {
        Dialect::Llama if own.peek().is_some() && message["reasoning_content"] != THOUGHT => {
            Err("reasoning_content is missing".into())
        }
        // Of earlier turns, too.
        Dialect::Gemini
            if calls.iter().any(|call| call["extra_content"]["google"]["thought_signature"] != SIGNATURE) =>
        {
            Err("Function call is missing a thought_signature".into())
        }
        _ => Ok(()),
    }
}
