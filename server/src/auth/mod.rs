//! Proofs of who someone is: passwords, session tokens, signed tokens.

mod hs256;
mod jwt;
mod password;
mod token;

pub use self::jwt::Keys;
pub use self::password::Hasher;
pub use self::token::{SessionToken, digest, random_id};
use crate::store::record::By;
use chrono::NaiveDateTime;
use shared::change::Door;
use std::sync::{Arc, OnceLock};

/// A person whose tasks and conversations may be touched. Only a verified token makes one, so whoever holds it
/// has been let in. It also knows by which door they came: every change of a task is recorded with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    id: String,
    may_write: bool,
    door: Door,
    /// The access token's name, or the assistant's.
    actor: Option<String>,
    /// What they do is one step, named by its first change.
    step: Option<Arc<OnceLock<i64>>>,
}

impl Owner {
    /// The person that a verified token names.
    pub(crate) fn verified(user_id: String) -> Self {
        Self { id: user_id, may_write: true, door: Door::Rest, actor: None, step: None }
    }

    /// The person whom a program acts for, with an access token of this name.
    pub(crate) fn program(user_id: String, token: String, may_write: bool) -> Self {
        Self { may_write, actor: Some(token), ..Self::verified(user_id) }
    }

    /// The same person, at the door for MCP clients.
    pub(crate) fn through_mcp(self) -> Self {
        Self { door: Door::Mcp, ..self }
    }

    /// The same person, whom an assistant acts for in a turn of the chat.
    pub(crate) fn in_chat(&self, assistant: &str, turn: &Arc<OnceLock<i64>>) -> Self {
        Self { door: Door::Chat, actor: Some(assistant.into()), step: Some(turn.clone()), ..self.clone() }
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

    /// Whether they came by REST: a task that they create is its own record of that.
    pub(crate) fn comes_by_rest(&self) -> bool {
        self.door == Door::Rest
    }

    /// Who a change is recorded by.
    pub(crate) fn by(&self, now: NaiveDateTime) -> By<'_> {
        let (actor, step) = (self.actor.as_deref(), self.step.as_deref());
        By { user_id: &self.id, door: self.door.name(), actor, now, step }
    }
}
