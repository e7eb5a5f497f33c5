//! Chat requests that carry an `Idempotency-Key`: sent twice, they act once.

use super::{LEASE, naive, now};
use crate::auth::{Owner, digest};
use crate::error::{Error, Result};
use crate::store::rows::IdempotencyRow;
use crate::store::{Store, StoreError, once, retry_once};
use chrono::{NaiveDateTime, TimeDelta};
use shared::chat::{ChatAnswer, ChatRequest};

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// Longest key.
const KEY_MAX: usize = 200;
/// How often a key is claimed that others claim and give back at the same moment.
const TRIES: usize = 5;

/// Where a request says its key.
pub const HEADER: &str = "Idempotency-Key";

/// What a key stands for.
pub enum Claim {
    /// This request is the first.
    First(Key),
    /// It was answered before.
    Answered(Box<ChatAnswer>),
}

/// A key that a request holds. The time that the request wrote there last tells its own claim from that of a request
/// which took over, should this one be held up for longer.
pub struct Key {
    key: String,
    locked_until: NaiveDateTime,
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
        locked_until: naive(now + LEASE),
        expires_at: naive(now + KEPT),
    };
    for _ in 0..TRIES {
        match once!(store, idempotency::claim(&row, naive(now))) {
            Ok(true) => return Ok(Claim::First(Key { key: row.key, locked_until: row.locked_until })),
            Ok(false) => {}
            Err(StoreError::Orphan) => return Err(Error::unauthorized()),
            Err(error) => return Err(error.into()),
        }
        // Nothing is there when the other request gave the key back meanwhile.
        if let Some(before) = retry_once!(store, idempotency::find(owner.id(), key))? {
            return answered(before, &row.request_hash, naive(now));
        }
    }
    Err(busy())
}

/// What the claim that came first has for this request.
fn answered(before: IdempotencyRow, request_hash: &str, now: NaiveDateTime) -> Result<Claim> {
    match before {
        before if before.request_hash != request_hash => Err(Error::invalid_field(
            HEADER,
            "IDEMPOTENCY_KEY_REUSED",
            "This Idempotency-Key was sent with another message. Use a new key for a new message.",
        )),
        IdempotencyRow { answer: Some(answer), locked_until, .. } if locked_until <= now => {
            Ok(Claim::Answered(serde_json::from_str(&answer).map_err(Error::internal)?))
        }
        _ => Err(busy()),
    }
}

fn busy() -> Error {
    Error::busy("The same message is being answered right now. Wait a moment and send it again.")
}

/// Keeps the answer for whoever sends the same request again.
pub async fn answer(store: &Store, owner: &Owner, key: &mut Key, answer: &ChatAnswer) -> Result<()> {
    // The clock of another process may be a little behind.
    write(store, owner, key, Some(answer), -LEASE).await
}

/// Notes that the request is about to change something: should its process die, nobody knows how far it came, and
/// the request is never acted on again.
pub async fn acts(store: &Store, owner: &Owner, key: &mut Key, so_far: &ChatAnswer) -> Result<()> {
    write(store, owner, key, Some(&unknown(so_far)), LEASE).await
}

/// Keeps that nobody knows how far the request came.
pub async fn interrupted(store: &Store, owner: &Owner, key: &mut Key, so_far: &ChatAnswer) -> Result<()> {
    write(store, owner, key, Some(&unknown(so_far)), -LEASE).await
}

/// Holds on to a key whose request is still being answered.
pub async fn hold(store: &Store, owner: &Owner, key: &mut Key) -> Result<()> {
    write(store, owner, key, None, LEASE).await
}

/// Gives the key back after a request that changed nothing.
pub async fn forget(store: &Store, owner: &Owner, key: &Key) -> Result<()> {
    Ok(retry_once!(store, idempotency::forget(owner.id(), &key.key, key.locked_until))?)
}

/// Writes to a key that is still this request's; refused when another one has taken over.
async fn write(
    store: &Store,
    owner: &Owner,
    key: &mut Key,
    answer: Option<&ChatAnswer>,
    locked: TimeDelta,
) -> Result<()> {
    let json = answer.map(serde_json::to_string).transpose().map_err(Error::internal)?;
    let (held, until) = (key.locked_until, naive(now() + locked));
    if !retry_once!(store, idempotency::hold(owner.id(), &key.key, held, until, json.as_deref()))? {
        return Err(busy());
    }
    key.locked_until = until;
    Ok(())
}

fn unknown(so_far: &ChatAnswer) -> ChatAnswer {
    let response = "This message was already being carried out when the server stopped or lost its database. \
                    Look at your tasks first, and say again what is missing.";
    ChatAnswer { response: response.into(), ..so_far.clone() }
}
