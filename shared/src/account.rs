//! Accounts as they travel, in the shapes that the npm `better-auth` client speaks.

use chrono::{DateTime, Utc};
#[cfg(feature = "openapi")]
use poem_openapi::Object;
use serde::{Deserialize, Serialize};

/// A person with an account.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(Object), oai(rename_all = "camelCase"))]
pub struct User {
    pub id: String,
    pub name: String,
    /// In lower case.
    pub email: String,
    pub email_verified: bool,
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub image: Option<String>,
    /// IANA time zone, such as `Europe/Berlin`.
    pub time_zone: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A signed-in browser or program.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(Object), oai(rename_all = "camelCase"))]
pub struct Session {
    pub id: String,
    /// The session's own token for the session that asks, an opaque handle for the others;
    /// `revoke-session` takes either.
    pub token: String,
    pub user_id: String,
    pub expires_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub ip_address: Option<String>,
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub user_agent: Option<String>,
}

/// A session and whose it is.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct SessionAndUser {
    pub session: Session,
    pub user: User,
}

/// Opens an account.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(Object), oai(rename_all = "camelCase", example))]
pub struct SignUp {
    #[cfg_attr(feature = "openapi", oai(validator(max_length = 200, pattern = r"^[^\x00]*$")))]
    pub name: String,
    #[cfg_attr(
        feature = "openapi",
        oai(validator(
            max_length = 254,
            pattern = r"^[^\s@\x00-\x1f\x7f-\x9f]+@[^\s@.\x00-\x1f\x7f-\x9f]+(\.[^\s@.\x00-\x1f\x7f-\x9f]+)+$"
        ))
    )]
    pub email: String,
    /// 8 to 128 characters.
    #[cfg_attr(feature = "openapi", oai(validator(min_length = 8, max_length = 128)))]
    pub password: String,
    /// Address of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable, validator(max_length = 2000, pattern = r"^[^\x00]*$")))]
    pub image: Option<String>,
    /// False makes a session that ends with the browser, and after a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub remember_me: Option<bool>,
    /// IANA time zone of the browser; UTC without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub time_zone: Option<String>,
    /// A path or page of this site; checked only.
    #[serde(default, rename = "callbackURL", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        oai(
            rename = "callbackURL",
            nullable,
            validator(
                pattern = r"^(/([^/\\\x00-\x1f\x7f-\x9f][^\\\x00-\x1f\x7f-\x9f]*)?|https?://[^\\\x00-\x1f\x7f-\x9f]+)$"
            )
        )
    )]
    pub callback_url: Option<String>,
}

/// Opens a session.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(Object), oai(rename_all = "camelCase", example))]
pub struct SignIn {
    #[cfg_attr(
        feature = "openapi",
        oai(validator(
            max_length = 254,
            pattern = r"^[^\s@\x00-\x1f\x7f-\x9f]+@[^\s@.\x00-\x1f\x7f-\x9f]+(\.[^\s@.\x00-\x1f\x7f-\x9f]+)+$"
        ))
    )]
    pub email: String,
    pub password: String,
    /// False makes a session that ends with the browser, and after a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub remember_me: Option<bool>,
    /// A path or page of this site to go to afterwards.
    #[serde(default, rename = "callbackURL", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        oai(
            rename = "callbackURL",
            nullable,
            validator(
                pattern = r"^(/([^/\\\x00-\x1f\x7f-\x9f][^\\\x00-\x1f\x7f-\x9f]*)?|https?://[^\\\x00-\x1f\x7f-\x9f]+)$"
            )
        )
    )]
    pub callback_url: Option<String>,
}

/// Answer to a sign-up or a password change.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct TokenAndUser {
    /// The new session's token; null when the session stays as it was.
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub token: Option<String>,
    pub user: User,
}

/// Answer to a sign-in.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct SignedIn {
    /// True when `url` is there to go to.
    pub redirect: bool,
    pub token: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub url: Option<String>,
    pub user: User,
}

/// Changes to an account; at least one field.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(Object), oai(rename_all = "camelCase", example))]
pub struct UpdateUser {
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::present")]
    #[cfg_attr(
        feature = "openapi",
        oai(skip_serializing_if_is_none, validator(max_length = 200, pattern = r"^[^\x00]*$"))
    )]
    pub name: Option<String>,
    /// Address of a picture; null removes it.
    #[serde(default, skip_serializing_if = "crate::Patch::is_keep")]
    #[cfg_attr(feature = "openapi", oai(nullable, validator(max_length = 2000, pattern = r"^[^\x00]*$")))]
    pub image: crate::Patch<String>,
    /// IANA time zone, such as `Europe/Berlin`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::present")]
    #[cfg_attr(feature = "openapi", oai(skip_serializing_if_is_none))]
    pub time_zone: Option<String>,
    /// Cannot be changed here: sending it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(skip))]
    pub email: Option<String>,
}

/// Changes the password.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(Object), oai(rename_all = "camelCase"))]
pub struct ChangePassword {
    pub current_password: String,
    /// 8 to 128 characters.
    #[cfg_attr(feature = "openapi", oai(validator(min_length = 8, max_length = 128)))]
    pub new_password: String,
    /// True signs out everywhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub revoke_other_sessions: Option<bool>,
}

/// Deletes the account with everything in it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct DeleteUser {
    /// Needed unless the session is younger than a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub password: Option<String>,
}

/// Names a session to end.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct RevokeSession {
    /// A `token` from the list of sessions.
    pub token: String,
}

/// A short-lived JWT for the `Authorization: Bearer` header.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Jwt {
    pub token: String,
}

#[cfg(feature = "openapi")]
mod examples {
    use super::{SignIn, SignUp, UpdateUser};
    use poem_openapi::types::Example;

    impl Example for SignUp {
        fn example() -> Self {
            Self {
                name: "Ada Lovelace".into(),
                email: "ada@example.com".into(),
                password: "correct horse battery".into(),
                time_zone: Some("Europe/London".into()),
                ..Self::default()
            }
        }
    }

    impl Example for SignIn {
        fn example() -> Self {
            Self {
                email: "ada@example.com".into(),
                password: "correct horse battery".into(),
                ..Self::default()
            }
        }
    }

    impl Example for UpdateUser {
        fn example() -> Self {
            Self { name: Some("Ada".into()), time_zone: Some("Asia/Karachi".into()), ..Self::default() }
        }
    }
}
