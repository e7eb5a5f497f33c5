//! The queries, for SQLite.

use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel_async::sync_connection_wrapper::{SpawnBlocking, SyncConnectionWrapper};
use futures_util::future::{BoxFuture, FutureExt, TryFutureExt};
use std::error::Error;

/// What the queries run on: a blocking connection whose calls are moved off the async threads.
pub type Connection = SyncConnectionWrapper<diesel::SqliteConnection, Blocking>;
/// The SQL dialect of the queries.
pub type Backend = diesel::sqlite::Sqlite;

/// The threads for blocking calls. A call goes on when nobody waits for it any more, and its connection is not used
/// again (`Store::query`). diesel-async's own would wait for its end right there, which panics on a worker.
pub struct Blocking;

impl SpawnBlocking for Blocking {
    fn spawn_blocking<'a, R>(
        &mut self,
        call: impl FnOnce() -> R + Send + 'static,
    ) -> BoxFuture<'a, Result<R, Box<dyn Error + Send + Sync>>>
    where
        R: Send + 'static,
    {
        tokio::task::spawn_blocking(call).map_err(Into::into).boxed()
    }

    fn get_runtime() -> Self {
        Self
    }
}

/// Runs the statements of an async closure as one; an error undoes them all.
/// It takes the write lock at once: a reader that wants to write later would be refused instead of waiting.
macro_rules! transaction {
    ($connection:expr, $work:expr) => {
        $crate::store::sqlite::immediately($connection, $work)
    };
}

/// A transaction that takes the write lock at once. diesel-async has it for its own threads only.
pub async fn immediately<T>(
    connection: &mut Connection,
    work: impl AsyncFnOnce(&mut Connection) -> QueryResult<T>,
) -> QueryResult<T> {
    connection
        .spawn_blocking(|raw| AnsiTransactionManager::begin_transaction_sql(raw, "BEGIN IMMEDIATE"))
        .await?;
    let result = work(connection).await;
    match &result {
        Ok(_) => connection.spawn_blocking(AnsiTransactionManager::commit_transaction).await?,
        Err(_) => connection.spawn_blocking(AnsiTransactionManager::rollback_transaction).await?,
    }
    result
}

/// Inserts a slice of rows, in one call to the blocking thread: SQLite has no statement for several that diesel knows.
macro_rules! insert_all {
    ($connection:expr, $table:expr, $rows:expr) => {{
        let rows = $rows.to_vec();
        $connection
            .spawn_blocking(move |raw| {
                diesel::RunQueryDsl::execute(diesel::insert_into($table).values(rows), raw).map(drop)
            })
            .await
    }};
}

#[path = "queries/mod.rs"]
pub mod queries;
