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
pub struct Owner(String);

impl Owner {
    /// The person that a verified token names.
    pub(crate) fn verified(user_id: String) -> Self {
        Self(user_id)
    }

    /// The person's id.
    pub fn id(&self) -> &str {
        &self.0
    }
}
