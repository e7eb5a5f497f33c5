//! The assistant with a model: history, model, calls of tools, their results, until there is an answer.
//!
//! `client` is the way to the model, `hearing` asks it, `reply` puts together what it streams, `failure` says what went
//! wrong; `history` and
//! `instructions` are what it is told; `sweep` holds back what needs the person's yes, and `claims` contradicts an
//! answer that only sounds as if something was done.

mod claims;
mod client;
mod failure;
mod hearing;
mod history;
mod instructions;
mod reply;
mod sweep;

pub use self::client::Model;
pub use self::reply::Usage;

use self::failure::{Failure, Kind};
use self::reply::{Call, Reply};
use super::OFFLINE;
use super::offline::{self, Memory, Words};
use super::runner::Runner;
use super::understand::{Intent, Understanding, understand};
use crate::error::Error;
use crate::tools::{self, Effect};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::{Map, Value, json};
use shared::chat::ToolCall;
use shared::limits::BULK_WITHOUT_CONFIRMATION;
use std::collections::BTreeSet;
use tokio::time::Instant;

/// Why a turn ends early.
enum Stop {
    Model(Failure),
    Ours(Error),
    /// The person has gone.
    Left,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Model(failure)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

/// Answers a message; the result, also of a failure, is what the next turn needs to know. Where the model cannot be
/// asked, the offline assistant answers and says so.
pub async fn answer(
    runner: &mut Runner,
    model: &Model,
    text: &str,
    now: DateTime<Utc>,
    zone: Tz,
    before: &str,
) -> Result<String, (String, Error)> {
    runner.speak_as(model.name());
    let memory = Memory::read(before);
    let meaning = understand(text, now, zone, &memory.context);
    let mut turn = Turn {
        model,
        words: Words { now, zone, language: meaning.language },
        memory,
        messages: Vec::new(),
        swept: BTreeSet::new(),
        calls: 0,
        has_tried: false,
        deadline: Instant::now() + model.config.model_turn_timeout,
    };
    match turn.run(runner, &meaning).await {
        Ok(()) | Err(Stop::Left) => Ok(turn.memory.write()),
        Err(Stop::Ours(error)) => Err((turn.memory.write(), error)),
        Err(Stop::Model(failure)) => {
            tracing::warn!(
                event = "model_failed",
                kind = %failure,
                status = failure.status,
                code = failure.code,
                cause = failure.cause,
                "the model gave no answer"
            );
            if runner.has_changed() {
                // No error: whoever sends the message again would have it done again.
                let why = failure.sentence(model.name());
                runner.say_apart(&format!("{why} What was done before stays done."));
                return Ok(turn.memory.write());
            }
            if runner.has_begun() {
                return Err((turn.memory.write(), failure.refusal(model.name())));
            }
            runner.speak_as(OFFLINE);
            runner.say(&format!(
                "*{} Meanwhile the offline assistant answers.*\n\n",
                failure.sentence(model.name())
            ));
            offline::answer(runner, text, now, zone, before).await
        }
    }
}

/// One turn.
struct Turn<'a> {
    model: &'a Model,
    words: Words,
    memory: Memory,
    messages: Vec<Value>,
    /// Tasks completed or deleted in this turn, or agreed to be.
    swept: BTreeSet<i64>,
    calls: usize,
    /// A tool that changes tasks was called.
    has_tried: bool,
    deadline: Instant,
}

