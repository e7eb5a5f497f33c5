//! The command line: one binary, several roles.

use crate::assistant::understand;
use crate::config::Config;
use crate::doctor::Doctor;
use crate::domain;
use crate::http::docs;
use crate::outbound;
use crate::serve::{self, Role};
use crate::store::migrate;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use clap::error::{ContextKind, ContextValue, ErrorKind as UsageError};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::io::{BufRead, ErrorKind, Write, stdin, stdout};
use std::time::Duration;
use url::Url;

/// A Todo list that you talk to. Without a command it serves everything: page, API and chat.
#[derive(Debug, Parser)]
#[command(name = "todo-app", version, max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    config: Config,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API only
    Backend,
    /// Serve the page and forward /api to BACKEND_URL
    Frontend,
    /// Bring the database's tables up to date and end
    Migrate,
    /// Print the OpenAPI document
    Openapi,
    /// End with 0 when the service is healthy
    Healthcheck {
        /// Address to ask [default: /health at PORT, or at the port of the role that this container runs]
        #[arg(value_parser = crate::config::http_url)]
        url: Option<Url>,
    },
    /// Look at a running todo-app from here, and say what to do about what does not work
    Doctor(Doctor),
    /// Print what the offline assistant understands, as JSON
    Understand(Understand),
}

/// Texts to understand, and when and where they are said.
#[derive(Debug, Args)]
struct Understand {
    /// What is said
    text: Option<String>,
    /// When it is said, in RFC 3339 [default: now]
    #[arg(long)]
    at: Option<DateTime<FixedOffset>>,
    /// IANA time zone in which it is said
    #[arg(long, default_value = "UTC")]
    zone: Tz,
    /// Read one text a line from standard input
    #[arg(long, conflicts_with = "text")]
    lines: bool,
}

impl Understand {
    fn run(self) -> Result<(), String> {
        let now = self.at.map_or_else(domain::now, |at| at.to_utc());
        let print =
            |text: &str| writeln!(stdout().lock(), "{}", understand::print_json(text, now, self.zone));
        let printed = match (self.text, self.lines) {
            (Some(text), _) => print(&text),
            (None, true) => stdin().lock().lines().try_for_each(|line| print(&line?)),
            (None, false) => {
                return Err("understand what? Give a text, or --lines with one text a line on stdin".into());
            }
        };
        match printed {
            // Whoever reads has read enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            other => other.map_err(|error| error.to_string()),
        }
    }
}

/// Does what the command line says. The error is one sentence for the person who typed it.
pub async fn run() -> Result<(), String> {
    let Cli { command, config } = parse();
    match command {
        None => serve::run(Role::All, config).await,
        Some(Command::Backend) => serve::run(Role::Backend, config).await,
        Some(Command::Frontend) => serve::run(Role::Frontend, config).await,
        Some(Command::Migrate) => run_migrations(&config).await,
        Some(Command::Openapi) => {
            println!("{}", docs::document(&config.log.api_version));
            Ok(())
        }
        Some(Command::Healthcheck { url }) => healthcheck(url, config.http.port).await,
        Some(Command::Doctor(doctor)) => doctor.run(&config.model).await,
        Some(Command::Understand(command)) => command.run(),
    }
}

async fn run_migrations(config: &Config) -> Result<(), String> {
    let url = config.database.migration_url()?;
    let applied = serve::wait_for_database(&url, migrate::migrate).await?;
    match applied.as_slice() {
        [] => println!("{url} is up to date"),
        versions => println!("{url}: applied {}", versions.join(", ")),
    }
    Ok(())
}

async fn healthcheck(url: Option<Url>, port: Option<u16>) -> Result<(), String> {
    let url = match url {
        Some(url) => url.to_string(),
        None => format!("http://127.0.0.1:{}/health", port.unwrap_or_else(port_of_role)),
    };
    let client = outbound::client()?.timeout(Duration::from_secs(5)).build();
    let client = client.map_err(|error| error.to_string())?;
    match client.get(&url).send().await {
        Ok(response) if response.status().is_success() => Ok(()),
        Ok(response) => Err(format!("{url} answered {}", response.status())),
        Err(_) => Err(format!("{url} does not answer; is the service running there?")),
    }
}

/// The default port of what this container runs: its first process knows the role.
fn port_of_role() -> u16 {
    let first = std::fs::read("/proc/1/cmdline").unwrap_or_default();
    let is_frontend = first.split(|byte| *byte == 0).any(|argument| argument == b"frontend");
    if is_frontend { 3000 } else { 8000 }
}

/// Reads flags and environment; prints help or one sentence about what is wrong, and ends, where there is
/// nothing to run.
fn parse() -> Cli {
    // A variable that is set to nothing counts as not set, as people expect from env files.
    let command = Cli::command().mut_args(|arg| {
        let is_empty = arg.get_env().is_some_and(|name| std::env::var_os(name).is_some_and(|v| v.is_empty()));
        if is_empty { arg.env(None::<&str>) } else { arg }
    });
    match command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => match sentence(&error) {
            Some(sentence) => {
                eprintln!("todo-app: {sentence}");
                std::process::exit(2)
            }
            None => error.exit(),
        },
    }
}

/// "PORT is 'abc', which is not a port; write a number from 0 to 65535"
fn sentence(error: &clap::Error) -> Option<String> {
    if !matches!(error.kind(), UsageError::ValueValidation | UsageError::InvalidValue) {
        return None;
    }
    let (ContextValue::String(arg), ContextValue::String(value)) =
        (error.get(ContextKind::InvalidArg)?, error.get(ContextKind::InvalidValue)?)
    else {
        return None;
    };
    let flag = arg.split_whitespace().next()?;
    let name = flag.trim_start_matches('-').replace('-', "_").to_uppercase();
    let reason = match (std::error::Error::source(error), error.get(ContextKind::ValidValue)) {
        (Some(source), _) => source.to_string(),
        (None, Some(ContextValue::Strings(valid))) => format!("is not one of {}", valid.join(", ")),
        _ => return None,
    };
    // What stands before the host of an address may be a password.
    let shown = match value.rsplit_once('@') {
        Some((_, rest)) => format!("…@{rest}"),
        None => value.clone(),
    };
    Some(format!("{name} (or {flag}) is '{shown}', which {reason}"))
}
