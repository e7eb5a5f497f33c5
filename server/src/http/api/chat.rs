//! The chat: one operation, answered as JSON or as a stream of events.

use super::require_app;
use crate::app::App;
use crate::assistant::turn;
use crate::domain::{idempotency, rate_limit};
use crate::error::{Error, Refusal};
use crate::http::auth::Caller;
use crate::http::docs::Tag;
use crate::http::errors::ChatError;
use crate::http::payload::Json;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use poem::http::{StatusCode, header};
use poem::web::sse::{Event, SSE};
use poem::{IntoResponse, Request, Response};
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{
    MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::types::Type;
use poem_openapi::{ApiResponse, OpenApi};
use shared::chat::{ChatAnswer, ChatEvent, ChatRequest, StreamError};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio_util::sync::CancellationToken;

/// How often a silent stream says that it is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Another replica, or the next process, is there after this.
const RESTART: Duration = Duration::from_secs(2);

/// Talking to the assistant.
pub struct ChatApi(pub Option<Arc<App>>);

/// The whole answer, or its events one after the other.
pub enum ChatReply {
    Whole(Json<ChatAnswer>),
    Events(BoxStream<'static, ChatEvent>),
}

#[OpenApi(tag = "Tag::Chat")]
impl ChatApi {
    /// Say something to the assistant
    ///
    /// Answers the whole turn as JSON or, with `Accept: text/event-stream`, one event a `data:` line: `started`,
    /// then `text_delta`, `tool_started` and `tool_finished`, and last `done` or `error`. Closing the stream
    /// stops the turn. Sent twice with the same `Idempotency-Key` within 24 hours, it acts once.
    #[oai(path = "/:user_id/chat", method = "post", operation_id = "chat")]
    async fn chat(
        &self,
        caller: Caller,
        user_id: Path<String>,
        /// Any text that is new for each message, up to 200 characters.
        #[oai(name = "Idempotency-Key", validator(min_length = 1, max_length = 200, pattern = r"^[!-~]+$"))]
        key: Header<Option<String>>,
        body: Json<ChatRequest>,
        request: &Request,
    ) -> Result<ChatReply, ChatError> {
        let owner = caller.owner(&user_id)?;
        let app = require_app(&self.0)?;
        // A key that is no text reads as none, and then the message would not be protected.
        if key.is_none() && request.headers().contains_key(idempotency::HEADER) {
            return Err(idempotency::invalid_key().into());
        }
        rate_limit::count(&app.store, "chat", owner.id(), app.limits().rate_limit_chat).await?;
        let events = turn::start(app.clone(), owner, body.0, key.0).await?;
        let wants_events =
            request.header(header::ACCEPT).is_some_and(|accept| accept.contains("text/event-stream"));
        match wants_events {
            true => Ok(ChatReply::Events(until_shutdown(events, app.shutdown.streams().clone()))),
            false => Ok(ChatReply::Whole(Json(whole(events, time_is_up(app)).await?))),
        }
    }
}

/// When an answer cannot be waited for any longer: a turn that is short still ends while the process stops, and one that
/// is left has as much time again to store what it did.
async fn time_is_up(app: &App) {
    app.shutdown.streams().cancelled().await;
    tokio::time::sleep(app.config.http.shutdown_timeout / 2).await;
}

/// The answer at the end of the events.
async fn whole(
    mut events: Receiver<turn::Event>,
    time_is_up: impl Future<Output = ()>,
) -> crate::error::Result<ChatAnswer> {
    let mut time_is_up = pin!(time_is_up);
    loop {
        let event = tokio::select! {
            biased;
            event = events.recv() => event,
            () = &mut time_is_up => return Err(shutting_down().into()),
        };
        match event {
            Some(Ok(ChatEvent::Done(done))) => return Ok(done.answer),
            Some(Ok(_)) => {}
            Some(Err(refusal)) => return Err(refusal.into()),
            None => return Err(Error::internal("a chat turn ended without an answer")),
        }
    }
}

fn shutting_down() -> Refusal {
    let message = "The server is being restarted. Send the message again in a few seconds.";
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "SHUTTING_DOWN", message).retry_after(RESTART)
}

/// The events, ended by one that can be retried when the process has to stop.
fn until_shutdown(
    events: Receiver<turn::Event>,
    stopping: CancellationToken,
) -> BoxStream<'static, ChatEvent> {
    stream::unfold(Some((events, stopping)), |state| async {
        let (mut events, stopping) = state?;
        tokio::select! {
            biased;
            event = events.recv() => {
                event.map(|event| (event.unwrap_or_else(failure), Some((events, stopping))))
            }
            () = stopping.cancelled() => Some((failure(shutting_down()), None)),
        }
    })
    .boxed()
}

/// A refusal, as the last event.
fn failure(refusal: Refusal) -> ChatEvent {
    ChatEvent::Error(StreamError {
        code: refusal.code.into(),
        message: refusal.message.into(),
        retryable: refusal.retry_after.is_some(),
    })
}

impl IntoResponse for ChatReply {
    fn into_response(self) -> Response {
        match self {
            Self::Whole(answer) => answer.into_response(),
            Self::Events(events) => {
                let events = events.map(|event| {
                    let json = serde_json::to_string(&event)
                        .or_else(|error| serde_json::to_string(&failure(Error::internal(error).shown())));
                    Event::message(json.unwrap_or_default())
                });
                SSE::new(events).keep_alive(KEEP_ALIVE).into_response()
            }
        }
    }
}

impl ApiResponse for ChatReply {
    fn meta() -> MetaResponses {
        let events = MetaSchemaRef::Inline(Box::new(MetaSchema {
            items: Some(Box::new(ChatEvent::schema_ref())),
            ..MetaSchema::new_with_format("array", "event-stream")
        }));
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The answer, or its events.",
                status: Some(200),
                status_range: None,
                content: vec![
                    MetaMediaType {
                        content_type: <Json<ChatAnswer> as Payload>::CONTENT_TYPE,
                        schema: ChatAnswer::schema_ref(),
                    },
                    MetaMediaType { content_type: "text/event-stream", schema: events },
                ],
                headers: vec![],
            }],
        }
    }

    fn register(registry: &mut Registry) {
        ChatAnswer::register(registry);
        ChatEvent::register(registry);
    }
}
