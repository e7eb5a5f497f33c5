//! From actions to calls of tools. Planning only reads; nothing is changed until every action is clear.

use super::find::{self, Matches};
use super::phrasebook as say;
use super::reminding;
use super::words::{Words, literal};
use crate::assistant::runner::Runner;
use crate::assistant::understand::{Action, Intent, Pending, Shown};
use crate::domain::task;
use crate::error::Result;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use shared::chat::ToolCall;
use shared::task::{StatusFilter, Task};

/// Most candidates that a question lists.
pub const CANDIDATES_MAX: usize = 8;

/// A call that is ready to be run.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Planned {
    pub intent: Intent,
    pub tool: String,
    pub arguments: Value,
    /// The task's title as it is now, to be named in the answer.
    pub title: String,
    /// The task is a guess, so that it takes a yes.
    #[serde(default)]
    pub guessed: bool,
    /// The answer, where planning has looked it up already.
    #[serde(skip)]
    pub found: Option<ToolCall>,
}

impl Planned {
    /// Whether many of it in one turn need a yes.
    pub fn is_sweeping(&self) -> bool {
        matches!(self.intent, Intent::Delete | Intent::Clear | Intent::Complete)
    }

    /// The one task that it is for.
    pub fn task_id(&self) -> Option<i64> {
        self.arguments.get("task_id")?.as_i64()
    }
}

/// What to do about a message.
pub enum Plan {
    /// All is clear.
    Run(Vec<Planned>),
    /// Something has to be known first.
    Ask { question: String, pending: Option<Pending>, candidates: Vec<Shown> },
}

impl Plan {
    /// A task that has got another name since the person saw it may not be the one meant.
    pub fn renamed_are_guesses(mut self, seen: &[Shown]) -> Self {
        if let Self::Run(calls) = &mut self {
            for call in calls {
                let id = call.task_id();
                call.guessed |= seen.iter().any(|shown| Some(shown.id) == id && shown.title != call.title);
            }
        }
        self
    }
}

/// Plans all actions of a message, or asks about the first that is not clear.
pub async fn make(runner: &mut Runner, actions: &[Action], words: &Words) -> Result<Plan> {
    let mut calls = Vec::new();
    for action in actions {
        match one(runner, action, words).await? {
            Plan::Run(more) => calls.extend(more),
            ask => return Ok(ask),
        }
    }
    Ok(Plan::Run(calls))
}

async fn one(runner: &mut Runner, action: &Action, words: &Words) -> Result<Plan> {
    match action.intent {
        Intent::Add if reminding::lacks_due(action, None) => {
            Ok(ask(&words.say(&say::NO_DUE_TO_REMIND_OF, &[])))
        }
        Intent::Add => Ok(match &action.title {
            Some(title) => Plan::Run(vec![add(action, title, words)]),
            None => ask(&words.say(&say::WHAT_TO_ADD, &[])),
        }),
        Intent::List | Intent::Count => {
            let status =
                if action.intent == Intent::List { StatusFilter::All } else { StatusFilter::Pending };
            let call = find::list(runner, action.filter.as_ref(), status, words).await?;
            Ok(Plan::Run(vec![planned(action.intent, "list_tasks", call.arguments.clone(), "", Some(call))]))
        }
        // Not a thing to do: it only told the date.
        Intent::None => Ok(Plan::Run(Vec::new())),
        _ => {
            let targets = match targets(runner, action, words).await? {
                Ok(targets) => targets,
                Err(ask) => return Ok(ask),
            };
            if action.title.is_some() && targets.tasks.len() > 1 {
                // One title for several would lose theirs.
                return Ok(ask(&words.say(&say::WHICH_TASK, &[])));
            }
            if targets.tasks.iter().any(|task| reminding::lacks_due(action, Some(task))) {
                return Ok(ask(&words.say(&say::NO_DUE_TO_REMIND_OF, &[])));
            }
            let call = |task| Some(Planned { guessed: !targets.sure, ..change(action, task, words)? });
            let calls = targets.tasks.iter().map(call).collect::<Option<Vec<_>>>();
            Ok(calls.map_or_else(|| ask(&words.say(&say::WHAT_TO_CHANGE, &[])), Plan::Run))
        }
    }
}

/// The tasks that an action is for, or the question that finds out.
async fn targets(
    runner: &mut Runner,
    action: &Action,
    words: &Words,
) -> Result<std::result::Result<Matches, Plan>> {
    let certain = |tasks| Ok(Matches { tasks, sure: true });
    let status = wanted_status(action.intent);
    let Some(reference) = &action.reference else {
        if action.filter.is_none() && action.intent != Intent::Clear {
            return Ok(Err(ask(&words.say(&say::WHICH_TASK, &[]))));
        }
        let call = find::list(runner, action.filter.as_ref(), status, words).await?;
        let tasks = find::tasks_of(&call);
        return Ok(if tasks.is_empty() {
            Err(ask(&words.none_match(action.intent)))
        } else {
            certain(tasks)
        });
    };
    if let Ok(id) = reference.parse::<i64>() {
        return Ok(match runner.task(id).await? {
            Some(task) => certain(vec![task]),
            None => Err(ask(&words.say(&say::NO_SUCH_NUMBER, &[("id", &id.to_string())]))),
        });
    }
    let mut found = find::by_words(runner, reference, action.filter.as_ref(), status, words).await?;
    if found.tasks.is_empty() && status != StatusFilter::All {
        found = find::by_words(runner, reference, action.filter.as_ref(), StatusFilter::All, words).await?;
    }
    // Of a task that repeats, the open occurrence is meant and not those before it.
    if action.intent != Intent::Reopen && found.tasks.iter().any(|task| task.next_id.is_none()) {
        found.tasks.retain(|task| task.next_id.is_none());
    }
    Ok(match found.tasks.len() {
        0 => Err(ask(&words.say(&say::NOT_FOUND, &[("words", &literal(reference))]))),
        1 => Ok(found),
        _ => Err(choose(action, &found.tasks, words)),
    })
}

