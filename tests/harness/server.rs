//! A running server.

use crate::assets::page_folder;
use crate::client::Client;
use crate::database::Database;
use crate::person::Person;
use crate::program::{Program, Running};
use crate::wait::{eventually, eventually_within};
use serde_json::Value;
use std::process::ExitStatus;
use std::time::Duration;
use tempfile::TempDir;

/// The key that all test servers sign with.
pub const JWT_SECRET: &str = "a secret that only tests know, 0123456789";

/// What every test server is told, unless the test says otherwise. 0/1 is unlimited.
const DEFAULTS: &[(&str, &str)] = &[
    ("HOST", "127.0.0.1"),
    ("PORT", "0"),
    ("LOG_FORMAT", "json"),
    ("RATE_LIMIT_SIGN_IN", "0/1"),
    ("RATE_LIMIT_AUTH", "0/1"),
    ("RATE_LIMIT_FAILURES", "0/1"),
    ("RATE_LIMIT_CHAT", "0/1"),
    ("RATE_LIMIT_TOOLS", "0/1"),
];

/// A running server with its database. Ends with the test.
pub struct Server {
    program: Running,
    address: String,
    database: Option<Database>,
    _page: TempDir,
}

impl Server {
    /// A server on this database that is ready: everything in one process on SQLite, the backend on PostgreSQL.
    pub async fn on(database: Database) -> Self {
        Self::with(database, &[]).await
    }

    /// The same with further variables.
    pub async fn with(database: Database, variables: &[(&str, &str)]) -> Self {
        let arguments: &[&str] = if database.is_sqlite() { &[] } else { &["backend"] };
        let server = Self::start(arguments, Some(database), variables).await;
        server.ready().await;
        server
    }

    /// A server in some role, as soon as it listens.
    pub async fn start(arguments: &[&str], database: Option<Database>, variables: &[(&str, &str)]) -> Self {
        let page = page_folder();
        let mut program = Program::new(arguments).envs(DEFAULTS).env("JWT_SECRET", JWT_SECRET);
        program = program.env("ASSETS_DIR", page.path());
        if let Some(database) = &database {
            program = program.envs(&database.variables());
        }
        let mut program = program.envs(variables).start();
        let address = eventually_within(Duration::from_secs(20), "the listening record", async || {
            let said = program.stdout().iter().find_map(|line| listening(line));
            assert!(said.is_some() || program.try_ended().is_none(), "it ended: {:?}", program.stderr());
            said
        })
        .await;
        Self { program, address: format!("http://{address}"), database, _page: page }
    }

    /// Waits until /health is 200.
    pub async fn ready(&self) {
        let probe = self.anonymous();
        eventually("readiness", async || (probe.get("/health").await.status == 200).then_some(())).await;
    }

    /// Where it is, such as `http://127.0.0.1:41234`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.address.rsplit_once(':').unwrap().1.parse().unwrap()
    }

    /// Its database.
    pub fn database(&self) -> &Database {
        self.database.as_ref().expect("a server with a database")
    }

    /// The process.
    pub fn program(&mut self) -> &mut Running {
        &mut self.program
    }

    /// A field of /proc/PID/status in kB, such as VmHWM.
    pub fn memory_kib(&self, field: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.program.pid())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':')).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// The log records so far.
    pub fn records(&self) -> Vec<Value> {
        let lines = self.program.stdout();
        lines.iter().map(|line| serde_json::from_str(line).expect("a JSON record a line")).collect()
    }

    /// Standard output and standard error so far.
    pub fn output(&self) -> String {
        [self.program.stdout(), self.program.stderr()].concat().join("\n")
    }

    /// The first record with this event, once it is there.
    pub async fn record(&self, event: &str) -> Value {
        eventually(event, async || self.records().into_iter().find(|record| record["event"] == event)).await
    }

    /// Sends SIGTERM and waits for the end.
    pub async fn stop(&mut self) -> ExitStatus {
        self.program.terminate();
        self.program.ended(Duration::from_secs(30)).await
    }

    /// Someone without an account.
    pub fn anonymous(&self) -> Client {
        Client::new(&self.address)
    }

    /// Someone who has just signed up.
    pub async fn person(&self, name: &str) -> Person {
        Person::sign_up(&self.anonymous(), name).await
    }
}

fn listening(line: &str) -> Option<String> {
    let record: Value = serde_json::from_str(line).ok()?;
    (record["event"] == "listening").then(|| record["address"].as_str().map(str::to_owned))?
}
