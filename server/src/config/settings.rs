//! What the value of a variable may say. Every error reads on after "NAME is VALUE, which …".

use super::Secret;
use crate::store::DatabaseUrl;
use clap::ValueEnum;
use ipnet::IpNet;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;
use url::{Host, Url};

/// Longest window of an [`Allowance`]: a year. Times far beyond are no dates any more.
const WINDOW_MAX_S: u64 = 366 * 24 * 60 * 60;

/// How often something may happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Zero means without limit.
    pub count: i32,
    pub window: Duration,
}

impl FromStr for Allowance {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(count, seconds)| {
            Some((count.trim().parse().ok()?, seconds.trim().parse().ok().filter(|seconds| *seconds > 0)?))
        });
        match parts {
            Some((_, seconds)) if seconds > WINDOW_MAX_S => Err(format!(
                "has more than a year, {WINDOW_MAX_S} seconds, behind the /; write for example 3/10"
            )),
            Some((count @ 0.., seconds)) => Ok(Self { count, window: Duration::from_secs(seconds) }),
            _ => Err("is not count/seconds; write for example 3/10".into()),
        }
    }
}

/// How log records look.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LogFormat {
    Auto,
    Json,
    Text,
}

/// A database address, with the variable named in the error.
pub fn database_url(name: &str, url: &Secret) -> Result<DatabaseUrl, String> {
    url.expose().parse().map_err(|error: String| format!("{name} {error}"))
}

/// An address to listen on.
pub fn address(text: &str) -> Result<IpAddr, String> {
    text.parse().map_err(|_| "is not an IP address; write for example 127.0.0.1 or 0.0.0.0".into())
}

/// A port.
pub fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "is not a port; write a number from 0 to 65535".into())
}

/// A web address.
pub fn http_url(text: &str) -> Result<Url, String> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| "is not a web address; write for example http://backend-svc:8000".into())
}

/// An address or a network.
pub fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    text.parse()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| "is not an address or network; write for example 10.0.0.0/8".into())
}

/// A host as browsers write it in `Origin`: a name or an address, perhaps with a port.
pub fn host(text: &str) -> Result<String, String> {
    let text = text.trim();
    let (name, port) = match text.rsplit_once(':') {
        // The colons of an address in brackets are its own.
        Some((name, port)) if !port.ends_with(']') => (name, Some(port.parse::<u16>())),
        _ => (text, None),
    };
    // Nothing would ever match a pattern.
    let name = Host::parse(name).ok().filter(|_| !name.contains('*'));
    match (name, port.transpose()) {
        (Some(name), Ok(None)) => Ok(name.to_string()),
        (Some(name), Ok(Some(port))) => Ok(format!("{name}:{port}")),
        _ => Err("is not a host; write for example todo.example.com or localhost:3000".into()),
    }
}

/// A number of things, at least one.
pub fn count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..) => Ok(count),
        _ => Err("is not a whole number above 0".into()),
    }
}

/// A number of seconds, parts of one allowed.
pub fn seconds(text: &str) -> Result<Duration, String> {
    text.parse::<f64>()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "is not a number of seconds; write for example 5".into())
}

/// Yes or no.
pub fn switch(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| "is not a yes or no; write true or false".into())
}

/// A filter for log records.
pub fn log_level(text: &str) -> Result<String, String> {
    use tracing_subscriber::filter::{LevelFilter, targets::Targets};
    let text = text.to_lowercase();
    // The parser would take a space for a part of a module's name.
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    // It takes a lone word for the name of a module, and would log nothing else.
    let are_levels = parts.iter().all(|part| part.contains('=') || part.parse::<LevelFilter>().is_ok());
    let text = parts.join(",");
    match text.parse::<Targets>() {
        Ok(_) if are_levels => Ok(text),
        _ => Err("is not a log level; write error, warn, info, debug or trace".into()),
    }
}
