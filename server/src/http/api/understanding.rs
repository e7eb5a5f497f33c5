//! What the offline assistant makes of a text, for fields that show it while it is typed.

use super::require_app;
use crate::app::App;
use crate::assistant::understand::{Context, understand, understand_tasks};
use crate::domain::{account, conversation, now};
use crate::http::auth::Caller;
use crate::http::docs::Tag;
use crate::http::errors::CreateError;
use crate::http::payload::Json;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::understanding::{UnderstandRequest, Understanding};
use std::sync::Arc;

/// Understanding a text.
pub struct UnderstandingApi(pub Option<Arc<App>>);

#[OpenApi(tag = "Tag::Chat")]
impl UnderstandingApi {
    /// Understand a text
    ///
    /// What `todo-app understand` prints: the actions that the text asks for, with dates in the person's zone. Nothing is
    /// read of the person's tasks and nothing changes; it is cheap, so that fields may ask while somebody types.
    #[oai(path = "/:user_id/understand", method = "post", operation_id = "understand")]
    async fn understand(
        &self,
        caller: Caller,
        user_id: Path<String>,
        body: Json<UnderstandRequest>,
    ) -> Result<Json<Understanding>, CreateError> {
        let owner = caller.owner(&user_id)?;
        let UnderstandRequest { text, time_zone, adds } = &body.0;
        let text = conversation::message_text("text", text)?;
        let zone = account::zone_for(&require_app(&self.0)?.store, &owner, time_zone.as_deref()).await?;
        Ok(Json(match adds {
            Some(true) => understand_tasks(text, now(), zone),
            _ => understand(text, now(), zone, &Context::default()),
        }))
    }
}
