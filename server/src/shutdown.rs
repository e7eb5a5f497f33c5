//! Stopping without losing a request: readiness fails first, the listener goes on for a while, open event
//! streams are told to end, and what is still running may finish.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Whether the process is about to stop. Cheap to clone.
#[derive(Clone, Default)]
pub struct Shutdown {
    is_draining: Arc<AtomicBool>,
    streams: CancellationToken,
}

impl Shutdown {
    /// True once a stop was asked for: readiness fails from then on.
    pub fn is_draining(&self) -> bool {
        self.is_draining.load(Ordering::Relaxed)
    }

    /// Cancelled when event streams have to end.
    pub fn streams(&self) -> &CancellationToken {
        &self.streams
    }

    /// Waits for SIGTERM or Ctrl-C, lets load balancers notice, and returns when no new request shall be taken.
    /// A second signal ends the waiting.
    pub async fn wait(self, delay: Duration) {
        stop_signal().await;
        self.is_draining.store(true, Ordering::Relaxed);
        tracing::info!(
            event = "shutdown_started",
            delay_s = delay.as_secs_f64(),
            "stopping: no longer ready"
        );
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            () = stop_signal() => {}
        }
        self.streams.cancel();
    }
}

async fn stop_signal() {
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::error!(event = "signal_handler_failed", %error, "SIGTERM cannot be waited for");
            return std::future::pending().await;
        }
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
