//! What a message means, without a model: a pure function from text to [`Understanding`].
//!
//! A message passes through a few small stages, each in its own module and tested there:
//! 1. `normalise` (with `spelling` and `language`): tokens that keep what was written beside a normal form;
//! 2. `answer` where a question is open, and `correction` of what was said or done before;
//! 3. `clause`: the commands of the message, freed of politeness and refusals by `polite`, with an `afterthought` on the same
//!    task; `pasted`: a line for each task;
//! 4. `command`: which phrase of the table in `phrases` a command is, matched by `pattern`;
//! 5. the details in that phrase: `slots` (tags, priority), `list`, `date` (with repeats), `reminder`, `title`, `reference` (one
//!    task), `filter` (many), and `restriction`: what neither can say;
//! 6. `add`, `change` and `question` make actions of them; `inquiry` and `reply` read what no phrase foresees;
//! 7. `doubt` questions what is rather a slip, such as a time that has passed; `asking` has the questions in each language.
//!
//! `urdu` puts Urdu words into normal forms that stages 5 and 6 know, and has phrases and dates of its own.
//!
//! The rule throughout: a wrong write is the worst outcome. What is not surely a command is `none` or a question.
//! How often it is right, `scripts/eval-assistant --phrases` says.

mod add;
mod afterthought;
mod answer;
mod asking;
mod change;
mod clause;
mod command;
mod correction;
mod date;
mod doubt;
mod filter;
mod inquiry;
mod language;
mod list;
mod normalise;
mod pasted;
mod pattern;
mod phrases;
mod polite;
mod question;
mod reference;
mod reminder;
mod replies;
mod reply;
mod restriction;
mod scope;
mod slots;
mod spelling;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests;
mod title;
mod types;
mod undoing;
mod urdu;
mod vocabulary;

pub(crate) use asking::day_name;
pub use types::{Action, Context, Filter, Intent, Language, Pending, Shown, Understanding};

use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use command::Outcome;

/// What the readers may know beside the words.
pub(crate) struct Turn<'a> {
    now: date::Now,
    context: &'a Context,
    /// Of the message, and so of a question to put about it.
    language: Language,
}

/// Says what `text` asks for, when it is read at `now` by someone in `zone` who has seen what `context` holds.
///
/// Where `ask` is set, nothing is to be done before the answer; `actions` is what a yes would do.
pub fn understand(text: &str, now: DateTime<Utc>, zone: Tz, context: &Context) -> Understanding {
    read(text, now, zone, context, outcome)
}

/// Says which tasks `text` is, typed into a field that only adds: "delete the old branch" is a title there.
pub fn understand_tasks(text: &str, now: DateTime<Utc>, zone: Tz) -> Understanding {
    read(text, now, zone, &Context::default(), |tokens, turn| add::typed(normalise::trim(tokens), turn))
}

fn read(
    text: &str,
    now: DateTime<Utc>,
    zone: Tz,
    context: &Context,
    outcome: fn(&[normalise::Token], &Turn) -> Outcome,
) -> Understanding {
    let tokens = normalise::tokens(text);
    let language = language::detect(text, &tokens);
    let turn = Turn { now: date::Now::new(now, zone), context, language };
    let mut outcome = outcome(&tokens, &turn);
    doubt::question(&mut outcome, &tokens, &turn);
    mention_date(&mut outcome, &tokens, &turn);
    reminder::note(&mut outcome.actions, &tokens);
    Understanding {
        language,
        intent: outcome.intent,
        confidence: outcome.confidence,
        actions: outcome.actions,
        ask: outcome.ask,
    }
}

/// The one date of a text is told, whatever the text is for; only where it is a new value does anything act on it.
fn mention_date(outcome: &mut Outcome, tokens: &[normalise::Token], turn: &Turn) {
    use Intent::{Add, Tag, Untag, Update};
    if outcome.actions.iter().any(|a| a.due.is_some() || matches!(a.intent, Add | Tag | Untag | Update)) {
        return;
    }
    let Some(when) = date::only_one(tokens, turn.now) else { return };
    if outcome.actions.is_empty() {
        outcome.actions.push(Action::new(Intent::None));
    }
    if let [only] = &mut outcome.actions[..]
        && (matches!(only.intent, Intent::None | Intent::List | Intent::Count)
            || only.filter.as_ref().is_some_and(|filter| filter.due_before.is_some()))
    {
        (only.due, only.has_time) = (Some(when.due), Some(when.has_time));
    }
}

/// A date, and how it repeats.
pub(crate) struct Schedule {
    pub due: DateTime<FixedOffset>,
    /// Whether `due` is a moment or a whole day.
    pub has_time: bool,
    pub rrule: Option<String>,
}

/// A text that is a date or a repeat and nothing else, as files from elsewhere have them.
pub(crate) fn read_schedule(text: &str, now: DateTime<Utc>, zone: Tz) -> Option<Schedule> {
    let (tokens, now) = (normalise::tokens(text), date::Now::new(now, zone));
    let (when, rrule) = match slots::only_repeat(&tokens, now) {
        Some(time) => (time.when?, time.rrule),
        None => (slots::only_date(&tokens, now)?, None),
    };
    Some(Schedule { due: when.due, has_time: when.has_time, rrule })
}

/// `understand` without a context as one line of JSON, for `todo-app understand`.
pub fn print_json(text: &str, now: DateTime<Utc>, zone: Tz) -> String {
    let understanding = understand(text, now, zone, &Context::default());
    // Strings, numbers and times always serialise; an empty object stands for what cannot happen.
    serde_json::to_string(&understanding).unwrap_or_else(|_| "{}".to_owned())
}

fn outcome(tokens: &[normalise::Token], turn: &Turn) -> Outcome {
    let words = normalise::trim(tokens);
    if words.is_empty() {
        return Outcome::new(Intent::None, 0.9);
    }
    if let Some(pending) = &turn.context.pending
        && let Some(outcome) = answer::read(tokens, turn, pending)
    {
        return outcome;
    }
    if let Some(outcome) = correction::of_last(words, turn) {
        return outcome;
    }
    if polite::is_taken_back(words) {
        return Outcome::new(Intent::No, 0.8);
    }
    match reply::read(words) {
        Some(intent @ (Intent::Undo | Intent::Redo)) => {
            return match turn.language {
                Language::English => undoing::read(intent, polite::strip(words)),
                _ => undoing::read(intent, &urdu::translated(words)),
            };
        }
        Some(intent) => return Outcome::new(intent, 0.95),
        None => {}
    }
    if turn.language != Language::English
        && let Some(outcome) = urdu::read(words, turn)
    {
        return outcome;
    }
    let corrected = match correction::within(words, turn) {
        Some(Ok(corrected)) => Some(corrected),
        Some(Err(asking)) => return asking,
        None => None,
    };
    let words = corrected.as_deref().unwrap_or(words);
    pasted::read(words, turn)
        .or_else(|| inquiry::read_conditional(words, turn))
        .or_else(|| clause::read(words, turn))
        .or_else(|| inquiry::read(words, turn))
        .or_else(|| add::propose(words, turn))
        .or_else(|| reply::by_words(words).map(|intent| Outcome::new(intent, 0.6)))
        .unwrap_or_else(|| Outcome::new(Intent::None, 0.7))
}
