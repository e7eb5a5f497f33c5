//! The shared handles, made once at start.

use crate::auth::{Hasher, Keys};
use crate::config::{AuthConfig, Config};
use crate::shutdown::Shutdown;
use crate::store::Store;
use std::sync::atomic::{AtomicBool, Ordering};

/// What every handler may need.
pub struct App {
    pub config: Config,
    pub store: Store,
    pub keys: Keys,
    pub hasher: Hasher,
    pub shutdown: Shutdown,
    is_ready: AtomicBool,
}

impl App {
    /// An app whose database still has to be brought up to date.
    pub fn new(config: Config, store: Store, keys: Keys, hasher: Hasher, shutdown: Shutdown) -> Self {
        Self { config, store, keys, hasher, shutdown, is_ready: AtomicBool::new(false) }
    }

    /// True once the database is up to date.
    pub fn is_ready(&self) -> bool {
        self.is_ready.load(Ordering::Relaxed)
    }

    /// The database is up to date.
    pub fn set_ready(&self) {
        self.is_ready.store(true, Ordering::Relaxed);
    }

    /// The limits on signing in.
    pub fn limits(&self) -> &AuthConfig {
        &self.config.auth
    }
}
