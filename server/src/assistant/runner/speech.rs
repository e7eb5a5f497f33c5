//! What a turn says, at once or at its end, and to whom.

use super::Runner;
use crate::assistant::turn::Event;
use shared::chat::{ChatEvent, Confirm, TextDelta};
use std::time::Duration;
use tokio::sync::mpsc::error::SendTimeoutError;

/// A reader who takes nothing for so long has gone.
const READER_TIMEOUT: Duration = Duration::from_secs(10);
/// Most pieces that an answer's words are sent in.
const DELTAS_MAX: usize = 100;

/// Words in a bounded number of pieces.
fn deltas(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_inclusive(' ').collect();
    let size = words.len().div_ceil(DELTAS_MAX).max(1);
    words.chunks(size).map(<[&str]>::concat).collect()
}

impl Runner {
    /// Says something, once the turn has ended.
    pub fn say(&mut self, words: &str) {
        self.answer.response.push_str(words);
    }

    /// Says something in a paragraph of its own.
    pub fn say_apart(&mut self, words: &str) {
        self.break_off();
        self.say(words);
    }

    /// What is said next is a new paragraph.
    pub fn break_off(&mut self) {
        if !self.answer.response.is_empty() && !self.answer.response.ends_with("\n\n") {
            self.say("\n\n");
        }
    }

    /// Says something now, while more is to come.
    pub async fn stream(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        self.say(words);
        let delta = self.answer.response.get(self.sent..).unwrap_or_default().to_owned();
        self.sent = self.answer.response.len();
        self.send(ChatEvent::TextDelta(TextDelta { delta })).await;
    }

    /// Asks for a yes before something large.
    pub fn confirm(&mut self, question: &str) {
        let id = format!("confirm_{}", self.lease.conversation_id);
        self.question = Some(Confirm { id, message: question.into() });
    }

    /// Ends when the person closes the stream.
    pub fn left(&self) -> impl Future<Output = ()> + use<> {
        let (events, gave_up) = (self.events.clone(), self.gave_up);
        async move {
            if !gave_up {
                events.closed().await;
            }
        }
    }

    /// Who is answering.
    pub fn speak_as(&mut self, assistant: &str) {
        self.answer.assistant = assistant.into();
    }

    /// The words so far.
    pub fn spoken(&self) -> &str {
        &self.answer.response
    }

    /// True once words were sent.
    pub fn has_spoken(&self) -> bool {
        self.sent > 0
    }

    pub(super) async fn send_words(&mut self) {
        let left = self.answer.response.get(self.sent..).unwrap_or_default();
        for delta in deltas(left) {
            self.send(ChatEvent::TextDelta(TextDelta { delta })).await;
        }
        if let Some(question) = self.question.take() {
            self.send(ChatEvent::Confirm(question)).await;
        }
    }

    pub(super) async fn send(&mut self, event: ChatEvent) {
        self.send_event(Ok(event)).await;
    }

    pub(super) async fn send_event(&mut self, event: Event) {
        // A reader that has gone has stopped the turn; `is_stopped` tells.
        if !self.is_unheard()
            && let Err(SendTimeoutError::Timeout(_)) = self.events.send_timeout(event, READER_TIMEOUT).await
        {
            self.gave_up = true;
        }
    }
}
