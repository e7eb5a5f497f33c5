//! The smallest query there is.

use super::Connection;
use diesel::QueryResult;
use diesel_async::RunQueryDsl;

/// Succeeds when the database answers.
pub async fn ping(connection: &mut Connection) -> QueryResult<()> {
    diesel::sql_query("SELECT 1").execute(connection).await.map(drop)
}
