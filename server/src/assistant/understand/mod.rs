//! What a message means, without a model: a pure function from text to [`Understanding`].
//!
//! A message passes through a few small stages, each in its own module and tested there:
//! 1. `normalise` (with `spelling` and `language`): tokens that keep what was written beside a normal form;
//! 2. `clause`: the commands of the message, freed of politeness and refusals by `polite`;
//! 3. `command`: which phrase of the table in `phrases` a command is, matched by `pattern`;
//! 4. the details in that phrase: `slots` (tags, priority, list), `date`, `title`, `reference` (one task), `filter` (many);
//! 5. `add`, `change` and `question` make actions of them; `reply` and `answer` read what is no command.
//!
//! The rule throughout: a wrong write is the worst outcome. What is not surely a command is `none` or a question.
//! Repeats, reminders and the Urdu vocabulary will be further readers and tables beside these.

mod add;
mod answer;
mod change;
mod clause;
mod command;
mod date;
mod filter;
mod language;
mod normalise;
mod pattern;
mod phrases;
mod polite;
mod question;
mod reference;
mod replies;
mod reply;
mod scope;
mod slots;
mod spelling;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests;
mod title;
mod types;

pub use types::{Action, Context, Filter, Intent, Pending, Shown, Understanding};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use command::Outcome;

/// What the readers may know beside the words.
pub(crate) struct Turn<'a> {
    now: date::Now,
    context: &'a Context,
}

/// Says what `text` asks for, when it is read at `now` by someone in `zone` who has seen what `context` holds.
///
/// Where `ask` is set, `actions` is empty: nothing is to be done before the answer.
pub fn understand(text: &str, now: DateTime<Utc>, zone: Tz, context: &Context) -> Understanding {
    let tokens = normalise::tokens(text);
    let language = language::detect(text, &tokens);
    let turn = Turn { now: date::Now::new(now, zone), context };
    let outcome = outcome(&tokens, &turn);
    let mut actions = outcome.actions;
    if outcome.ask.is_some() {
        actions.clear();
    }
    Understanding {
        language,
        intent: outcome.intent,
        confidence: outcome.confidence,
        actions,
        ask: outcome.ask,
    }
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
    if polite::is_taken_back(words) {
        return Outcome::new(Intent::No, 0.8);
    }
    if let Some(intent) = reply::read(words) {
        return Outcome::new(intent, 0.95);
    }
    clause::read(words, turn)
        .or_else(|| reply::by_first_word(words).map(|intent| Outcome::new(intent, 0.6)))
        .unwrap_or_else(|| Outcome::new(Intent::None, 0.7))
}
