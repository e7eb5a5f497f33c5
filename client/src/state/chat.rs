//! The conversations, and the turns that run in them whether or not the chat is on screen.

use shared::chat::{ChatEvent, ChatRequest, Conversation, Message, RenameConversation};
use sycamore::prelude::*;
use sycamore_router::navigate_replace;
use web_sys::AbortController;

use super::thread::{Item, Progress, Sent, Thread};
use super::{Loading, Tasks, Toasts, draft};
use crate::api::{Api, Call, Failure, Kind, stream};
use crate::{background, dom, routes};

/// Where the assistant's name is kept between visits.
const ASSISTANT: &str = "assistant";

/// Everything the chat knows.
#[derive(Clone, Copy)]
pub struct Chat {
    api: Api,
    tasks: Tasks,
    toasts: Toasts,
    /// Whose drafts are kept: the id of the user.
    owner: Signal<Option<String>>,
    pub conversations: Signal<Vec<Conversation>>,
    pub loading: Signal<Loading>,
    threads: Signal<Vec<Thread>>,
    /// The conversation on screen.
    pub current: Signal<Thread>,
    /// Who answers: `offline` or a model's name, once known.
    pub assistant: Signal<Option<String>>,
    /// What a screen reader should hear next.
    pub announcement: Signal<String>,
}

impl Chat {
    /// No conversations yet.
    pub fn new(api: Api, tasks: Tasks, toasts: Toasts) -> Self {
        let blank = Thread::new(0, None);
        let chat = Self {
            api,
            tasks,
            toasts,
            owner: create_signal(None),
            conversations: create_signal(Vec::new()),
            loading: create_signal(Loading::Idle),
            threads: create_signal(vec![blank]),
            current: create_signal(blank),
            assistant: create_signal(dom::stored(ASSISTANT)),
            announcement: create_signal(String::new()),
        };
        create_effect(on(api.recovered, move || chat.recover()));
        create_effect(move || {
            let unsent = chat.current.get().draft.get_clone();
            // Before anybody is known there is nothing to keep, but maybe something to continue.
            chat.owner.with_untracked(|owner| owner.iter().for_each(|owner| draft::keep(owner, &unsent)));
        });
        chat
    }

    /// Continues this user's draft; anybody else's is dropped.
    pub fn welcome(self, user: String) {
        let unsent = draft::take_over(&user);
        self.owner.set(Some(user));
        if let Some(unsent) = unsent {
            self.current.get_untracked().draft.set(unsent);
        }
    }

    /// Forgets everything: someone else may sign in next.
    pub fn clear(self) {
        self.threads.with_untracked(|threads| threads.iter().for_each(|thread| thread.stop()));
        self.threads.set(Vec::new());
        self.conversations.set(Vec::new());
        self.loading.set(Loading::Idle);
        self.current.set(self.thread(None));
    }

    /// Title of a conversation in the list.
    pub fn title(self, id: i64) -> Option<String> {
        self.conversations.with(|all| all.iter().find(|c| c.id == id).map(|c| c.title.clone()))
    }

    /// Fetches the list of conversations.
    pub fn load(self) {
        if self.loading.with_untracked(|loading| *loading != Loading::Ready) {
            self.loading.set(Loading::Busy);
        }
        background::spawn(async move {
            let reply = self.api.call(Call::get("/api/me/conversations")).await;
            batch(|| match reply.and_then(|reply| reply.json()) {
                Ok(list) => {
                    self.conversations.set(list);
                    self.loading.set(Loading::Ready);
                }
                Err(failure) => {
                    if self.loading.with_untracked(|loading| *loading != Loading::Ready) {
                        self.loading.set(Loading::Failed(failure));
                    }
                }
            });
        });
    }

    /// Fetches what could not be fetched while the server was away. A message is not sent by itself: its person may
    /// have thought better of it.
    fn recover(self) {
        if self.loading.with_untracked(|loading| matches!(loading, Loading::Failed(_))) {
            self.load();
        }
        let thread = self.current.get_untracked();
        if thread.loading.with_untracked(|loading| matches!(loading, Loading::Failed(_))) {
            self.open(thread.id.get_untracked());
        }
    }

    /// Brings what is on screen up to date. An open question may have been answered elsewhere, which its buttons must not
    /// do again.
    pub fn refresh(self) {
        self.load();
        let thread = self.current.get_untracked();
        let Some(id) = thread.id.get_untracked().filter(|_| thread.is_settled()) else { return };
        background::spawn(async move {
            let reply = self.api.call(Call::get(messages_of(id))).await;
            let messages = reply.and_then(|reply| reply.json::<Vec<Message>>());
            if let Ok(messages) = messages
                && thread.is_settled()
                && thread.is_behind(&messages)
            {
                thread.fill(messages);
            }
        });
    }

    /// The thread of a conversation, or the one without a conversation yet.
    fn thread(self, id: Option<i64>) -> Thread {
        let found = self
            .threads
            .with_untracked(|all| all.iter().copied().find(|thread| thread.id.get_untracked() == id));
        found.unwrap_or_else(|| {
            let key = self.threads.with_untracked(|all| all.iter().map(|t| t.key + 1).max().unwrap_or(1));
            // Keys never repeat, or a view would show the thread before.
            let key = key.max(self.current.with_untracked(|current| current.key + 1));
            let thread = Thread::new(key, id);
            self.threads.update(|all| all.push(thread));
            thread
        })
    }

