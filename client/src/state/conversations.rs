//! The list of conversations: fetched, renamed, deleted.

use shared::chat::{Conversation, RenameConversation};
use sycamore::prelude::*;

use super::{Loading, Toasts, Turns};
use crate::api::{Api, Call};
use crate::background;

/// Every conversation of the person, and how far the list is.
#[derive(Clone, Copy)]
pub struct Conversations {
    api: Api,
    toasts: Toasts,
    pub list: Signal<Vec<Conversation>>,
    pub loading: Signal<Loading>,
    turns: Turns,
}

impl Conversations {
    /// Not fetched.
    pub fn new(api: Api, toasts: Toasts) -> Self {
        Self {
            api,
            toasts,
            list: create_signal(Vec::new()),
            loading: create_signal(Loading::Idle),
            turns: Turns::new(),
        }
    }

    /// Forgets everything, answers under way included.
    pub fn clear(self) {
        self.turns.begin();
        self.list.set(Vec::new());
        self.loading.set(Loading::Idle);
    }

    /// Title of a conversation in the list.
    pub fn title(self, id: i64) -> Option<String> {
        self.list.with(|all| all.iter().find(|c| c.id == id).map(|c| c.title.clone()))
    }

    /// Fetches the list.
    pub fn load(self) {
        let is_ready = move || self.loading.with_untracked(|loading| *loading == Loading::Ready);
        if !is_ready() {
            self.loading.set(Loading::Busy);
        }
        let turn = self.turns.begin();
        background::spawn(async move {
            let reply = self.api.call(Call::get("/api/me/conversations")).await;
            if self.turns.newest() != turn {
                return;
            }
            batch(|| match reply.and_then(|reply| reply.json()) {
                Ok(list) => {
                    self.list.set(list);
                    self.loading.set(Loading::Ready);
                }
                Err(failure) if !is_ready() => self.loading.set(Loading::Failed(failure)),
                Err(_) => {}
            });
        });
    }

    /// Fetches the list if it could not be fetched.
    pub fn recover(self) {
        if self.loading.with_untracked(|loading| matches!(loading, Loading::Failed(_))) {
            self.load();
        }
    }

    /// Gives a conversation another title; false when that failed, which a notice then says.
    pub async fn rename(self, id: i64, title: String) -> bool {
        let call = Call::patch(path(id), &RenameConversation { title });
        let renamed = self.api.call(call).await.and_then(|reply| reply.json::<Conversation>());
        match &renamed {
            Ok(renamed) => self.change(|all| {
                if let Some(known) = all.iter_mut().find(|known| known.id == id) {
                    known.clone_from(renamed);
                }
            }),
            Err(failure) => self.toasts.fail(failure),
        }
        renamed.is_ok()
    }

    /// Deletes a conversation; false when that failed, which a notice then says.
    pub async fn delete(self, id: i64) -> bool {
        match self.api.call(Call::delete(path(id))).await {
            Ok(_) => {}
            // Somebody else was faster: what was wanted is so.
            Err(failure) if failure.status == 404 => {}
            Err(failure) => {
                self.toasts.fail(&failure);
                return false;
            }
        }
        self.change(|all| all.retain(|conversation| conversation.id != id));
        true
    }

    /// A list that is on its way may not have it yet: it is fetched anew.
    fn change(self, change: impl FnOnce(&mut Vec<Conversation>)) {
        self.list.update(change);
        self.load();
    }
}

fn path(id: i64) -> String {
    format!("/api/me/conversations/{id}")
}
