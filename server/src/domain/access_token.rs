//! Access tokens: what a person gives to a program, so that it can act for them without their password. They open
//! REST and MCP; the routes under /api/auth, where tokens are made, take sessions only.

use super::session::Current;
use super::{naive, now, text};
use crate::auth::{Owner, digest, random_id};
use crate::error::{Error, Result};
use crate::store::rows::AccessTokenRow;
use crate::store::{Store, once, retry_once};
use chrono::TimeDelta;
use shared::access_token::{AccessToken, MadeAccessToken, NewAccessToken, Scope};
use shared::limits::{ACCESS_TOKEN_DAYS_MAX, ACCESS_TOKENS_MAX, NAME_MAX};

/// Tells access tokens from others, here and for tools that look for secrets in files.
const PREFIX: &str = "todo_";
const DAYS: u32 = 90;
/// The last use is noted no more often than this: reading would become writing.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// True for what could be an access token.
pub fn is_one(token: &str) -> bool {
    token.starts_with(PREFIX)
}

/// Makes a token. Only this answer has it.
pub async fn make(store: &Store, current: &Current, new: NewAccessToken) -> Result<MadeAccessToken> {
    let name = new.name.trim();
    if name.is_empty() || text::length(&new.name) > NAME_MAX || name.contains('\0') {
        let message = format!("name has to say what the token is for, in 1 to {NAME_MAX} characters.");
        return Err(Error::invalid_account_field("name", "INVALID", message));
    }
    let days = new.expires_in_days.unwrap_or(DAYS);
    if !(1..=ACCESS_TOKEN_DAYS_MAX).contains(&days) {
        let message = format!("expiresInDays has to be 1 to {ACCESS_TOKEN_DAYS_MAX}.");
        return Err(Error::invalid_account_field("expiresInDays", "OUT_OF_RANGE", message));
    }
    if retry_once!(store, access_tokens::list(&current.user.id))?.len() >= ACCESS_TOKENS_MAX {
        return Err(Error::bad_request(
            "TOO_MANY_TOKENS",
            format!(
                "There are {ACCESS_TOKENS_MAX} access tokens already. Revoke one that is no longer used."
            ),
        ));
    }
    let token = format!("{PREFIX}{}", random_id());
    let now = now();
    let row = AccessTokenRow {
        id: random_id(),
        user_id: current.user.id.clone(),
        name: name.into(),
        token_hash: digest(&token),
        may_write: new.scope == Scope::Write,
        expires_at: naive(now + TimeDelta::days(days.into())),
        created_at: naive(now),
        last_used_at: None,
    };
    once!(store, access_tokens::insert(&row))?;
    tracing::info!(
        event = "access_token_made",
        user_id = row.user_id,
        token_id = row.id,
        "access token made"
    );
    Ok(MadeAccessToken { token, access_token: to_shared(row) })
}

/// The person's tokens.
pub async fn list(store: &Store, current: &Current) -> Result<Vec<AccessToken>> {
    let rows = retry_once!(store, access_tokens::list(&current.user.id))?;
    Ok(rows.into_iter().map(to_shared).collect())
}

/// Revokes a token: from now on it opens nothing.
pub async fn revoke(store: &Store, current: &Current, id: &str) -> Result<()> {
    // PostgreSQL takes no null characters, and no id has one.
    let id = id.replace('\0', "");
    match retry_once!(store, access_tokens::delete(&current.user.id, &id))? {
        true => {
            let user_id = &current.user.id;
            tracing::info!(event = "access_token_revoked", user_id, token_id = id, "access token revoked");
            Ok(())
        }
        false => Err(Error::not_found("access token")),
    }
}

/// Whom this token lets a program act for; nothing when it was revoked, has expired or never was.
pub async fn find(store: &Store, token: &str) -> Result<Option<Owner>> {
    let now = naive(now());
    let Some(row) = retry_once!(store, access_tokens::by_hash(&digest(token), now))? else { return Ok(None) };
    if row.last_used_at.is_none_or(|last| now - last > NOTED_EVERY) {
        retry_once!(store, access_tokens::touch(&row.id, now))?;
    }
    Ok(Some(Owner::program(row.user_id, row.name, row.may_write)))
}

fn to_shared(row: AccessTokenRow) -> AccessToken {
    AccessToken {
        id: row.id,
        name: row.name,
        scope: if row.may_write { Scope::Write } else { Scope::Read },
        expires_at: row.expires_at.and_utc(),
        created_at: row.created_at.and_utc(),
        last_used_at: row.last_used_at.map(|time| time.and_utc()),
    }
}
