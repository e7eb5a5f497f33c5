//! Connections to a SQLite file.

use super::sqlite::Connection;
use deadpool::Runtime;
use diesel::connection::SimpleConnection;
use diesel::{Connection as _, ConnectionError, ConnectionResult, SqliteConnection};
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use futures_util::FutureExt;
use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

/// Readers and one writer at a time; a writer waits for the other instead of failing.
const SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
                        PRAGMA foreign_keys = ON; PRAGMA cache_size = -4000;";

/// A pool on this file, which is made when it is missing.
pub fn pool(path: &Path, size: usize) -> Result<Pool<Connection>, String> {
    make(path)?;
    let mut config = ManagerConfig::default();
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(|path| {
        let path = path.to_owned();
        async move {
            let connection = tokio::task::spawn_blocking(move || connect(Path::new(&path))).await;
            connection
                .map_err(|error| ConnectionError::BadConnection(error.to_string()))?
                .map(Connection::new)
        }
        .boxed()
    });
    let manager = AsyncDieselConnectionManager::<Connection>::new_with_config(path.to_string_lossy(), config);
    Pool::builder(manager)
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(Duration::from_secs(5)))
        .build()
        .map_err(|error| error.to_string())
}

/// Makes the file and its folder where they are missing, for the eyes of this user only. SQLite gives the files that it
/// makes beside it the same permissions.
pub fn make(path: &Path) -> Result<(), String> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)
            .map_err(|error| format!("the folder {} cannot be made: {error}", folder.display()))?;
    }
    let made = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
    made.map(drop).map_err(|error| format!("the file {} cannot be written: {error}", path.display()))
}

/// Makes a folder, and those above it, that only this user can enter; one that is there stays as it is.
pub fn make_folder(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// One connection; it blocks.
pub fn connect(path: &Path) -> ConnectionResult<SqliteConnection> {
    let mut connection = SqliteConnection::establish(&path.to_string_lossy())?;
    connection.batch_execute(SETTINGS).map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(connection)
}
