//! One turn of a conversation: what the person said is stored, the assistant acts and answers, the answer is
//! stored. Nothing stays in the process: any replica can take the next message.

use super::tools;
use super::{OFFLINE, offline};
use crate::app::App;
use crate::auth::Owner;
use crate::domain::conversation::{self, Details};
use crate::domain::idempotency::{self, Claim};
use crate::domain::{account, now, task};
use crate::error::{Error, Refusal, Result};
use chrono_tz::Tz;
use poem::http::StatusCode;
use serde_json::Value;
use shared::chat::{
    ChatAnswer, ChatEvent, ChatRequest, Confirm, Done, Started, StreamError, TextDelta, ToolCall,
    ToolFinished, ToolStarted,
};
use shared::task::Task;
use std::sync::Arc;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tracing::Instrument;

/// Most tasks of a list that an answer names, sends and stores: who has thousands, and asks often, would fill the
/// database. The assistant itself has them all.
pub const LISTED_MAX: usize = 30;

/// Events that may wait for a slow reader.
const BUFFER: usize = 64;

/// Starts a turn and answers its events. Whatever refuses the message does so here, before the first event.
pub async fn start(
    app: Arc<App>,
    owner: Owner,
    request: ChatRequest,
    key: Option<String>,
) -> Result<Receiver<ChatEvent>> {
    let text = conversation::message_text(&request.message)?.to_owned();
    let zone = match &request.time_zone {
        Some(name) => name.parse().map_err(|_| {
            Error::invalid_field(
                "time_zone",
                "INVALID",
                "time_zone is not a known IANA time zone; write for example Europe/Berlin.",
            )
        })?,
        None => account::zone_of(&app, owner.id()).await?,
    };
    let (sender, receiver) = channel(BUFFER);
    if let Some(key) = &key
        && let Claim::Answered(answer) = idempotency::claim(&app.store, &owner, key, &request).await?
    {
        replay(*answer, &sender).await;
        return Ok(receiver);
    }
    let turn = match conversation::begin_turn(&app.store, &owner, request.conversation_id, &text).await {
        Ok(turn) => turn,
        Err(error) => {
            if let Some(key) = &key {
                idempotency::forget(&app.store, &owner, key).await?;
            }
            return Err(error);
        }
    };
    let runner = Runner {
        app,
        owner,
        key,
        conversation_id: turn.conversation_id,
        events: sender,
        answer: ChatAnswer {
            conversation_id: turn.conversation_id,
            assistant: OFFLINE.into(),
            ..Default::default()
        },
        question: None,
    };
    tokio::spawn(runner.run(text, zone, turn.context).instrument(tracing::Span::current()));
    Ok(receiver)
}

/// The error that an `error` event stands for, when the answer is not streamed.
pub fn to_error(error: &StreamError) -> Error {
    let status =
        if error.retryable { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::INTERNAL_SERVER_ERROR };
    let code = if error.retryable { "DATABASE_UNAVAILABLE" } else { "INTERNAL_ERROR" };
    let refusal = Refusal::new(status, code, error.message.clone());
    if error.retryable {
        refusal.retry_after(std::time::Duration::from_secs(2)).into()
    } else {
        refusal.into()
    }
}

/// An answer from before, as events.
async fn replay(answer: ChatAnswer, events: &Sender<ChatEvent>) {
    let started = ChatEvent::Started(Started { conversation_id: answer.conversation_id });
    for event in [started, ChatEvent::Done(Done { answer, stopped: false })] {
        // A reader that has gone needs no replay.
        events.send(event).await.ok();
    }
}

/// A running turn: runs tools, says things, and remembers both for the answer.
pub struct Runner {
    app: Arc<App>,
    owner: Owner,
    key: Option<String>,
    conversation_id: i64,
    events: Sender<ChatEvent>,
    answer: ChatAnswer,
    /// What the person was asked to confirm.
    question: Option<Confirm>,
}

