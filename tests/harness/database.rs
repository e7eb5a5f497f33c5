//! A database for one test.

use crate::postgres::{PgDatabase, Postgres};
use tempfile::TempDir;

/// A database of its own for one test; gone with it.
pub enum Database {
    Sqlite(TempDir),
    Postgres(PgDatabase),
    /// Another server's database, or one behind a proxy or pooler; whoever made it drops it.
    Address(String),
}

impl Database {
    /// A data folder without a file yet.
    pub fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    /// An empty database.
    pub async fn postgres() -> Self {
        Self::Postgres(Postgres::get().database().await)
    }

    /// True for SQLite.
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// The PostgreSQL database.
    pub fn pg(&self) -> &PgDatabase {
        match self {
            Self::Postgres(database) => database,
            _ => panic!("this is no PostgreSQL database of ours"),
        }
    }

    /// The variables that lead a server to it.
    pub fn variables(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Sqlite(folder) => vec![("DATA_DIR", folder.path().to_str().unwrap())],
            Self::Postgres(database) => vec![("DATABASE_URL", database.url())],
            Self::Address(url) => vec![("DATABASE_URL", url)],
        }
    }
}
