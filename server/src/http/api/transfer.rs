//! In and out: exports as files, and imports of files.

use super::require_app;
use crate::app::App;
use crate::domain::now;
use crate::http::auth::Caller;
use crate::http::docs::Tag;
use crate::http::errors::{CreateError, ListError};
use crate::http::file::{FileBody, FilePieces};
use crate::http::payload::Json;
use crate::transfer::{export, import};
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use shared::limits::IMPORT_BYTES_MAX;
use shared::transfer::{ExportFormat, ImportReport};
use std::sync::Arc;

/// Operations on files.
pub struct TransferApi(pub Option<Arc<App>>);

#[OpenApi(tag = "Tag::Transfer")]
impl TransferApi {
    /// Export everything
    ///
    /// As JSON: all tasks, conversations and the account. As CSV: the tasks, for spreadsheets. Both can be imported again.
    #[oai(path = "/:user_id/export", method = "get", operation_id = "exportAll")]
    async fn export(
        &self,
        caller: Caller,
        user_id: Path<String>,
        /// `json` unless said otherwise.
        format: Query<Option<ExportFormat>>,
    ) -> Result<FilePieces, ListError> {
        let owner = caller.owner(&user_id)?;
        let store = require_app(&self.0)?.store.clone();
        let format = format.0.unwrap_or_default();
        let pieces = match format {
            ExportFormat::Json => export::backup(store, owner).await?,
            ExportFormat::Csv => export::table(store, owner).await?,
        };
        let day = now().format("%Y-%m-%d");
        Ok(match format {
            ExportFormat::Json => FilePieces::Json(pieces, format!("todo-app-{day}.json")),
            ExportFormat::Csv => FilePieces::Csv(pieces, format!("todo-app-{day}.csv")),
        })
    }

    /// Import a file
    ///
    /// A JSON or CSV export, a Todoist CSV or an iCalendar file of up to 16 MiB and 50,000 tasks, in UTF-8; what it is, its
    /// content tells. All of it becomes tasks, or nothing does. What is there already, just so, is left alone.
    #[oai(path = "/:user_id/import", method = "post", operation_id = "importFile")]
    async fn import(
        &self,
        caller: Caller,
        user_id: Path<String>,
        /// Changes nothing and answers what the import would do, errors included.
        dry_run: Query<Option<bool>>,
        file: FileBody,
    ) -> Result<Json<ImportReport>, CreateError> {
        let owner = caller.owner(&user_id)?;
        let store = &require_app(&self.0)?.store;
        let _turn = import::turn().await?;
        let bytes = file.read(IMPORT_BYTES_MAX).await?;
        Ok(Json(import::run(store, &owner, bytes, dry_run.0.unwrap_or_default()).await?))
    }
}
