//! One conversation on the page: its messages, its draft, and the turn that may be running.

use shared::chat::{Change, ChatAnswer, ChatEvent, Confirm, Message, Role, ToolCall};
use sycamore::prelude::*;
use web_sys::AbortController;

use super::Loading;
use crate::api::Failure;
use crate::background;

/// How an answer stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    Streaming,
    Done,
    Stopped,
    Failed(Failure),
}

/// A tool at work, or done.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    pub id: String,
    pub name: String,
    /// Nothing while it runs, then whether it failed.
    pub failed: Option<bool>,
}

/// One message. The parts of an answer that arrive bit by bit are signals.
#[derive(Clone, Copy)]
pub struct Item {
    /// Holds the signals, which outlive every view otherwise.
    scope: NodeHandle,
    pub key: u32,
    pub is_person: bool,
    pub text: Signal<String>,
    pub tools: Signal<Vec<Tool>>,
    pub changes: Signal<Vec<Change>>,
    pub assistant: Signal<Option<String>>,
    pub progress: Signal<Progress>,
    /// A question that waits for a yes or a no.
    pub confirm: Signal<Option<Confirm>>,
    /// The message that this answers, if it was sent from here.
    pub sent: Signal<Option<Sent>>,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Item {
    fn new(key: u32, is_person: bool, text: String, progress: Progress) -> Self {
        let scope = create_child_scope(|| {});
        scope.run_in(|| Self {
            scope,
            key,
            is_person,
            text: create_signal(text),
            tools: create_signal(Vec::new()),
            changes: create_signal(Vec::new()),
            assistant: create_signal(None),
            progress: create_signal(progress),
            confirm: create_signal(None),
            sent: create_signal(None),
        })
    }

    /// Back to the beginning, for another try.
    pub fn restart(self) {
        batch(|| {
            self.text.set(String::new());
            self.tools.set(Vec::new());
            self.changes.set(Vec::new());
            self.confirm.set(None);
            self.progress.set(Progress::Streaming);
        });
    }

    /// Whether the turn still runs.
    pub fn is_streaming(self) -> bool {
        self.progress.with(|progress| *progress == Progress::Streaming)
    }

    /// Takes in one event of the stream.
    pub fn apply(self, event: ChatEvent) {
        match event {
            ChatEvent::Started(_) | ChatEvent::Error(_) => {}
            ChatEvent::TextDelta(text) => self.text.update(|all| all.push_str(&text.delta)),
            ChatEvent::ToolStarted(tool) => {
                self.tools.update(|all| all.push(Tool { id: tool.id, name: tool.name, failed: None }));
            }
            ChatEvent::ToolFinished(tool) => self.tools.update(|all| {
                if let Some(known) = all.iter_mut().find(|known| known.id == tool.id) {
                    known.failed = Some(tool.is_error);
                }
            }),
            ChatEvent::Confirm(question) => self.confirm.set(Some(question)),
            ChatEvent::Done(done) => batch(|| {
                self.answer(done.answer);
                self.progress.set(if done.stopped { Progress::Stopped } else { Progress::Done });
            }),
        }
    }

    fn answer(self, answer: ChatAnswer) {
        self.text.set(answer.response);
        self.finish(answer.tool_calls, answer.changes, Some(answer.assistant));
    }

    fn finish(self, calls: Vec<ToolCall>, changes: Vec<Change>, assistant: Option<String>) {
        let tool = |call: ToolCall| Tool { id: call.id, name: call.name, failed: Some(call.is_error) };
        self.tools.set(calls.into_iter().map(tool).collect());
        self.changes.set(changes);
        self.assistant.set(assistant);
    }
}

/// A message on its way, kept so that it can be sent again as the very same one.
#[derive(Clone, PartialEq)]
pub struct Sent {
    pub message: String,
    /// As it was the first time: the same key must come with the same request.
    pub conversation_id: Option<i64>,
    pub key: String,
}

impl Sent {
    /// With a key that no other message has. Plain http has no crypto.randomUUID, and this guards nothing.
    pub fn new(message: String, conversation_id: Option<i64>) -> Self {
        let part = || format!("{:013x}", (js_sys::Math::random() * 4_503_599_627_370_496.0) as u64);
        Self { message, conversation_id, key: format!("{}-{}", part(), part()) }
    }
}

/// A conversation that is open, or was.
#[derive(Clone, Copy)]
pub struct Thread {
    pub key: u32,
    pub id: Signal<Option<i64>>,
    pub items: Signal<Vec<Item>>,
    pub draft: Signal<String>,
    pub loading: Signal<Loading>,
    pub abort: Signal<Option<AbortController>>,
    next_key: Signal<u32>,
}

impl PartialEq for Thread {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Thread {
    /// An empty conversation; without an id it begins with the first message.
    pub fn new(key: u32, id: Option<i64>) -> Self {
        background::in_root(|| Self {
            key,
            id: create_signal(id),
            items: create_signal(Vec::new()),
            draft: create_signal(String::new()),
            loading: create_signal(if id.is_some() { Loading::Idle } else { Loading::Ready }),
            abort: create_signal(None),
            next_key: create_signal(0),
        })
    }

