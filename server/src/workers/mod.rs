//! One thread with a runtime of its own for each core.
//!
//! A connection stays on the worker that it was given to, together with its requests and the database connections
//! they use: nothing has to wake another core, which cost more than the work of a small request.

mod connection;
mod patience;

use self::connection::Connection;
use self::patience::{Open, Patient};
use poem::http::uri::Scheme;
use poem::listener::Acceptor;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Endpoint, Server};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
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
/// answered and `work` is done, or `patience` is over. The error is a sentence.
pub async fn serve<E: Endpoint + 'static>(
    listener: TcpListener,
    routes: Vec<E>,
    until: impl Future<Output = ()>,
    work: &TaskTracker,
    patience: Duration,
) -> Result<(), String> {
    let failed = |error: io::Error| format!("serving ended: {error}");
    let local = listener.local_addr().map_err(failed)?;
    let closing = CancellationToken::new();
    let workers: Vec<Worker> = routes
        .into_iter()
        .map(|routes| Worker::start(routes, local, closing.clone(), work.clone(), patience))
        .collect::<io::Result<_>>()
        .map_err(failed)?;
    tokio::select! {
        () = until => {}
        () = give_out(&listener, &workers) => {}
    }
    drop(listener);
    closing.cancel();
    for worker in workers {
        let ended = worker.thread.join().map_err(|_| "a worker panicked".to_owned())?;
        ended.map_err(failed)?;
    }
    Ok(())
}

/// Hands every connection to the worker that has the fewest.
async fn give_out(listener: &TcpListener, workers: &[Worker]) {
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
            worker.inbox.send(Given { stream, peer, counted: worker.open.clone() }).ok();
        }
    }
}

struct Worker {
    inbox: UnboundedSender<Given>,
    /// Every open connection holds one.
    open: Arc<()>,
    thread: JoinHandle<io::Result<()>>,
}

/// An accepted connection on its way to a worker.
struct Given {
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
        patience: Duration,
    ) -> io::Result<Self> {
        let (inbox, given) = unbounded_channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = thread::Builder::new().name("worker".into()).spawn(move || {
            let open = Open::default();
            let server = Server::new_with_acceptor(Inbox { given, local, open: open.clone() });
            let routes = Patient { inner: routes, open };
            runtime.block_on(async {
                let over = async {
                    closing.cancelled().await;
                    tokio::time::sleep(patience).await;
                };
                let served = async {
                    let closed = closing.clone().cancelled_owned();
                    server.run_with_graceful_shutdown(routes, closed, Some(patience)).await?;
                    // The runtime takes along whatever still runs on it.
                    work.wait().await;
                    Ok(())
                };
                tokio::select! {
                    result = served => result,
                    () = over => Ok(()),
                }
            })
        })?;
        Ok(Self { inbox, open: Arc::new(()), thread })
    }
}

/// The connections given to a worker, as poem accepts them.
struct Inbox {
    given: UnboundedReceiver<Given>,
    local: SocketAddr,
    open: Open,
}

impl Acceptor for Inbox {
    type Io = Connection;

    fn local_addr(&self) -> Vec<LocalAddr> {
        vec![LocalAddr(self.local.into())]
    }

    async fn accept(&mut self) -> io::Result<(Connection, LocalAddr, RemoteAddr, Scheme)> {
        let Some(Given { stream, peer, counted }) = self.given.recv().await else {
            // Nothing more will come; the server is about to be stopped.
            return std::future::pending().await;
        };
        let connection = Connection::new(TcpStream::from_std(stream)?, self.open.connection(peer), counted);
        Ok((connection, LocalAddr(self.local.into()), RemoteAddr(peer.into()), Scheme::HTTP))
    }
}
