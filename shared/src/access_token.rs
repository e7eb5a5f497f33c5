//! Access tokens: what people give to programs.

use chrono::{DateTime, Utc};
#[cfg(feature = "openapi")]
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};

/// What a program may do with a token.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(Enum), oai(rename_all = "lowercase"))]
pub enum Scope {
    /// Look.
    #[default]
    Read,
    /// Look and change.
    Write,
}

/// A token, without what is secret of it.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(Object), oai(rename_all = "camelCase"))]
pub struct AccessToken {
    pub id: String,
    /// What it is for.
    pub name: String,
    pub scope: Scope,
    pub expires_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    /// To the minute; null when it was never used.
    #[cfg_attr(feature = "openapi", oai(nullable))]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// Makes a token.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(Object), oai(rename_all = "camelCase", example))]
pub struct NewAccessToken {
    /// What it is for.
    #[cfg_attr(
        feature = "openapi",
        oai(validator(min_length = 1, max_length = 200, pattern = r"^[^\x00]*[^\s\x00][^\x00]*$"))
    )]
    pub name: String,
    /// `read` unless said otherwise.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub scope: Scope,
    /// After how many days it stops working; 90 unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", oai(nullable, validator(minimum(value = "1"), maximum(value = "366"))))]
    pub expires_in_days: Option<u32>,
}

/// A token that was just made. It is shown this once.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(Object), oai(rename_all = "camelCase"))]
pub struct MadeAccessToken {
    /// For the header `Authorization: Bearer`.
    pub token: String,
    pub access_token: AccessToken,
}

#[cfg(feature = "openapi")]
mod examples {
    use super::{NewAccessToken, Scope};
    use poem_openapi::types::Example;

    impl Example for NewAccessToken {
        fn example() -> Self {
            Self { name: "My editor".into(), scope: Scope::Write, expires_in_days: Some(30) }
        }
    }
}
