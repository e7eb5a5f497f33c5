//! Asking the model and hearing its answer out: again where that helps, and never for longer than the person stays.

use super::client::Next;
use super::failure::{Failure, Kind};
use super::reply::{Call, Reply};
use super::{Stop, Turn};
use crate::assistant::runner::Runner;
use serde_json::Value;
use std::pin::pin;
use std::time::Duration;
use tokio::time::{sleep, sleep_until};

/// Renewing the lease is thought of this often while the model keeps us waiting.
const KEEP: Duration = Duration::from_secs(5);
/// A service that wants a longer pause is not asked again.
const PAUSE_MAX: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_millis(500);

impl Turn<'_> {
    /// Asks the model, again after a while where it is busy or down and has said nothing yet. Its words are passed on
    /// as they come.
    pub(super) async fn ask(&self, runner: &mut Runner, request: &Value) -> Result<(Reply, Vec<Call>), Stop> {
        let mut attempt = 0;
        loop {
            let mut reply = Reply::default();
            let asked = self.hear(runner, request, &mut reply).await;
            if let Some(usage) = reply.usage {
                runner.count_tokens(usage);
            }
            match asked {
                Err(Stop::Model(failure))
                    if failure.is_passing()
                        && reply.is_empty()
                        && attempt < self.model.config.model_retries
                        && failure.retry_after.is_none_or(|wait| wait <= PAUSE_MAX) =>
                {
                    let jitter = rand::random_range(0.5..1.5);
                    let pause = (FIRST_PAUSE * 2_u32.pow(attempt)).mul_f64(jitter);
                    let pause = pause.max(failure.retry_after.unwrap_or_default());
                    attempt += 1;
                    tracing::info!(
                        event = "model_asked_again",
                        kind = %failure,
                        status = failure.status,
                        code = failure.code,
                        cause = failure.cause,
                        wait_s = pause.as_secs_f64(),
                        "the model gave no answer yet"
                    );
                    self.unless_left(runner, sleep(pause)).await?;
                }
                Err(stop) => return Err(stop),
                Ok(calls) => return Ok((reply, calls)),
            }
        }
    }

    /// Hears one answer out.
    async fn hear(&self, runner: &mut Runner, request: &Value, reply: &mut Reply) -> Result<Vec<Call>, Stop> {
        let mut answering = self.unless_left(runner, self.model.ask(request)).await??;
        loop {
            match self.unless_left(runner, answering.next()).await?? {
                Next::Chunk(chunk) => {
                    let is_first = reply.text.is_empty();
                    let words = reply.add(&chunk)?;
                    if is_first && !words.is_empty() {
                        // After the words of a round before.
                        runner.break_off();
                    }
                    runner.stream(&words).await;
                }
                Next::Done => return Ok(reply.end(None)?),
                Next::Stopped(failure) => return Ok(reply.end(Some(failure))?),
            }
        }
    }

    /// Waits for something while holding on to the conversation, but not for longer than the person does or a turn may
    /// take. What was waited for is dropped then, and with it the connection to the model.
    async fn unless_left<T>(&self, runner: &mut Runner, work: impl Future<Output = T>) -> Result<T, Stop> {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                biased;
                () = runner.left() => {
                    runner.is_stopped();
                    return Err(Stop::Left);
                }
                done = &mut work => return Ok(done),
                () = sleep_until(self.deadline) => return Err(Failure::new(Kind::OverTime).into()),
                () = sleep(KEEP) => runner.keep().await?,
            }
        }
    }
}
