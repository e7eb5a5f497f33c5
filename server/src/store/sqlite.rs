//! The queries, for SQLite.

/// What the queries run on: a blocking connection whose calls are moved off the async threads.
pub type Connection = diesel_async::sync_connection_wrapper::SyncConnectionWrapper<diesel::SqliteConnection>;
/// The SQL dialect of the queries.
pub type Backend = diesel::sqlite::Sqlite;

/// Runs the statements of an async closure as one; an error undoes them all.
/// It takes the write lock at once: a reader that wants to write later would be refused instead of waiting.
macro_rules! transaction {
    ($connection:expr, $work:expr) => {
        $connection.immediate_transaction($work)
    };
}

#[path = "queries/mod.rs"]
pub mod queries;
