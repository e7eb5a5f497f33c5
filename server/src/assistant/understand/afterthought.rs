//! What follows a command about the same task: "add buy milk and make it high priority", "change task 3 to buy bread, move it to
//! friday".

use super::command::{self, Outcome};
use super::normalise::{Token, trim};
use super::types::{Action, Context, Intent, Shown};
use super::{Turn, polite};

/// Where such an afterthought begins: at an "and" or a comma.
pub(crate) fn cut(tokens: &[Token]) -> Option<usize> {
    (1..tokens.len())
        .rev()
        .find(|at| tokens[*at].is_one_of(&["and", "then", ",", "&"]) && begins(&tokens[at + 1..]))
}

/// Whether the words are a command on "it".
pub(crate) fn begins(tokens: &[Token]) -> bool {
    #[rustfmt::skip] // Packed: it is a list of words.
    const VERBS: &[&str] = &[
        "make", "set", "mark", "tag", "label", "give", "schedule", "repeat", "flag", "move", "push", "prioritize", "rename",
    ];
    let words = polite::strip(trim(tokens));
    matches!(words, [verb, it, _, ..] if verb.is_one_of(VERBS) && it.is_one_of(&["it", "that", "them"]))
}

/// The command with its afterthought; `None` if that says nothing of the same task.
pub(crate) fn read(command: &Outcome, words: &[Token], turn: &Turn) -> Option<Outcome> {
    // It stands for whatever the command was about.
    let it = Shown { id: i64::MAX, title: String::new() };
    let context = Context { shown: vec![it.clone()], pending: None };
    let turn = Turn { now: turn.now, context: &context, language: turn.language };
    let more = command::read(words, &turn).filter(|more| more.ask.is_none())?;
    let [only] = &command.actions[..] else { return None };
    let same = more.actions.iter().all(|action| action.reference.as_deref() == Some(&it.id.to_string()));
    if command.ask.is_some() || more.actions.is_empty() || !same {
        return None;
    }
    let actions = match (only.intent, &only.reference) {
        (Intent::Add, _) => vec![more.actions.into_iter().try_fold(only.clone(), with)?],
        (Intent::Update | Intent::Tag | Intent::Untag | Intent::Reopen, Some(_)) => {
            let again =
                |action| Action { reference: only.reference.clone(), filter: only.filter.clone(), ..action };
            std::iter::once(only.clone()).chain(more.actions.into_iter().map(again)).collect()
        }
        _ => return None,
    };
    Some(Outcome { actions, ..command.clone() })
}

/// The new task with what was said of it afterwards.
fn with(task: Action, said: Action) -> Option<Action> {
    if !matches!(said.intent, Intent::Update | Intent::Tag) || said.clears_due {
        return None;
    }
    let tags: Vec<String> = [task.tags, said.tags].into_iter().flatten().flatten().collect();
    let (due, has_time) =
        if said.due.is_some() { (said.due, said.has_time) } else { (task.due, task.has_time) };
    Some(Action {
        title: said.title.or(task.title),
        due,
        has_time,
        rrule: said.rrule.or(task.rrule),
        reminders: said.reminders.or(task.reminders),
        priority: said.priority.or(task.priority),
        tags: (!tags.is_empty()).then_some(tags),
        ..Action::new(Intent::Add)
    })
}
