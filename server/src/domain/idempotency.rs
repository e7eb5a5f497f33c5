//! Chat requests that carry an `Idempotency-Key`: sent twice, they act once.

use super::{naive, now};
use crate::assistant::OFFLINE;
use crate::auth::{Owner, digest};
use crate::error::{Error, Refusal, Result};
use crate::store::rows::IdempotencyRow;
use crate::store::{Store, StoreError, once, retry_once};
use chrono::TimeDelta;
use poem::http::StatusCode;
use shared::chat::{ChatAnswer, ChatRequest};
use std::time::Duration;

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// A request that has not been answered by then died with its process.
const LOCKED: TimeDelta = TimeDelta::seconds(60);
/// Longest key.
const KEY_MAX: usize = 200;

/// Where a request says its key.
pub const HEADER: &str = "Idempotency-Key";

/// What a key stands for.
pub enum Claim {
    /// This request is the first.
    First,
    /// It was answered before.
    Answered(Box<ChatAnswer>),
}

/// What to answer to a key that cannot be one.
pub fn invalid_key() -> Error {
    let message = format!("{HEADER} has to have 1 to {KEY_MAX} printable ASCII characters without spaces.");
    Error::invalid_field(HEADER, "INVALID", message)
}

/// Claims a key for this request.
pub async fn claim(store: &Store, owner: &Owner, key: &str, request: &ChatRequest) -> Result<Claim> {
    if key.is_empty() || key.len() > KEY_MAX || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(invalid_key());
    }
    let now = now();
    let row = IdempotencyRow {
        user_id: owner.id().into(),
        key: key.into(),
        request_hash: digest(&serde_json::to_string(request).map_err(Error::internal)?),
        answer: None,
        locked_until: naive(now + LOCKED),
        expires_at: naive(now + KEPT),
    };
    let taken = match once!(store, idempotency::claim(&row, naive(now))) {
        Ok(taken) => taken,
        Err(StoreError::Orphan) => return Err(Error::unauthorized()),
        Err(error) => return Err(error.into()),
    };
    match taken {
        None => Ok(Claim::First),
        Some(before) if before.request_hash != row.request_hash => Err(Error::invalid_field(
            HEADER,
            "IDEMPOTENCY_KEY_REUSED",
            "This Idempotency-Key was sent with another message. Use a new key for a new message.",
        )),
        Some(IdempotencyRow { answer: Some(answer), locked_until, .. }) if locked_until <= naive(now) => {
            Ok(Claim::Answered(serde_json::from_str(&answer).map_err(Error::internal)?))
        }
        Some(_) => Err(Refusal::new(
            StatusCode::CONFLICT,
            "CONVERSATION_BUSY",
            "The same message is being answered right now. Wait a moment and send it again.",
        )
        .retry_after(Duration::from_secs(1))
        .into()),
    }
}

/// Keeps the answer for whoever sends the same request again.
pub async fn answer(store: &Store, owner: &Owner, key: &str, answer: &ChatAnswer) -> Result<()> {
    // The clock of another process may be a little behind.
    write(store, owner, key, answer, -LOCKED).await
}

/// Notes that the request is about to change something: should its process die, nobody knows how far it came, and
/// the request is never acted on again.
pub async fn acts(store: &Store, owner: &Owner, key: &str, conversation_id: i64) -> Result<()> {
    write(store, owner, key, &unknown(conversation_id), LOCKED).await
}

/// Keeps that nobody knows how far the request came.
pub async fn interrupted(store: &Store, owner: &Owner, key: &str, conversation_id: i64) -> Result<()> {
    write(store, owner, key, &unknown(conversation_id), -LOCKED).await
}

async fn write(
    store: &Store,
    owner: &Owner,
    key: &str,
    answer: &ChatAnswer,
    locked: TimeDelta,
) -> Result<()> {
    let json = serde_json::to_string(answer).map_err(Error::internal)?;
    Ok(retry_once!(store, idempotency::answer(owner.id(), key, &json, naive(now() + locked)))?)
}

fn unknown(conversation_id: i64) -> ChatAnswer {
    let response = "This message was already being carried out when the server stopped or lost its database. \
                    Look at your tasks first, and say again what is missing.";
    ChatAnswer { conversation_id, response: response.into(), assistant: OFFLINE.into(), ..Default::default() }
}

/// Holds on to a key whose request is still being answered.
pub async fn hold(store: &Store, owner: &Owner, key: &str) -> Result<()> {
    Ok(retry_once!(store, idempotency::hold(owner.id(), key, naive(now() + LOCKED)))?)
}

/// Gives the key back after a request that changed nothing.
pub async fn forget(store: &Store, owner: &Owner, key: &str) -> Result<()> {
    Ok(retry_once!(store, idempotency::forget(owner.id(), key))?)
}
