//! Waiting for something to become true, never for a time.

use std::time::{Duration, Instant};

/// Asks again and again until there is an answer; fails after ten seconds, saying what it waited for.
pub async fn eventually<T>(what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    eventually_within(Duration::from_secs(10), what, ask).await
}

/// The same with another deadline.
pub async fn eventually_within<T>(
    patience: Duration,
    what: &str,
    mut ask: impl AsyncFnMut() -> Option<T>,
) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(started.elapsed() < patience, "waited {patience:?} in vain for: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
