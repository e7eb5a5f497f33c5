//! What DATABASE_URL may say.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use url::Url;

/// Where the tasks are kept.
#[derive(Clone)]
pub enum DatabaseUrl {
    Postgres(Box<PostgresUrl>),
    Sqlite(PathBuf),
}

/// A PostgreSQL server and how to trust it.
#[derive(Clone)]
pub struct PostgresUrl {
    /// What tokio-postgres understands of it.
    pub config: tokio_postgres::Config,
    pub tls: TlsMode,
}

/// How a connection is encrypted: the modes of libpq.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsMode {
    /// Never.
    Disable,
    /// When the server can.
    Prefer,
    /// Always, without checking who the server is.
    Require,
    /// Always, with a certificate that a public authority signed for this very host.
    VerifyFull,
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let scheme = text.split_once(':').map(|(scheme, _)| scheme);
        match scheme {
            Some("postgres" | "postgresql") => postgres(text).map(Box::new).map(Self::Postgres),
            Some("sqlite") => {
                let path = text.trim_start_matches("sqlite:").trim_start_matches("//");
                match path {
                    "" => Err("names no file; write sqlite:data/todo.db".into()),
                    path => Ok(Self::Sqlite(path.into())),
                }
            }
            Some(scheme) if !scheme.contains(['/', '.']) => Err(format!(
                "begins with the unknown scheme {scheme}:; write postgres://user:password@host/database or sqlite:path/to/todo.db"
            )),
            _ => Err("has no scheme; write postgres://user:password@host/database or sqlite:path/to/todo.db"
                .into()),
        }
    }
}

/// The address as it may be shown: no user, no password.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let host = url.config.get_hosts().first().map(host_name).unwrap_or_default();
                let port = url.config.get_ports().first().copied().unwrap_or(5432);
                write!(f, "postgres://{host}:{port}/{}", url.config.get_dbname().unwrap_or_default())
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn postgres(text: &str) -> Result<PostgresUrl, String> {
    let broken = "is not a valid address; write postgres://user:password@host:5432/database";
    let mut url = Url::parse(text).map_err(|_| broken.to_owned())?;
    let mut mode = None;
    let mut kept = Vec::new();
    // The other options stay as they were written: tokio-postgres does not read every encoding of them.
    for option in url.query().unwrap_or_default().split('&').filter(|option| !option.is_empty()) {
        match option.strip_prefix("sslmode=") {
            Some(value) => mode = Some(tls_mode(value)?),
            None => kept.push(option),
        }
    }
    let kept = kept.join("&");
    url.set_query(Some(kept.as_str()).filter(|query| !query.is_empty()));
    // The parser's own message may quote the password.
    let mut config: tokio_postgres::Config =
        url.as_str().parse().map_err(|_| format!("{broken}, with options that PostgreSQL knows"))?;
    let is_near = config.get_hosts().iter().all(is_near);
    let tls = mode.unwrap_or(if is_near { TlsMode::Prefer } else { TlsMode::Require });
    config.ssl_mode(match tls {
        TlsMode::Disable => tokio_postgres::config::SslMode::Disable,
        TlsMode::Prefer => tokio_postgres::config::SslMode::Prefer,
        TlsMode::Require | TlsMode::VerifyFull => tokio_postgres::config::SslMode::Require,
    });
    Ok(PostgresUrl { config, tls })
}

fn tls_mode(value: &str) -> Result<TlsMode, String> {
    match value {
        "disable" => Ok(TlsMode::Disable),
        "allow" | "prefer" => Ok(TlsMode::Prefer),
        "require" => Ok(TlsMode::Require),
        "verify-ca" | "verify-full" => Ok(TlsMode::VerifyFull),
        _ => Err("has an sslmode that is unknown; use disable, prefer, require or verify-full".into()),
    }
}

/// Loopback, a Unix socket, or a name that only resolves inside a cluster.
fn is_near(host: &tokio_postgres::config::Host) -> bool {
    match host {
        tokio_postgres::config::Host::Unix(_) => true,
        tokio_postgres::config::Host::Tcp(name) => {
            let is_loopback =
                name.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
            is_loopback
                || !name.contains('.') && !name.contains(':')
                || name.ends_with(".svc")
                || name.ends_with(".svc.cluster.local")
        }
    }
}

fn host_name(host: &tokio_postgres::config::Host) -> String {
    match host {
        tokio_postgres::config::Host::Tcp(name) => name.clone(),
        tokio_postgres::config::Host::Unix(path) => path.display().to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a panic is how a test fails
mod tests {
    use super::*;

    fn tls(text: &str) -> TlsMode {
        match text.parse().unwrap() {
            DatabaseUrl::Postgres(url) => url.tls,
            DatabaseUrl::Sqlite(_) => TlsMode::Disable,
        }
    }

    #[test]
    fn encryption_follows_the_distance_unless_said_otherwise() {
        assert_eq!(tls("postgres://u:p@127.0.0.1/db"), TlsMode::Prefer);
        assert_eq!(tls("postgres://u:p@[::1]/db"), TlsMode::Prefer);
        assert_eq!(tls("postgres://u:p@postgres.todo.svc/db"), TlsMode::Prefer);
        assert_eq!(tls("postgres://u:p@10.0.0.4/db"), TlsMode::Require);
        assert_eq!(tls("postgresql://u:p@db.example.com/db"), TlsMode::Require);
        assert_eq!(
            tls(
                "postgresql://u:p@ep-x.eu-central-1.aws.neon.tech/neondb?sslmode=require&channel_binding=require"
            ),
            TlsMode::Require
        );
        assert_eq!(tls("postgres://u:p@db.example.com/db?sslmode=verify-full"), TlsMode::VerifyFull);
    }

    #[test]
    fn nothing_shows_a_password() {
        for text in [
            "postgres://me:hunter22@db/x",
            "postgres://me:hunter22@db/x?nonsense=1",
            "mysql://me:hunter22@db/x",
        ] {
            let shown = match text.parse::<DatabaseUrl>() {
                Ok(url) => format!("{url} {url:?}"),
                Err(error) => error,
            };
            assert!(!shown.contains("hunter22"), "{shown}");
        }
    }
}
