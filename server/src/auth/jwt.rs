//! Short-lived signed tokens: any replica verifies them with JWT_SECRET, without the database.

use super::{Owner, hs256};
use crate::config::Secret;
use crate::error::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

/// How long a token is good for.
const LIFETIME: TimeDelta = TimeDelta::minutes(15);

/// What a token says.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Claims {
    /// User id.
    sub: String,
    /// Seconds since 1970.
    iat: i64,
    /// Seconds since 1970.
    exp: i64,
    email: String,
    name: String,
}

/// Signs and verifies tokens.
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Keys {
    /// The keys made from JWT_SECRET.
    pub fn new(secret: &Secret) -> Self {
        // Fails only when it was installed before, by another Keys.
        hs256::PROVIDER.install_default().ok();
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 5;
        validation.set_required_spec_claims(&["exp", "sub"]);
        Self {
            encoding: EncodingKey::from_secret(secret.expose().as_bytes()),
            decoding: DecodingKey::from_secret(secret.expose().as_bytes()),
            validation,
        }
    }

    /// A token for this person.
    pub fn sign(&self, id: &str, email: &str, name: &str, now: DateTime<Utc>) -> Result<String> {
        let claims = Claims {
            sub: id.into(),
            iat: now.timestamp(),
            exp: (now + LIFETIME).timestamp(),
            email: email.into(),
            name: name.into(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding).map_err(Error::internal)
    }

    /// Whose token this is; nothing when it is forged, expired or no JWT at all.
    pub fn verify(&self, token: &str) -> Option<Owner> {
        #[derive(Deserialize)]
        struct Subject {
            sub: String,
        }
        let data = jsonwebtoken::decode::<Subject>(token, &self.decoding, &self.validation).ok()?;
        Some(Owner::verified(data.claims.sub))
    }
}
