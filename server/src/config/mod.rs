//! Configuration: every variable, its default and its meaning. Flags win over the environment.
//! One struct for each concern; `settings` parses what a value may say.

mod model;
mod secrets;
mod settings;

pub use self::model::ModelConfig;
pub use self::secrets::Secret;
pub use self::settings::{Allowance, LogFormat, http_url};
use crate::store::DatabaseUrl;
use clap::{ArgAction, Args};
use ipnet::IpNet;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// Everything that can be configured.
#[derive(Clone, Debug, Args)]
pub struct Config {
    #[command(flatten)]
    pub http: HttpConfig,
    #[command(flatten)]
    pub database: DatabaseConfig,
    #[command(flatten)]
    pub auth: AuthConfig,
    #[command(flatten)]
    pub limits: LimitsConfig,
    #[command(flatten)]
    pub model: ModelConfig,
    #[command(flatten)]
    pub log: LogConfig,
}

/// Where to listen, whom to believe, and how to stop.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "HTTP")]
pub struct HttpConfig {
    /// Address to listen on [default: 127.0.0.1 alone, 0.0.0.0 as backend or frontend]
    #[arg(long, env = "HOST", global = true, value_parser = settings::address)]
    pub host: Option<IpAddr>,
    /// Port to listen on; 0 takes any free one [default: 8000, 3000 as frontend]
    #[arg(long, env = "PORT", global = true, value_parser = settings::port)]
    pub port: Option<u16>,
    /// Where the frontend finds the backend
    #[arg(long, env = "BACKEND_URL", global = true, value_parser = settings::http_url, default_value = "http://127.0.0.1:8000")]
    pub backend_url: Url,
    /// Folder with the built page
    #[arg(long, env = "ASSETS_DIR", global = true, default_value = "dist")]
    pub assets_dir: PathBuf,
    /// Proxies whose X-Forwarded-For and X-Forwarded-Proto count, as addresses or networks with commas
    #[arg(long, env = "TRUSTED_PROXIES", global = true, value_parser = settings::network, value_delimiter = ',')]
    pub trusted_proxies: Vec<IpNet>,
    /// Names of this server, with commas: MCP clients may ask at them (and at localhost and addresses), and their pages may send cookies; the page's own host always may
    #[arg(long, env = "ALLOWED_HOSTS", global = true, value_parser = settings::host, value_delimiter = ',')]
    pub allowed_hosts: Vec<String>,
    /// Largest request body, in bytes
    #[arg(long, env = "BODY_LIMIT", global = true, value_parser = settings::count, default_value = "262144")]
    pub body_limit: usize,
    /// How long to go on serving after SIGTERM while the readiness probe already fails, in seconds
    #[arg(long, env = "SHUTDOWN_DELAY", global = true, value_parser = settings::seconds, default_value = "0")]
    pub shutdown_delay: Duration,
    /// How long requests may take to end after that, in seconds
    #[arg(long, env = "SHUTDOWN_TIMEOUT", global = true, value_parser = settings::seconds, default_value = "20")]
    pub shutdown_timeout: Duration,
}

/// Where the tasks are kept.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Database")]
pub struct DatabaseConfig {
    /// Folder for the SQLite file and the generated secret, when no database is named
    #[arg(long, env = "DATA_DIR", global = true, default_value = "data")]
    pub data_dir: PathBuf,
    /// postgres://user:password@host/database or sqlite:path [default: sqlite:DATA_DIR/todo.db]
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    pub database_url: Option<Secret>,
    /// File that holds DATABASE_URL
    #[arg(long, env = "DATABASE_URL_FILE", global = true)]
    pub database_url_file: Option<PathBuf>,
    /// Direct address for migrations, where DATABASE_URL is a pooler [default: DATABASE_URL]
    #[arg(long, env = "MIGRATION_DATABASE_URL", global = true, hide_env_values = true)]
    pub migration_database_url: Option<Secret>,
    /// File that holds MIGRATION_DATABASE_URL
    #[arg(long, env = "MIGRATION_DATABASE_URL_FILE", global = true)]
    pub migration_database_url_file: Option<PathBuf>,
    /// Most connections to the database
    #[arg(long, env = "DATABASE_POOL_SIZE", global = true, value_parser = settings::count, default_value = "16")]
    pub database_pool_size: usize,
    /// How long readiness trusts the last answered query before it asks the database, in seconds
    #[arg(long, env = "HEALTH_DB_INTERVAL", global = true, value_parser = settings::seconds, default_value = "600")]
    pub health_db_interval: Duration,
    /// How long a database that was reached before may be unreachable until /livez fails and so asks for a restart, in seconds; 0 is for ever
    #[arg(long, env = "DATABASE_OUTAGE_LIMIT", global = true, value_parser = settings::seconds, default_value = "300")]
    pub database_outage_limit: Duration,
}

