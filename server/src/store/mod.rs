//! The database: SQLite in a file, or PostgreSQL. One set of queries (`queries/`) runs on either;
//! `once!` and `retry_once!` pick the one that is open.

mod health;
pub mod migrate;
#[allow(clippy::duplicate_mod)] // the queries are compiled once for each database
pub(crate) mod pg;
mod postgres;
pub mod record;
pub mod rows;
mod schema;
#[allow(clippy::duplicate_mod)] // see pg
pub(crate) mod sqlite;
mod sqlite_file;
pub mod task_change;
pub mod task_filter;
mod url;

pub use self::health::Health;
pub use self::sqlite_file::make_folder;
pub use self::url::DatabaseUrl;
use deadpool::managed::TimeoutType;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::pooled_connection::PoolableConnection;
use diesel_async::pooled_connection::deadpool::{Object, Pool as Deadpool, PoolError};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use scopeguard::ScopeGuard;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// No query takes this long. A link that went silent would hold a request until the system gives it up.
const TIMEOUT: Duration = Duration::from_secs(8);
/// How long anybody waits for a database that did not answer the last query.
const SHORT_TIMEOUT: Duration = Duration::from_millis(1500);

/// The open database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pool: Pool,
    health: Arc<Health>,
    asking: Arc<Mutex<Option<Asking>>>,
}

/// A question whether the database answers, which any number of callers wait for.
type Asking = Shared<BoxFuture<'static, Result<(), String>>>;

#[derive(Clone)]
enum Pool {
    Postgres(Deadpool<pg::Connection>),
    Sqlite(Deadpool<sqlite::Connection>),
}

/// Why a query gave no result.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, or is too busy: the same call may work a little later.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The connection was lost under the query: another one may work at once.
    #[error("the connection to the database was lost: {0}")]
    Lost(String),
    /// It has no space left, or may only be read: whoever runs it has to do something.
    #[error("the database takes no changes: {0}")]
    Full(String),
    /// A row with the same unique value is there already.
    #[error("a row with the same unique value exists")]
    Duplicate,
    /// The row that this one belongs to is gone.
    #[error("the row that this one belongs to is gone")]
    Orphan,
    /// Anything else: a fault of ours.
    #[error("query failed: {0}")]
    Failed(#[source] DieselError),
}

/// What a query answers.
pub type StoreResult<T> = Result<T, StoreError>;

impl Store {
    /// Opens the database, without waiting until it can be reached. Connections are made when they are needed.
    pub fn open(url: &DatabaseUrl, size: usize, health: Arc<Health>) -> Result<Self, String> {
        let pool = match url {
            DatabaseUrl::Postgres(url) => Pool::Postgres(postgres::pool(url, size, health.clone())?),
            DatabaseUrl::Sqlite(path) => Pool::Sqlite(sqlite_file::pool(path, size)?),
        };
        Ok(Self { pool, health, asking: Arc::default() })
    }

    /// Succeeds when the database can be reached: from what the last real query met, or by asking it for a moment.
    pub async fn check(&self) -> StoreResult<()> {
        match self.health.is_fresh() {
            true => Ok(()),
            false => self.ask().await,
        }
    }

    /// How many connections there are, idle ones, and queries that wait for one.
    pub fn pool_status(&self) -> deadpool::Status {
        match &self.pool {
            Pool::Postgres(pool) => pool.status(),
            Pool::Sqlite(pool) => pool.status(),
        }
    }

    /// How long the database has been unreachable; nothing while it answers, or when it never did.
    pub fn outage(&self) -> Option<Duration> {
        self.health.outage()
    }

    /// Asks the database. One question at a time is under way, and goes on when those who wait for it have given up:
    /// so a database that takes long to wake up is met, and nobody has to wait that long.
    async fn ask(&self) -> StoreResult<()> {
        match tokio::time::timeout(SHORT_TIMEOUT, self.asking()).await {
            Ok(answer) => answer.map_err(StoreError::Unavailable),
            Err(_) => {
                self.health.failed();
                Err(StoreError::Unavailable(format!("no answer within {SHORT_TIMEOUT:?}")))
            }
        }
    }

    fn asking(&self) -> Asking {
        let mut current = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(asking) = current.as_ref().filter(|asking| asking.peek().is_none()) {
            return asking.clone();
        }
        let store = self.clone();
        let ping = async move {
            let answer = match store.ping().await {
                Err(StoreError::Lost(_)) => store.ping().await,
                other => other,
            };
            answer.map_err(|error| match error {
                StoreError::Unavailable(cause) | StoreError::Lost(cause) => cause,
                other => other.to_string(),
            })
        };
        let asking = ping.boxed().shared();
        tokio::spawn(asking.clone());
        *current = Some(asking.clone());
        asking
    }

    async fn ping(&self) -> StoreResult<()> {
        match &self.pool {
            Pool::Postgres(pool) => self.query(pool, pg::queries::health::ping).await,
            Pool::Sqlite(pool) => self.query(pool, sqlite::queries::health::ping).await,
        }
    }
}

