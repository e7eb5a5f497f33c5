//! One turn of a conversation: what the person said is stored, the assistant acts and answers, the answer is
//! stored. Nothing stays in the process: any replica can take the next message.

use super::runner::Runner;
use crate::app::App;
use crate::auth::Owner;
use crate::domain::idempotency::{self, Claim, Key};
use crate::domain::{account, conversation};
use crate::error::{Error, Refusal, Result};
use shared::chat::{ChatAnswer, ChatEvent, ChatRequest, Done, Started};
use std::sync::Arc;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use tracing::Instrument;

/// Events that may wait for a slow reader.
const BUFFER: usize = 64;

/// What happens in a turn, or why it ends without an answer.
pub type Event = std::result::Result<ChatEvent, Refusal>;

/// Starts a turn and answers its events. Whatever refuses the message does so here, before the first event.
/// It begins in a task of its own: a caller who goes may not leave the conversation and the key held by nobody.
pub async fn start(
    app: Arc<App>,
    owner: Owner,
    request: ChatRequest,
    key: Option<String>,
) -> Result<Receiver<Event>> {
    let text = conversation::message_text("message", &request.message)?.to_owned();
    let zone = account::zone_for(&app.store, &owner, request.time_zone.as_deref()).await?;
    let (events, receiver) = channel(BUFFER);
    let (begun, beginning) = oneshot::channel();
    let work = app.shutdown.work().clone();
    let turn = async move {
        let begin = begin(&app, &owner, &request, key, &text).await;
        let (begin, refused) = match begin {
            Ok(begin) => (Some(begin), Ok(())),
            Err(error) => (None, Err(error)),
        };
        // A caller who has gone is noticed by the turn.
        begun.send(refused).ok();
        match begin {
            Some(Begin::Turn(turn, key)) => {
                Runner::new(app, owner, key, events, turn.lease).run(text, zone, turn.context).await;
            }
            Some(Begin::Answered(answer)) => replay(*answer, &events).await,
            None => {}
        }
    };
    work.spawn(turn.instrument(tracing::Span::current()));
    beginning.await.map_err(|_| Error::internal("a chat turn ended before it began"))??;
    Ok(receiver)
}

/// What a message leads to.
enum Begin {
    Turn(conversation::Turn, Option<Key>),
    /// It was answered before.
    Answered(Box<ChatAnswer>),
}

/// Claims the key and takes the turn in the conversation.
async fn begin(
    app: &App,
    owner: &Owner,
    request: &ChatRequest,
    key: Option<String>,
    text: &str,
) -> Result<Begin> {
    let key = match key {
        None => None,
        Some(key) => match idempotency::claim(&app.store, owner, &key, request).await? {
            Claim::First(key) => Some(key),
            Claim::Answered(answer) => return Ok(Begin::Answered(answer)),
        },
    };
    match conversation::begin_turn(&app.store, owner, request.conversation_id, text).await {
        Ok(turn) => Ok(Begin::Turn(turn, key)),
        Err(error) => {
            if let Some(key) = &key {
                log_failure(idempotency::forget(&app.store, owner, key).await);
            }
            Err(error)
        }
    }
}

/// An answer from before, as events.
async fn replay(answer: ChatAnswer, events: &Sender<Event>) {
    let started = ChatEvent::Started(Started { conversation_id: answer.conversation_id });
    for event in [started, ChatEvent::Done(Done { answer, stopped: false })] {
        // A reader that has gone needs no replay.
        events.send(Ok(event)).await.ok();
    }
}

/// Says so when what a key stands for could not be written down: it stays as it is then.
pub(super) fn log_failure(result: Result<()>) {
    if let Err(error) = result {
        tracing::warn!(event = "idempotency_key_kept", %error, "the key stays claimed until its lock runs out");
    }
}
