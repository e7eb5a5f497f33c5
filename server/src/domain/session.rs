//! Sessions: signing in and out, and everything a session can be asked.

use super::account::{INVALID_EMAIL, normalized, to_user};
use super::{naive, now, rate_limit};
use crate::app::App;
use crate::auth::{SessionToken, digest, random_id};
use crate::error::{Error, Refusal, Result};
use crate::store::rows::{SessionRow, UserRow};
use crate::store::{Store, once, retry_once};
use chrono::TimeDelta;
use poem::http::StatusCode;
use shared::account::{Session, SessionAndUser};
use std::net::Ipv6Addr;
use std::time::Duration;

/// A session that is remembered lasts this long, and is extended when it is older than a day.
pub const REMEMBERED: TimeDelta = TimeDelta::days(7);
const NOT_REMEMBERED: TimeDelta = TimeDelta::days(1);
const EXTEND_AFTER: TimeDelta = TimeDelta::days(1);
/// So long after signing in, an account may be deleted without its password.
const FRESH: TimeDelta = TimeDelta::days(1);
/// From this many wrong passwords on, each further try for an account takes longer, up to the longest.
const FREE_FAILURES: u32 = 5;
const FIRST_DELAY: Duration = Duration::from_millis(250);
const LONGEST_DELAY: Duration = Duration::from_secs(4);

/// Where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    pub ip: String,
    pub user_agent: Option<String>,
}

impl Origin {
    /// Whom limits count: an IPv4 address, or the /64 of an IPv6 one, all of whose addresses are one household's.
    pub fn network(&self) -> String {
        match self.ip.parse::<Ipv6Addr>() {
            Ok(ip) => format!("{}/64", Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64)),
            Err(_) => self.ip.clone(),
        }
    }
}

/// A session that a request proved to hold.
pub struct Current {
    pub token: SessionToken,
    pub session: SessionRow,
    pub user: UserRow,
}

/// Opens a session for someone who knows the password.
pub async fn sign_in(
    app: &App,
    email: &str,
    password: &str,
    remember: bool,
    origin: &Origin,
) -> Result<(SessionToken, UserRow)> {
    rate_limit::count(&app.store, "sign-in", &origin.network(), app.limits().rate_limit_sign_in).await?;
    let Some(email) = normalized(email.trim()) else {
        return Err(Error::bad_request("INVALID_EMAIL", INVALID_EMAIL));
    };
    let user = retry_once!(app.store, accounts::by_email(&email))?;
    let hash = user.as_ref().map(|user| user.password_hash.as_str());
    let is_right = is_password(app, &email, password, hash, origin).await?;
    match user.filter(|_| is_right) {
        Some(user) => {
            let (token, session) = new(&user.id, remember, origin);
            once!(app.store, sessions::insert(&session))?;
            tracing::info!(event = "signed_in", user_id = user.id, "signed in");
            Ok((token, user))
        }
        None => {
            tracing::warn!(event = "sign_in_failed", address = origin.ip, "wrong e-mail or password");
            Err(Refusal::new(
                StatusCode::UNAUTHORIZED,
                "INVALID_EMAIL_OR_PASSWORD",
                "The e-mail address or the password is wrong. Check both and try again.",
            )
            .into())
        }
    }
}

/// Whether the password of the account with this e-mail has this hash. Wrong ones are counted, whichever way
/// they come in.
pub async fn is_password(
    app: &App,
    email: &str,
    password: &str,
    hash: Option<&str>,
    origin: &Origin,
) -> Result<bool> {
    let (by_ip, by_account) =
        (format!("failures:{}", origin.network()), format!("failures:{}", digest(email)));
    slow_down(app, &by_ip, &by_account).await?;
    let is_right = app.hasher.verify(password, hash).await?;
    if is_right {
        rate_limit::forget(&app.store, &by_account).await?;
    } else {
        let window = app.limits().rate_limit_failures.window;
        rate_limit::note_failure(&app.store, &by_ip, window).await?;
        rate_limit::note_failure(&app.store, &by_account, window).await?;
    }
    Ok(is_right)
}