    /// Whether an answer is on its way.
    pub fn is_busy(self) -> bool {
        self.abort.with(Option::is_some)
    }

    /// Whether a message can be sent: after those before it are here, which would wipe it out, and its turn has come.
    pub fn is_ready(self) -> bool {
        self.loading.with(|loading| *loading == Loading::Ready) && !self.is_busy()
    }

    /// Whether all of it is said and done, here as on the server.
    pub fn is_settled(self) -> bool {
        let open = |progress: &Progress| matches!(progress, Progress::Streaming | Progress::Failed(_));
        self.loading.with_untracked(|loading| *loading == Loading::Ready)
            && !self.items.with_untracked(|items| items.iter().any(|item| item.progress.with_untracked(open)))
    }

    /// How many messages were ever made for it: the same number again means that nothing was said meanwhile.
    pub fn made(self) -> u32 {
        self.next_key.get_untracked()
    }

    /// Whether these stored messages go on beyond what is shown.
    pub fn is_behind(self, messages: &[Message]) -> bool {
        let stored = messages.iter().filter(|message| message.role != Role::Tool).count();
        self.items.with_untracked(Vec::len) != stored
    }

    /// What follows a question answers it: its buttons would answer the next one.
    pub fn close_question(self) {
        if let Some(last) = self.items.with_untracked(|items| items.last().copied()) {
            last.confirm.set(None);
        }
    }

    /// Adds a message at the end.
    pub fn push(self, is_person: bool, text: String, progress: Progress) -> Item {
        self.close_question();
        let item = self.item(is_person, text, progress);
        self.items.update(|items| items.push(item));
        item
    }

    /// Takes out an answer, and the message before it that it answers.
    pub fn withdraw(self, answer: Item) {
        self.items.update(|items| {
            if let Some(at) = items.iter().position(|item| *item == answer) {
                items.drain(at.saturating_sub(1)..=at);
            }
        });
    }

    fn item(self, is_person: bool, text: String, progress: Progress) -> Item {
        let key = self.next_key.get_untracked();
        self.next_key.set(key + 1);
        background::in_root(|| Item::new(key, is_person, text, progress))
    }

    /// Shows the stored messages.
    pub fn fill(self, messages: Vec<Message>) {
        let items: Vec<_> = messages
            .into_iter()
            .filter(|message| message.role != Role::Tool)
            .map(|message| {
                let progress = if message.stopped { Progress::Stopped } else { Progress::Done };
                let item = self.item(message.role == Role::User, message.content, progress);
                item.finish(message.tool_calls, message.changes, message.assistant);
                (item, message.confirm)
            })
            .collect();
        // Whatever follows a question answers it.
        if let Some((item, question)) = items.last() {
            item.confirm.set(question.clone());
        }
        let before = self.items.replace(items.into_iter().map(|(item, _)| item).collect());
        // No answer runs while messages are fetched, and no view shows the old ones any more.
        before.iter().for_each(|item| item.scope.dispose());
    }

    /// Ends the running answer.
    pub fn stop(self) {
        if let Some(abort) = self.abort.get_clone_untracked() {
            abort.abort();
        }
    }
}