/// Runs a query function on the open database. For reads, and writes that can be repeated without harm:
/// a connection that turns out to be dead is replaced once.
macro_rules! retry_once {
    ($store:expr, $($path:ident)::+ ( $($argument:expr),* $(,)? )) => {
        match $crate::store::once!($store, $($path)::+ ( $($argument),* )) {
            Err($crate::store::StoreError::Lost(_)) => {
                $crate::store::once!($store, $($path)::+ ( $($argument),* ))
            }
            other => other,
        }
    };
}

/// Runs a query function on the open database once.
macro_rules! once {
    ($store:expr, $($path:ident)::+ ( $($argument:expr),* $(,)? )) => {
        $store.on(
            async |connection| $crate::store::pg::queries::$($path)::+(connection, $($argument),*).await,
            async |connection| $crate::store::sqlite::queries::$($path)::+(connection, $($argument),*).await,
        ).await
    };
}

pub(crate) use {once, retry_once};

impl Store {
    /// Runs the closure of the database that is open, unless that is known not to answer. Only `once!` and
    /// `retry_once!` call it.
    #[doc(hidden)]
    pub async fn on<T>(
        &self,
        on_pg: impl AsyncFnOnce(&mut pg::Connection) -> diesel::QueryResult<T>,
        on_sqlite: impl AsyncFnOnce(&mut sqlite::Connection) -> diesel::QueryResult<T>,
    ) -> StoreResult<T> {
        if self.health.is_failing() {
            self.ask().await?;
        }
        match &self.pool {
            Pool::Postgres(pool) => self.query(pool, on_pg).await,
            Pool::Sqlite(pool) => self.query(pool, on_sqlite).await,
        }
    }

    async fn query<C, T>(
        &self,
        pool: &Deadpool<C>,
        query: impl AsyncFnOnce(&mut C) -> diesel::QueryResult<T>,
    ) -> StoreResult<T>
    where
        C: PoolableConnection + Send + 'static,
        diesel_async::pooled_connection::AsyncDieselConnectionManager<C>:
            deadpool::managed::Manager<Type = C, Error = diesel_async::pooled_connection::PoolError>,
    {
        let connection: Object<C> = match pool.get().await {
            Ok(connection) => connection,
            // All connections are busy: what runs on them will tell how the database is. Where nothing is heard from it
            // for long, `ask` counts a wait for one as silence.
            Err(error @ PoolError::Timeout(TimeoutType::Wait)) => {
                return Err(StoreError::Unavailable(error.to_string()));
            }
            Err(error) => {
                self.health.failed();
                return Err(StoreError::Unavailable(error.to_string()));
            }
        };
        // A caller who hangs up takes the connection along: it may be in the middle of something.
        let mut lease = scopeguard::guard(connection, |connection| drop(Object::take(connection)));
        let result = tokio::time::timeout(TIMEOUT, query(&mut lease)).await;
        let mut connection = ScopeGuard::into_inner(lease);
        let Ok(result) = result else {
            return Err(self.lost(pool, connection, format!("no answer within {TIMEOUT:?}")));
        };
        if connection.is_broken() || result.as_ref().is_err_and(is_connection_loss) {
            let error = result.err().map_or_else(|| "connection lost".into(), |error| error.to_string());
            return Err(self.lost(pool, connection, error));
        }
        self.health.answered();
        result.map_err(StoreError::from)
    }

    /// Gives a dead connection up. The idle ones have most likely died with it: a second try makes a new one.
    fn lost<C>(&self, pool: &Deadpool<C>, connection: Object<C>, cause: String) -> StoreError
    where
        C: PoolableConnection + Send + 'static,
        diesel_async::pooled_connection::AsyncDieselConnectionManager<C>:
            deadpool::managed::Manager<Type = C, Error = diesel_async::pooled_connection::PoolError>,
    {
        self.health.failed();
        drop(Object::take(connection));
        pool.retain(|_, _| false);
        StoreError::Lost(cause)
    }
}

/// PostgreSQL ends connections with an error of its own when an operator stops it; SQLite gives up on a lock.
fn is_connection_loss(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(
            DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::UnableToSendCommand
            // After a failover the old server may go on for readers; another connection finds the new one.
            | DatabaseErrorKind::ReadOnlyTransaction,
            _,
        )
        | DieselError::BrokenTransactionManager => true,
        DieselError::DatabaseError(_, information) => {
            let message = information.message();
            message.contains("terminating connection")
                || message.contains("database is locked")
                || message.contains("the database system is")
        }
        _ => false,
    }
}

/// SQLite's and PostgreSQL's words.
fn is_full(message: &str) -> bool {
    ["disk is full", "No space left on device", "readonly database"]
        .iter()
        .any(|words| message.contains(words))
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Self::Duplicate,
            DieselError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => Self::Orphan,
            DieselError::DatabaseError(_, information) if is_full(information.message()) => {
                Self::Full(information.message().into())
            }
            other => Self::Failed(other),
        }
    }
}
