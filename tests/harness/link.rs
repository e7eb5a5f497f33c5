//! A TCP proxy in front of the database: a link that can be cut, paused, slowed and mended.

use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Slow(Duration),
    Paused,
    Cut,
}

/// A link to some port on this machine.
pub struct Link {
    port: u16,
    state: watch::Sender<State>,
}

impl Link {
    /// A link that is open.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own_port = listener.local_addr().unwrap().port();
        let (state, watch) = watch::channel(State::Open);
        tokio::spawn(accept(listener, SocketAddr::from(([127, 0, 0, 1], port)), watch));
        Self { port: own_port, state }
    }

    /// Where to connect to.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends all connections and refuses new ones.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Nothing gets through, and nobody is told.
    pub fn pause(&self) {
        self.state.send_replace(State::Paused);
    }

    /// A new connection has to wait this long until anything gets through.
    pub fn slow(&self, wait: Duration) {
        self.state.send_replace(State::Slow(wait));
    }

    /// Everything is as before.
    pub fn mend(&self) {
        self.state.send_replace(State::Open);
    }
}

async fn accept(listener: TcpListener, target: SocketAddr, mut state: watch::Receiver<State>) {
    while let Ok((near, _)) = listener.accept().await {
        let wait = match *state.borrow_and_update() {
            State::Cut => continue,
            State::Slow(wait) => wait,
            State::Open | State::Paused => Duration::ZERO,
        };
        let state = state.clone();
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            carry(near, target, state).await
        });
    }
}

/// Carries bytes both ways until one side closes or the link is cut.
async fn carry(mut near: TcpStream, target: SocketAddr, mut state: watch::Receiver<State>) -> Option<()> {
    let mut far = TcpStream::connect(target).await.ok()?;
    let (mut from_near, mut from_far) = ([0; 16 * 1024], [0; 16 * 1024]);
    loop {
        let now = *state.borrow_and_update();
        match now {
            State::Cut => return None,
            State::Paused => state.changed().await.ok()?,
            State::Open | State::Slow(_) => tokio::select! {
                change = state.changed() => change.ok()?,
                read = near.read(&mut from_near) => {
                    let length = read.ok().filter(|length| *length > 0)?;
                    far.write_all(from_near.get(..length)?).await.ok()?;
                }
                read = far.read(&mut from_far) => {
                    let length = read.ok().filter(|length| *length > 0)?;
                    near.write_all(from_far.get(..length)?).await.ok()?;
                }
            },
        }
    }
}