/// Who may come in.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Accounts")]
pub struct AuthConfig {
    /// Key that signs tokens, at least 32 characters, the same for all replicas [default alone: made once and kept in DATA_DIR]
    #[arg(long, env = "JWT_SECRET", global = true, hide_env_values = true)]
    pub jwt_secret: Option<Secret>,
    /// File that holds JWT_SECRET
    #[arg(long, env = "JWT_SECRET_FILE", global = true)]
    pub jwt_secret_file: Option<PathBuf>,
}

/// How often things may happen.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Accounts")]
pub struct LimitsConfig {
    /// Sign-ins, sign-ups, password changes and account deletions from one address, as count/seconds; 0/1 is unlimited
    #[arg(long, env = "RATE_LIMIT_SIGN_IN", global = true, default_value = "3/10")]
    pub rate_limit_sign_in: Allowance,
    /// Requests under /api/auth, and to calendar feeds, from one address, as count/seconds
    #[arg(long, env = "RATE_LIMIT_AUTH", global = true, default_value = "100/10")]
    pub rate_limit_auth: Allowance,
    /// Wrong passwords from one address before it has to wait, as count/seconds
    #[arg(long, env = "RATE_LIMIT_FAILURES", global = true, default_value = "10/900")]
    pub rate_limit_failures: Allowance,
    /// Chat messages of one person, as count/seconds
    #[arg(long, env = "RATE_LIMIT_CHAT", global = true, default_value = "60/60")]
    pub rate_limit_chat: Allowance,
    /// Tool calls of one person, by the assistant and over MCP together, as count/seconds
    #[arg(long, env = "RATE_LIMIT_TOOLS", global = true, default_value = "600/60")]
    pub rate_limit_tools: Allowance,
}

/// What is logged and what is reported.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Logs and reports")]
pub struct LogConfig {
    /// error, warn, info, debug, trace, or a filter such as info,server=debug
    #[arg(long, env = "LOG_LEVEL", global = true, value_parser = settings::log_level, default_value = "info")]
    pub log_level: String,
    /// json (Bunyan lines), text, or auto: text when a terminal is watching
    #[arg(long, env = "LOG_FORMAT", global = true, default_value = "auto")]
    pub log_format: LogFormat,
    /// Serve metrics for Prometheus at /metrics: true or false
    #[arg(long, env = "METRICS", global = true, action = ArgAction::Set, value_parser = settings::switch, default_value = "false")]
    pub metrics: bool,
    /// Name of the environment, reported by /health
    #[arg(long, env = "ENVIRONMENT", global = true, default_value = "development")]
    pub environment: String,
    /// Version of the API, reported by /health and in the API document
    #[arg(long, env = "API_VERSION", global = true, default_value = "v1")]
    pub api_version: String,
}

impl DatabaseConfig {
    /// The database to serve from.
    pub fn url(&self) -> Result<DatabaseUrl, String> {
        match Secret::choose("DATABASE_URL", &self.database_url, &self.database_url_file)? {
            Some(url) => settings::database_url("DATABASE_URL", &url),
            None => Ok(DatabaseUrl::Sqlite(self.data_dir.join("todo.db"))),
        }
    }

    /// The database to migrate: the same one, perhaps by another address.
    pub fn migration_url(&self) -> Result<DatabaseUrl, String> {
        let name = "MIGRATION_DATABASE_URL";
        match Secret::choose(name, &self.migration_database_url, &self.migration_database_url_file)? {
            Some(url) => settings::database_url(name, &url),
            None => self.url(),
        }
    }
}

impl AuthConfig {
    /// The key that signs tokens. Without one it is made and kept, where `keep_in` names a folder for it.
    pub fn secret(&self, keep_in: Option<&std::path::Path>) -> Result<Secret, String> {
        match Secret::choose("JWT_SECRET", &self.jwt_secret, &self.jwt_secret_file)? {
            Some(secret) => secrets::long_enough(secret),
            None => match keep_in {
                Some(folder) => secrets::made_once(folder),
                None => {
                    Err("JWT_SECRET is not set, and replicas must share one; set it (or JWT_SECRET_FILE) \
                             to at least 32 random characters, such as the output of: openssl rand -hex 32"
                        .into())
                }
            },
        }
    }
}
