//! The assistant that needs no model.

use super::turn::Runner;
use crate::error::Error;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// Answers a message; the result is what the next turn needs to know.
pub async fn answer(
    runner: &mut Runner,
    _text: &str,
    _now: DateTime<Utc>,
    _zone: Tz,
    context: &str,
) -> Result<String, (String, Error)> {
    runner.say("I am still learning.").await;
    Ok(context.to_owned())
}