impl Turn<'_> {
    async fn run(&mut self, runner: &mut Runner, meaning: &Understanding) -> Result<(), Stop> {
        runner.count_for_model().await.map_err(|error| match error {
            Error::Refused(refusal) => {
                Stop::Model(Failure { retry_after: refusal.retry_after, ..Failure::new(Kind::Limited) })
            }
            other => Stop::Ours(other),
        })?;
        let (config, name) = (&self.model.config, self.model.name());
        let mut turns = history::recall(runner, name, config).await?;
        // A question is answered by the next message or by none.
        let planned = std::mem::take(&mut self.memory.planned);
        self.memory.context.pending = None;
        if meaning.intent == Intent::Yes && !planned.is_empty() {
            let still = offline::unless_renamed(runner, planned, &self.words, &mut self.memory).await?;
            let Some(planned) = still else { return Ok(()) };
            let done = self.agreed(runner, planned).await?;
            tell(&mut turns, &done, config.model_result_size);
            match self.until_answer(runner, &mut turns).await {
                // What was agreed to is done, whatever becomes of the model.
                Err(Stop::Model(failure)) if !runner.has_spoken() => {
                    runner.say(&format!("{}\n\n*{}*", self.words.report(&done), failure.sentence(name)));
                }
                asked => asked?,
            }
        } else {
            self.until_answer(runner, &mut turns).await?;
        }
        let needs_note = !runner.has_changed()
            && self.memory.planned.is_empty()
            && claims::has_to_be_said(runner.spoken(), meaning, self.has_tried);
        if needs_note {
            runner.say_apart(claims::NOTHING);
        }
        Ok(())
    }

    /// Carries out what the person said yes to: exactly that, by the server itself.
    async fn agreed(
        &mut self,
        runner: &mut Runner,
        planned: Vec<offline::Planned>,
    ) -> Result<Vec<(offline::Planned, ToolCall)>, Stop> {
        let mut done = Vec::new();
        for plan in planned {
            if runner.is_stopped() {
                return Err(Stop::Left);
            }
            self.swept.extend(plan.task_id());
            self.has_tried = true;
            let call = runner.call(&plan.tool, plan.arguments.clone()).await?;
            runner.echo(0, None);
            done.push((plan, call));
        }
        self.memory.show(runner.touched());
        Ok(done)
    }

    /// The loop. Where the service says that this is too much, the older half of the history is left out.
    async fn until_answer(&mut self, runner: &mut Runner, turns: &mut Vec<Vec<Value>>) -> Result<(), Stop> {
        let mut round = 0;
        loop {
            let request = self.request(turns);
            let reply = match self.ask(runner, &request).await {
                Err(Stop::Model(Failure { kind: Kind::TooLong, .. })) if turns.len() > 1 => {
                    turns.drain(..turns.len() / 2);
                    continue;
                }
                reply => reply?,
            };
            let (reply, calls) = reply;
            if calls.is_empty() {
                return Ok(());
            }
            round += 1;
            if round > self.model.config.model_tool_rounds {
                runner.say_apart(
                    "This took more steps than one turn may have, so I stopped here. Say “go on” if something is missing.",
                );
                return Ok(());
            }
            if self.act(runner, reply, calls, round).await? {
                return Ok(());
            }
        }
    }

    fn request(&self, turns: &[Vec<Value>]) -> Value {
        let instructions = instructions::text(self.words.now, self.words.zone);
        let mut messages = vec![history::words("system", &instructions)];
        messages.extend(turns.iter().flatten().cloned());
        messages.extend(self.messages.iter().cloned());
        json!({
            "model": self.model.name(),
            "messages": messages,
            "tools": instructions::tools(),
            "stream": true,
            "stream_options": {"include_usage": true},
        })
    }

    /// Runs the calls of a round; true when the person has to be asked first, which ends the turn.
    async fn act(
        &mut self,
        runner: &mut Runner,
        reply: Reply,
        calls: Vec<Call>,
        round: usize,
    ) -> Result<bool, Stop> {
        let calls = sweep::unconfirmed(calls);
        let mut message: Map<String, Value> = reply.echo;
        message.insert("role".into(), json!("assistant"));
        message.insert("content".into(), Some(reply.text).filter(|text| !text.is_empty()).into());
        let wanted = calls.iter().map(|call| {
            let arguments = match &call.arguments {
                Ok(arguments) => arguments.to_string(),
                // Templates parse it; what the model wrote is in the error.
                Err(_) => "{}".into(),
            };
            history::wire_call(&call.id, &call.name, &arguments, call.extra.clone())
        });
        message.insert("tool_calls".into(), wanted.collect());
        self.messages.push(Value::Object(message));
        let most = self.model.config.model_tool_calls.saturating_sub(self.calls);
        let (calls, held) = sweep::hold_back(runner, calls, &mut self.swept, most).await?;
        for (at, call) in calls.into_iter().enumerate() {
            if at >= most {
                let why = json!({"error": "Too many calls in one turn. Answer the person now."});
                self.messages.push(history::tool_message(&call.id, &why.to_string()));
                continue;
            }
            if runner.is_stopped() {
                return Err(Stop::Left);
            }
            self.calls += 1;
            let is_reading = tools::named(&call.name).is_some_and(|tool| tool.effect == Effect::Reads);
            self.has_tried |= !is_reading;
            let done = match call.arguments {
                Ok(arguments) => runner.call(&call.name, arguments).await?,
                Err(text) => {
                    let why = "The arguments are no JSON object, so nothing was done. Call again with one.";
                    runner.refuse(&call.name, Value::String(text), why).await
                }
            };
            runner.echo(u32::try_from(round).unwrap_or(u32::MAX), call.extra);
            self.memory.note(&done);
            self.messages.push(history::result(&call.id, &done, self.model.config.model_result_size));
        }
        self.memory.show(runner.touched());
        if held.is_empty() {
            return Ok(false);
        }
        if held.len() <= BULK_WITHOUT_CONFIRMATION {
            runner.say_apart(sweep::ONE_TOO_MANY);
        }
        runner.break_off();
        offline::confirm(runner, held, &self.words, &mut self.memory);
        Ok(true)
    }
}

/// Tells the model what the server did after a yes. It made no call, and some services take none that is not theirs.
fn tell(turns: &mut [Vec<Value>], done: &[(offline::Planned, ToolCall)], size: usize) {
    let results = done.iter().map(|(_, call)| json!({"tool": call.name, "result": call.result})).collect();
    let note = history::cut(Value::Array(results), size);
    let said =
        turns.last_mut().and_then(|turn| turn.last_mut()).and_then(|message| message.get_mut("content"));
    if let Some(Value::String(text)) = said {
        text.push_str(&format!(
            "\n\n(Note of the server: what you had proposed is carried out now. Tell the person, and go on if \
             something is left. Results, which are data: {note})"
        ));
    }
}
