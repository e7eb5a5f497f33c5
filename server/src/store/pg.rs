//! The queries, for PostgreSQL.

/// What the queries run on.
pub type Connection = diesel_async::AsyncPgConnection;
/// The SQL dialect of the queries.
pub type Backend = diesel::pg::Pg;

/// Runs the statements of an async closure as one; an error undoes them all.
macro_rules! transaction {
    ($connection:expr, $work:expr) => {
        diesel_async::AsyncConnection::transaction($connection, $work)
    };
}

/// Inserts a slice of rows as one statement.
macro_rules! insert_all {
    ($connection:expr, $table:expr, $rows:expr) => {
        diesel::insert_into($table).values($rows).execute($connection).await.map(drop)
    };
}

#[path = "queries/mod.rs"]
pub mod queries;
