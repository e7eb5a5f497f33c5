//! A running turn: runs tools, says things, and remembers both for the answer.

mod speech;

use super::model::{self, Usage};
use super::turn::{Event, log_failure};
use super::understand::Shown;
use super::{OFFLINE, offline};
use crate::app::App;
use crate::auth::Owner;
use crate::domain::conversation::{self, Details, Echo, Lease, Past};
use crate::domain::idempotency::{self, Key};
use crate::domain::{now, rate_limit, task};
use crate::error::{Error, Result};
use crate::store::StoreError;
use crate::tools::{self, Effect};
use chrono_tz::Tz;
use serde_json::Value;
use shared::chat::{
    ChangeKind, ChatAnswer, ChatEvent, Confirm, Done, Started, ToolCall, ToolFinished, ToolStarted,
};
use shared::task::Task;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Sender;

/// Most tasks of a list that an answer names, sends and stores: who has thousands, and asks often, would fill the
/// database. The assistant itself has them all.
pub const LISTED_MAX: usize = 30;

/// The conversation and the key are held on to anew after this, well before either would be free.
const HOLD: Duration = Duration::from_secs(15);

/// A running turn.
pub struct Runner {
    app: Arc<App>,
    owner: Owner,
    key: Option<Key>,
    lease: Lease,
    events: Sender<Event>,
    answer: ChatAnswer,
    /// So many bytes of the words were sent while they came.
    sent: usize,
    /// What a model wants back with its calls.
    echo: Vec<Echo>,
    /// All that the turn changes is one step, which can be undone.
    step: Arc<OnceLock<i64>>,
    /// What the person was asked to confirm.
    question: Option<Confirm>,
    /// The conversation and the key are ours from then on.
    held: Instant,
    /// A change was begun, and the key says so.
    acted: bool,
    /// The reader has taken nothing for too long.
    gave_up: bool,
    /// Something was left undone because the person had closed the stream.
    cut_short: bool,
}

impl Runner {
    pub(super) fn new(
        app: Arc<App>,
        owner: Owner,
        key: Option<Key>,
        events: Sender<Event>,
        lease: Lease,
    ) -> Self {
        let conversation_id = lease.conversation_id;
        let answer = ChatAnswer { conversation_id, assistant: OFFLINE.into(), ..Default::default() };
        Self {
            app,
            owner,
            key,
            lease,
            events,
            answer,
            sent: 0,
            echo: Vec::new(),
            step: Arc::default(),
            question: None,
            held: Instant::now(),
            acted: false,
            gave_up: false,
            cut_short: false,
        }
    }

    pub(super) async fn run(mut self, text: String, zone: Tz, before: String) {
        self.send(ChatEvent::Started(Started { conversation_id: self.lease.conversation_id })).await;
        let acted = match self.app.model.clone() {
            Some(model) => model::answer(&mut self, &model, &text, now(), zone, &before).await,
            None => offline::answer(&mut self, &text, now(), zone, &before).await,
        };
        let (context, failure) = match acted {
            Ok(context) => (context, None),
            Err((context, error)) => (context, Some(error)),
        };
        let is_uncertain = self.acted
            && match &failure {
                // The change may have been made all the same.
                Some(Error::Store(StoreError::Lost(_))) => true,
                Some(Error::Store(_) | Error::Internal(_)) => !self.answer.changes.is_empty(),
                Some(Error::Refused(_)) | None => false,
            };
        let failure = failure.map(Error::shown);
        if let Some(refusal) = &failure {
            // What was read already stays.
            self.answer.response.truncate(self.sent);
            self.say_apart(&refusal.message);
        }
        let stopped = self.is_unheard();
        let cut_short = self.cut_short && self.answer.changes.is_empty();
        // Said again, it has to find what it was said about.
        let context = if cut_short { &before } else { &context };
        // Before the words are sent: a slow reader holds nothing up.
        let stored = self.store(context, stopped).await.map_err(Error::shown);
        // The key keeps the words of an answer that could not be stored: what they tell was done.
        let failure = failure.or(stored.err());
        let did_nothing = cut_short || failure.is_some() && self.answer.changes.is_empty();
        self.settle_key(did_nothing, is_uncertain).await;
        let outcome = match (&failure, stopped) {
            (Some(_), _) => "failed",
            (None, true) => "stopped",
            (None, false) => "done",
        };
        self.app.metrics.chat_turn(&self.answer.assistant, outcome);
        match failure {
            None => {
                self.send_words().await;
                let done = Done { answer: std::mem::take(&mut self.answer), stopped };
                tracing::info!(
                    event = "chat_turn",
                    tool_calls = done.answer.tool_calls.len(),
                    stopped,
                    "chat turn"
                );
                self.send(ChatEvent::Done(done)).await;
            }
            Some(refusal) => self.send_event(Err(refusal)).await,
        }
    }

    /// Writes down what the key stands for from now on. A message that did nothing may be sent again under it.
    async fn settle_key(&mut self, did_nothing: bool, is_uncertain: bool) {
        let Some(key) = &mut self.key else { return };
        let (store, owner) = (&self.app.store, &self.owner);
        log_failure(match (is_uncertain, did_nothing) {
            (true, _) => idempotency::interrupted(store, owner, key, &self.answer).await,
            (false, true) => idempotency::forget(store, owner, key).await,
            (false, false) => idempotency::answer(store, owner, key, &self.answer).await,
        });
    }

