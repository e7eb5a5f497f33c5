//! Metrics for Prometheus. Their labels have few values: no path, no person, nothing that anybody wrote.

use crate::error::{Error, Result};
use crate::store::Store;
use poem::http::{Method, StatusCode};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric, prometheus_text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use prometheus_client::encoding::prometheus_text::CONTENT_TYPE as METRICS_TYPE;

/// Upper bounds of the latency histogram, in seconds.
const LATENCIES: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// The metrics of this process, or nothing where nobody asked for them. Cheap to clone.
#[derive(Clone, Default)]
pub struct Metrics(Option<Arc<Collected>>);

struct Collected {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    durations: Family<OperationLabels, Histogram, fn() -> Histogram>,
    chat_turns: Family<ChatTurnLabels, Counter>,
    sign_ins: Family<SignInLabels, Counter>,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct RequestLabels {
    operation: &'static str,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct OperationLabels {
    operation: &'static str,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct ChatTurnLabels {
    assistant: String,
    outcome: &'static str,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct SignInLabels {
    outcome: &'static str,
}

impl Metrics {
    /// Metrics that are collected from now on, those of the stores' pools among them.
    pub fn collected(stores: Vec<Store>) -> Self {
        let requests = Family::default();
        let durations = Family::new_with_constructor((|| Histogram::new(LATENCIES)) as fn() -> Histogram);
        let (chat_turns, sign_ins) = (Family::default(), Family::default());
        let mut registry = Registry::default();
        registry.register("http_requests", "Requests that were answered", requests.clone());
        registry.register("http_request_duration_seconds", "Time until an answer began", durations.clone());
        registry.register("chat_turns", "Messages that the assistant answered", chat_turns.clone());
        registry.register("sign_ins", "Tries to sign in", sign_ins.clone());
        registry.register_collector(Box::new(Now { stores, started: SystemTime::now() }));
        Self(Some(Arc::new(Collected { registry, requests, durations, chat_turns, sign_ins })))
    }

    /// A request was answered.
    pub fn request(
        &self,
        operation: Option<&'static str>,
        method: &Method,
        status: StatusCode,
        took: Duration,
    ) {
        let Some(metrics) = &self.0 else { return };
        let operation = operation.unwrap_or("other");
        let labels = RequestLabels { operation, method: known(method), status: status.as_u16() };
        metrics.requests.get_or_create(&labels).inc();
        metrics.durations.get_or_create(&OperationLabels { operation }).observe(took.as_secs_f64());
    }

    /// A turn of a chat ended.
    pub fn chat_turn(&self, assistant: &str, outcome: &'static str) {
        let Some(metrics) = &self.0 else { return };
        metrics.chat_turns.get_or_create(&ChatTurnLabels { assistant: assistant.into(), outcome }).inc();
    }

    /// Somebody tried to sign in.
    pub fn sign_in<T>(&self, result: &Result<T>) {
        let Some(metrics) = &self.0 else { return };
        let outcome = match result {
            Ok(_) => "succeeded",
            Err(Error::Refused(refusal)) if refusal.status == StatusCode::TOO_MANY_REQUESTS => "limited",
            Err(Error::Refused(_)) => "refused",
            Err(_) => "failed",
        };
        metrics.sign_ins.get_or_create(&SignInLabels { outcome }).inc();
    }

    /// True when they are collected.
    pub fn are_collected(&self) -> bool {
        self.0.is_some()
    }

    /// All metrics in Prometheus' text format, whose content type is [`METRICS_TYPE`].
    pub fn text(&self) -> String {
        let mut text = String::new();
        if let Some(metrics) = &self.0 {
            // Writing to memory does not fail.
            prometheus_text::encode(&mut text, &metrics.registry).ok();
        }
        text
    }
}

/// Whoever asks may name a method of their own.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// What is looked up when somebody asks.
struct Now {
    stores: Vec<Store>,
    started: SystemTime,
}

impl Collector for Now {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut gauge = |name: &str, help: &str, value: f64| {
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)
        };
        let started = self.started.duration_since(UNIX_EPOCH).unwrap_or_default();
        gauge("process_start_time_seconds", "When the process started.", started.as_secs_f64())?;
        if let Some(bytes) = resident_bytes() {
            gauge("process_resident_memory_bytes", "Memory that the process holds.", bytes)?;
        }
        if self.stores.is_empty() {
            return Ok(());
        }
        let pools: Vec<_> = self.stores.iter().map(Store::pool_status).collect();
        let sum = |of: fn(&deadpool::Status) -> usize| pools.iter().map(of).sum::<usize>() as f64;
        gauge("database_pool_size", "Connections to the database.", sum(|pool| pool.size))?;
        gauge("database_pool_available", "Connections that are idle.", sum(|pool| pool.available))?;
        gauge("database_pool_waiting", "Queries that wait for a connection.", sum(|pool| pool.waiting))
    }
}

impl fmt::Debug for Now {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Now").finish_non_exhaustive()
    }
}

/// `VmRSS:     12345 kB`
fn resident_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kib * 1024.0)
}
