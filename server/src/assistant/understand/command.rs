//! Second stage: which phrase a command is, tried in the order of `phrases::commands`. A phrase proposes, the readers of
//! its captures dispose: when they find nothing that makes sense, the next phrase is tried.

use super::normalise::{Token, trim};
use super::pattern;
use super::phrases::{self, GIVEN_UP};
use super::types::{Action, Intent};
use super::{Turn, add, change, polite, question};

/// What one command comes to.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub intent: Intent,
    pub confidence: f64,
    pub actions: Vec<Action>,
    pub ask: Option<String>,
    /// Nothing but a command to the list can have been meant.
    pub sure: bool,
    /// A new task whose title is a verb phrase, so that an "and" behind it may go on with it.
    pub infinitive: bool,
}

impl Outcome {
    pub fn new(intent: Intent, confidence: f64) -> Self {
        Self { intent, confidence, actions: Vec::new(), ask: None, sure: false, infinitive: false }
    }

    pub fn one(action: Action, confidence: f64) -> Self {
        Self { sure: true, actions: vec![action.clone()], ..Self::new(action.intent, confidence) }
    }

    pub fn ask(intent: Intent, question: impl Into<String>) -> Self {
        Self { ask: Some(question.into()), ..Self::new(intent, 0.6) }
    }
}

/// With more words than this, only what stands behind a command's verb may be long: a title. Looking for the end of
/// everything else would take for ever.
const LONG: usize = 60;

/// Reads one command; `None` if it is none, or says what not to do.
pub(crate) fn read(tokens: &[Token], turn: &Turn) -> Option<Outcome> {
    let tokens = polite::strip(trim(tokens));
    let given_up = || {
        let accepts = |name: &str, words: &[Token]| change::accepts(name, words, turn);
        GIVEN_UP.iter().filter(|_| tokens.len() <= LONG).find_map(|(intent, phrase)| {
            change::build(*intent, &pattern::matches(phrase, tokens, &accepts)?, turn)
        })
    };
    if let Some(outcome) = given_up() {
        return Some(outcome);
    }
    if tokens.is_empty() || polite::is_refusal(tokens) {
        return None;
    }
    phrases::commands().find_map(|(intent, phrase)| {
        if tokens.len() > LONG && (phrase.starts_with('$') || phrase.matches('$').count() > 1) {
            return None;
        }
        let captures = pattern::matches(phrase, tokens, &|name, words| change::accepts(name, words, turn))?;
        match intent {
            Intent::Add => add::build(&captures, turn),
            Intent::List | Intent::Count => question::build(*intent, &captures, turn),
            _ => change::build(*intent, &captures, turn),
        }
    })
}
