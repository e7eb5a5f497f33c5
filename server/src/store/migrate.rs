//! Migrations: the tables as this release wants them.
//!
//! All pending ones run in one transaction that only one process can be in: replicas may start together.
//! On PostgreSQL everything is sent as simple queries, which pass any pooler; diesel's own table keeps count,
//! so the diesel command line works on it too.

use super::postgres;
use super::sqlite_file;
use super::url::{DatabaseUrl, PostgresUrl};
use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;
use diesel::migration::MigrationVersion;
use diesel_migrations::MigrationHarness;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use std::path::PathBuf;
use tokio_postgres::SimpleQueryMessage;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Version and SQL of each migration for PostgreSQL, the oldest first; a test compares them with the folder.
const POSTGRES: &[(&str, &str)] = &[
    ("20261123000001", include_str!("../../migrations/postgres/2026-11-23-000001_create_tables/up.sql")),
    (
        "20261125000001",
        include_str!("../../migrations/postgres/2026-11-25-000001_create_access_tokens/up.sql"),
    ),
    (
        "20261125000002",
        include_str!("../../migrations/postgres/2026-11-25-000002_create_task_changes/up.sql"),
    ),
    (
        "20261125000003",
        include_str!("../../migrations/postgres/2026-11-25-000003_add_repeats_and_reminders/up.sql"),
    ),
    (
        "20261125000004",
        include_str!("../../migrations/postgres/2026-11-25-000004_create_calendar_feeds/up.sql"),
    ),
];

/// Any number will do that no one else on the same database uses.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7203305001)";
const VERSIONS_TABLE: &str = "CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (
    version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)";

/// Applies what is pending and answers the versions applied.
pub async fn migrate(url: &DatabaseUrl) -> Result<Vec<String>, String> {
    match url {
        DatabaseUrl::Postgres(url) => migrate_postgres(url).await,
        DatabaseUrl::Sqlite(path) => {
            let path = path.clone();
            tokio::task::spawn_blocking(move || migrate_sqlite(path))
                .await
                .map_err(|error| error.to_string())?
        }
    }
}

async fn migrate_postgres(url: &PostgresUrl) -> Result<Vec<String>, String> {
    let client = postgres::connect(url).await?;
    // Nothing to do is the common case at start: see it without taking the lock.
    if let Ok(applied) = applied(&client).await
        && POSTGRES.iter().all(|(version, _)| applied.iter().any(|done| done == version))
    {
        return Ok(Vec::new());
    }
    let run = async {
        client.batch_execute(&format!("BEGIN; {LOCK}; {VERSIONS_TABLE};")).await?;
        let before = applied(&client).await?;
        let mut newly = Vec::new();
        for (version, sql) in
            POSTGRES.iter().filter(|(version, _)| !before.iter().any(|done| done == version))
        {
            client.batch_execute(sql).await?;
            let note = format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}')");
            client.batch_execute(&note).await?;
            newly.push((*version).to_owned());
        }
        client.batch_execute("COMMIT").await?;
        Ok(newly)
    };
    // The transaction ends with the connection, so a failure leaves nothing behind.
    run.await.map_err(|error: tokio_postgres::Error| {
        error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned())
    })
}

async fn applied(client: &tokio_postgres::Client) -> Result<Vec<String>, tokio_postgres::Error> {
    let rows = client.simple_query("SELECT version FROM __diesel_schema_migrations").await?;
    Ok(rows
        .iter()
        .filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        })
        .collect())
}

fn migrate_sqlite(path: PathBuf) -> Result<Vec<String>, String> {
    sqlite_file::make(&path)?;
    let mut connection = sqlite_file::connect(&path).map_err(|error| error.to_string())?;
    connection
        .immediate_transaction(|connection: &mut SqliteConnection| {
            connection.batch_execute(VERSIONS_TABLE)?;
            let versions: Vec<MigrationVersion<'_>> = connection.run_pending_migrations(SQLITE)?;
            Ok(versions.iter().map(ToString::to_string).collect())
        })
        .map_err(|error: Box<dyn std::error::Error + Send + Sync>| error.to_string())
}
