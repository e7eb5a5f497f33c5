//! Conversations.

use super::running;
use super::tasks::Deleted;
use crate::app::App;
use crate::domain::conversation;
use crate::http::auth::Caller;
use crate::http::docs::Tag;
use crate::http::errors::{ChangeError, ItemError, ListError};
use crate::http::payload::Json;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::chat::{Conversation, Message, RenameConversation};
use std::sync::Arc;

/// Operations on conversations.
pub struct ConversationsApi(pub Option<Arc<App>>);

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
        Ok(Json(conversation::list(&running(&self.0)?.store, &owner).await?))
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
        Ok(Json(conversation::get(&running(&self.0)?.store, &owner, id.0).await?))
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
        Ok(Json(conversation::rename(&running(&self.0)?.store, &owner, id.0, &body.0.title).await?))
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
        conversation::delete(&running(&self.0)?.store, &owner, id.0).await?;
        Ok(Deleted::Gone)
    }

    /// Read the messages of a conversation
    ///
    /// The oldest first.
    #[oai(path = "/:user_id/conversations/:id/messages", method = "get", operation_id = "listMessages")]
    async fn messages(
        &self,
        caller: Caller,
        user_id: Path<String>,
        id: Path<i64>,
    ) -> Result<Json<Vec<Message>>, ItemError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(conversation::messages(&running(&self.0)?.store, &owner, id.0).await?))
    }
}
