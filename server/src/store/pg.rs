//! The queries, for PostgreSQL.

use crate::store::record::TaskRecord;
use crate::store::rows::NewTaskRow;
use crate::store::schema::{tasks, users};
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

/// Inserts a slice of rows as one statement.
macro_rules! insert_all {
    ($connection:expr, $table:expr, $rows:expr) => {
        diesel::insert_into($table).values($rows).execute($connection).await.map(drop)
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

/// Stores new tasks, whose creation is recorded apart, and answers them in this order.
pub async fn insert_tasks(connection: &mut Connection, new: &[NewTaskRow]) -> QueryResult<Vec<TaskRecord>> {
    let values: Vec<_> = new.iter().map(|task| (task, tasks::created_change.eq(0))).collect();
    let insert = diesel::insert_into(tasks::table).values(values).returning(tasks::all_columns);
    insert.get_results(connection).await
}

async fn number(connection: &mut Connection, sql: &str) -> QueryResult<i64> {
    diesel::select(diesel::dsl::sql::<BigInt>(sql)).get_result(connection).await
}

#[path = "queries/mod.rs"]
pub mod queries;