/// Refuses an IP address that guesses; only delays an account, whose owner may be someone else.
async fn slow_down(app: &App, by_ip: &str, by_account: &str) -> Result<()> {
    let allowance = app.limits().rate_limit_failures;
    if allowance.count == 0 {
        return Ok(());
    }
    let (failures, wait) = rate_limit::failures(&app.store, by_ip).await?;
    if failures >= allowance.count {
        return Err(rate_limit::too_many(wait));
    }
    let (failures, _) = rate_limit::failures(&app.store, by_account).await?;
    if let Some(excess) = failures.unsigned_abs().checked_sub(FREE_FAILURES) {
        let delay = FIRST_DELAY * 2_u32.saturating_pow(excess.min(8));
        tokio::time::sleep(delay.min(LONGEST_DELAY)).await;
    }
    Ok(())
}

/// A session to be opened, and its token.
pub fn new(user_id: &str, remember: bool, origin: &Origin) -> (SessionToken, SessionRow) {
    let (token, now) = (SessionToken::random(), now());
    let row = SessionRow {
        id: random_id(),
        user_id: user_id.into(),
        token_hash: token.hash(),
        remember,
        ip_address: Some(origin.ip.clone()),
        user_agent: origin.user_agent.clone(),
        expires_at: naive(now + if remember { REMEMBERED } else { NOT_REMEMBERED }),
        created_at: naive(now),
        updated_at: naive(now),
    };
    (token, row)
}

/// The session that this token opens; nothing when there is none (any more).
pub async fn find(store: &Store, token: SessionToken) -> Result<Option<Current>> {
    let found = retry_once!(store, sessions::by_token_hash(&token.hash(), naive(now())))?;
    Ok(found.map(|(session, user)| Current { token, session, user }))
}

/// Extends a session whose time has come, and says whether it did. To be called only where a cookie can be set, or
/// is not used: the browser would drop its cookie before a session that was extended behind its back ends.
pub async fn extend(store: &Store, current: &mut Current) -> Result<bool> {
    let (now, session) = (now(), &mut current.session);
    if !session.remember || naive(now) - session.updated_at <= EXTEND_AFTER {
        return Ok(false);
    }
    session.expires_at = naive(now + REMEMBERED);
    session.updated_at = naive(now);
    retry_once!(store, sessions::extend(&session.id, session.expires_at, session.updated_at))?;
    Ok(true)
}

/// All live sessions of the person.
pub async fn list(store: &Store, current: &Current) -> Result<Vec<Session>> {
    let rows = retry_once!(store, sessions::list(&current.user.id, naive(now())))?;
    Ok(rows.into_iter().map(|row| to_session(row, current)).collect())
}

/// Ends the session that `token` names: a session's own token, or a handle from the list. An unknown one is fine.
pub async fn revoke(store: &Store, current: &Current, token: &str) -> Result<()> {
    Ok(retry_once!(store, sessions::delete(&current.user.id, &searchable(token), &digest(token)))?)
}

/// Text that PostgreSQL lets us look for. Nothing stored has a null character, so nothing is found that should not be.
fn searchable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// Ends every session of the person, or every other one.
pub async fn revoke_all(store: &Store, current: &Current, keep_current: bool) -> Result<()> {
    let kept = keep_current.then_some(current.session.id.as_str());
    Ok(retry_once!(store, sessions::delete_all(&current.user.id, kept))?)
}

/// True when the person signed in during the last day.
pub fn is_fresh(current: &Current) -> bool {
    naive(now()) - current.session.created_at < FRESH
}

/// The session and the person, as they travel.
pub fn describe(current: &Current) -> SessionAndUser {
    SessionAndUser {
        session: to_session(current.session.clone(), current),
        user: to_user(current.user.clone()),
    }
}

fn to_session(row: SessionRow, current: &Current) -> Session {
    let is_current = row.id == current.session.id;
    Session {
        token: if is_current { current.token.expose().to_owned() } else { row.id.clone() },
        id: row.id,
        user_id: row.user_id,
        expires_at: row.expires_at.and_utc(),
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
        ip_address: row.ip_address,
        user_agent: row.user_agent,
    }
}
