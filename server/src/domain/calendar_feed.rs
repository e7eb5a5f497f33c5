//! Calendar feeds: a secret address at which a calendar program finds what is due. It only shows, and one person has
//! one; making another, or revoking it, ends the one before.

use super::{naive, now, task};
use crate::auth::{Owner, digest, random_id};
use crate::error::{Error, Refusal, Result};
use crate::store::rows::{CalendarFeedRow, UserRow};
use crate::store::{Store, StoreError, once, retry_once};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use poem::http::StatusCode;
use shared::transfer::{CalendarFeed, MadeCalendarFeed};

/// Where feeds are found, under /api.
pub const FOLDER: &str = "/calendar/";
/// What the name of a feed ends with: calendar programs look at it.
const ENDING: &str = ".ics";

/// A feed that a caller had the address of.
pub struct Feed {
    pub owner: Owner,
    pub user: UserRow,
    /// Another text whenever the feed says something else.
    pub version: String,
    /// When that was first seen.
    pub changed_at: DateTime<Utc>,
}

/// Makes the address of a person's feed; one made before leads nowhere from now on. Only this answer has it.
pub async fn make(store: &Store, owner: &Owner) -> Result<MadeCalendarFeed> {
    let (token, now) = (random_id(), now());
    let row = CalendarFeedRow {
        user_id: owner.id().into(),
        token_hash: digest(&token),
        created_at: naive(now),
        version: String::new(),
        changed_at: naive(now),
    };
    match once!(store, calendar_feeds::put(&row)) {
        // The token outlived its account.
        Err(StoreError::Orphan) => return Err(Error::unauthorized()),
        other => other?,
    }
    tracing::info!(event = "calendar_feed_made", "calendar feed made");
    Ok(MadeCalendarFeed { path: format!("/api{FOLDER}{token}{ENDING}"), created_at: now })
}

/// Whether a person has a feed.
pub async fn get(store: &Store, owner: &Owner) -> Result<CalendarFeed> {
    let row = retry_once!(store, calendar_feeds::get(owner.id()))?;
    Ok(CalendarFeed { created_at: row.map(|row| row.created_at.and_utc()) })
}

/// Revokes a person's feed, if there is one.
pub async fn revoke(store: &Store, owner: &Owner) -> Result<()> {
    retry_once!(store, calendar_feeds::delete(owner.id()))?;
    tracing::info!(event = "calendar_feed_revoked", "calendar feed revoked");
    Ok(())
}

/// The feed with this name.
pub async fn find(store: &Store, name: &str) -> Result<Feed> {
    let missing = || {
        let message = "There is no calendar feed at this address. It may have been revoked; make a new one on the account page.";
        Error::from(Refusal::new(StatusCode::NOT_FOUND, "NOT_FOUND", message))
    };
    let token = name.strip_suffix(ENDING).ok_or_else(missing)?;
    let row = retry_once!(store, calendar_feeds::by_hash(&digest(token)))?.ok_or_else(missing)?;
    let user = retry_once!(store, accounts::by_id(&row.user_id))?.ok_or_else(missing)?;
    let owner = Owner::program(row.user_id.clone(), "calendar feed".into(), false);
    let tasks = task::version(store, &owner).await?;
    // The zone's rules are written for some years from now.
    let version = format!("{}-{}-{}", tasks.version, user.time_zone, now().format("%Y"));
    let mut changed_at = row.changed_at.and_utc();
    if version != row.version {
        // HTTP counts whole seconds: a second change within one has to look later, too.
        let next = changed_at + TimeDelta::seconds(1);
        changed_at = now().max(next).duration_trunc(TimeDelta::seconds(1)).map_err(Error::internal)?;
        retry_once!(store, calendar_feeds::note_version(&row, &version, naive(changed_at)))?;
    }
    Ok(Feed { owner, user, version, changed_at })
}
