//! Reminders that are due or to come.

use super::require_app;
use crate::app::App;
use crate::domain::task::reminders;
use crate::http::auth::Caller;
use crate::http::docs::Tag;
use crate::http::errors::ListError;
use crate::http::payload::Json;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::reminder::TaskReminders;
use std::sync::Arc;

/// Operations on reminders.
pub struct RemindersApi(pub Option<Arc<App>>);

#[OpenApi(tag = "Tag::Tasks")]
impl RemindersApi {
    /// List reminders
    ///
    /// What was not delivered yet, of open tasks: missed ones, which are late, and those to come. At most 200 tasks'.
    #[oai(path = "/:user_id/reminders", method = "get", operation_id = "listReminders")]
    async fn list(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
    ) -> Result<Json<TaskReminders>, ListError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(reminders::list(&require_app(&self.0)?.store, &owner).await?))
    }

    /// Claim due reminders
    ///
    /// Whoever shows reminders asks this: each is answered once, to one of those who ask. Ask again at `next_at`, and when
    /// tasks have changed; nothing is due before.
    #[oai(path = "/:user_id/reminders/claim", method = "post", operation_id = "claimReminders")]
    async fn claim(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
    ) -> Result<Json<TaskReminders>, ListError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(reminders::claim(&require_app(&self.0)?.store, &owner).await?))
    }
}

fn example_me() -> String {
    "me".into()
}
