//! Connections to PostgreSQL.

use super::Health;
use super::pg::Connection;
use super::url::{PostgresUrl, TlsMode};
use crate::tls;
use deadpool::Runtime;
use deadpool::managed::{HookError, Metrics};
use diesel::ConnectionError;
use diesel_async::pooled_connection::deadpool::{Hook, Pool};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use futures_util::FutureExt;
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres::{Client, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long a connection may take to be made, and how long a query waits for a free one. A serverless database
/// accepts a connection at once, and then takes its time to wake up.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How long a server may take to accept a connection: one that has gone is tried again soon.
const ACCEPT_TIMEOUT: Duration = Duration::from_millis(1500);
/// How long what was sent may stay unconfirmed by the network: the link is gone then, not the query slow.
const LINK_TIMEOUT: Duration = Duration::from_secs(3);
/// A serverless database drops its connections after five idle minutes; ours are gone before.
const IDLE_MAX: Duration = Duration::from_secs(120);

/// A pool that makes connections when they are needed.
pub fn pool(url: &PostgresUrl, size: usize, health: Arc<Health>) -> Result<Pool<Connection>, String> {
    let owned = url.clone();
    let mut config = ManagerConfig::default();
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(move |_| {
        let url = owned.clone();
        async move {
            let client = connect(&url).await.map_err(ConnectionError::BadConnection)?;
            Connection::try_from(client).await
        }
        .boxed()
    });
    let manager = AsyncDieselConnectionManager::<Connection>::new_with_config("", config);
    Pool::builder(manager)
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(TIMEOUT))
        .create_timeout(Some(TIMEOUT))
        .pre_recycle(Hook::sync_fn(move |_, metrics: &Metrics| {
            let last_used = metrics.recycled.unwrap_or(metrics.created);
            match last_used.elapsed() < IDLE_MAX && !health.has_failed_since(last_used) {
                true => Ok(()),
                false => Err(HookError::message("idle for too long, or likely to be dead")),
            }
        }))
        .build()
        .map_err(|error| error.to_string())
}

/// One connection, whose traffic a task of its own drives.
pub async fn connect(url: &PostgresUrl) -> Result<Client, String> {
    tokio::time::timeout(TIMEOUT, establish(url))
        .await
        .unwrap_or_else(|_| Err(format!("no connection within {TIMEOUT:?}")))
}

async fn establish(url: &PostgresUrl) -> Result<Client, String> {
    let mut config = url.config.clone();
    config
        .connect_timeout(ACCEPT_TIMEOUT)
        .tcp_user_timeout(LINK_TIMEOUT)
        .keepalives_idle(Duration::from_secs(30))
        .application_name("todo-app");
    let readable = |error: tokio_postgres::Error| {
        // The outer error only says "db error" or "error connecting to server".
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        cause.unwrap_or_else(|| error.to_string())
    };
    let tls = match url.tls {
        TlsMode::Disable => {
            let (client, connection) = config.connect(NoTls).await.map_err(readable)?;
            drive(connection);
            return Ok(client);
        }
        TlsMode::Prefer | TlsMode::Require => tls::any_server()?,
        TlsMode::VerifyFull => tls::known_servers()?,
    };
    let (client, connection) = config.connect(MakeRustlsConnect::new(tls)).await.map_err(readable)?;
    drive(connection);
    Ok(client)
}

fn drive<S, T>(connection: tokio_postgres::Connection<S, T>)
where
    tokio_postgres::Connection<S, T>: Future<Output = Result<(), tokio_postgres::Error>> + Send + 'static,
{
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(event = "database_connection_lost", %error, "a database connection was lost");
        }
    });
}
