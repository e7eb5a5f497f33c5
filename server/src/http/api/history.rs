//! What was done to tasks.

use super::answers::next_link;
use super::{example_me, require_app};
use crate::app::App;
use crate::domain::history;
use crate::http::auth::Caller;
use crate::http::docs::Tag;
use crate::http::errors::{CreateError, ListError};
use crate::http::payload::Json;
use poem::Request;
use poem_openapi::param::{Path, Query};
use poem_openapi::{ApiResponse, OpenApi};
use shared::change::{ChangedTasks, PastChange, UndoAnswer, UndoRequest};
use std::sync::Arc;

/// Operations on what was done to tasks.
pub struct HistoryApi(pub Option<Arc<App>>);

/// Some changes of the history.
#[derive(ApiResponse)]
pub enum ChangeList {
    /// The changes; `Link` leads to those before them, if there are any.
    #[oai(status = 200)]
    Page(Json<Vec<PastChange>>, #[oai(header = "Link")] Option<String>),
}

#[OpenApi(tag = "Tag::Tasks")]
impl HistoryApi {
    /// Undo
    ///
    /// Takes back the latest step, several, or what is asked for: each task is exactly as it was, with its id and its
    /// times. By whatever door a task was changed, that can be undone for 30 days; what was done at once is one step.
    /// A task that has been changed again since is left alone, and told as a conflict.
    #[oai(path = "/:user_id/undo", method = "post", operation_id = "undo")]
    async fn undo(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
        body: Json<UndoRequest>,
    ) -> Result<Json<UndoAnswer>, CreateError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(history::undo(&require_app(&self.0)?.store, &owner, body.0).await?))
    }

    /// Redo
    ///
    /// Does again what was undone last, several steps of it, or what is asked for.
    #[oai(path = "/:user_id/redo", method = "post", operation_id = "redo")]
    async fn redo(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
        body: Json<UndoRequest>,
    ) -> Result<Json<UndoAnswer>, CreateError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(history::redo(&require_app(&self.0)?.store, &owner, body.0).await?))
    }

    /// List what was done
    ///
    /// Who changed which task in the last 30 days, when, by which door, and whether that is undone; the latest first.
    #[oai(path = "/:user_id/history", method = "get", operation_id = "listHistory")]
    async fn list(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
        /// Only changes before the one with this id, from the `Link` header.
        before: Query<Option<i64>>,
        /// Most changes to answer; 200 unless said otherwise.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u32>>,
        request: &Request,
    ) -> Result<ChangeList, ListError> {
        let owner = caller.owner(&user_id)?;
        let store = &require_app(&self.0)?.store;
        let (changes, next) = history::list(store, &owner, before.0, limit.0).await?;
        let link = next.map(|before| next_link(request.original_uri(), "before", &before.to_string()));
        Ok(ChangeList::Page(Json(changes), link))
    }

    /// List which tasks have changed
    ///
    /// Since the number that was answered the last time, which is good for 30 days; all tasks without one.
    #[oai(path = "/:user_id/changes", method = "get", operation_id = "listChanges")]
    async fn changes(
        &self,
        caller: Caller,
        #[oai(example = "example_me")] user_id: Path<String>,
        /// The `next` of the answer before.
        since: Query<Option<i64>>,
    ) -> Result<Json<ChangedTasks>, ListError> {
        let owner = caller.owner(&user_id)?;
        Ok(Json(history::changed(&require_app(&self.0)?.store, &owner, since.0).await?))
    }
}
