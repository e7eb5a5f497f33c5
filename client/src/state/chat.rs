//! The conversations that were opened, and the turns that run in them whether or not the chat is on screen.

use shared::chat::{ChatEvent, ChatRequest, Message};
use sycamore::prelude::*;
use sycamore_router::navigate_replace;
use web_sys::AbortController;

use super::conversations::Conversations;
use super::thread::{Item, Progress, Sent, Thread};
use super::{Loading, Tasks, Toasts, draft};
use crate::api::{Api, Call, Failure, Kind, stream};
use crate::reactive::create_effect;
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
    pub conversations: Conversations,
    threads: Signal<Vec<Thread>>,
    next_key: Signal<u32>,
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
            conversations: Conversations::new(api, toasts),
            threads: create_signal(vec![blank]),
            next_key: create_signal(blank.key + 1),
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
        self.conversations.clear();
        self.current.set(self.thread(None));
        self.announcement.set(String::new());
    }

    /// Fetches what could not be fetched while the server was away. A message is not sent by itself: its person may
    /// have thought better of it.
    fn recover(self) {
        self.conversations.recover();
        let thread = self.current.get_untracked();
        if thread.loading.with_untracked(|loading| matches!(loading, Loading::Failed(_))) {
            self.open(thread.id.get_untracked());
        }
    }

    /// Brings what is on screen up to date. An open question may have been answered elsewhere, which its buttons must not
    /// do again.
    pub fn refresh(self) {
        self.conversations.load();
        let thread = self.current.get_untracked();
        let Some(id) = thread.id.get_untracked().filter(|_| thread.is_settled()) else { return };
        let made = thread.made();
        background::spawn(async move {
            let reply = self.api.call(Call::get(messages_of(id))).await;
            let messages = reply.and_then(|reply| reply.json::<Vec<Message>>());
            if let Ok(messages) = messages
                && self.knows(thread)
                // Nothing was said meanwhile, which these messages would lack.
                && thread.made() == made
                && thread.is_settled()
                && thread.is_behind(&messages)
            {
                thread.fill(messages);
            }
        });
    }

    /// The thread of a conversation, or the one without a conversation yet.
    fn thread(self, id: Option<i64>) -> Thread {
        self.find(id).unwrap_or_else(|| {
            // Keys never repeat, or a view would show the thread before.
            let thread = Thread::new(self.next_key.get_untracked(), id);
            self.next_key.set(thread.key + 1);
            self.threads.update(|all| all.push(thread));
            thread
        })
    }

    fn find(self, id: Option<i64>) -> Option<Thread> {
        self.threads.with_untracked(|all| all.iter().copied().find(|thread| thread.id.get_untracked() == id))
    }

    /// Whether a thread is still wanted: what arrives for one of a deleted conversation, or of the person before, is not.
    fn knows(self, thread: Thread) -> bool {
        self.threads.with_untracked(|all| all.contains(&thread))
    }

    /// Puts a conversation on screen and fetches what is missing.
    pub fn open(self, id: Option<i64>) {
        let thread = self.thread(id);
        if !self.is_current(thread) {
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
            if !self.knows(thread) {
                return;
            }
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
        if message.is_empty() || !thread.is_ready() {
            return;
        }
        thread.push(true, message.clone(), Progress::Done);
        let item = thread.push(false, String::new(), Progress::Streaming);
        item.sent.set(Some(Sent::new(message, thread.id.get_untracked())));
        self.run(thread, item);
    }

    /// Sends the message that failed once more, as the very same one: it can never count twice.
    pub fn retry(self, item: Item) {
        let thread = self.current.get_untracked();
        if thread.is_ready() {
            thread.close_question();
            item.restart();
            self.run(thread, item);
        }
    }

    /// Takes the message that failed back into the composer, before what may be there already.
    pub fn take_back(self, item: Item) {
        let thread = self.current.get_untracked();
        let Some(sent) = item.sent.take() else { return };
        thread.withdraw(item);
        thread.draft.update(|draft| {
            let typed = std::mem::replace(draft, sent.message);
            if !typed.trim().is_empty() {
                draft.push('\n');
                draft.push_str(&typed);
            }
        });
        dom::focus_id("message");
    }

    fn run(self, thread: Thread, item: Item) {
        let (Some(sent), Ok(abort)) = (item.sent.get_clone_untracked(), AbortController::new()) else {
            return;
        };
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
            if !self.knows(thread) {
                // What was done before the end counts.
                return self.tasks.refresh();
            }
            let failure = result.err();
            let is_answered = failure.is_none();
            batch(|| {
                thread.abort.set(None);
                if let Some(failure) = failure {
                    self.failed(item, failure);
                }
            });
            if is_answered {
                self.announce(thread);
            }
            self.conversations.load();
        });
    }

    /// Lets screen readers say the answer as it is shown, without the marks of Markdown.
    fn announce(self, thread: Thread) {
        let on_screen = self.current.with_untracked(|current| *current == thread);
        let shown = if on_screen { dom::text_of_last(".message.assistant .prose") } else { None };
        self.announcement.set(shown.unwrap_or_else(|| "The assistant has answered.".into()));
    }

    fn take(self, thread: Thread, item: Item, event: ChatEvent) {
        if !self.knows(thread) {
            return;
        }
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
        let path = dom::path();
        if self.is_current(thread) && (path == routes::CHAT || path == "/") {
            navigate_replace(&routes::chat(id));
        }
        self.conversations.load();
    }

    fn failed(self, item: Item, failure: Failure) {
        let stopped = failure.kind == Kind::Stopped;
        // A failure shows as an alert, which is read out by itself.
        self.announcement.set(if stopped { "The answer was stopped.".into() } else { String::new() });
        item.progress.set(if stopped { Progress::Stopped } else { Progress::Failed(failure) });
        // What was done before the end counts.
        self.tasks.refresh();
    }

    /// Deletes a conversation; the tasks stay.
    pub fn delete(self, id: i64) {
        background::spawn(async move {
            if self.conversations.delete(id).await {
                self.close(id);
                self.toasts.say("Conversation deleted. Your tasks are still there.");
            }
        });
    }

    /// Forgets a conversation. Whoever looks at it gets a new one; on other pages nothing moves.
    fn close(self, id: i64) {
        if let Some(thread) = self.find(Some(id)) {
            thread.stop();
            self.threads.update(|all| all.retain(|other| *other != thread));
            if self.is_current(thread) {
                self.current.set(self.thread(None));
            }
        }
        if dom::path() == routes::chat(id) {
            navigate_replace(routes::CHAT);
        }
    }

    fn is_current(self, thread: Thread) -> bool {
        self.current.with_untracked(|current| *current == thread)
    }
}

fn messages_of(id: i64) -> String {
    format!("/api/me/conversations/{id}/messages")
}
