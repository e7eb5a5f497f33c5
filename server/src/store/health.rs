//! What the last query met: readiness answers from it, so that probes do not keep a database awake that
//! sleeps when nobody uses it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// When the database last answered, and since when it does not.
pub struct Health {
    started: Instant,
    interval: Duration,
    // Milliseconds after the start; zero is never.
    answered_at: AtomicU64,
    failing_since: AtomicU64,
    failed_at: AtomicU64,
}

impl Health {
    /// Nothing is known yet. An answer counts for `interval`.
    pub fn new(interval: Duration) -> Self {
        Self {
            started: Instant::now(),
            interval,
            answered_at: AtomicU64::default(),
            failing_since: AtomicU64::default(),
            failed_at: AtomicU64::default(),
        }
    }

    /// A query was answered, be it with an error of its own.
    pub fn answered(&self) {
        self.answered_at.store(self.now(), Ordering::Relaxed);
        self.failing_since.store(0, Ordering::Relaxed);
    }

    /// The database could not be reached.
    pub fn failed(&self) {
        let now = self.now();
        self.failed_at.store(now, Ordering::Relaxed);
        // Only the first failure in a row counts.
        self.failing_since.compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed).ok();
    }

    /// True when the last query was not answered, or none was made yet.
    pub fn is_failing(&self) -> bool {
        self.answered_at.load(Ordering::Relaxed) == 0 || self.failing_since.load(Ordering::Relaxed) != 0
    }

    /// True when the last query was answered, and lately.
    pub fn is_fresh(&self) -> bool {
        let age_ms = self.now().saturating_sub(self.answered_at.load(Ordering::Relaxed));
        !self.is_failing() && u128::from(age_ms) < self.interval.as_millis()
    }

    /// How long the database has been failing; nothing while it answers, or when it never did.
    pub fn outage(&self) -> Option<Duration> {
        let since_ms = self.failing_since.load(Ordering::Relaxed);
        let was_reached = self.answered_at.load(Ordering::Relaxed) != 0;
        (since_ms != 0 && was_reached).then(|| Duration::from_millis(self.now().saturating_sub(since_ms)))
    }

    /// True when a failure came after this moment: a connection that was last used then has most likely died, too.
    pub fn has_failed_since(&self, moment: Instant) -> bool {
        let failed_at = self.started + Duration::from_millis(self.failed_at.load(Ordering::Relaxed));
        failed_at >= moment
    }

    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX).max(1)
    }
}
