//! Proofs of who someone is: passwords, session tokens, signed tokens.

mod hs256;
mod jwt;
mod password;
mod token;

pub use self::jwt::Keys;
pub use self::password::Hasher;
pub use self::token::{SessionToken, digest, random_id};

/// A person whose tasks and conversations may be touched. Only a verified token makes one, so whoever holds it
/// has been let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    id: String,
    may_write: bool,
}

impl Owner {
    /// The person that a verified token names.
    pub(crate) fn verified(user_id: String) -> Self {
        Self { id: user_id, may_write: true }
    }

    /// The person whom a program acts for that was only let in to look.
    pub(crate) fn reading(user_id: String) -> Self {
        Self { id: user_id, may_write: false }
    }

    /// The person's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// False when the token is good for looking only. Whatever changes something asks: `http::auth` for REST,
    /// `tools::run` for tools.
    pub fn may_write(&self) -> bool {
        self.may_write
    }
}
