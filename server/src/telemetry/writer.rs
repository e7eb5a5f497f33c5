//! Writes log records in batches, on a thread of its own.
//!
//! A disk or a pipe that stalls must not stall requests, and a wake-up for every record would cost a busy server more
//! than the record itself. So records gather for a moment and go out together.

use std::io::{self, Write, stdout};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use tracing_subscriber::fmt::MakeWriter;

/// How long records gather.
const GATHERING: Duration = Duration::from_millis(20);
/// Bytes that may wait for a slow reader of standard output; beyond that records are dropped rather than requests
/// delayed.
const WAITING_MAX: usize = 16 * 1024 * 1024;

#[derive(Default)]
struct Queue {
    waiting: Vec<u8>,
    dropped: u64,
    is_closed: bool,
}

/// Hands records to the writing thread. Cheap to clone.
#[derive(Clone, Default)]
pub struct Batches(Arc<(Mutex<Queue>, Condvar)>);

/// Writes what still waits when it is dropped.
pub struct Flush {
    batches: Batches,
    thread: Option<JoinHandle<()>>,
}

impl Batches {
    /// Starts the thread that writes to standard output.
    pub fn to_stdout() -> (Self, Flush) {
        let batches = Self::default();
        let writing = batches.clone();
        let thread = thread::Builder::new().name("log".into()).spawn(move || while writing.write_next() {});
        (batches.clone(), Flush { batches, thread: thread.ok() })
    }

    /// Waits for records, lets more gather, and writes them; false once there are none and will be none.
    fn write_next(&self) -> bool {
        let (_, has_work) = &*self.0;
        let queue = self.queue();
        let idle = |queue: &mut Queue| queue.waiting.is_empty() && !queue.is_closed;
        let mut queue = has_work.wait_while(queue, idle).unwrap_or_else(PoisonError::into_inner);
        if !queue.is_closed {
            drop(queue);
            thread::sleep(GATHERING);
            queue = self.queue();
        }
        let batch = std::mem::take(&mut queue.waiting);
        let dropped = std::mem::take(&mut queue.dropped);
        drop(queue);
        if batch.is_empty() {
            return false;
        }
        let mut out = stdout().lock();
        // Nobody is left to be told when standard output is gone.
        out.write_all(&batch).and_then(|()| out.flush()).ok();
        if dropped > 0 {
            eprintln!("todo-app: {dropped} log records were dropped: standard output is read too slowly");
        }
        true
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Batches {
    fn write(&mut self, record: &[u8]) -> io::Result<usize> {
        let mut queue = self.queue();
        if queue.waiting.len() + record.len() > WAITING_MAX {
            queue.dropped += 1;
            return Ok(record.len());
        }
        let is_first = queue.waiting.is_empty();
        queue.waiting.extend_from_slice(record);
        drop(queue);
        if is_first {
            self.0.1.notify_one();
        }
        Ok(record.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Batches {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Drop for Flush {
    fn drop(&mut self) {
        self.batches.queue().is_closed = true;
        self.batches.0.1.notify_one();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}
