//! The assistant that needs no model: it understands the sentence, plans calls of tools, runs them, and says by
//! name what came of it.
//!
//! `find` looks up which tasks are meant, `plan` turns actions into calls, `words` phrases the answers. What the
//! next message may refer to is kept with the conversation as [`Memory`].

mod find;
mod phrasebook;
mod plan;
mod reminding;
mod undo;
mod words;

pub use self::plan::Planned;
use self::plan::{CANDIDATES_MAX, Plan};
pub use self::words::Words;
use super::runner::{LISTED_MAX, Runner};
use super::understand::{self, Context, Intent, Pending, Shown, Understanding};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use shared::chat::ToolCall;
use shared::limits::BULK_WITHOUT_CONFIRMATION;

/// What the next message may refer to.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Memory {
    #[serde(flatten)]
    pub context: Context,
    /// What waits for a yes.
    pub planned: Vec<Planned>,
}

impl Memory {
    /// What the turn before left.
    pub fn read(context: &str) -> Self {
        serde_json::from_str(context).unwrap_or_default()
    }

    /// As it is kept with the conversation.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".into())
    }

    /// Notes the tasks that a list showed.
    pub fn note(&mut self, call: &ToolCall) {
        let tasks = find::tasks_of(call).into_iter().take(LISTED_MAX);
        self.show(tasks.map(|task| Shown { id: task.id, title: task.title }).collect());
    }

    /// These are the tasks that "it" means, if there are any.
    pub fn show(&mut self, tasks: Vec<Shown>) {
        if !tasks.is_empty() {
            self.context.shown = tasks;
        }
    }
}

/// Answers a message; the result, also of a failure, is what the next turn needs to know.
pub async fn answer(
    runner: &mut Runner,
    text: &str,
    now: DateTime<Utc>,
    zone: Tz,
    context: &str,
) -> std::result::Result<String, (String, Error)> {
    let mut memory = Memory::read(context);
    let meaning = understand::understand(text, now, zone, &memory.context);
    let words = Words { now, zone, language: meaning.language };
    let result = react(runner, &meaning, &words, &mut memory).await;
    match result {
        Ok(()) => Ok(memory.write()),
        Err(error) => Err((memory.write(), error)),
    }
}

async fn react(
    runner: &mut Runner,
    meaning: &Understanding,
    words: &Words,
    memory: &mut Memory,
) -> Result<()> {
    // A question is answered by the next message or by none.
    let planned = std::mem::take(&mut memory.planned);
    let asked = memory.context.pending.take();
    // Where a yes is enough, what it would do waits for it; else only the question is put.
    if let Some(question) = &meaning.ask
        && !meaning.actions.iter().any(|action| action.intent.writes())
    {
        runner.say(&words::literal(question));
        return Ok(());
    }
    match meaning.intent {
        Intent::Yes if !planned.is_empty() => return agreed(runner, planned, words, memory).await,
        Intent::No if asked.is_some() => {
            runner.say(&words.say(&phrasebook::NOTHING_CHANGED, &[]));
            return Ok(());
        }
        Intent::None | Intent::Yes => match asked {
            Some(Pending::Confirm { .. }) if !planned.is_empty() => {
                runner.say(&words.say(&phrasebook::NO_ANSWER, &[]));
                let question = words.confirmation(&planned);
                wait_for_yes(runner, &question, planned, memory);
                return Ok(());
            }
            Some(Pending::Choose { action, candidates, keeps_day, clears_due }) => {
                runner.say(&words.choose_again(&candidates));
                memory.context.pending = Some(Pending::Choose { action, candidates, keeps_day, clears_due });
                return Ok(());
            }
            _ => {}
        },
        _ => {}
    }
    if matches!(meaning.intent, Intent::Undo | Intent::Redo) {
        return undo::answer(runner, meaning, words, memory).await;
    }
    if meaning.actions.iter().all(|action| action.intent == Intent::None) {
        runner.say(&words.without_action(meaning.intent));
        return Ok(());
    }
    let plan = match plan::make(runner, &meaning.actions, words).await {
        Err(Error::Refused(refusal)) => {
            runner.say(&words.say(&phrasebook::REFUSED, &[("reason", &refusal.message)]));
            return Ok(());
        }
        plan => plan?,
    };
    match plan.renamed_are_guesses(&memory.context.shown) {
        Plan::Ask { question, pending, candidates } => {
            runner.say(&question);
            memory.context.pending = pending;
            // What was not found leaves in sight what was shown.
            if !candidates.is_empty() {
                memory.context.shown = candidates;
            }
            Ok(())
        }
        Plan::Run(calls) => {
            // Whoever names tasks means them; a description may be read otherwise than it was meant.
            let by_description = meaning.actions.iter().any(|action| {
                action.reference.is_none()
                    && matches!(action.intent, Intent::Complete | Intent::Delete | Intent::Clear)
            });
            let unasked = if by_description { 0 } else { BULK_WITHOUT_CONFIRMATION };
            let sweeping = calls.iter().filter(|call| call.is_sweeping()).count() > unasked
                || calls.iter().filter(|call| call.task_id().is_some()).count() > BULK_WITHOUT_CONFIRMATION;
            let question = match &meaning.ask {
                Some(question) => Some(words::literal(question)),
                None => {
                    (sweeping || calls.iter().any(|call| call.guessed)).then(|| words.confirmation(&calls))
                }
            };
            match question {
                Some(question) => {
                    wait_for_yes(runner, &question, calls, memory);
                    Ok(())
                }
                None => run(runner, calls, words, memory).await,
            }
        }
    }
}

