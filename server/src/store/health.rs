//! What the last query met: readiness answers from it, so that probes do not keep a database awake that
//! sleeps when nobody uses it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// When the database last answered, and since when it does not.
pub struct Health {
    started: Instant,
    interval: Duration,
    answered_at_ms: AtomicU64,
    is_failing: AtomicBool,
}

impl Health {
    /// Nothing is known yet. An answer counts for `interval`.
    pub fn new(interval: Duration) -> Self {
        Self {
            started: Instant::now(),
            interval,
            answered_at_ms: AtomicU64::new(0),
            is_failing: AtomicBool::new(true),
        }
    }

    /// A query was answered, be it with an error of its own.
    pub fn answered(&self) {
        self.answered_at_ms.store(self.elapsed_ms(), Ordering::Relaxed);
        self.is_failing.store(false, Ordering::Relaxed);
    }

    /// The database could not be reached.
    pub fn failed(&self) {
        self.is_failing.store(true, Ordering::Relaxed);
    }

    /// True when the last query was answered, and lately.
    pub fn is_fresh(&self) -> bool {
        let age_ms = self.elapsed_ms().saturating_sub(self.answered_at_ms.load(Ordering::Relaxed));
        !self.is_failing.load(Ordering::Relaxed) && u128::from(age_ms) < self.interval.as_millis()
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