fn choose(action: &Action, found: &[Task], words: &Words) -> Plan {
    let candidates: Vec<Shown> = found
        .iter()
        .take(CANDIDATES_MAX)
        .map(|task| Shown { id: task.id, title: task.title.clone() })
        .collect();
    Plan::Ask {
        question: words.which_one(action.intent, found, CANDIDATES_MAX),
        pending: Some(Pending::Choose {
            action: Box::new(action.clone()),
            candidates: candidates.clone(),
            keeps_day: action.keeps_day,
            clears_due: action.clears_due,
        }),
        candidates,
    }
}

fn add(action: &Action, title: &str, words: &Words) -> Planned {
    let mut arguments = Map::new();
    arguments.insert("title".into(), json!(title));
    fields(action, None, &mut arguments, words);
    planned(Intent::Add, "add_task", Value::Object(arguments), title, None)
}

/// The call that does the action to this task; nothing when the action says nothing to change.
fn change(action: &Action, task: &Task, words: &Words) -> Option<Planned> {
    let mut arguments = Map::new();
    arguments.insert("task_id".into(), json!(task.id));
    let said = action.tags.clone().unwrap_or_default();
    let tool = match action.intent {
        Intent::Complete => "complete_task",
        Intent::Delete | Intent::Clear => "delete_task",
        Intent::Tag => "tag_task",
        Intent::Untag if !said.is_empty() => "tag_task",
        Intent::Skip => "skip_occurrence",
        _ => "update_task",
    };
    match action.intent {
        Intent::Complete | Intent::Delete | Intent::Clear | Intent::Skip => {}
        Intent::Reopen => {
            arguments.insert("completed".into(), json!(false));
        }
        Intent::Tag => {
            arguments.insert("add".into(), json!(said));
        }
        // Without a tag it means all of them.
        Intent::Untag if said.is_empty() => {
            arguments.insert("tags".into(), json!([]));
        }
        Intent::Untag => {
            arguments.insert("remove".into(), json!(said));
        }
        _ => {
            if let Some(title) = &action.title {
                arguments.insert("title".into(), json!(title));
            }
            fields(&on_its_day(action, task, words), Some(task), &mut arguments, words);
            if arguments.len() == 1 {
                return None;
            }
        }
    }
    Some(planned(action.intent, tool, Value::Object(arguments), &task.title, None))
}

/// "move the dentist to 4pm" keeps the task's day, and "move the standup to friday" the time of one that repeats, unless
/// that has passed.
fn on_its_day(action: &Action, task: &Task, words: &Words) -> Action {
    let keeps_time = action.has_time == Some(false) && action.rrule.is_none() && task.recurrence.is_some();
    let kept = action.due.zip(task.due_at).and_then(|(said, due)| {
        let (said, due) = (said.naive_local(), due.with_timezone(&words.zone).naive_local());
        let local = match action.keeps_day {
            true => due.date().and_time(said.time()),
            false if keeps_time => said.date().and_time(due.time()),
            false => return None,
        };
        let moment = local.and_local_timezone(words.zone).earliest()?;
        Some(moment.fixed_offset()).filter(|moment| *moment > words.now)
    });
    match kept {
        Some(due) => Action { due: Some(due), has_time: Some(true), ..action.clone() },
        None => action.clone(),
    }
}

fn fields(action: &Action, task: Option<&Task>, arguments: &mut Map<String, Value>, words: &Words) {
    reminding::arguments(action, task, words, arguments);
    let mut clear = Vec::new();
    if action.clears_due {
        clear.push("due_at");
    }
    if action.reminders.as_ref().is_some_and(Vec::is_empty) {
        clear.push("reminders");
    }
    if let Some(due) = action.due {
        arguments.insert("due_at".into(), json!(moment(due, action.has_time, words)));
    }
    if let Some(priority) = action.priority {
        arguments.insert("priority".into(), json!(priority));
    }
    match action.rrule.as_deref() {
        Some("") => clear.push("recurrence"),
        Some(rule) => drop(arguments.insert("recurrence".into(), json!(rule))),
        None => {}
    }
    if let Some(from) = action.repeat_from {
        arguments.insert("repeat_from".into(), json!(from));
    }
    if let Some(tags) = &action.tags {
        arguments.insert("tags".into(), json!(tags));
    }
    if !clear.is_empty() {
        arguments.insert("clear".into(), json!(clear));
    }
}

/// A whole day is over at its last minute: due today is not overdue yet.
fn moment(due: DateTime<FixedOffset>, has_time: Option<bool>, words: &Words) -> DateTime<chrono::Utc> {
    match has_time {
        Some(false) => task::end_of_day(due.date_naive(), words.zone),
        _ => due.to_utc(),
    }
}

fn wanted_status(intent: Intent) -> StatusFilter {
    match intent {
        Intent::Complete | Intent::Skip => StatusFilter::Pending,
        Intent::Reopen | Intent::Clear => StatusFilter::Completed,
        _ => StatusFilter::All,
    }
}

fn planned(intent: Intent, tool: &str, arguments: Value, title: &str, found: Option<ToolCall>) -> Planned {
    Planned { intent, tool: tool.into(), arguments, title: title.into(), guessed: false, found }
}

fn ask(question: &str) -> Plan {
    Plan::Ask { question: question.into(), pending: None, candidates: Vec::new() }
}
