//! What a model streams, put together. Servers differ in almost every field, so that fields are looked for one by one
//! and nothing that is merely odd is an error.

use super::failure::{Failure, Kind};
use serde_json::{Map, Value};

/// What some models want back with the results of the tools they called.
const ECHOED: [&str; 4] = ["reasoning", "reasoning_content", "reasoning_details", "extra_content"];

/// One answer of the model, as far as it has come.
#[derive(Debug, Default)]
pub struct Reply {
    pub text: String,
    /// Goes back with the calls as it came.
    pub echo: Map<String, Value>,
    pub usage: Option<Usage>,
    parts: Vec<Part>,
    finish: Option<String>,
}

/// Tokens, as the service counted them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub prompt: u64,
    pub completion: u64,
}

/// A call as the model wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub id: String,
    pub name: String,
    /// Or the text that is no JSON object.
    pub arguments: Result<Value, String>,
    /// Goes back with the call as it came.
    pub extra: Option<Value>,
}

/// A call that is still coming.
#[derive(Debug, Default)]
struct Part {
    index: Option<i64>,
    id: String,
    name: String,
    arguments: String,
    extra: Option<Value>,
}

impl Part {
    fn is_whole(&self) -> bool {
        serde_json::from_str::<Map<String, Value>>(&self.arguments).is_ok()
    }

    /// Whether a piece belongs here, given that nothing else came between.
    fn goes_on_with(&self, piece: &Part) -> bool {
        if !piece.id.is_empty() && !self.id.is_empty() && piece.id != self.id {
            return false;
        }
        // Without ids a name and fresh arguments after whole ones are the next call; a name alone may be repeated.
        let is_fresh = !piece.name.is_empty() && piece.arguments.trim_start().starts_with('{');
        let is_same = !piece.id.is_empty() && piece.id == self.id;
        match piece.index {
            Some(_) => is_same || !(is_fresh && self.is_whole()),
            None => piece.name.is_empty() && piece.id.is_empty() || is_same,
        }
    }
}

impl Reply {
    /// Takes one more chunk and answers the words that are new in it.
    pub fn add(&mut self, chunk: &Value) -> Result<String, Failure> {
        if let Some(error) = chunk.get("error").filter(|error| !error.is_null()) {
            return Err(Failure::reported(error));
        }
        if chunk.get("object").and_then(Value::as_str) == Some("error") {
            return Err(Failure::reported(chunk));
        }
        let count = |name: &str| chunk.get("usage")?.get(name)?.as_u64();
        if let (Some(prompt), completion) = (count("prompt_tokens"), count("completion_tokens")) {
            self.usage = Some(Usage { prompt, completion: completion.unwrap_or_default() });
        }
        let mut words = String::new();
        // The last chunk has the usage and no choice. Only one choice is asked for.
        let choices = chunk.get("choices").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for choice in choices.iter().filter(|choice| number(choice.get("index")).unwrap_or(0) == 0) {
            let reason = choice.get("finish_reason").and_then(Value::as_str).filter(|text| !text.is_empty());
            if let Some(reason) = reason {
                self.finish = Some(reason.to_owned());
            }
            // A server that does not stream sends the whole message.
            let Some(delta) = choice.get("delta").or(choice.get("message")) else { continue };
            words.push_str(&text(delta.get("content")));
            words.push_str(&text(delta.get("refusal")));
            for name in ECHOED {
                if let Some(piece) = delta.get(name) {
                    merge(&mut self.echo, name, piece);
                }
            }
            let calls = delta.get("tool_calls").and_then(Value::as_array).map(Vec::as_slice);
            for piece in calls.unwrap_or_default() {
                self.add_call(piece);
            }
        }
        self.text.push_str(&words);
        Ok(words)
    }

    fn add_call(&mut self, piece: &Value) {
        let function = piece.get("function").unwrap_or(&Value::Null);
        let piece = Part {
            index: number(piece.get("index")),
            id: text(piece.get("id")),
            name: text(function.get("name")),
            arguments: match function.get("arguments") {
                Some(whole @ Value::Object(_)) => whole.to_string(),
                other => text(other),
            },
            extra: piece.get("extra_content").filter(|extra| !extra.is_null()).cloned(),
        };
        let before = match piece.index {
            Some(index) => self.parts.iter_mut().rev().find(|part| part.index == Some(index)),
            None => self.parts.last_mut(),
        };
        match before.filter(|part| part.goes_on_with(&piece)) {
            Some(part) => {
                let keep = |kept: &mut String, new: String| {
                    if kept.is_empty() {
                        *kept = new;
                    }
                };
                keep(&mut part.id, piece.id);
                keep(&mut part.name, piece.name);
                part.arguments.push_str(&piece.arguments);
                part.extra = part.extra.take().or(piece.extra);
            }
            // Some end with an empty one.
            None if piece.id.is_empty() && piece.name.is_empty() && piece.arguments.is_empty() => {}
            None => self.parts.push(piece),
        }
    }

