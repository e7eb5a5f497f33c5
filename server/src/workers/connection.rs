//! Connections that notice when their caller has gone, and do not wait for one forever.
//!
//! hyper ends a connection whose caller hangs up while an answer is still being made. poem polls it once more
//! after that, and so waits until the next event of a stream cannot be written: a turn would go on unheard.
//! Here flushing fails once the caller's end was read, which ends the connection for good.
//!
//! poem hands none of hyper's timeouts on. So a connection ends here by itself once its caller lets it wait: for a
//! request, for the rest of one, or for room for an answer. While a request is being answered, it waits.

use super::timeouts::{KEPT, Requests, STALLED};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

/// A connection.
pub struct Connection {
    stream: TcpStream,
    /// The caller has closed it, or let it wait for too long.
    is_over: bool,
    /// Requests of this connection that are being answered.
    requests: Requests,
    /// When the caller's next bytes are awaited no longer.
    reading: Pin<Box<Sleep>>,
    /// A request has begun since the last answer, or none has come yet.
    has_begun: bool,
    /// When room for an answer is awaited no longer; nothing while there is room.
    writing: Option<Pin<Box<Sleep>>>,
    /// Held by every open connection of a worker.
    _counted: Arc<()>,
}

impl Connection {
    /// A connection that counts as open while it lives.
    pub fn new(stream: TcpStream, requests: Requests, counted: Arc<()>) -> Self {
        let reading = Box::pin(sleep(STALLED));
        Self { stream, is_over: false, requests, reading, has_begun: true, writing: None, _counted: counted }
    }

    /// Ends the connection once its caller has let it wait for too long.
    fn poll_timeout(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            ready!(self.reading.as_mut().poll(context));
            if !self.requests.are_being_answered() {
                self.is_over = true;
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.reading.as_mut().reset(Instant::now() + STALLED);
        }
    }

    /// What was written, or that the caller has taken nothing for too long.
    fn written(
        &mut self,
        context: &mut Context<'_>,
        result: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if result.is_ready() {
            self.writing = None;
            self.has_begun = false;
            self.reading.as_mut().reset(Instant::now() + KEPT);
            return result;
        }
        let writing = self.writing.get_or_insert_with(|| Box::pin(sleep(STALLED)));
        ready!(writing.as_mut().poll(context));
        self.is_over = true;
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let (before, has_room) = (buffer.filled().len(), buffer.remaining() > 0);
        let result = Pin::new(&mut self.stream).poll_read(context, buffer);
        let count = buffer.filled().len() - before;
        match result {
            Poll::Pending => return self.poll_timeout(context).map(Err),
            Poll::Ready(Ok(())) if has_room && count == 0 => self.is_over = true,
            // Bytes that trickle in do not put the end off.
            Poll::Ready(Ok(())) if !self.has_begun => {
                self.has_begun = true;
                self.reading.as_mut().reset(Instant::now() + STALLED);
            }
            Poll::Ready(_) => {}
        }
        result
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.written(context, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_over {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
