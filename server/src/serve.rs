//! Serving, in each of the roles.

use crate::app::App;
use crate::auth::{Hasher, Keys};
use crate::config::Config;
use crate::http::{self, Assets, Backend};
use crate::shutdown::{Shutdown, StopSignal};
use crate::store::{DatabaseUrl, Health, Store, migrate};
use crate::telemetry::Metrics;
use crate::{telemetry, workers};
use poem::Endpoint;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use url::Url;

/// What a process serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Page and API.
    All,
    /// API only.
    Backend,
    /// Page, and the way to the backend.
    Frontend,
}

/// How long `todo-app` and `migrate` wait for their database.
const DATABASE_TIMEOUT: Duration = Duration::from_secs(10);
/// The backend tries again after 0.2 s, then ever later, up to this: a database that comes back is met at once.
const LONGEST_RETRY: Duration = Duration::from_secs(1);

/// Serves until the process is asked to stop. The error is a sentence.
pub async fn run(role: Role, config: Config) -> Result<(), String> {
    let _writing = telemetry::init(&config.log);
    let listener = bind(role, &config).await?;
    let stop = StopSignal::catch()?;
    match role {
        Role::Frontend => {
            let backend = config.http.backend_url.clone();
            let assets = Assets::read(&config.http.assets_dir)?;
            announce(role, &listener, &without_password(&backend));
            let shutdown = Shutdown::default();
            let metrics = metrics(&config, &[]);
            let routes = (0..workers::count())
                .map(|_| {
                    let backend = Backend::new(backend.clone(), config.http.trusted_proxies.clone())?;
                    Ok(http::frontend(backend, assets.clone(), shutdown.clone(), metrics.clone()))
                })
                .collect::<Result<_, String>>()?;
            serve(listener, routes, shutdown, stop, &config).await
        }
        Role::Backend => {
            let apps = apps(role, config)?;
            let app = apps[0].clone();
            announce(role, &listener, &app.config.database.url()?.to_string());
            let routes = apps.into_iter().map(http::backend).collect();
            tokio::spawn(migrate_until_done(app.clone()));
            serve(listener, routes, app.shutdown.clone(), stop, &app.config).await
        }
        Role::All => {
            let assets = Assets::read(&config.http.assets_dir)?;
            let apps = apps(role, config)?;
            let app = apps[0].clone();
            wait_for_database(&app.config.database.migration_url()?, migrate::migrate).await?;
            app.set_ready();
            announce(role, &listener, &app.config.database.url()?.to_string());
            let routes = apps.into_iter().map(|app| http::all(app, assets.clone())).collect();
            serve(listener, routes, app.shutdown.clone(), stop, &app.config).await
        }
    }
}

/// Runs `work` against a database that may still be starting. The error is a sentence.
pub async fn wait_for_database<T>(
    url: &DatabaseUrl,
    work: impl AsyncFn(&DatabaseUrl) -> Result<T, String>,
) -> Result<T, String> {
    let started = Instant::now();
    loop {
        match work(url).await {
            Ok(done) => return Ok(done),
            Err(error) if started.elapsed() > DATABASE_TIMEOUT || matches!(url, DatabaseUrl::Sqlite(_)) => {
                return Err(format!(
                    "the database {url} cannot be used: {error}; check that it runs and that DATABASE_URL names it"
                ));
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(300)).await,
        }
    }
}

/// The backend listens at once and answers 503 until its database is there.
async fn migrate_until_done(app: Arc<App>) {
    let mut wait = Duration::from_millis(200);
    let url = match app.config.database.migration_url() {
        Ok(url) => url,
        Err(error) => {
            return tracing::error!(event = "migration_failed", error, "the database address is wrong");
        }
    };
    loop {
        match migrate::migrate(&url).await {
            Ok(applied) => {
                tracing::info!(event = "migrated", applied = applied.len(), "the database is up to date");
                return app.set_ready();
            }
            Err(error) => {
                tracing::warn!(
                    event = "database_unavailable",
                    error,
                    retry_s = wait.as_secs_f64(),
                    "no database yet"
                );
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST_RETRY);
            }
        }
    }
}

/// The app, once for each worker: they share everything but the connections to the database.
fn apps(role: Role, config: Config) -> Result<Vec<Arc<App>>, String> {
    let url = config.database.url()?;
    config.database.migration_url()?;
    config.model.key()?;
    // Replicas have to share their key; one process with its own file can make its own.
    let keep_in = match (role, &url) {
        (Role::Backend, DatabaseUrl::Postgres(_)) => None,
        (_, DatabaseUrl::Sqlite(path)) => {
            Some(path.parent().map(std::path::Path::to_owned).unwrap_or_default())
        }
        (_, DatabaseUrl::Postgres(_)) => Some(config.database.data_dir.clone()),
    };
    let secret = config.auth.secret(keep_in.as_deref())?;
    let hasher = Hasher::new().map_err(|error| error.to_string())?;
    let connections = config.database.database_pool_size;
    let workers = workers::count().min(connections);
    let health = Arc::new(Health::new(config.database.health_db_interval));
    let stores: Vec<Store> = (0..workers)
        .map(|_| Store::open(&url, connections / workers, health.clone()))
        .collect::<Result<_, String>>()?;
    let metrics = metrics(&config, &stores);
    let app = App::new(config, stores[0].clone(), Keys::new(&secret), hasher, metrics);
    Ok(stores.into_iter().map(|store| Arc::new(app.with_store(store))).collect())
}

fn metrics(config: &Config, stores: &[Store]) -> Metrics {
    match config.log.metrics {
        true => Metrics::collected(stores.to_vec()),
        false => Metrics::default(),
    }
}

async fn bind(role: Role, config: &Config) -> Result<TcpListener, String> {
    let (host, port) = match role {
        Role::All => (Ipv4Addr::LOCALHOST, 8000),
        Role::Backend => (Ipv4Addr::UNSPECIFIED, 8000),
        Role::Frontend => (Ipv4Addr::UNSPECIFIED, 3000),
    };
    let address =
        SocketAddr::new(config.http.host.unwrap_or(IpAddr::V4(host)), config.http.port.unwrap_or(port));
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => format!(
            "PORT is {}, which another program on this machine uses already; stop that one or set another PORT",
            address.port()
        ),
        _ => format!("{address} cannot be listened on ({error}); set another HOST or PORT"),
    })
}

/// Says where it is, in a record and, to whoever is watching, in a line.
fn announce(role: Role, listener: &TcpListener, behind: &str) {
    let Ok(address) = listener.local_addr() else { return };
    tracing::info!(event = "listening", role = ?role, %address, behind, "listening");
    if role == Role::All {
        eprintln!(
            "\n  todo-app is at  http://localhost:{}\n  API and Swagger http://localhost:{}/api/docs\n",
            address.port(),
            address.port()
        );
    }
}

/// The address as it may be shown: no user, no password.
fn without_password(url: &Url) -> String {
    let mut shown = url.clone();
    // Fails for addresses that cannot have either.
    shown.set_username("").and_then(|()| shown.set_password(None)).ok();
    shown.into()
}

async fn serve<E: Endpoint + 'static>(
    listener: TcpListener,
    routes: Vec<E>,
    shutdown: Shutdown,
    stop: StopSignal,
    config: &Config,
) -> Result<(), String> {
    let work = shutdown.work().clone();
    let signal = shutdown.wait(stop, config.http.shutdown_delay);
    let result = workers::serve(listener, routes, signal, &work, config.http.shutdown_timeout).await;
    tracing::info!(event = "stopped", "stopped");
    result
}