    /// True while nothing has come that matters.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.parts.is_empty()
    }

    /// The end: `cut` says why, when the stream just stopped. Answers the calls, whatever the finish reason says; a
    /// half-received one is never among them.
    pub fn end(&self, cut: Option<Failure>) -> Result<Vec<Call>, Failure> {
        if let Some(failure) = cut.filter(|_| self.finish.is_none()) {
            return Err(failure);
        }
        if self.is_empty() {
            return Err(Failure::new(Kind::Empty));
        }
        let calls = self.parts.iter().enumerate().map(|(at, part)| {
            let arguments = match part.arguments.trim() {
                "" | "null" => Ok(Value::Object(Map::new())),
                text => serde_json::from_str::<Map<String, Value>>(text)
                    .map(Value::Object)
                    .map_err(|_| part.arguments.clone()),
            };
            // Two calls of one id could not be told apart by their results.
            let is_known = self.parts.iter().take(at).any(|other| other.id == part.id);
            let id = match part.id.is_empty() || is_known {
                true => format!("call_{at}_{:08x}", rand::random::<u32>()),
                false => part.id.clone(),
            };
            Call { id, name: part.name.clone(), arguments, extra: part.extra.clone() }
        });
        Ok(calls.collect())
    }
}

fn number(value: Option<&Value>) -> Option<i64> {
    value.and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok()))
}

/// A text, or the texts of a list of parts. PostgreSQL stores no null characters.
fn text(value: Option<&Value>) -> String {
    let mut text: String = match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => {
            parts.iter().filter_map(|part| part.get("text").and_then(Value::as_str)).collect()
        }
        _ => String::new(),
    };
    text.retain(|character| character != '\0');
    text
}