impl Runner {
    async fn run(mut self, text: String, zone: Tz, context: String) {
        self.send(ChatEvent::Started(Started { conversation_id: self.conversation_id })).await;
        let acted = offline::answer(&mut self, &text, now(), zone, &context).await;
        let (context, failure) = match acted {
            Ok(context) => (context, None),
            Err((context, error)) => (context, Some(error.shown())),
        };
        if let Some(refusal) = &failure {
            self.answer.response = refusal.message.to_string();
        }
        let stored = self.store(&context).await.map_err(Error::shown);
        let failure = failure.or(stored.err());
        let stopped = self.is_stopped();
        let outcome = match (&failure, stopped) {
            (Some(_), _) => "failed",
            (None, true) => "stopped",
            (None, false) => "done",
        };
        self.app.metrics.chat_turn(&self.answer.assistant, outcome);
        match failure {
            None => {
                let done = Done { answer: std::mem::take(&mut self.answer), stopped };
                tracing::info!(
                    event = "chat_turn",
                    tool_calls = done.answer.tool_calls.len(),
                    stopped,
                    "chat turn"
                );
                self.send(ChatEvent::Done(done)).await;
            }
            Some(refusal) => self.fail(refusal).await,
        }
    }

    /// Ends with an error event. A message that changed nothing may be sent again under the same key.
    async fn fail(&self, refusal: Refusal) {
        if let Some(key) = self.key.as_ref().filter(|_| self.answer.changes.is_empty())
            && let Err(error) = idempotency::forget(&self.app.store, &self.owner, key).await
        {
            tracing::warn!(event = "idempotency_key_kept", %error, "the key stays claimed until its lock runs out");
        }
        let error = StreamError {
            code: refusal.code.into(),
            message: refusal.message.into(),
            retryable: refusal.retry_after.is_some(),
        };
        self.send(ChatEvent::Error(error)).await;
    }

    /// Runs a tool for the person and answers its result; what it refuses is a result, too.
    pub async fn call(&mut self, name: &str, arguments: Value) -> Result<ToolCall> {
        let id = format!("call_{}", self.answer.tool_calls.len() + 1);
        self.send(ChatEvent::ToolStarted(ToolStarted {
            id: id.clone(),
            name: name.into(),
            arguments: arguments.clone(),
        }))
        .await;
        let (result, is_error) = match tools::run(&self.app.store, &self.owner, name, arguments.clone()).await
        {
            Ok(outcome) => {
                self.answer.changes.extend(outcome.change);
                (outcome.result, false)
            }
            Err(Error::Refused(refusal)) => (Value::String(refusal.message.into_owned()), true),
            Err(error) => return Err(error),
        };
        let shown = match &result {
            Value::Array(all) => Value::Array(all.iter().take(LISTED_MAX).cloned().collect()),
            other => other.clone(),
        };
        let call = ToolCall { id, name: name.into(), arguments, result: shown, is_error };
        self.send(ChatEvent::ToolFinished(ToolFinished {
            id: call.id.clone(),
            name: call.name.clone(),
            result: call.result.clone(),
            is_error,
        }))
        .await;
        self.answer.tool_calls.push(call.clone());
        Ok(ToolCall { result, ..call })
    }

    /// One task of the person, looked up without a call: numbers need no search.
    pub async fn task(&self, id: i64) -> Result<Option<Task>> {
        match task::get(&self.app.store, &self.owner, id).await {
            Ok(task) => Ok(Some(task)),
            Err(Error::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Says something.
    pub async fn say(&mut self, words: &str) {
        self.answer.response.push_str(words);
        for delta in words.split_inclusive(' ') {
            self.send(ChatEvent::TextDelta(TextDelta { delta: delta.into() })).await;
        }
    }

    /// Asks for a yes before something large.
    pub async fn confirm(&mut self, question: &str) {
        let id = format!("confirm_{}", self.conversation_id);
        let question = Confirm { id, message: question.into() };
        self.question = Some(question.clone());
        self.send(ChatEvent::Confirm(question)).await;
    }

    /// True once the person has closed the stream.
    pub fn is_stopped(&self) -> bool {
        self.events.is_closed()
    }

    async fn send(&self, event: ChatEvent) {
        // A reader that has gone has stopped the turn; `is_stopped` tells.
        self.events.send(event).await.ok();
    }

    /// Stores the answer, gives the turn back, and keeps the answer of a turn that went well for its key.
    async fn store(&self, context: &str) -> Result<()> {
        let details = Details {
            tool_calls: self.answer.tool_calls.clone(),
            changes: self.answer.changes.clone(),
            assistant: Some(self.answer.assistant.clone()),
            stopped: self.is_stopped(),
            confirm: self.question.clone(),
        };
        let (store, owner) = (&self.app.store, &self.owner);
        conversation::end_turn(store, owner, self.conversation_id, &self.answer.response, &details, context)
            .await?;
        match &self.key {
            Some(key) => idempotency::answer(store, owner, key, &self.answer).await,
            None => Ok(()),
        }
    }
}
