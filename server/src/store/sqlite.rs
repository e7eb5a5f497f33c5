//! The queries, for SQLite.

use crate::store::record::NewChangeRow;
use crate::store::schema::task_changes;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::sql_types::BigInt;
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
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

/// Reads rows that this transaction goes on to change: it is the only one that writes.
macro_rules! locking {
    ($query:expr) => {
        $query
    };
}

/// Lets no other transaction act for this person: there is none.
pub async fn lock_person(_: &mut Connection, _: &str) -> QueryResult<()> {
    Ok(())
}

/// The number of this transaction.
pub async fn transaction_number(connection: &mut Connection) -> QueryResult<i64> {
    let next = "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'task_changes' RETURNING seq";
    number(connection, next).await
}

/// The number up to which every transaction has ended.
pub async fn ended_transactions(connection: &mut Connection) -> QueryResult<i64> {
    number(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'task_changes'").await
}

/// Records changes, in this order.
pub async fn insert_changes(connection: &mut Connection, changes: &[NewChangeRow]) -> QueryResult<()> {
    for change in changes {
        diesel::insert_into(task_changes::table).values(change).execute(connection).await?;
    }
    Ok(())
}

async fn number(connection: &mut Connection, sql: &str) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Number {
        #[diesel(sql_type = BigInt)]
        seq: i64,
    }
    diesel::sql_query(sql).get_result::<Number>(connection).await.map(|number| number.seq)
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

#[path = "queries/mod.rs"]
pub mod queries;
