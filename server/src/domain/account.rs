//! Accounts: opening, changing and deleting one. Statuses and codes are better-auth's.

use super::session::{self, Current, Origin};
use super::{naive, now, rate_limit, text};
use crate::app::App;
use crate::auth::{Owner, SessionToken, random_id};
use crate::error::{Error, Refusal, Result};
use crate::store::rows::{UserChanges, UserRow};
use crate::store::{Store, StoreError, once, retry_once};
use chrono_tz::Tz;
use poem::http::StatusCode;
use shared::Patch;
use shared::account::{ChangePassword, SignUp, UpdateUser, User};
use shared::limits::{EMAIL_MAX, NAME_MAX, PASSWORD_MAX, PASSWORD_MIN};
use unicode_normalization::UnicodeNormalization;

/// Longest address of a picture.
const IMAGE_MAX: usize = 2_000;
/// What is said of an e-mail that is none.
pub const INVALID_EMAIL: &str = "email is not an e-mail address; write for example ada@example.com.";

/// Opens an account and a session.
pub async fn sign_up(app: &App, new: SignUp, origin: &Origin) -> Result<(SessionToken, UserRow)> {
    rate_limit::count(&app.store, "sign-up", &origin.network(), app.limits().rate_limit_sign_in).await?;
    let name = name(&new.name)?;
    let email = normalized(&new.email)
        .ok_or_else(|| Error::invalid_account_field("email", "INVALID", INVALID_EMAIL))?;
    check_password(&new.password)?;
    let image = new.image.map(image).transpose()?;
    let time_zone = new.time_zone.as_deref().map(time_zone).transpose()?.unwrap_or(Tz::UTC);
    let now = naive(now());
    let user = UserRow {
        id: random_id(),
        name,
        email,
        password_hash: app.hasher.hash(&new.password).await?,
        image,
        time_zone: time_zone.name().into(),
        created_at: now,
        updated_at: now,
    };
    let (token, session) = session::new(&user.id, new.remember_me.unwrap_or(true), origin);
    once!(app.store, accounts::insert(&user, &session)).map_err(|error| match error {
        StoreError::Duplicate => Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL",
            "There is an account with this e-mail address already. Sign in, or use another one.",
        )
        .into(),
        other => Error::from(other),
    })?;
    tracing::info!(event = "signed_up", user_id = user.id, "account opened");
    Ok((token, user))
}

/// Changes name, picture or time zone.
pub async fn update(app: &App, current: &Current, changes: UpdateUser) -> Result<UserRow> {
    if changes.email.is_some() {
        return Err(Error::bad_request(
            "EMAIL_CAN_NOT_BE_UPDATED",
            "The e-mail address cannot be changed here.",
        ));
    }
    let image = match changes.image {
        Patch::Keep => None,
        Patch::Clear => Some(None),
        Patch::Set(url) => Some(Some(image(url)?)),
    };
    let row = UserChanges {
        name: changes.name.as_deref().map(name).transpose()?,
        image,
        time_zone: changes.time_zone.as_deref().map(time_zone).transpose()?.map(|zone| zone.name().into()),
        password_hash: None,
        updated_at: naive(now()),
    };
    if row.name.is_none() && row.image.is_none() && row.time_zone.is_none() {
        return Err(Error::bad_request(
            "NO_FIELDS_TO_UPDATE",
            "Nothing to change: give a name, an image or a timeZone.",
        ));
    }
    change(app, &current.user.id, &row).await
}

/// Changes the password. Where others are to be signed out, the answer is the token of a new session.
pub async fn change_password(
    app: &App,
    current: &Current,
    change_to: ChangePassword,
    origin: &Origin,
) -> Result<(Option<SessionToken>, UserRow)> {
    rate_limit::count(&app.store, "change-password", &origin.network(), app.limits().rate_limit_sign_in)
        .await?;
    check_password(&change_to.new_password)?;
    confirm_password(app, current, &change_to.current_password, origin).await?;
    let row = UserChanges {
        name: None,
        image: None,
        time_zone: None,
        password_hash: Some(app.hasher.hash(&change_to.new_password).await?),
        updated_at: naive(now()),
    };
    let id = &current.user.id;
    if change_to.revoke_other_sessions != Some(true) {
        return Ok((None, change(app, id, &row).await?));
    }
    let (token, session) = session::new(id, current.session.remember, origin);
    let user = retry_once!(app.store, accounts::update_alone(id, &row, &session))?;
    Ok((Some(token), user.ok_or_else(Error::unauthorized)?))
}

