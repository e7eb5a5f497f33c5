//! Undoing and redoing: which step or which task is meant, and what came of it.

use super::find;
use super::phrasebook::{self as book, Phrase, say};
use super::words::{Words, literal};
use super::{CANDIDATES_MAX, Memory};
use crate::assistant::runner::{LISTED_MAX, Runner};
use crate::assistant::understand::{Action, Intent, Pending, Shown, Understanding};
use crate::error::Result;
use serde_json::{Map, Value, json};
use shared::chat::{ChangeKind, ToolCall};

const UNDONE: Phrase = say("Undone: ", "واپس لے لیا: ", "Wapas le liya: ");
const REDONE: Phrase = say("Done again: ", "دوبارہ کر دیا: ", "Dobara kar diya: ");
const BACK: Phrase = say("“{title}” is back.", "«{title}» واپس آ گیا۔", "“{title}” wapas aa gaya.");
const GONE: Phrase =
    say("“{title}” is gone again.", "«{title}» پھر ہٹا دیا گیا۔", "“{title}” phir hata diya gaya.");
const AS_BEFORE: Phrase =
    say("“{title}” is as it was before.", "«{title}» پہلے جیسا ہو گیا۔", "“{title}” pehle jaisa ho gaya.");
const CHANGED_AGAIN: Phrase =
    say("“{title}” is changed again.", "«{title}» پھر بدل دیا۔", "“{title}” phir badal diya.");
const CONFLICT: Phrase = say(
    "“{title}” has been changed again since, so I left it as it is.",
    "«{title}» اس کے بعد پھر بدلا گیا، اس لیے اسے ویسے ہی رہنے دیا۔",
    "“{title}” us ke baad phir badla gaya, is liye usay waise hi rehne diya.",
);
const NOTHING_TO_UNDO: Phrase = say(
    "There is nothing to undo: changes of the last 30 days can be taken back.",
    "واپس لینے کو کچھ نہیں: پچھلے 30 دن کی تبدیلیاں واپس لی جا سکتی ہیں۔",
    "Wapas lene ko kuch nahi: pichle 30 din ki tabdeeliyan wapas li ja sakti hain.",
);
const NOTHING_TO_REDO: Phrase = say(
    "There is nothing to redo: nothing was undone before.",
    "دوبارہ کرنے کو کچھ نہیں: پہلے کچھ واپس نہیں لیا گیا۔",
    "Dobara karne ko kuch nahi: pehle kuch wapas nahi liya gaya.",
);
const NOT_CHANGED_LATELY: Phrase = say(
    "I found nothing that was done lately to a task like “{words}”, so I changed nothing.",
    "مجھے «{words}» جیسے کسی کام کی کوئی حالیہ تبدیلی نہیں ملی، اس لیے کچھ نہیں بدلا۔",
    "Mujhe “{words}” jaise kisi kaam ki koi haliya tabdeeli nahi mili, is liye kuch nahi badla.",
);

/// Undoes or redoes what the message means.
pub async fn answer(
    runner: &mut Runner,
    meaning: &Understanding,
    words: &Words,
    memory: &mut Memory,
) -> Result<()> {
    let action = meaning.actions.first().cloned().unwrap_or_else(|| Action::new(meaning.intent));
    let mut arguments = Map::new();
    if let Some(steps) = action.steps {
        arguments.insert("steps".into(), json!(steps));
    }
    if let Some(reference) = &action.reference {
        let (found, sure) = meant(runner, action.intent, reference).await?;
        match found.as_slice() {
            [only] if sure => drop(arguments.insert("task_id".into(), json!(only.id))),
            [] => {
                runner.say(&words.say(&NOT_CHANGED_LATELY, &[("words", &literal(reference))]));
                return Ok(());
            }
            _ => {
                ask(runner, &action, found, words, memory);
                return Ok(());
            }
        }
    }
    if runner.is_stopped() {
        runner.say(&words.say(&book::STOPPED, &[]));
        return Ok(());
    }
    let tool = if action.intent == Intent::Redo { "redo" } else { "undo" };
    let call = runner.call(tool, Value::Object(arguments)).await?;
    runner.say(&report(&call, words));
    memory.show(runner.touched());
    Ok(())
}

