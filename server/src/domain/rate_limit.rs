//! How often something may happen, counted in the database for all replicas together.

use super::{naive, now};
use crate::config::Allowance;
use crate::error::{Error, Refusal, Result};
use crate::store::{Store, once, retry_once};
use chrono::TimeDelta;
use poem::http::StatusCode;
use std::time::Duration;

/// Counts one more `action` of `subject`; refuses when there were too many in this window.
pub async fn count(store: &Store, action: &str, subject: &str, allowance: Allowance) -> Result<()> {
    if allowance.count == 0 {
        return Ok(());
    }
    let now = now();
    let window_s = i64::try_from(allowance.window.as_secs()).unwrap_or(i64::MAX);
    let window = now.timestamp() / window_s;
    let end_s = (window + 1) * window_s;
    let key = format!("{action}:{subject}:{window}");
    let expires_at = naive(now + TimeDelta::seconds(end_s - now.timestamp()));
    if once!(store, counters::hit(&key, expires_at, naive(now)))? > allowance.count {
        return Err(too_many(Duration::from_secs((end_s - now.timestamp()).unsigned_abs())));
    }
    Ok(())
}

/// Remembers one more failure of `key`, until `window` after the first.
pub async fn note_failure(store: &Store, key: &str, window: Duration) -> Result<()> {
    let now = now();
    once!(store, counters::hit(key, naive(now + window), naive(now)))?;
    Ok(())
}

/// How many failures of `key` are remembered, and for how long still.
pub async fn failures(store: &Store, key: &str) -> Result<(i32, Duration)> {
    let now = naive(now());
    let found = retry_once!(store, counters::read(key, now))?;
    Ok(found
        .map_or((0, Duration::ZERO), |(count, until)| (count, (until - now).to_std().unwrap_or_default())))
}

/// Forgets the failures of `key`.
pub async fn forget(store: &Store, key: &str) -> Result<()> {
    Ok(retry_once!(store, counters::clear(key))?)
}

/// 429 with the time to wait.
pub fn too_many(wait: Duration) -> Error {
    let seconds = wait.as_secs().max(1);
    Refusal::new(
        StatusCode::TOO_MANY_REQUESTS,
        "TOO_MANY_REQUESTS",
        format!("Too many requests. Try again in {seconds} seconds."),
    )
    .retry_after(Duration::from_secs(seconds))
    .into()
}
