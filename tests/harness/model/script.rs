//! Scripts: what the model shall answer, one line each, steps parted by a line `then`.
//!
//! ```text
//! say I look.              words
//! call list_tasks {}       a call; what follows the name is sent as it stands
//! then                     once the results are there:
//! say You have none.
//! pace 50                  milliseconds between chunks
//! status 429 {"error":…}   refuses; `status 500 plain oops` without JSON
//! error {"code": 500}      an error object in the middle of the stream
//! cut | eof | nodone       breaks off; ends without a word of it; ends without [DONE]
//! silent | hang | stall    never answers; never begins; stops half-way
//! flood                    never ends
//! nousage                  no usage although asked for
//! mislabelled              a stream that is said to be JSON
//! ```
//! Whatever is no script is answered with "You said: …".

use serde_json::Value;

/// One answer.
#[derive(Debug, Default)]
pub struct Step {
    pub words: String,
    pub calls: Vec<(String, String)>,
    pub pace: u64,
    pub status: Option<(u16, String)>,
    pub error: Option<Value>,
    pub cut: bool,
    pub eof: bool,
    pub nodone: bool,
    pub is_silent: bool,
    pub hang: bool,
    pub stall: bool,
    pub flood: bool,
    pub nousage: bool,
    pub mislabelled: bool,
}

const VERBS: &[&str] = &[
    "say",
    "call",
    "pace",
    "status",
    "error",
    "cut",
    "eof",
    "nodone",
    "silent",
    "hang",
    "stall",
    "flood",
    "nousage",
    "mislabelled",
];

impl Step {
    /// The step that a conversation has come to.
    pub fn of(request: &Value) -> Self {
        let messages = request["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
        let asked = messages.iter().rposition(|message| message["role"] == "user").unwrap_or_default();
        let said = messages[asked]["content"].as_str().unwrap_or_default();
        let first = said.split_whitespace().next().unwrap_or_default();
        let done = messages[asked..].iter().filter(|message| message["tool_calls"].is_array());
        if !VERBS.contains(&first) {
            return Self { words: format!("You said: {said}"), ..Self::default() };
        }
        let steps: Vec<&str> = said.split("\nthen\n").collect();
        match steps.get(done.count()) {
            Some(step) => Self::read(step),
            None => Self { words: "That was all.".into(), ..Self::default() },
        }
    }

    /// One step of a script.
    pub fn read(text: &str) -> Self {
        let mut step = Self::default();
        for line in text.lines() {
            let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
            match verb {
                "say" => step.words.push_str(&rest.replace("\\n", "\n")),
                "call" => {
                    let (name, arguments) = rest.split_once(' ').unwrap_or((rest, ""));
                    step.calls.push((name.into(), arguments.into()));
                }
                "pace" => step.pace = rest.parse().unwrap(),
                "status" => {
                    let (status, body) = rest.split_once(' ').unwrap_or((rest, "refused"));
                    step.status = Some((status.parse().unwrap(), body.into()));
                }
                "error" => step.error = Some(serde_json::from_str(rest).unwrap()),
                "cut" => step.cut = true,
                "eof" => step.eof = true,
                "nodone" => step.nodone = true,
                "silent" => step.is_silent = true,
                "hang" => step.hang = true,
                "stall" => step.stall = true,
                "flood" => step.flood = true,
                "nousage" => step.nousage = true,
                "mislabelled" => step.mislabelled = true,
                _ => panic!("no such line of a script: {line}"),
            }
        }
        step
    }
}