/// The tasks that the words may mean, of those that were changed lately; one that is gone is likely to be missed.
async fn meant(runner: &Runner, intent: Intent, reference: &str) -> Result<(Vec<Shown>, bool)> {
    if let Ok(id) = reference.parse() {
        return Ok((vec![Shown { id, title: String::new() }], true));
    }
    let mut latest: Vec<(Shown, ChangeKind)> = Vec::new();
    for change in runner.history().await? {
        let is_known = latest.iter().any(|(shown, _)| shown.id == change.task_id);
        if !is_known && change.undone_at.is_some() == (intent == Intent::Redo) {
            latest.push((Shown { id: change.task_id, title: change.title }, change.change));
        }
    }
    let gone: Vec<i64> = latest
        .iter()
        .filter(|(_, change)| *change == ChangeKind::Deleted)
        .map(|(shown, _)| shown.id)
        .collect();
    let (mut found, sure) = find::among(latest.into_iter().map(|(shown, _)| shown).collect(), reference);
    if found.iter().any(|shown| gone.contains(&shown.id)) {
        found.retain(|shown| gone.contains(&shown.id));
    }
    Ok((found, sure))
}

fn ask(runner: &mut Runner, action: &Action, mut found: Vec<Shown>, words: &Words, memory: &mut Memory) {
    found.truncate(CANDIDATES_MAX);
    let tasks: Vec<String> =
        found.iter().map(|task| format!("- **{}** {}", task.id, literal(&task.title))).collect();
    let verb = words.say(&book::verb(action.intent), &[]);
    runner.say(&words.say(&book::WHICH_ONE, &[("verb", &verb), ("tasks", &tasks.join("\n")), ("more", "")]));
    memory.context.shown = found.clone();
    let action = Box::new(action.clone());
    memory.context.pending =
        Some(Pending::Choose { action, candidates: found, keeps_day: false, clears_due: false });
}

fn report(call: &ToolCall, words: &Words) -> String {
    if call.is_error {
        return words.say(&book::REFUSED, &[("reason", call.result.as_str().unwrap_or_default())]);
    }
    let listed = |name: &str| call.result[name].as_array().cloned().unwrap_or_default();
    let is_redo = call.name == "redo";
    let done = listed(if is_redo { "redone" } else { "undone" });
    let line = |phrase: &Phrase, one: &Value| {
        words.say(phrase, &[("title", &literal(one["title"].as_str().unwrap_or_default()))])
    };
    let mut lines: Vec<String> = done.iter().map(|one| line(now(one, is_redo), one)).collect();
    lines.extend(listed("conflicts").iter().map(|one| line(&CONFLICT, one)));
    let more = lines.len().saturating_sub(LISTED_MAX);
    lines.truncate(LISTED_MAX);
    let opening = match (done.is_empty(), is_redo) {
        (true, _) => String::new(),
        (false, true) => words.say(&REDONE, &[]),
        (false, false) => words.say(&UNDONE, &[]),
    };
    match lines.as_slice() {
        [] if is_redo => words.say(&NOTHING_TO_REDO, &[]),
        [] => words.say(&NOTHING_TO_UNDO, &[]),
        [only] => format!("{opening}{only}"),
        several => {
            let mut text = several.iter().map(|line| format!("\n- {line}")).collect::<String>();
            if more > 0 {
                text.push('\n');
                text.push_str(&words.say(&book::AND_SO_MANY_MORE, &[("count", &more.to_string())]));
            }
            format!("{}\n{text}", opening.trim_end()).trim_start().to_owned()
        }
    }
}

/// What a task is now.
fn now(one: &Value, is_redo: bool) -> &'static Phrase {
    match (one["status"].as_str().unwrap_or_default(), is_redo) {
        ("created", _) => &BACK,
        ("deleted", _) => &GONE,
        ("completed", _) => &book::COMPLETED,
        ("reopened", _) => &book::REOPENED,
        (_, false) => &AS_BEFORE,
        (_, true) => &CHANGED_AGAIN,
    }
}
