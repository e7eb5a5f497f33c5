//! One throwaway PostgreSQL server for a test process, or the one that TEST_POSTGRES_URL names.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

/// A PostgreSQL server on which databases can be made.
pub struct Postgres {
    /// Address without the database: `postgres://tests@127.0.0.1:5432`.
    base: String,
    /// Its standard input is the server's life: closed with the test process, however that ends.
    _keeper: Option<Child>,
}

/// A database on it, dropped with the test.
pub struct PgDatabase {
    name: String,
    url: String,
    admin_url: String,
}

/// Makes and runs a server that keeps nothing safe, until its standard input closes.
const KEEPER: &str = r#"
set -eu
bin=$1 port=$2
data=$(mktemp -d)
trap 'kill -INT "$server" 2>/dev/null || true; wait "$server" || true; rm -rf "$data"' EXIT
"$bin/initdb" -D "$data/db" -U tests -A trust -E UTF8 --no-sync >/dev/null
"$bin/postgres" -D "$data/db" -p "$port" -k "$data" -c listen_addresses=127.0.0.1 -c max_connections=400 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB >"$data/log" 2>&1 </dev/null &
server=$!
for _ in $(seq 200); do
    if "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; then echo ready; break; fi
    sleep 0.05
done
cat >/dev/null
"#;

static SERVER: OnceLock<Postgres> = OnceLock::new();

impl Postgres {
    /// The server of this test process; started when it is first needed.
    pub fn get() -> &'static Self {
        SERVER.get_or_init(|| match std::env::var("TEST_POSTGRES_URL") {
            Ok(url) if !url.is_empty() => Self { base: without_database(&url), _keeper: None },
            _ => Self::start(),
        })
    }

    fn start() -> Self {
        let (bin, port) = (binaries(), free_port());
        let mut keeper = as_postgres("sh")
            .args(["-c", KEEPER, "keeper"])
            .arg(&bin)
            .arg(port.to_string())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh");
        let mut line = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "ready", "PostgreSQL in {} does not start", bin.display());
        Self { base: format!("postgres://tests@127.0.0.1:{port}"), _keeper: Some(keeper) }
    }

    /// An empty database.
    pub async fn database(&self) -> PgDatabase {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let admin_url = format!("{}/postgres", self.base);
        execute(&admin_url, &format!("CREATE DATABASE {name}")).await;
        PgDatabase { url: format!("{}/{name}", self.base), name, admin_url }
    }
}

impl PgDatabase {
    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The port of its server.
    pub fn port(&self) -> u16 {
        self.url.parse::<tokio_postgres::Config>().unwrap().get_ports()[0]
    }

    /// The address of the same database at another port: through a proxy or a pooler.
    pub fn url_at(&self, port: u16) -> String {
        let config: tokio_postgres::Config = self.url.parse().unwrap();
        format!("postgres://{}@127.0.0.1:{port}/{}", config.get_user().unwrap(), self.name)
    }

    /// Runs SQL and answers its rows as texts.
    pub async fn sql(&self, sql: &str) -> Vec<Vec<String>> {
        execute(&self.url, sql).await
    }

    /// A connection that stays open, for locks.
    pub async fn connect(&self) -> Client {
        connect(&self.url).await
    }

    /// Ends all connections to it, as an operator or a failover does.
    pub async fn kill_connections(&self) {
        let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname";
        execute(&self.admin_url, &format!("{kill} = '{}'", self.name)).await;
    }
}

impl Drop for PgDatabase {
    fn drop(&mut self) {
        let (url, name) = (self.admin_url.clone(), self.name.clone());
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(execute(&url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        });
        dropping.join().ok();
    }
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("PostgreSQL answers");
    tokio::spawn(connection);
    client
}

async fn execute(url: &str, sql: &str) -> Vec<Vec<String>> {
    let messages =
        connect(url).await.simple_query(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let rows = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    rows.map(|row| (0..row.len()).map(|column| row.get(column).unwrap_or_default().to_owned()).collect())
        .collect()
}

fn without_database(url: &str) -> String {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    match url[after_scheme..].find('/') {
        Some(slash) => url[..after_scheme + slash].to_owned(),
        None => url.to_owned(),
    }
}

/// The newest installed server.
fn binaries() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    found.retain(|bin| bin.join("initdb").is_file());
    found.sort();
    found.pop().expect("PostgreSQL is not installed: apt-get install postgresql, or set TEST_POSTGRES_URL")
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A command as the user postgres where we are root: PostgreSQL and PgBouncer refuse to run as root.
pub fn as_postgres(program: &str) -> Command {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", program]);
    command
}
