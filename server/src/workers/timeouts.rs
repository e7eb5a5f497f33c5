//! How long a connection waits for its caller, and how it knows that the caller waits for us.

use futures_util::{StreamExt, stream};
use poem::{Addr, Body, Endpoint, Request, Result};
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::timeout;

/// For a first request, for the rest of one that has begun, and for room for an answer.
pub const STALLED: Duration = Duration::from_secs(30);
/// For the next request on a connection that is kept. Ingresses keep theirs for 60 to 90 seconds: they must be the
/// first to close, or a request could meet a connection that ends.
pub const KEPT: Duration = Duration::from_secs(120);

/// The open connections of a worker, by the address at the other end: how many requests of each are being answered.
#[derive(Clone, Default)]
pub struct Open(Arc<Mutex<HashMap<SocketAddr, Arc<AtomicUsize>>>>);

/// The requests of one open connection.
pub struct Requests {
    open: Open,
    peer: SocketAddr,
    count: Arc<AtomicUsize>,
}

impl Open {
    /// A connection that is open while the result lives.
    pub fn connection(&self, peer: SocketAddr) -> Requests {
        let count = Arc::new(AtomicUsize::new(0));
        self.lock().insert(peer, count.clone());
        Requests { open: self.clone(), peer, count }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SocketAddr, Arc<AtomicUsize>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Requests {
    /// True while at least one request waits for us.
    pub fn are_being_answered(&self) -> bool {
        self.count.load(Ordering::Relaxed) > 0
    }
}

impl Drop for Requests {
    fn drop(&mut self) {
        let mut open = self.open.lock();
        // The next connection may come from the same port before this one is gone.
        if open.get(&self.peer).is_some_and(|count| Arc::ptr_eq(count, &self.count)) {
            open.remove(&self.peer);
        }
    }
}

/// Counts the requests that are being answered, and gives a body up that stalls.
pub struct Timed<E> {
    pub inner: E,
    pub open: Open,
}

impl<E: Endpoint> Endpoint for Timed<E> {
    type Output = E::Output;

    async fn call(&self, mut request: Request) -> Result<E::Output> {
        let count = match &request.remote_addr().0 {
            Addr::SocketAddr(peer) => self.open.lock().get(peer).cloned(),
            _ => None,
        };
        let _answering = count.map(Answering::new);
        let body = request.take_body();
        if !body.is_empty() {
            request.set_body(with_timeout(body));
        }
        self.inner.call(request).await
    }
}

/// A request that is being answered while this lives.
struct Answering(Arc<AtomicUsize>);

impl Answering {
    fn new(count: Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn with_timeout(body: Body) -> Body {
    let pieces = body.into_bytes_stream().boxed();
    Body::from_bytes_stream(stream::unfold(pieces, |mut pieces| async {
        let piece = timeout(STALLED, pieces.next()).await;
        let piece = piece.unwrap_or_else(|_| Some(Err(io::ErrorKind::TimedOut.into())))?;
        Some((piece, pieces))
    }))
}
