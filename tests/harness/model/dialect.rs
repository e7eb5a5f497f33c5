//! How the services differ that all call themselves compatible.

use super::script::Step;
use serde_json::{Map, Value, json};

/// The server that is imitated; its name is the model's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// OpenAI: every field there, arguments in pieces, calls by their index.
    Strict,
    /// Ollama: whole calls, all of index 0, finish reason `stop`, reasoning beside the words.
    Ollama,
    /// vLLM: pieces with index 0, an empty id on later ones, no finish reason, integer codes in errors.
    Vllm,
    /// llama.cpp: the name repeated on each piece, reasoning that has to come back, timings of its own.
    Llama,
    /// Gemini: no index, whole calls, `stop`, signatures that have to come back, errors in a list.
    Gemini,
    /// No ids at all, arguments as an object, an unknown finish reason.
    Bare,
    /// Does not stream, whatever is asked for.
    Whole,
}

const ALL: [(&str, Dialect); 7] = [
    ("strict", Dialect::Strict),
    ("ollama", Dialect::Ollama),
    ("vllm", Dialect::Vllm),
    ("llama", Dialect::Llama),
    ("gemini", Dialect::Gemini),
    ("bare", Dialect::Bare),
    ("whole", Dialect::Whole),
];

/// How ids of calls begin.
pub const OWN_ID: &str = "fn_";
/// The signature of a call.
pub const SIGNATURE: &str = "c2lnbmVk";
/// What the model thought.
pub const THOUGHT: &str = "Let me think.";

impl Dialect {
    /// The dialect of a model.
    pub fn named(model: &str) -> Option<Self> {
        ALL.iter().find(|(name, _)| *name == model).map(|(_, dialect)| *dialect)
    }

    /// The answer to /models.
    pub fn models() -> Value {
        let model = |(name, _): &(&str, Self)| json!({"id": name, "object": "model", "created": 1_700_000_000, "owned_by": "tests"});
        json!({"object": "list", "data": ALL.iter().map(model).collect::<Vec<_>>()})
    }

    /// An error's body.
    pub fn error(self, status: u16, message: &str) -> Value {
        match self {
            Self::Gemini => {
                json!([{"error": {"code": status, "message": message, "status": "INVALID_ARGUMENT"}}])
            }
            Self::Vllm => {
                json!({"object": "error", "message": message, "type": "BadRequestError", "code": status})
            }
            Self::Llama => json!({"error": {"code": status, "message": message, "type": "server_error"}}),
            _ => json!({"error": {"message": message, "type": "server_error", "param": null, "code": null}}),
        }
    }

    /// The calls of a message that is whole.
    fn calls(self, step: &Step) -> Vec<Value> {
        let call = |(at, (name, arguments)): (usize, &(String, String))| {
            let arguments = match self {
                Self::Bare => serde_json::from_str(arguments).unwrap_or_else(|_| json!(arguments)),
                _ => json!(arguments),
            };
            let mut call = json!({"type": "function", "function": {"name": name, "arguments": arguments}});
            match self {
                Self::Bare => {}
                _ => call["id"] = json!(format!("{OWN_ID}{at}_{}", rare())),
            }
            match self {
                Self::Strict | Self::Vllm | Self::Llama => call["index"] = json!(at),
                Self::Ollama | Self::Bare => call["index"] = json!(0),
                Self::Gemini | Self::Whole => {}
            }
            if self == Self::Gemini {
                call["extra_content"] = json!({"google": {"thought_signature": SIGNATURE}});
            }
            call
        };
        step.calls.iter().enumerate().map(call).collect()
    }

    fn finish(self, step: &Step) -> Value {
        match (self, step.calls.is_empty()) {
            (Self::Vllm, false) => Value::Null,
            (Self::Bare, _) => json!("eos_token"),
            (Self::Strict | Self::Llama | Self::Whole, false) => json!("tool_calls"),
            _ => json!("stop"),
        }
    }

