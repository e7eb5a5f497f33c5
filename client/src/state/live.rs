//! What others change shows while the page is open: it asks again and again whether its tasks are as it knows them.

use shared::task::TasksVersion;
use sycamore::prelude::*;
use sycamore::web::document;

use super::session::Phase;
use super::{Reminders, Session, Tasks};
use crate::api::{Api, Call};
use crate::reactive::create_effect;
use crate::{background, dom};

/// Half of the time in which a change has to show.
const ASK_EVERY_MS: i32 = 1_000;
/// Who has not touched anything for so long is not looking: a database may fall asleep then.
const PATIENCE_MS: f64 = 600_000.0;

/// Asks for as long as the page lives, whenever there is somebody to show it to.
pub fn follow(api: Api, session: Session, tasks: Tasks, reminders: Reminders) {
    let touched = create_signal(js_sys::Date::now());
    for event in ["focus", "visibilitychange", "pointermove", "pointerdown", "keydown", "wheel"] {
        dom::listen(event, move |_| touched.set_silent(js_sys::Date::now()));
    }
    let known = create_signal(None);
    // Before any list is fetched: what changes in between must not be taken for known.
    create_effect(move || {
        if session.phase.with(is_signed_in) {
            background::spawn(async move { known.set(ask(api, session).await) });
        }
    });
    background::spawn(async move {
        loop {
            background::sleep(ASK_EVERY_MS).await;
            let is_looked_at =
                !document().hidden() && js_sys::Date::now() - touched.get_untracked() < PATIENCE_MS;
            let is_busy = api.is_lost.get_untracked() || tasks.page.is_growing.get_untracked();
            if !is_looked_at || is_busy || !session.phase.with_untracked(is_signed_in) {
                continue;
            }
            let Some(now) = ask(api, session).await else { continue };
            let before = known.replace(Some(now.clone()));
            if before.is_some_and(|before| before.person == now.person && before != now) {
                tasks.refresh();
                reminders.look();
            }
        }
    });
}

/// What was known of whose tasks.
#[derive(Clone, PartialEq)]
struct Known {
    person: Option<String>,
    version: String,
}

async fn ask(api: Api, session: Session) -> Option<Known> {
    let person = session.user.with_untracked(|user| user.as_ref().map(|user| user.id.clone()));
    let reply = api.call(Call::get("/api/me/tasks/version")).await.ok()?;
    let TasksVersion { version } = reply.json().ok()?;
    Some(Known { person, version })
}

fn is_signed_in(phase: &Phase) -> bool {
    *phase == Phase::SignedIn
}