/// Deletes the account with everything in it. A password is needed unless the session is fresh.
pub async fn delete(app: &App, current: &Current, password: Option<&str>, origin: &Origin) -> Result<()> {
    rate_limit::count(&app.store, "delete-user", &origin.network(), app.limits().rate_limit_sign_in).await?;
    match password {
        Some(password) => confirm_password(app, current, password, origin).await?,
        None if session::is_fresh(current) => {}
        None => {
            return Err(Error::bad_request(
                "SESSION_EXPIRED",
                "Signing in was more than a day ago: give the password, or sign in again first.",
            ));
        }
    }
    retry_once!(app.store, accounts::delete(&current.user.id))?;
    tracing::info!(event = "account_deleted", user_id = current.user.id, "account deleted");
    Ok(())
}

/// The zone that "tomorrow at 5" is meant in: the one that the field `time_zone` names, else the account's.
pub async fn zone_for(store: &Store, owner: &Owner, named: Option<&str>) -> Result<Tz> {
    if let Some(name) = named {
        return zone("time_zone", name)
            .map_err(|message| Error::invalid_field("time_zone", "INVALID", message));
    }
    let user = retry_once!(store, accounts::by_id(owner.id()))?.ok_or_else(Error::unauthorized)?;
    Ok(user.time_zone.parse().unwrap_or(Tz::UTC))
}

/// An IANA time zone, or why this field is none.
pub fn zone(field: &str, name: &str) -> std::result::Result<Tz, String> {
    let wrong = |_| format!("{field} is not a known IANA time zone; write for example Europe/Berlin.");
    name.parse().map_err(wrong)
}

fn time_zone(name: &str) -> Result<Tz> {
    zone("timeZone", name).map_err(|message| Error::invalid_account_field("timeZone", "INVALID", message))
}

/// A person, as they travel.
pub fn to_user(row: UserRow) -> User {
    User {
        id: row.id,
        name: row.name,
        email: row.email,
        email_verified: false,
        image: row.image,
        time_zone: row.time_zone,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    }
}

async fn change(app: &App, id: &str, changes: &UserChanges) -> Result<UserRow> {
    retry_once!(app.store, accounts::update(id, changes))?.ok_or_else(Error::unauthorized)
}

async fn confirm_password(app: &App, current: &Current, password: &str, origin: &Origin) -> Result<()> {
    let user = &current.user;
    match session::is_password(app, &user.email, password, Some(&user.password_hash), origin).await? {
        true => Ok(()),
        false => Err(Error::bad_request("INVALID_PASSWORD", "The current password is wrong.")),
    }
}

fn name(text: &str) -> Result<String> {
    check_text("name", text, NAME_MAX)?;
    Ok(text.trim().to_owned())
}

fn image(url: String) -> Result<String> {
    check_text("image", &url, IMAGE_MAX)?;
    Ok(url)
}

fn check_text(field: &str, text: &str, longest: usize) -> Result<()> {
    if text.contains('\0') {
        let message = format!("{field} contains a null character; leave it out.");
        return Err(Error::invalid_account_field(field, "INVALID_CHARACTER", message));
    }
    if text::length(text) > longest {
        let message = format!("{field} is longer than {longest} characters.");
        return Err(Error::invalid_account_field(field, "TOO_LONG", message));
    }
    Ok(())
}

/// An e-mail as it is stored and compared: in lower case, however the keyboard composes its accents. Nothing when it
/// is none; only its shape is checked, for no mail is sent.
pub fn normalized(text: &str) -> Option<String> {
    let email: String = text.to_lowercase().nfc().collect();
    let has_shape = email.split_once('@').is_some_and(|(local, domain)| {
        let is_plain = |part: &str| {
            !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@')
        };
        is_plain(local)
            && is_plain(domain)
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty())
    });
    (has_shape && text::length(text) <= EMAIL_MAX).then_some(email)
}

fn check_password(password: &str) -> Result<()> {
    match password.encode_utf16().count() {
        length if length < PASSWORD_MIN => Err(Error::bad_request(
            "PASSWORD_TOO_SHORT",
            format!("The password is too short: use at least {PASSWORD_MIN} characters."),
        )),
        length if length > PASSWORD_MAX => Err(Error::bad_request(
            "PASSWORD_TOO_LONG",
            format!("The password is too long: use at most {PASSWORD_MAX} characters."),
        )),
        _ => Ok(()),
    }
}
