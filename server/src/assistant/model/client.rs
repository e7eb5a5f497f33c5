//! The way to the model's service: async-openai's, over a transport of our own. It tells failures by their status
//! before the library reads them, tells how a stream ended, and keeps the limits of time and size.

use super::failure::{Failure, Kind};
use crate::config::ModelConfig;
use crate::outbound;
use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use async_openai::types::stream::StreamResponse;
use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt};
use poem::http;
use reqwest::Response;
use reqwest::header::{AUTHORIZATION, RETRY_AFTER};
use serde_json::Value;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Most of an error's body that is read.
const ERROR_MAX: usize = 16 * 1024;

/// A model that can be asked.
pub struct Model {
    pub config: ModelConfig,
    http: reqwest::Client,
    address: OpenAIConfig,
}

/// How the bytes of an answer ended; nothing while they come, or when the service said itself that it was done.
type Ending = Arc<Mutex<Option<Failure>>>;

/// An answer that is coming.
pub struct Answering {
    chunks: StreamResponse<Value>,
    ending: Ending,
}

/// What comes next of an answer.
pub enum Next {
    Chunk(Value),
    /// The service said that it was done.
    Done,
    /// It stopped without saying so.
    Stopped(Failure),
}

impl Model {
    /// The model that is configured, if there is a key for it. The error is a sentence.
    pub fn new(config: &ModelConfig) -> Result<Option<Self>, String> {
        let Some(key) = config.key()? else { return Ok(None) };
        let http = outbound::client_by_proxy()?
            .connect_timeout(config.model_connect_timeout)
            // A redirected POST would arrive as a GET, and the key elsewhere.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| error.to_string())?;
        let base = config.openai_base_url.as_str().trim_end_matches('/');
        // Its own defaults come from variables that are not ours.
        let address = OpenAIConfig::new()
            .with_api_base(base)
            .with_api_key(key.expose())
            .with_org_id("")
            .with_project_id("");
        Ok(Some(Self { config: config.clone(), http, address }))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.config.openai_model
    }

    /// Sends a request and answers the beginning of the answer.
    pub async fn ask(&self, request: &Value) -> Result<Answering, Failure> {
        let ending = Ending::default();
        let transport = Transport {
            http: self.http.clone(),
            first: self.config.model_first_byte_timeout,
            idle: self.config.model_idle_timeout,
            size: self.config.model_answer_size,
            ending: ending.clone(),
        };
        let send = move |request| transport.clone().send(request);
        let client =
            Client::build(self.http.clone(), self.address.clone()).with_http_service(tower::service_fn(send));
        let chunks = client.chat().create_stream_byot(request).await.map_err(failure)?;
        Ok(Answering { chunks, ending })
    }
}

impl Answering {
    /// What comes next.
    pub async fn next(&mut self) -> Result<Next, Failure> {
        let next = self.chunks.next().await;
        // An event that was cut off cannot be read; why it was tells more.
        let ending = self.ending.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match (next, ending) {
            (Some(Ok(chunk)), _) => Ok(Next::Chunk(chunk)),
            (_, Some(failure)) if failure.kind == Kind::Cut => Ok(Next::Stopped(failure)),
            (_, Some(failure)) => Err(failure),
            (Some(Err(error)), None) => Err(failure(error)),
            (None, None) => Ok(Next::Done),
        }
    }
}

fn failure(error: OpenAIError) -> Failure {
    match error {
        OpenAIError::Boxed(error) => {
            error.downcast().map_or_else(|_| Failure::new(Kind::Down), |failure| *failure)
        }
        OpenAIError::Reqwest(error) => Failure::broken(Kind::Down, error),
        _ => Failure::new(Kind::Garbled),
    }
}

/// How one request is sent.
#[derive(Clone)]
struct Transport {
    http: reqwest::Client,
    first: Duration,
    idle: Duration,
    size: usize,
    ending: Ending,
}

impl Transport {
    async fn send(self, request: HttpRequestFactory) -> Result<Response, OpenAIError> {
        let mut request = request.build().await?;
        if let Some(key) = request.headers_mut().get_mut(AUTHORIZATION) {
            key.set_sensitive(true);
        }
        let started = Instant::now();
        let sent = timeout(self.first, self.http.execute(request)).await;
        let response = match sent {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(boxed(Failure::broken(Kind::Down, error))),
            Err(_) => return Err(boxed(Failure::new(Kind::Slow))),
        };
        if !response.status().is_success() {
            return Err(boxed(refused(response, self.idle).await));
        }
        let status = response.status();
        // The first byte is one of the answer: a server may send its headers long before.
        let left = Self { first: self.first.saturating_sub(started.elapsed()), ..self };
        let mut body = Box::pin(left.guarded(response).peekable());
        // Not every server streams, and what they say of their content is not always so.
        let is_whole = match body.as_mut().peek().await {
            Some(Ok(bytes)) => bytes.trim_ascii_start().first() == Some(&b'{'),
            _ => false,
        };
        let body = match is_whole {
            true => as_event(body).boxed(),
            false => body.boxed(),
        };
        let mut answer = http::Response::new(reqwest::Body::wrap_stream(body));
        *answer.status_mut() = status;
        Ok(answer.into())
    }

    /// The body within the limits. It always ends like an end; why is noted.
    fn guarded(self, response: Response) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
        let body: BoxStream<'static, _> = response.bytes_stream().boxed();
        stream::unfold(Some((self, body, 0, true)), |state| async {
            let (limits, mut body, size, is_first) = state?;
            let patience = if is_first { limits.first } else { limits.idle };
            let end = match timeout(patience, body.next()).await {
                Err(_) => Failure::new(Kind::Slow),
                Ok(None) => Failure::new(Kind::Cut),
                // A connection that is lost looks like an end at a wrong place.
                Ok(Some(Err(error))) => Failure::broken(Kind::Cut, error),
                Ok(Some(Ok(bytes))) if size + bytes.len() > limits.size => Failure::new(Kind::TooLarge),
                Ok(Some(Ok(bytes))) => {
                    let size = size + bytes.len();
                    return Some((Ok(bytes), Some((limits, body, size, false))));
                }
            };
            *limits.ending.lock().unwrap_or_else(PoisonError::into_inner) = Some(end);
            // Some leave out the empty line after the last event.
            Some((Ok(Bytes::from_static(b"\n\n")), None))
        })
    }
}

/// The whole answer of a server that does not stream, as if it did.
fn as_event(
    body: impl Stream<Item = io::Result<Bytes>> + Send,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let one_line = |bytes: io::Result<Bytes>| {
        bytes.map(|bytes| {
            bytes.iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte }).collect()
        })
    };
    let part = |text: &'static [u8]| stream::once(async move { Ok(Bytes::from_static(text)) });
    part(b"data: ").chain(body.map(one_line)).chain(part(b"\n\n"))
}

/// What a refused request means.
async fn refused(response: Response, patience: Duration) -> Failure {
    let status = response.status().as_u16();
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after = retry_after.and_then(|seconds| seconds.trim().parse().ok()).map(Duration::from_secs);
    let mut body = Vec::new();
    let mut parts = response.bytes_stream();
    while let Ok(Some(Ok(bytes))) = timeout(patience, parts.next()).await {
        body.extend_from_slice(&bytes);
        if body.len() > ERROR_MAX {
            break;
        }
    }
    Failure::answered(status, &String::from_utf8_lossy(&body), retry_after)
}

fn boxed(failure: Failure) -> OpenAIError {
    OpenAIError::Boxed(Box::new(failure))
}
