//! One thread with a runtime of its own for each core.
//!
//! A connection stays on the worker that it was given to, together with its requests and the database connections
//! they use: nothing has to wake another core, which cost more than the work of a small request.

mod connection;
mod timeouts;

use self::connection::Connection;
use self::timeouts::{Open, Timed};
use crate::shutdown::StopSignal;
use poem::http::uri::Scheme;
use poem::listener::Acceptor;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Endpoint, Server};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What is shared out to the workers is not divided further than this, however many cores there are.
const WORKERS_MAX: usize = 8;
/// Accepting fails while the process has no file descriptor left; it is tried again after this.
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

/// How many workers this machine keeps busy.
pub fn count() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(WORKERS_MAX)
}

/// Serves a listener with one worker for each of `routes`, until the future ends and what was begun then is
/// answered and `work` is done, or `timeout` is over, or one more signal says not to wait. The error is a sentence.
pub async fn serve<E: Endpoint + 'static>(
    listener: TcpListener,
    routes: Vec<E>,
    until: impl Future<Output = StopSignal>,
    work: &TaskTracker,
    timeout: Duration,
) -> Result<(), String> {
    let failed = |error: io::Error| format!("serving ended: {error}");
    let local = listener.local_addr().map_err(failed)?;
    let closing = CancellationToken::new();
    let workers: Vec<Worker> = routes
        .into_iter()
        .map(|routes| Worker::start(routes, local, closing.clone(), work.clone(), timeout))
        .collect::<io::Result<_>>()
        .map_err(failed)?;
    let mut stop = tokio::select! {
        stop = until => stop,
        never = dispatch(&listener, &workers) => match never {},
    };
    drop(listener);
    closing.cancel();
    let all_ended = async {
        for worker in workers {
            let ended = worker.ended.await.map_err(|_| "a worker panicked".to_owned())?;
            ended.map_err(failed)?;
        }
        Ok(())
    };
    tokio::select! {
        result = all_ended => result,
        () = stop.next() => Ok(()),
    }
}

/// Hands every connection to the worker that has the fewest.
async fn dispatch(listener: &TcpListener, workers: &[Worker]) -> Infallible {
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_RETRY).await;
            continue;
        };
        // The events of a stream are small, and wait for nothing.
        stream.set_nodelay(true).ok();
        // Registered again by the runtime of the worker.
        let Ok(stream) = stream.into_std() else { continue };
        if let Some(worker) = workers.iter().min_by_key(|worker| Arc::strong_count(&worker.open)) {
            worker.inbox.send(Accepted { stream, peer, counted: worker.open.clone() }).ok();
        }
    }
}

struct Worker {
    inbox: UnboundedSender<Accepted>,
    /// Every open connection holds one.
    open: Arc<()>,
    /// How it ended.
    ended: oneshot::Receiver<io::Result<()>>,
}

/// An accepted connection on its way to a worker.
struct Accepted {
    stream: std::net::TcpStream,
    peer: SocketAddr,
    counted: Arc<()>,
}

impl Worker {
    fn start<E: Endpoint + 'static>(
        routes: E,
        local: SocketAddr,
        closing: CancellationToken,
        work: TaskTracker,
        timeout: Duration,
    ) -> io::Result<Self> {
        let (inbox, accepted) = unbounded_channel();
        let (ending, ended) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("worker".into()).spawn(move || {
            let open = Open::default();
            let server = Server::new_with_acceptor(Inbox { accepted, local, open: open.clone() });
            let routes = Timed { inner: routes, open };
            let result = runtime.block_on(async {
                let over = async {
                    closing.cancelled().await;
                    tokio::time::sleep(timeout).await;
                };
                let served = async {
                    let closed = closing.clone().cancelled_owned();
                    server.run_with_graceful_shutdown(routes, closed, Some(timeout)).await?;
                    // The runtime takes along whatever still runs on it.
                    work.wait().await;
                    Ok(())
                };
                tokio::select! {
                    result = served => result,
                    () = over => Ok(()),
                }
            });
            ending.send(result).ok();
        })?;
        Ok(Self { inbox, open: Arc::new(()), ended })
    }
}

/// The connections handed to a worker, as poem accepts them.
struct Inbox {
    accepted: UnboundedReceiver<Accepted>,
    local: SocketAddr,
    open: Open,
}

impl Acceptor for Inbox {
    type Io = Connection;

    fn local_addr(&self) -> Vec<LocalAddr> {
        vec![LocalAddr(self.local.into())]
    }

    async fn accept(&mut self) -> io::Result<(Connection, LocalAddr, RemoteAddr, Scheme)> {
        let Some(Accepted { stream, peer, counted }) = self.accepted.recv().await else {
            // Nothing more will come; the server is about to be stopped.
            return std::future::pending().await;
        };
        let connection = Connection::new(TcpStream::from_std(stream)?, self.open.connection(peer), counted);
        Ok((connection, LocalAddr(self.local.into()), RemoteAddr(peer.into()), Scheme::HTTP))
    }
}
