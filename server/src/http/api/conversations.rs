//! Conversations.

use super::answers::{Deleted, next_link};
use super::require_app;
use crate::app::App;
use crate::domain::conversation;
use crate::http::auth::Caller;
use crate::http::docs::Tag;
use crate::http::errors::{ChangeError, ItemError, ListError};
use crate::http::payload::Json;
use poem::Request;
use poem_openapi::param::{Path, Query};
use poem_openapi::{ApiResponse, OpenApi};
use shared::chat::{Conversation, Message, RenameConversation};
use std::sync::Arc;

/// Operations on conversations.
pub struct ConversationsApi(pub Option<Arc<App>>);

/// Some messages of a conversation.
#[derive(ApiResponse)]
pub enum MessageList {
    /// The messages; `Link` leads to those before them, if there are any.
    #[oai(status = 200)]
    Page(Json<Vec<Message>>, #[oai(header = "Link")] Option<String>),
}

#[OpenApi(tag = "Tag::Chat")]
impl ConversationsApi {
    /// List conversations
    ///
    /// The last used first.
    #[oai(path = "/:user_id/conversations", method = "get", operation_id = "listConversations")]
    async fn list(
        &self,
        caller: Caller,
        user_id: Path<String>,
    ) -> Result<Json<Vec<Conversation>>, ListError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(conversation::list(&require_app(&self.0)?.store, &owner).await?))
    }

    /// Read a conversation
    #[oai(path = "/:user_id/conversations/:id", method = "get", operation_id = "getConversation")]
    async fn get(
        &self,
        caller: Caller,
        user_id: Path<String>,
        id: Path<i64>,
    ) -> Result<Json<Conversation>, ItemError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(conversation::get(&require_app(&self.0)?.store, &owner, id.0).await?))
    }

    /// Rename a conversation
    #[oai(path = "/:user_id/conversations/:id", method = "patch", operation_id = "renameConversation")]
    async fn rename(
        &self,
        caller: Caller,
        user_id: Path<String>,
        id: Path<i64>,
        body: Json<RenameConversation>,
    ) -> Result<Json<Conversation>, ChangeError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(conversation::rename(&require_app(&self.0)?.store, &owner, id.0, &body.0.title).await?))
    }

    /// Delete a conversation
    ///
    /// With its messages; the tasks stay.
    #[oai(path = "/:user_id/conversations/:id", method = "delete", operation_id = "deleteConversation")]
    async fn delete(
        &self,
        caller: Caller,
        user_id: Path<String>,
        id: Path<i64>,
    ) -> Result<Deleted, ItemError> {
        let owner = caller.owner(&user_id)?;
        conversation::delete(&require_app(&self.0)?.store, &owner, id.0).await?;
        Ok(Deleted::Gone)
    }

    /// Read the messages of a conversation
    ///
    /// The newest of them, the oldest of these first; the `Link` header leads to those before.
    #[oai(path = "/:user_id/conversations/:id/messages", method = "get", operation_id = "listMessages")]
    async fn messages(
        &self,
        caller: Caller,
        user_id: Path<String>,
        id: Path<i64>,
        /// Only messages before the one with this id, from the `Link` header.
        before: Query<Option<i64>>,
        /// Most messages to answer; 200 unless said otherwise.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u32>>,
        request: &Request,
    ) -> Result<MessageList, ItemError> {
        let owner = caller.owner(&user_id)?;
        let store = &require_app(&self.0)?.store;
        let (messages, next) = conversation::messages(store, &owner, id.0, before.0, limit.0).await?;
        let link = next.map(|before| next_link(request.original_uri(), "before", &before.to_string()));
        Ok(MessageList::Page(Json(messages), link))
    }
}
