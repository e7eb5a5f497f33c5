//! What others change shows while the page is open: it asks again and again whether its tasks are as it knows them.

use shared::task::TasksVersion;
use sycamore::prelude::*;
use sycamore::web::document;

use super::session::Phase;
use super::{Session, Tasks};
use crate::api::{Api, Call};
use crate::{background, dom};

/// Half of the time in which a change has to show.
const ASK_EVERY_MS: i32 = 1_000;
/// Who has not touched anything for so long is not looking: a database may fall asleep then.
const PATIENCE_MS: f64 = 600_000.0;

/// Asks for as long as the page lives, whenever there is somebody to show it to.
pub fn follow(api: Api, session: Session, tasks: Tasks) {
    let touched = create_signal(js_sys::Date::now());
    for event in ["focus", "visibilitychange", "pointermove", "pointerdown", "keydown", "wheel"] {
        dom::listen(event, move |_| touched.set_silent(js_sys::Date::now()));
    }
    background::spawn(async move {
        let mut known = None;
        loop {
            background::sleep(ASK_EVERY_MS).await;
            let is_looked_at =
                !document().hidden() && js_sys::Date::now() - touched.get_untracked() < PATIENCE_MS;
            let person = session.user.with_untracked(|user| user.as_ref().map(|user| user.id.clone()));
            let is_signed_in = session.phase.with_untracked(|phase| *phase == Phase::SignedIn);
            if !is_looked_at || !is_signed_in || api.is_lost.get_untracked() {
                continue;
            }
            let Ok(reply) = api.call(Call::get("/api/me/tasks/version")).await else { continue };
            let Ok(TasksVersion { version }) = reply.json() else { continue };
            let now = Some((person, version));
            // The first answer is news, too: the lists may have been fetched before what it tells of.
            if known != now {
                known = now;
                tasks.refresh();
            }
        }
    });
}