/// Runs what the person said yes to.
async fn agreed(runner: &mut Runner, calls: Vec<Planned>, words: &Words, memory: &mut Memory) -> Result<()> {
    match unless_renamed(runner, calls, words, memory).await? {
        Some(calls) => run(runner, calls, words, memory).await,
        None => Ok(()),
    }
}

/// What the person said yes to; where the question named other tasks than there are now, it is put anew instead.
pub async fn unless_renamed(
    runner: &mut Runner,
    mut calls: Vec<Planned>,
    words: &Words,
    memory: &mut Memory,
) -> Result<Option<Vec<Planned>>> {
    let mut renamed = false;
    for call in &mut calls {
        let Some(id) = call.task_id() else { continue };
        if let Some(task) = runner.task(id).await?
            && task.title != call.title
        {
            renamed = true;
            call.title = task.title;
        }
    }
    if !renamed {
        return Ok(Some(calls));
    }
    runner.say(&words.say(&phrasebook::RENAMED_MEANWHILE, &[]));
    confirm(runner, calls, words, memory);
    Ok(None)
}

/// Asks for a yes to what was planned, which then can be pointed at ("only the first").
pub fn confirm(runner: &mut Runner, calls: Vec<Planned>, words: &Words, memory: &mut Memory) {
    let question = words.confirmation(&calls);
    wait_for_yes(runner, &question, calls, memory);
}

fn wait_for_yes(runner: &mut Runner, question: &str, calls: Vec<Planned>, memory: &mut Memory) {
    runner.say(question);
    runner.confirm(question);
    let same = |intent: &Intent| calls.iter().all(|call| call.intent == *intent);
    let intent = calls.first().map(|call| call.intent).filter(same);
    let named =
        calls.iter().filter_map(|call| Some(Shown { id: call.task_id()?, title: call.title.clone() }));
    memory.context.shown = named.collect();
    memory.context.pending = Some(Pending::Confirm { intent });
    memory.planned = calls;
}

/// Runs what was planned and says what came of it.
async fn run(runner: &mut Runner, calls: Vec<Planned>, words: &Words, memory: &mut Memory) -> Result<()> {
    let mut shown = Vec::new();
    let mut done: Vec<(Planned, ToolCall)> = Vec::new();
    for planned in calls {
        if runner.is_stopped() {
            break;
        }
        let call = match &planned.found {
            // Looking was done while planning.
            Some(found) => found.clone(),
            None => runner.call(&planned.tool, planned.arguments.clone()).await?,
        };
        shown.extend(touched(&planned, &call));
        done.push((planned, call));
    }
    runner.say(&words.report(&done));
    // After "there are no such tasks" nothing is left that "it" could mean; a change that failed hides nothing.
    let only_looked = done.iter().all(|(planned, _)| planned.found.is_some());
    if only_looked || !shown.is_empty() {
        memory.context.shown = shown;
    }
    Ok(())
}

/// The tasks that the answer to a call names, for "it" and "the second one".
fn touched(planned: &Planned, call: &ToolCall) -> Vec<Shown> {
    match planned.intent {
        Intent::Count => return Vec::new(),
        Intent::List => {
            let tasks = find::tasks_of(call).into_iter().take(LISTED_MAX);
            return tasks.map(|task| Shown { id: task.id, title: task.title }).collect();
        }
        _ => {}
    }
    let id = call.result.get("task_id").and_then(serde_json::Value::as_i64);
    let title = call.result.get("title").and_then(serde_json::Value::as_str);
    match (id, title) {
        (Some(id), Some(title)) => vec![Shown { id, title: title.into() }],
        _ => Vec::new(),
    }
}
