//! The queries, for PostgreSQL.

use crate::store::record::NewChangeRow;
use crate::store::schema::{task_changes, users};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

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

/// Reads rows that this transaction goes on to change: a second writer waits.
macro_rules! locking {
    ($query:expr) => {
        $query.for_update()
    };
}

/// Lets no other transaction that asks for it act for this person; what else they do goes on.
pub async fn lock_person(connection: &mut Connection, id: &str) -> QueryResult<()> {
    let person = users::table.find(id).select(users::id).for_no_key_update();
    person.first::<String>(connection).await.optional().map(drop)
}

/// The number of this transaction.
pub async fn transaction_number(connection: &mut Connection) -> QueryResult<i64> {
    number(connection, "pg_current_xact_id()::text::bigint").await
}

/// The number up to which every transaction has ended.
pub async fn ended_transactions(connection: &mut Connection) -> QueryResult<i64> {
    number(connection, "pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1").await
}

/// Records changes, in this order.
pub async fn insert_changes(connection: &mut Connection, changes: &[NewChangeRow]) -> QueryResult<()> {
    // A statement has at most 65,535 values.
    for batch in changes.chunks(1000) {
        diesel::insert_into(task_changes::table).values(batch).execute(connection).await?;
    }
    Ok(())
}

async fn number(connection: &mut Connection, sql: &str) -> QueryResult<i64> {
    diesel::select(diesel::dsl::sql::<BigInt>(sql)).get_result(connection).await
}

#[path = "queries/mod.rs"]
pub mod queries;