    fn usage() -> Value {
        json!({"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18})
    }

    /// The answer of one who does not stream.
    pub fn whole(self, step: &Step) -> Value {
        let mut message = json!({"role": "assistant", "content": step.words, "refusal": null});
        if !step.calls.is_empty() {
            let mut calls = self.calls(step);
            for call in &mut calls {
                call.as_object_mut().unwrap().remove("index");
            }
            message["tool_calls"] = json!(calls);
        }
        json!({
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1_700_000_000, "model": "scripted",
            "choices": [{"index": 0, "message": message, "logprobs": null, "finish_reason": self.finish(step)}],
            "usage": Self::usage(),
        })
    }

    /// A chunk with these words.
    pub fn words(self, words: &str) -> Value {
        self.chunk(json!({"content": words}), Value::Null)
    }

    fn chunk(self, delta: Value, finish: Value) -> Value {
        let mut chunk = json!({
            "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_700_000_000, "model": "scripted",
            "system_fingerprint": null,
            "choices": [{"index": 0, "delta": delta, "logprobs": null, "finish_reason": finish}],
        });
        if self == Self::Llama {
            chunk["timings"] = json!({"predicted_ms": 1.5});
        }
        chunk
    }

    /// The data lines of a streamed answer.
    pub fn chunks(self, step: &Step, wants_usage: bool) -> Vec<String> {
        let mut chunks = vec![self.chunk(json!({"role": "assistant", "content": null}), Value::Null)];
        match self {
            Self::Ollama => chunks.push(self.chunk(json!({"reasoning": THOUGHT}), Value::Null)),
            Self::Llama => {
                for piece in THOUGHT.split_inclusive(' ') {
                    chunks.push(self.chunk(json!({"reasoning_content": piece}), Value::Null));
                }
            }
            _ => {}
        }
        chunks.extend(step.words.split_inclusive(' ').map(|word| self.words(word)));
        for call in self.calls(step) {
            chunks.extend(
                self.pieces(call)
                    .into_iter()
                    .map(|piece| self.chunk(json!({"tool_calls": [piece]}), Value::Null)),
            );
        }
        if let Some(error) = &step.error {
            chunks.push(json!({"error": error}));
        } else if !step.eof && !step.flood {
            match (self, chunks.last_mut()) {
                // On the last chunk that says something.
                (Self::Ollama, Some(last)) => last["choices"][0]["finish_reason"] = self.finish(step),
                _ => chunks.push(self.chunk(json!({}), self.finish(step))),
            }
            if wants_usage && !step.nousage && self != Self::Bare {
                let mut last = self.chunk(Value::Null, Value::Null);
                (last["choices"], last["usage"]) = (json!([]), Self::usage());
                chunks.push(last);
            }
        }
        let mut lines: Vec<String> = chunks.iter().map(Value::to_string).collect();
        if !step.eof && !step.flood && !step.nodone && step.error.is_none() {
            lines.push("[DONE]".into());
        }
        lines
    }

    /// A call in the pieces in which it comes.
    fn pieces(self, call: Value) -> Vec<Value> {
        if !matches!(self, Self::Strict | Self::Vllm | Self::Llama) {
            return vec![call];
        }
        let arguments: Vec<char> = call["function"]["arguments"].as_str().unwrap().chars().collect();
        let index = if self == Self::Vllm { json!(0) } else { call["index"].clone() };
        let mut first = call.clone();
        (first["function"]["arguments"], first["index"]) = (json!(""), index.clone());
        let later = arguments.chunks(5).map(|piece| {
            let mut function = Map::new();
            function.insert("arguments".into(), json!(piece.iter().collect::<String>()));
            if self == Self::Llama {
                function.insert("name".into(), call["function"]["name"].clone());
            }
            let mut piece = json!({"index": index, "function": function});
            if self == Self::Vllm {
                piece["id"] = json!("");
            }
            piece
        });
        std::iter::once(first).chain(later).collect()
    }
}

/// A number that no other call of this process has.
fn rare() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(1);
    COUNT.fetch_add(1, Ordering::Relaxed)
}