fn merge(echo: &mut Map<String, Value>, name: &str, piece: &Value) {
    match (echo.get_mut(name), piece) {
        (_, Value::Null) => {}
        (Some(Value::String(text)), Value::String(more)) => text.push_str(more),
        (Some(Value::Array(list)), Value::Array(more)) => list.extend(more.iter().cloned()),
        _ => {
            echo.insert(name.to_owned(), piece.clone());
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests {
    use super::*;
    use serde_json::json;

    fn calls(pieces: &[Value]) -> Vec<(String, String, Result<Value, String>)> {
        let mut reply = Reply::default();
        for piece in pieces {
            reply.add(&json!({"choices": [{"index": 0, "delta": {"tool_calls": [piece]}}]})).unwrap();
        }
        reply.end(None).unwrap().into_iter().map(|call| (call.id, call.name, call.arguments)).collect()
    }

    fn call(id: &str, name: &str, arguments: Value) -> (String, String, Result<Value, String>) {
        (id.into(), name.into(), Ok(arguments))
    }

    #[test]
    fn calls_are_merged_whatever_the_server() {
        let f = |name: &str, arguments: &str| json!({"name": name, "arguments": arguments});
        let one = call("a", "x", json!({"n": 1}));
        let two = call("b", "y", json!({"n": 2}));
        // Split as OpenAI does.
        let split = [
            json!({"index": 0, "id": "a", "type": "function", "function": f("x", "")}),
            json!({"index": 1, "id": "b", "type": "function", "function": f("y", "")}),
            json!({"index": 0, "function": {"arguments": "{\"n\":"}}),
            json!({"index": 1, "function": {"arguments": "{\"n\":2}"}}),
            json!({"index": 0, "function": {"arguments": "1}"}}),
        ];
        assert_eq!(calls(&split), [one.clone(), two.clone()]);
        // All of index 0, with ids; later ids empty; the name repeated.
        let zero = [
            json!({"index": 0, "id": "a", "function": f("x", "{\"n\"")}),
            json!({"index": 0, "id": "", "function": f("x", ":1}")}),
            json!({"index": 0, "id": "b", "function": f("y", "{\"n\":2}")}),
        ];
        assert_eq!(calls(&zero), [one.clone(), two.clone()]);
        // The id repeated on every piece.
        let repeated = [
            json!({"index": 0, "id": "a", "function": f("x", "{\"n\"")}),
            json!({"index": 0, "id": "a", "function": f("x", ":1}")}),
        ];
        assert_eq!(calls(&repeated), std::slice::from_ref(&one));
        // No index, whole, as Gemini; and no index in pieces.
        let none = [
            json!({"id": "a", "function": f("x", "{\"n\":1}")}),
            json!({"id": "b", "function": f("y", "{\"n\"")}),
            json!({"function": {"arguments": ":2}"}}),
        ];
        assert_eq!(calls(&none), [one.clone(), two.clone()]);
        // An object for the arguments.
        assert_eq!(calls(&[json!({"id": "a", "function": {"name": "x", "arguments": {"n": 1}}})]), [one]);
    }

    #[test]
    fn calls_without_ids_get_some_and_empty_arguments_are_an_object() {
        let none = calls(&[
            json!({"index": 0, "function": {"name": "x", "arguments": ""}}),
            json!({"index": 1, "function": {"name": "y", "arguments": "oops"}}),
        ]);
        assert_eq!(none[0].2, Ok(json!({})));
        assert_eq!(none[1].2, Err("oops".into()));
        assert!(!none[0].0.is_empty() && none[0].0 != none[1].0);
        // Without ids or telling indexes: whole calls, one after the other.
        let whole = calls(&[
            json!({"index": 0, "function": {"name": "x", "arguments": "{\"n\":1}"}}),
            json!({"index": 0, "function": {"name": "x", "arguments": "{\"n\":2}"}}),
        ]);
        assert_eq!(whole.len(), 2);
        // One id for two calls.
        let same = calls(&[
            json!({"index": 0, "id": "a", "function": {"name": "x", "arguments": "{}"}}),
            json!({"index": 1, "id": "a", "function": {"name": "x", "arguments": "{}"}}),
        ]);
        assert_ne!(same[0].0, same[1].0);
    }

    #[test]
    fn odd_chunks_are_no_errors() {
        let mut reply = Reply::default();
        for chunk in [
            json!({}),
            json!({"choices": null, "usage": null}),
            json!({"choices": [{"delta": null}]}),
            json!({"choices": [{"index": 1, "delta": {"content": "another choice"}}]}),
            json!({"choices": [{"delta": {"role": "assistant", "content": null}, "finish_reason": null}]}),
            json!({"choices": [{"delta": {"content": "Hel", "reasoning_content": "th"}}]}),
            json!({"choices": [{"delta": {"content": [{"type": "text", "text": "lo"}], "reasoning_content": "ink"}}]}),
            json!({"choices": [{"delta": {"tool_calls": null}}]}),
            json!({"choices": [{"delta": {"tool_calls": [{}, null]}}]}),
            json!({"choices": [{"delta": {}, "finish_reason": "eos_token"}]}),
            json!({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}),
        ] {
            reply.add(&chunk).unwrap();
        }
        assert_eq!(reply.text, "Hello");
        assert_eq!(reply.echo["reasoning_content"], "think");
        assert_eq!(reply.usage, Some(Usage { prompt: 3, completion: 2 }));
        assert_eq!(reply.end(Some(Failure::new(Kind::Cut))).unwrap(), []);
    }

    #[test]
    fn a_cut_is_no_end() {
        let mut reply = Reply::default();
        let whole = json!({"index": 0, "id": "a", "function": {"name": "x", "arguments": "{}"}});
        reply.add(&json!({"choices": [{"delta": {"tool_calls": [whole]}}]})).unwrap();
        assert_eq!(reply.end(Some(Failure::new(Kind::Cut))).unwrap_err().kind, Kind::Cut);
        assert_eq!(reply.end(None).unwrap().len(), 1);
        assert_eq!(Reply::default().end(None).unwrap_err().kind, Kind::Empty);
    }

    #[test]
    fn an_error_object_ends_it() {
        for error in [
            json!({"error": {"message": "busy", "code": 429}}),
            json!({"object": "error", "message": "busy", "code": 429}),
        ] {
            assert_eq!(Reply::default().add(&error).unwrap_err().kind, Kind::Busy);
        }
    }
}
