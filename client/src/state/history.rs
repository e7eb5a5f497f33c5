//! What was done to tasks, by whatever door, and taking it back.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::IgnoredAny;
use shared::change::{Door, UndoRequest};
use shared::chat::{Change, ChangeKind};
use shared::task::Task;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::session::Phase;
use super::{Dialogs, Session, Tasks, Toasts};
use crate::api::{Api, Call, Failure};
use crate::components::task_card::change_words;
use crate::reactive::create_effect;
use crate::{background, dom};

const PATH: &str = "/api/me/history";
/// Among so many latest changes a step is looked for that was just made.
const LATEST: usize = 50;

/// As much of `shared::change::PastChange` as the page shows.
#[derive(Clone, Deserialize)]
pub struct PastChange {
    pub step: i64,
    pub task_id: i64,
    pub title: String,
    pub change: ChangeKind,
    /// The fields that were changed.
    pub after: Option<BTreeMap<String, IgnoredAny>>,
    pub door: Door,
    pub actor: Option<String>,
    pub at: DateTime<Utc>,
    pub undone_at: Option<DateTime<Utc>>,
}

/// As much of `shared::change::UndoAnswer` as the page shows.
#[derive(Default, Deserialize)]
struct Answer {
    undone: Vec<Turned>,
    redone: Vec<Turned>,
    conflicts: Vec<Conflict>,
}

#[derive(Deserialize)]
struct Turned {
    task_id: i64,
    title: String,
    task: Option<Task>,
}

#[derive(Deserialize)]
struct Conflict {
    message: String,
}

/// Undo or redo.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Undo,
    Redo,
}

/// Takes back what was done, and does it again.
#[derive(Clone, Copy)]
pub struct History {
    api: Api,
    toasts: Toasts,
    tasks: Tasks,
    /// Counts what was undone or redone here: the history is another one after it.
    pub turned: Signal<u32>,
}

impl History {
    pub fn new(api: Api, toasts: Toasts, tasks: Tasks) -> Self {
        let history = Self { api, toasts, tasks, turned: create_signal(0) };
        create_effect(move || {
            let done = tasks.done.get_clone();
            if let Some(words) = words(&done) {
                history.offer(words, done.iter().map(|change| change.task_id).collect());
            }
        });
        history
    }

    /// Some changes, and where those before them are.
    pub async fn page(self, next: Option<String>) -> Result<(Vec<PastChange>, Option<String>), Failure> {
        let path = next.unwrap_or_else(|| format!("{PATH}?limit={LATEST}"));
        let reply = self.api.call(Call::get(path)).await?;
        Ok((reply.json()?, reply.next))
    }

    /// Says what was just done to these tasks, with a way to take exactly that back.
    fn offer(self, words: String, ids: Vec<i64>) {
        background::spawn(async move {
            // Without them it can still be undone from the history.
            let (changes, _) = self.page(None).await.unwrap_or_default();
            let mut missing = ids;
            let mut steps = Vec::new();
            for change in changes.into_iter().filter(|change| change.undone_at.is_none()) {
                let before = missing.len();
                missing.retain(|id| *id != change.task_id);
                if missing.len() < before && !steps.contains(&change.step) {
                    steps.push(change.step);
                }
            }
            self.toasts.offer(words, steps);
        });
    }

    /// Undoes or redoes these steps of the history, or without any the last one.
    pub async fn turn(self, way: Way, steps: Vec<i64>) {
        let wanted = if steps.is_empty() { vec![None] } else { steps.into_iter().map(Some).collect() };
        let mut all = Answer::default();
        for step in wanted {
            match self.ask(way, step).await {
                Ok(answer) => {
                    all.undone.extend(answer.undone);
                    all.redone.extend(answer.redone);
                    all.conflicts.extend(answer.conflicts);
                }
                Err(failure) => return self.toasts.fail(&failure),
            }
        }
        self.tell(way, all);
        self.turned.update(|count| *count += 1);
        self.tasks.refresh();
    }

    async fn ask(self, way: Way, step: Option<i64>) -> Result<Answer, Failure> {
        let path = if way == Way::Undo { "/api/me/undo" } else { "/api/me/redo" };
        let request = UndoRequest { step, ..UndoRequest::default() };
        self.api.call(Call::post(path, &request)).await?.json()
    }

    fn tell(self, way: Way, answer: Answer) {
        let (verb, done) = match way {
            Way::Undo => ("Undone", answer.undone),
            Way::Redo => ("Done again", answer.redone),
        };
        match (done.as_slice(), answer.conflicts.first()) {
            (_, Some(conflict)) => self.toasts.warn(conflict.message.clone()),
            ([], None) if way == Way::Undo => self.toasts.say("There is nothing to undo."),
            ([], None) => self.toasts.say("There is nothing to do again."),
            ([one], None) => self.toasts.say(format!("{verb}: “{}”.", one.title)),
            (many, None) => self.toasts.say(format!("{verb}: {} changes.", many.len())),
        }
        for change in done {
            self.tasks.know(change.task_id, change.task);
        }
    }

    /// Ctrl+Z or Cmd+Z undoes, with Shift it does again; a field of text keeps these keys for its words.
    pub fn listen(self, session: Session, dialogs: Dialogs) {
        dom::listen("keydown", move |event| {
            let event: KeyboardEvent = event.unchecked_into();
            let is_ours = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !dom::is_typing();
            let is_free = session.phase.with_untracked(|phase| *phase == Phase::SignedIn)
                && dialogs.open.with_untracked(Option::is_none);
            if is_ours && is_free && event.key().eq_ignore_ascii_case("z") && !event.repeat() {
                event.prevent_default();
                let way = if event.shift_key() { Way::Redo } else { Way::Undo };
                background::spawn(self.turn(way, Vec::new()));
            }
        });
    }
}

/// What was done, in a sentence; nothing when nothing was.
fn words(done: &[Change]) -> Option<String> {
    let verb = |change| change_words(change).0;
    Some(match done {
        [] => return None,
        [one] => format!("{} “{}”.", verb(one.change), one.title),
        [first, rest @ ..] if rest.iter().all(|other| other.change == first.change) => {
            format!("{} {} tasks.", verb(first.change), done.len())
        }
        _ => format!("Changed {} tasks.", done.len()),
    })
}
