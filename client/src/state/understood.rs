//! What the server makes of a text while it is typed.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::task::{NewTask, Priority};
use shared::understanding::UnderstandRequest;
use sycamore::prelude::*;
use web_sys::AbortController;

use super::Turns;
use crate::api::{Api, Call};
use crate::reactive::create_effect;
use crate::{background, time};

/// How long typing must pause before the server is asked.
const TYPING_MS: i32 = 250;
/// How long adding waits for an answer that is still missing.
const PATIENCE_MS: i32 = 2_000;

/// As much of `shared::understanding` as the field shows: all of it is a thirtieth of the page's download.
#[derive(Deserialize)]
struct Understanding {
    actions: Vec<Action>,
}

/// One task that a text asks for.
#[derive(Clone, Deserialize)]
pub struct Action {
    pub title: Option<String>,
    due: Option<DateTime<Utc>>,
    has_time: Option<bool>,
    pub rrule: Option<String>,
    pub priority: Option<Priority>,
    pub tags: Option<Vec<String>>,
}

/// The newest text that was understood, and what it asks for.
#[derive(Clone, Copy)]
pub struct Understood {
    api: Api,
    known: Signal<(String, Vec<Action>)>,
    turns: Turns,
    abort: Signal<Option<AbortController>>,
}

impl Understood {
    /// Follows what is typed. Whatever fails is not told: the text is taken as it stands then.
    pub fn follow(api: Api, text: Signal<String>) -> Self {
        let understood = Self {
            api,
            known: create_signal(Default::default()),
            turns: Turns::new(),
            abort: create_signal(None),
        };
        create_effect(move || understood.typed(text.with(|text| text.trim().to_owned())));
        understood
    }

    fn typed(self, text: String) {
        let turn = self.turns.begin();
        if let Some(outdated) = self.abort.take_silent() {
            outdated.abort();
        }
        if text.is_empty() {
            return self.known.set(Default::default());
        }
        background::spawn(async move {
            background::sleep(TYPING_MS).await;
            if !self.known.is_alive() || self.turns.newest() != turn {
                return;
            }
            let abort = AbortController::new().ok();
            self.abort.set_silent(abort.clone());
            let Some(actions) = ask(self.api, &text, abort.as_ref()).await else { return };
            if self.known.is_alive() && self.turns.newest() == turn {
                self.known.set((text, actions));
            }
        });
    }

    /// What is understood of the text at hand, as far as it goes beyond a title.
    pub fn actions(self, text: &str) -> Vec<Action> {
        self.known.with(|(of, actions)| if of == text.trim() { beyond_title(actions) } else { Vec::new() })
    }

    /// The tasks that a text means, each with what was filled in beside it.
    pub async fn tasks(self, typed: NewTask) -> Vec<NewTask> {
        let known = self.known.get_clone_untracked();
        let actions = if known.0 == typed.title {
            known.1
        } else {
            let abort = AbortController::new().ok();
            if let Some(abort) = abort.clone() {
                background::spawn(async move {
                    background::sleep(PATIENCE_MS).await;
                    abort.abort();
                });
            }
            ask(self.api, &typed.title, abort.as_ref()).await.unwrap_or_default()
        };
        match beyond_title(&actions).as_slice() {
            [] => vec![typed],
            actions => actions.iter().map(|action| task(action, &typed)).collect(),
        }
    }
}

async fn ask(api: Api, text: &str, abort: Option<&AbortController>) -> Option<Vec<Action>> {
    let request = UnderstandRequest { text: text.to_owned(), time_zone: None, adds: Some(true) };
    let mut call = Call::post("/api/me/understand", &request);
    if let Some(abort) = abort {
        call = call.abort(abort.signal());
    }
    let understanding: Understanding = api.call(call).await.ok()?.json().ok()?;
    Some(understanding.actions)
}

/// A mere title stays as it was typed.
fn beyond_title(actions: &[Action]) -> Vec<Action> {
    let is_title = |action: &Action| {
        action.due.is_none() && action.rrule.is_none() && action.priority.is_none() && action.tags.is_none()
    };
    let actions: Vec<Action> = actions.iter().filter(|action| action.title.is_some()).cloned().collect();
    if actions.len() == 1 && actions.iter().all(is_title) { Vec::new() } else { actions }
}

/// When an action's task is due; a day without a time lasts until its end.
pub fn due_at(action: &Action) -> Option<DateTime<Utc>> {
    let due = action.due?;
    Some(if action.has_time == Some(false) { time::end_of_day(due) } else { due })
}

fn task(action: &Action, typed: &NewTask) -> NewTask {
    let mut tags = typed.tags.clone().unwrap_or_default();
    tags.extend(action.tags.iter().flatten().filter(|tag| !tags.contains(tag)).cloned().collect::<Vec<_>>());
    NewTask {
        title: action.title.clone().unwrap_or_default(),
        due_at: typed.due_at.or_else(|| due_at(action)),
        priority: typed.priority.filter(|priority| *priority != Default::default()).or(action.priority),
        tags: Some(tags).filter(|tags| !tags.is_empty()),
        recurrence: action.rrule.clone().filter(|rule| !rule.is_empty()),
        ..typed.clone()
    }
}
