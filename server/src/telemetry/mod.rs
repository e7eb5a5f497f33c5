//! Metrics, and logs: Bunyan JSON lines on standard output, or readable ones when a terminal is watching.
//!
//! Every record has an `event` with a stable name. Records carry ids, counts and durations; never a password,
//! token, secret, address with a password, or what a person wrote.

mod metrics;
mod writer;

pub use self::metrics::{METRICS_TYPE, Metrics};
use self::writer::Batches;
pub use self::writer::Flush;
use crate::config::{LogConfig, LogFormat};
use std::io::{IsTerminal, stdout};
use tracing::{Event, Id, Subscriber, span};
use tracing_bunyan_formatter::{BunyanFormattingLayer, JsonStorageLayer};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts logging for the whole process. What is returned has to live as long as it: the last records are written
/// when it is dropped.
pub fn init(config: &LogConfig) -> Flush {
    let (writer, flush) = Batches::to_stdout();
    // The level was checked when the configuration was read.
    let filter: Targets = config.log_level.parse().unwrap_or_default();
    // Its records have no event name, and ours say the same.
    let filter = filter.with_target("poem", LevelFilter::WARN);
    let is_watched = stdout().is_terminal();
    let as_text = match config.log_format {
        LogFormat::Text => true,
        LogFormat::Json => false,
        LogFormat::Auto => is_watched,
    };
    let registry = tracing_subscriber::registry().with(filter);
    let result = if as_text {
        // https://no-color.org
        let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let text = tracing_subscriber::fmt::layer().with_target(false).compact().with_writer(writer);
        let text = text.with_ansi(is_watched && !is_plain);
        registry.with(text).try_init()
    } else {
        let bunyan =
            BunyanFormattingLayer::new("todo-app".into(), writer).skip_fields(["file", "line"].into_iter());
        match bunyan {
            Ok(bunyan) => registry.with(JsonStorageLayer).with(EventsOnly(bunyan)).try_init(),
            Err(_) => Ok(()),
        }
    };
    if result.is_err() {
        eprintln!("todo-app: logging was started twice");
    }
    flush
}

/// Bunyan's layer also writes a record when a span begins and one when it ends: three lines a request instead of one.
struct EventsOnly<L>(L);

impl<S, L> Layer<S> for EventsOnly<L>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    L: Layer<S>,
{
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        self.0.on_event(event, context);
    }

    fn on_record(&self, id: &Id, values: &span::Record<'_>, context: Context<'_, S>) {
        self.0.on_record(id, values, context);
    }
}
