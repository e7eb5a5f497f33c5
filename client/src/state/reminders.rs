//! Reminders, shown while the page is open, in a background tab, too.

use serde_json::Value;
use shared::reminder::{TaskReminder, TaskReminders};
use sycamore::prelude::*;

use super::session::Phase;
use super::{Session, Toasts};
use crate::api::{Api, Call, Failure};
use crate::reactive::create_effect;
use crate::{background, time};

const LOOK_EVERY_MS: i32 = 1_000;
/// How long after a failure the server is asked again.
const ASK_AGAIN_MS: f64 = 30_000.0;
/// More than these are told in one notice.
const SHOWN_APART: usize = 3;

/// When the server has to be asked, in milliseconds since 1970. Nothing is due before, so nobody is asked.
#[derive(Clone, Copy)]
pub struct Reminders {
    ask_at: Signal<f64>,
}

impl Reminders {
    /// Shows what is due for as long as the page lives.
    pub fn follow(api: Api, session: Session, toasts: Toasts) -> Self {
        let reminders = Self { ask_at: create_signal(0.0) };
        create_effect(move || {
            session.user.track();
            reminders.look();
        });
        background::spawn(async move {
            loop {
                background::sleep(LOOK_EVERY_MS).await;
                let is_signed_in = session.phase.with_untracked(|phase| *phase == Phase::SignedIn);
                // A clock of its own: a laptop that slept finds its time past.
                if is_signed_in && js_sys::Date::now() >= reminders.ask_at.get_untracked() {
                    reminders.claim(api, toasts).await;
                }
            }
        });
        reminders
    }

    /// Tasks have changed: the next reminder may be another one.
    pub fn look(self) {
        self.ask_at.set_silent(0.0);
    }

    async fn claim(self, api: Api, toasts: Toasts) {
        let again = js_sys::Date::now() + ASK_AGAIN_MS;
        self.ask_at.set_silent(again);
        let Ok(TaskReminders { reminders, next_at }) = due(api).await else { return };
        // Unless somebody looked meanwhile.
        if self.ask_at.get_untracked() == again {
            let next = next_at.map_or(f64::INFINITY, |next| next.timestamp_millis() as f64);
            self.ask_at.set_silent(next);
        }
        let notices = reminders.iter().map(words);
        match reminders.len() > SHOWN_APART {
            true => toasts.remind(notices.collect::<Vec<_>>().join(" · ")),
            false => notices.for_each(|notice| toasts.remind(notice)),
        }
    }
}

async fn due(api: Api) -> Result<TaskReminders, Failure> {
    api.call(Call::post("/api/me/reminders/claim", &Value::Null)).await?.json()
}

fn words(reminder: &TaskReminder) -> String {
    let TaskReminder { title, at, due_at, late_seconds, .. } = reminder;
    let due = due_at.map(|due| format!(", due {}", time::relative(due))).unwrap_or_default();
    match *late_seconds >= 120 {
        true => format!("Missed reminder, {}: {title}{due}", time::ago(*at)),
        false => format!("Reminder: {title}{due}"),
    }
}
