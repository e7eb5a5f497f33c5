//! The chat as it travels: a request, one answer, or the same answer as a stream of events.

use chrono::{DateTime, Utc};
#[cfg(feature = "openapi")]
use poem_openapi::{Enum, Object, Union};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One message to the assistant.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object), oai(example))]
pub struct ChatRequest {
    /// 1 to 4,000 characters, not only spaces.
    #[cfg_attr(
        feature = "openapi",
        oai(validator(min_length = 1, max_length = 4000, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$"))
    )]
    pub message: String,
    /// The conversation to go on with; a new one is begun without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub conversation_id: Option<i64>,
    /// IANA time zone that "tomorrow at 5" is meant in; the account's without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub time_zone: Option<String>,
}

/// What the assistant said and did.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct ChatAnswer {
    pub conversation_id: i64,
    /// The assistant's words, in Markdown.
    pub response: String,
    /// Every tool that ran, in order.
    pub tool_calls: Vec<ToolCall>,
    /// Every task that was touched, from the tools' results.
    pub changes: Vec<Change>,
    /// `offline`, or the name of the model that answered.
    pub assistant: String,
}

/// A tool that ran during a turn.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct ToolCall {
    pub id: String,
    pub name: String,
    pub arguments: Value,
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub result: Value,
    pub is_error: bool,
}

/// What happened to a task.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "lowercase"))]
pub enum ChangeKind {
    Created,
    Updated,
    Completed,
    Reopened,
    Deleted,
}

/// A task that a turn touched.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Change {
    pub task_id: i64,
    pub change: ChangeKind,
    pub title: String,
}

/// One event of a streamed answer, told apart by `type`.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(Union), oai(discriminator_name = "type"))]
pub enum ChatEvent {
    /// The turn was accepted; first event.
    #[cfg_attr(feature = "openapi", oai(mapping = "started"))]
    Started(Started),
    /// More of the assistant's words.
    #[cfg_attr(feature = "openapi", oai(mapping = "text_delta"))]
    TextDelta(TextDelta),
    /// A tool begins.
    #[cfg_attr(feature = "openapi", oai(mapping = "tool_started"))]
    ToolStarted(ToolStarted),
    /// A tool ended.
    #[cfg_attr(feature = "openapi", oai(mapping = "tool_finished"))]
    ToolFinished(ToolFinished),
    /// The assistant asks before it does something large.
    #[cfg_attr(feature = "openapi", oai(mapping = "confirm"))]
    Confirm(Confirm),
    /// The whole answer; last event of a turn that went well or was stopped.
    #[cfg_attr(feature = "openapi", oai(mapping = "done"))]
    Done(Done),
    /// The turn failed; last event.
    #[cfg_attr(feature = "openapi", oai(mapping = "error"))]
    Error(StreamError),
}

impl ChatEvent {
    /// Reads an event. The same as what serde derives, but without reading through a copy in memory
    /// of unknown shape, which would make the page larger.
    pub fn from_json(text: &str) -> serde_json::Result<Self> {
        #[derive(Deserialize)]
        struct Kind {
            r#type: String,
        }
        #[derive(Deserialize)]
        struct End {
            stopped: bool,
        }
        let Kind { r#type } = serde_json::from_str(text)?;
        Ok(match r#type.as_str() {
            "started" => Self::Started(serde_json::from_str(text)?),
            "text_delta" => Self::TextDelta(serde_json::from_str(text)?),
            "tool_started" => Self::ToolStarted(serde_json::from_str(text)?),
            "tool_finished" => Self::ToolFinished(serde_json::from_str(text)?),
            "confirm" => Self::Confirm(serde_json::from_str(text)?),
            "done" => {
                let answer = serde_json::from_str(text)?;
                let End { stopped } = serde_json::from_str(text)?;
                Self::Done(Done { answer, stopped })
            }
            "error" => Self::Error(serde_json::from_str(text)?),
            _ => return Err(serde::de::Error::custom("unknown type of event")),
        })
    }
}

/// The turn was accepted.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Started {
    pub conversation_id: i64,
}

/// More of the assistant's words.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct TextDelta {
    pub delta: String,
}

/// A tool begins.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct ToolStarted {
    pub id: String,
    pub name: String,
    pub arguments: Value,
}

/// A tool ended.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct ToolFinished {
    pub id: String,
    pub name: String,
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub result: Value,
    pub is_error: bool,
}

/// A question that wants a yes or a no before anything happens.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Confirm {
    pub id: String,
    pub message: String,
}

/// The whole answer, and whether the person stopped it.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Done {
    #[serde(flatten)]
    #[cfg_attr(feature = "openapi", oai(flatten))]
    pub answer: ChatAnswer,
    pub stopped: bool,
}

/// Why a stream ended early.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct StreamError {
    pub code: String,
    pub message: String,
    /// Whether sending the same message again is worth trying.
    pub retryable: bool,
}

/// A conversation, without its messages.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Conversation {
    pub id: i64,
    /// The first message, shortened, until it is renamed.
    pub title: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A conversation's new name.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct RenameConversation {
    /// 1 to 200 characters, not only spaces.
    #[cfg_attr(
        feature = "openapi",
        oai(validator(min_length = 1, max_length = 200, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$"))
    )]
    pub title: String,
}

/// Who said a message.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "lowercase"))]
pub enum Role {
    User,
    Assistant,
    Tool,
}

/// One message of a conversation.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Message {
    pub id: i64,
    pub conversation_id: i64,
    pub role: Role,
    pub content: String,
    /// The tools that ran for this answer; empty for a person's message.
    pub tool_calls: Vec<ToolCall>,
    /// The tasks that this answer touched; empty for a person's message.
    pub changes: Vec<Change>,
    /// `offline` or the model's name; null for a person's message.
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub assistant: Option<String>,
    /// True when the person stopped the answer, or its process ended.
    pub stopped: bool,
    /// The question that this answer put before something large; open while no message follows.
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub confirm: Option<Confirm>,
    pub created_at: DateTime<Utc>,
}

#[cfg(feature = "openapi")]
impl poem_openapi::types::Example for ChatRequest {
    fn example() -> Self {
        Self { message: "Add buy milk tomorrow at 5pm, high priority".into(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        ChatAnswer, ChatEvent, Confirm, Done, Started, StreamError, TextDelta, ToolFinished, ToolStarted,
    };
    use serde_json::Value;

    #[test]
    fn every_event_is_read_as_it_was_written() {
        let text = || "\"a\"\n".to_owned();
        let answer = ChatAnswer { conversation_id: 7, response: text(), ..ChatAnswer::default() };
        let events = [
            ChatEvent::Started(Started { conversation_id: 7 }),
            ChatEvent::TextDelta(TextDelta { delta: text() }),
            ChatEvent::ToolStarted(ToolStarted { id: text(), name: text(), arguments: Value::Bool(true) }),
            ChatEvent::ToolFinished(ToolFinished {
                id: text(),
                name: text(),
                result: Value::Null,
                is_error: true,
            }),
            ChatEvent::Confirm(Confirm { id: text(), message: text() }),
            ChatEvent::Done(Done { answer, stopped: true }),
            ChatEvent::Error(StreamError { code: text(), message: text(), retryable: true }),
        ];
        for event in events {
            let json = serde_json::to_string(&event).unwrap_or_default();
            assert_eq!(ChatEvent::from_json(&json).ok(), Some(event.clone()));
            assert_eq!(serde_json::from_str(&json).ok(), Some(event));
        }
        assert!(ChatEvent::from_json("{\"type\":\"new\"}").is_err());
    }
}
