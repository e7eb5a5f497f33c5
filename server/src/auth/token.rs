//! Session tokens: random, shown once, stored as a hash.

use data_encoding::HEXLOWER;
use rand::RngExt;
use rand::distr::Alphanumeric;
use sha2::{Digest, Sha256};

/// The secret of a session, as the cookie or the bearer header carries it.
pub struct SessionToken(String);

impl SessionToken {
    /// A new one: 32 random letters and digits, 190 bits.
    pub fn random() -> Self {
        Self(random_id())
    }

    /// What a request carried.
    pub fn given(token: &str) -> Self {
        Self(token.into())
    }

    /// The token itself, for its owner.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored.
    pub fn hash(&self) -> String {
        digest(&self.0)
    }
}

/// 32 random letters and digits.
pub fn random_id() -> String {
    rand::rng().sample_iter(Alphanumeric).take(32).map(char::from).collect()
}

/// SHA-256 in hexadecimal.
pub fn digest(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}
