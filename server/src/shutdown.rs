//! Stopping without losing a request: readiness fails first, the listener goes on for a while, open event
//! streams are told to end, and what is still running may finish.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Whether the process is about to stop. Cheap to clone.
#[derive(Clone, Default)]
pub struct Shutdown {
    is_draining: Arc<AtomicBool>,
    streams: CancellationToken,
    work: TaskTracker,
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

    /// Work that goes on when its caller has gone, chat turns: the process stays until it is done.
    pub fn work(&self) -> &TaskTracker {
        &self.work
    }

    /// Waits for a signal, lets load balancers notice, and returns when no new request shall be taken.
    /// A second signal ends the waiting; what is returned catches the next.
    pub async fn wait(self, mut stop: StopSignal, delay: Duration) -> StopSignal {
        stop.next().await;
        self.is_draining.store(true, Ordering::Relaxed);
        tracing::info!(
            event = "shutdown_started",
            delay_s = delay.as_secs_f64(),
            "stopping: no longer ready"
        );
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            () = stop.next() => {}
        }
        self.streams.cancel();
        self.work.close();
        stop
    }
}

/// SIGTERM and Ctrl-C, caught from when this is made: before anybody can know that the process is there.
pub struct StopSignal {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignal {
    /// Begins to catch them. The error is a sentence.
    pub fn catch() -> Result<Self, String> {
        let caught = |kind| signal(kind).map_err(|error| format!("signals cannot be waited for ({error})"));
        Ok(Self { terminate: caught(SignalKind::terminate())?, interrupt: caught(SignalKind::interrupt())? })
    }

    /// Waits for the next one.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