    /// Puts a conversation on screen and fetches what is missing.
    pub fn open(self, id: Option<i64>) {
        let thread = self.thread(id);
        if self.current.with_untracked(|current| *current != thread) {
            self.current.set(thread);
        }
        let wanted =
            thread.loading.with_untracked(|loading| matches!(loading, Loading::Idle | Loading::Failed(_)));
        if let (Some(id), true) = (id, wanted) {
            self.load_messages(thread, id);
        }
    }

    fn load_messages(self, thread: Thread, id: i64) {
        thread.loading.set(Loading::Busy);
        background::spawn(async move {
            let reply = self.api.call(Call::get(messages_of(id))).await;
            batch(|| match reply.and_then(|reply| reply.json::<Vec<Message>>()) {
                Ok(messages) => {
                    thread.fill(messages);
                    thread.loading.set(Loading::Ready);
                }
                Err(failure) => thread.loading.set(Loading::Failed(failure)),
            });
        });
    }

    /// Sends a message in the conversation on screen.
    pub fn send(self, message: &str) {
        let thread = self.current.get_untracked();
        let message = message.trim().to_owned();
        if message.is_empty() || thread.is_busy() {
            return;
        }
        thread.push(true, message.clone(), Progress::Done);
        let item = thread.push(false, String::new(), Progress::Streaming);
        let conversation_id = thread.id.get_untracked();
        self.run(thread, item, Sent::new(message, conversation_id));
    }

    /// Sends the message that failed once more, as the very same one: it can never count twice.
    pub fn retry(self, item: Item) {
        let thread = self.current.get_untracked();
        if let (Some(sent), false) = (thread.sent.get_clone_untracked(), thread.is_busy()) {
            item.restart();
            self.run(thread, item, sent);
        }
    }

    /// Takes the message that failed back into the composer.
    pub fn take_back(self, item: Item) {
        let thread = self.current.get_untracked();
        let Some(sent) = thread.sent.take() else { return };
        thread.items.update(|items| {
            items.retain(|other| other != &item);
            items.pop();
        });
        thread.draft.set(sent.message);
        dom::focus_id("message");
    }

    fn run(self, thread: Thread, item: Item, sent: Sent) {
        let Ok(abort) = AbortController::new() else { return };
        thread.sent.set(Some(sent.clone()));
        thread.abort.set(Some(abort.clone()));
        self.announcement.set("The assistant is answering.".into());
        background::spawn(async move {
            let request = ChatRequest {
                message: sent.message,
                conversation_id: sent.conversation_id,
                // The account's zone holds on both sides.
                time_zone: None,
            };
            let result =
                stream::chat(self.api, &request, &sent.key, &abort, |event| self.take(thread, item, event))
                    .await;
            batch(|| {
                thread.abort.set(None);
                match result {
                    Ok(()) => self.announcement.set(item.text.get_clone_untracked()),
                    Err(failure) => self.failed(item, failure),
                }
            });
            self.load();
        });
    }

    fn take(self, thread: Thread, item: Item, event: ChatEvent) {
        if let ChatEvent::Started(started) = &event {
            self.began(thread, started.conversation_id);
        }
        if let ChatEvent::Done(done) = &event {
            self.began(thread, done.answer.conversation_id);
            self.tasks.touched(done.answer.changes.clone());
            self.assistant.set(Some(done.answer.assistant.clone()));
            dom::store(ASSISTANT, &done.answer.assistant);
        }
        item.apply(event);
    }

    /// A new conversation got its number: its address follows, the view stays.
    fn began(self, thread: Thread, id: i64) {
        if thread.id.get_untracked().is_some() {
            return;
        }
        thread.id.set(Some(id));
        let path = sycamore::web::window().location().pathname().unwrap_or_default();
        let on_screen = self.current.with_untracked(|current| *current == thread);
        if on_screen && (path == routes::CHAT || path == "/") {
            navigate_replace(&routes::chat(id));
        }
        self.load();
    }

    fn failed(self, item: Item, failure: Failure) {
        let stopped = failure.kind == Kind::Stopped;
        // A failure shows as an alert, which is read out by itself.
        self.announcement.set(if stopped { "The answer was stopped.".into() } else { String::new() });
        item.progress.set(if stopped { Progress::Stopped } else { Progress::Failed(failure) });
        // What was done before the end counts.
        self.tasks.refresh();
    }

    /// Gives a conversation another title; false when that failed, which a notice then says.
    pub async fn rename(self, id: i64, title: String) -> bool {
        let call = Call::patch(format!("/api/me/conversations/{id}"), &RenameConversation { title });
        let renamed = self.api.call(call).await.and_then(|reply| reply.json::<Conversation>());
        match &renamed {
            Ok(renamed) => self.conversations.update(|all| {
                if let Some(known) = all.iter_mut().find(|known| known.id == id) {
                    known.clone_from(renamed);
                }
            }),
            Err(failure) => self.toasts.fail(failure),
        }
        renamed.is_ok()
    }

    /// Deletes a conversation; the tasks stay.
    pub fn delete(self, id: i64) {
        background::spawn(async move {
            match self.api.call(Call::delete(format!("/api/me/conversations/{id}"))).await {
                Ok(_) => {}
                Err(failure) if failure.status == 404 => {}
                Err(failure) => return self.toasts.fail(&failure),
            }
            if self.current.with_untracked(|current| current.id.get_untracked()) == Some(id) {
                navigate_replace(routes::CHAT);
            }
            self.threads.update(|all| all.retain(|thread| thread.id.get_untracked() != Some(id)));
            self.conversations.update(|all| all.retain(|conversation| conversation.id != id));
            self.toasts.say("Conversation deleted. Your tasks are still there.");
        });
    }
}

fn messages_of(id: i64) -> String {
    format!("/api/me/conversations/{id}/messages")
}