    /// Holds on to the conversation and the key while the turn works, and notes under the key that it acts before it
    /// does: whoever sends the message again after this process died must not act twice.
    async fn hold(&mut self, acts: bool) -> Result<()> {
        let (store, owner) = (&self.app.store, &self.owner);
        if self.held.elapsed() > HOLD {
            conversation::hold(store, owner, &mut self.lease).await?;
            if let Some(key) = &mut self.key {
                idempotency::hold(store, owner, key).await?;
            }
            self.held = Instant::now();
        }
        if acts && !self.acted {
            if let Some(key) = &mut self.key {
                idempotency::acts(store, owner, key, &self.answer).await?;
            }
            self.acted = true;
        }
        Ok(())
    }

    /// Runs a tool for the person and answers its result; what it refuses is a result, too.
    pub async fn call(&mut self, name: &str, arguments: Value) -> Result<ToolCall> {
        let writes = tools::named(name).is_some_and(|tool| tool.effect != Effect::Reads);
        self.hold(writes).await?;
        let id = self.started(name, &arguments).await;
        let owner = self.owner.in_chat(&self.answer.assistant, &self.step);
        let (result, is_error) = match tools::run(&self.app, &owner, name, arguments.clone()).await {
            Ok(outcome) => {
                self.answer.changes.extend(outcome.changes);
                (outcome.result, false)
            }
            Err(Error::Refused(refusal)) => (Value::String(refusal.message.into_owned()), true),
            Err(error) => return Err(error),
        };
        Ok(self.finished(id, name, arguments, result, is_error).await)
    }

    /// A call that is refused without being run.
    pub async fn refuse(&mut self, name: &str, arguments: Value, why: &str) -> ToolCall {
        let id = self.started(name, &arguments).await;
        self.finished(id, name, arguments, Value::String(why.into()), true).await
    }

    async fn started(&mut self, name: &str, arguments: &Value) -> String {
        let id = format!("call_{}", self.answer.tool_calls.len() + 1);
        self.send(ChatEvent::ToolStarted(ToolStarted {
            id: id.clone(),
            name: name.into(),
            arguments: arguments.clone(),
        }))
        .await;
        id
    }

    async fn finished(
        &mut self,
        id: String,
        name: &str,
        arguments: Value,
        result: Value,
        is_error: bool,
    ) -> ToolCall {
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
        ToolCall { result, ..call }
    }

    /// One task of the person, looked up without a call: numbers need no search.
    pub async fn task(&self, id: i64) -> Result<Option<Task>> {
        match task::get(&self.app.store, &self.owner, id).await {
            Ok(task) => Ok(Some(task)),
            Err(Error::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// True once the person has closed the stream; asked before something that is left undone then.
    pub fn is_stopped(&mut self) -> bool {
        self.cut_short |= self.is_unheard();
        self.cut_short
    }

    fn is_unheard(&self) -> bool {
        self.gave_up || self.events.is_closed()
    }

    /// Holds on to the conversation while nothing else does.
    pub async fn keep(&mut self) -> Result<()> {
        self.hold(false).await
    }

    /// True once a task was changed.
    pub fn has_changed(&self) -> bool {
        !self.answer.changes.is_empty()
    }

    /// True once words were sent or something may have been changed: another assistant cannot begin anew.
    pub fn has_begun(&self) -> bool {
        self.has_spoken() || self.acted
    }

    /// The tasks that were changed and are still there.
    pub fn touched(&self) -> Vec<Shown> {
        let changes = self.answer.changes.iter().filter(|change| change.change != ChangeKind::Deleted);
        changes.map(|change| Shown { id: change.task_id, title: change.title.clone() }).collect()
    }

    /// What was said in this conversation, this turn's message last.
    pub async fn past(&self) -> Result<Vec<Past>> {
        conversation::past(&self.app.store, &self.owner, self.lease.conversation_id).await
    }

    /// Keeps what a model wants back with the last call.
    pub fn echo(&mut self, round: u32, extra: Option<Value>) {
        self.echo.push(Echo { round, extra });
    }

    /// Counts a turn of the person against what they may ask of the model.
    pub async fn count_for_model(&self) -> Result<()> {
        let limits = &self.app.config.model;
        let day = ("model_day", limits.rate_limit_model_day);
        for (action, allowance) in [("model", limits.rate_limit_model), day] {
            rate_limit::count(&self.app.store, action, self.owner.id(), allowance).await?;
        }
        Ok(())
    }

    /// Notes what an answer of the model took.
    pub fn count_tokens(&self, usage: Usage) {
        self.app.metrics.model_tokens(&self.answer.assistant, usage.prompt, usage.completion);
        tracing::info!(
            event = "model_answered",
            model = self.answer.assistant,
            prompt_tokens = usage.prompt,
            completion_tokens = usage.completion,
            "the model answered"
        );
    }

    /// Stores the answer and gives the turn back.
    async fn store(&self, context: &str, stopped: bool) -> Result<()> {
        let details = Details {
            tool_calls: self.answer.tool_calls.clone(),
            changes: self.answer.changes.clone(),
            assistant: Some(self.answer.assistant.clone()),
            stopped,
            confirm: self.question.clone(),
            echo: self.echo.clone(),
        };
        let (store, owner) = (&self.app.store, &self.owner);
        conversation::end_turn(store, owner, &self.lease, &self.answer.response, &details, context).await
    }
}
