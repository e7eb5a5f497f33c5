//! The shared handles, made once at start.

use crate::auth::{Hasher, Keys};
use crate::config::{Config, LimitsConfig};
use crate::shutdown::Shutdown;
use crate::store::Store;
use crate::telemetry::Metrics;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What every handler may need. Every worker has a clone with a store of its own.
#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub store: Store,
    pub keys: Arc<Keys>,
    pub hasher: Arc<Hasher>,
    pub shutdown: Shutdown,
    pub metrics: Metrics,
    is_ready: Arc<AtomicBool>,
}

impl App {
    /// An app whose database still has to be brought up to date.
    pub fn new(config: Config, store: Store, keys: Keys, hasher: Hasher, metrics: Metrics) -> Self {
        Self {
            config: Arc::new(config),
            store,
            keys: Arc::new(keys),
            hasher: Arc::new(hasher),
            shutdown: Shutdown::default(),
            metrics,
            is_ready: Arc::default(),
        }
    }

    /// The same app with other connections to the database.
    pub fn with_store(&self, store: Store) -> Self {
        Self { store, ..self.clone() }
    }

    /// True once the database is up to date.
    pub fn is_ready(&self) -> bool {
        self.is_ready.load(Ordering::Relaxed)
    }

    /// The database is up to date.
    pub fn set_ready(&self) {
        self.is_ready.store(true, Ordering::Relaxed);
    }

    /// How often things may happen.
    pub fn limits(&self) -> &LimitsConfig {
        &self.config.limits
    }
}
