//! A model's service that does as it is told, on the wire that OpenAI's API and its imitations speak.
//!
//! What it answers is in the person's message, or was queued before: see [`script`](self::script::Step). Which server it
//! imitates, quirks included, is the model's name. It refuses what a strict service would refuse.

mod dialect;
mod http;
mod rules;
mod script;

pub use self::dialect::Dialect;

use self::http::Link;
use self::script::Step;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The only key that it takes.
pub const MODEL_KEY: &str = "sk-scripted-0123456789";

/// The service; it ends with the test.
pub struct ScriptedModel {
    address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct State {
    requests: Mutex<Vec<Value>>,
    queue: Mutex<VecDeque<String>>,
    left: watch::Sender<Vec<Instant>>,
}

impl State {
    fn has_left(&self) {
        self.left.send_modify(|left| left.push(Instant::now()));
    }
}

impl ScriptedModel {
    /// A service on a free port of this machine.
    pub async fn start() -> Self {
        Self::listen("127.0.0.1:0").await
    }

    /// A service at this address.
    pub async fn listen(address: &str) -> Self {
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().unwrap();
        let state = Arc::<State>::default();
        let shared = state.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = shared.clone();
                tokio::spawn(async move { serve(Link::new(stream), &state).await });
            }
        });
        Self { address, state, task }
    }

    /// What OPENAI_BASE_URL has to be.
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Answers the next request by this script, whatever it says.
    pub fn queue(&self, script: &str) {
        self.state.queue.lock().unwrap().push_back(script.to_owned());
    }

    /// What it was asked so far.
    pub fn requests(&self) -> Vec<Value> {
        self.state.requests.lock().unwrap().clone()
    }

    /// When those who did not wait for the end of an answer left.
    pub fn left(&self) -> Vec<Instant> {
        self.state.left.borrow().clone()
    }

    /// The same, to wait for the next one.
    pub fn leaving(&self) -> watch::Receiver<Vec<Instant>> {
        self.state.left.subscribe()
    }

    /// From now on nobody listens there.
    pub fn stop(&self) {
        self.task.abort();
    }
}

impl Drop for ScriptedModel {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut link: Link, state: &State) {
    while let Some(request) = link.request().await {
        let is_known = request.header("authorization") == format!("Bearer {MODEL_KEY}");
        let answered = match (request.method.as_str(), request.path.as_str()) {
            _ if !is_known => {
                let error = json!({"error": {
                    "message": "Incorrect API key provided.", "type": "invalid_request_error", "param": null,
                    "code": "invalid_api_key",
                }});
                link.json(401, &error).await
            }
            ("GET", "/v1/models") => link.json(200, &Dialect::models()).await,
            ("POST", "/v1/chat/completions") => {
                let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
                state.requests.lock().unwrap().push(body.clone());
                complete(&mut link, state, &body).await
            }
            _ => link.text(404, "404 page not found").await,
        };
        if answered.is_none() {
            return;
        }
    }
}

/// Answers a completion; nothing when the link is not to be used any more.
async fn complete(link: &mut Link, state: &State, body: &Value) -> Option<()> {
    let name = body["model"].as_str().unwrap_or_default();
    let Some(dialect) = Dialect::named(name) else {
        let error = json!({"error": {
            "message": format!("The model `{name}` does not exist or you do not have access to it."),
            "type": "invalid_request_error", "param": null, "code": "model_not_found",
        }});
        return link.json(404, &error).await;
    };
    if let Err(message) = rules::check(body, dialect) {
        return link.json(400, &dialect.error(400, &message)).await;
    }
    let queued = state.queue.lock().unwrap().pop_front();
    let step = match queued {
        Some(script) => Step::read(&script),
        None => Step::of(body),
    };
    if let Some((status, text)) = &step.status {
        let body = serde_json::from_str(text).unwrap_or_else(|_| dialect.error(*status, text));
        return match text.starts_with("plain ") {
            true => link.text(*status, text.trim_start_matches("plain ")).await,
            false => link.json(*status, &body).await,
        };
    }
    if step.is_silent {
        link.closed().await;
        state.has_left();
        return None;
    }
    if body["stream"] != true || dialect == Dialect::Whole {
        return link.json(200, &dialect.whole(&step)).await;
    }
    let kind = if step.mislabelled { "application/json" } else { "text/event-stream; charset=utf-8" };
    link.begin_stream(kind).await?;
    let chunks = dialect.chunks(&step, body["stream_options"]["include_usage"] == true);
    let half = chunks.len() / 2;
    for (at, chunk) in chunks.iter().enumerate() {
        if at >= half && step.cut {
            return None;
        }
        if at >= half && step.stall || step.hang {
            link.closed().await;
            state.has_left();
            return None;
        }
        let pause = tokio::time::sleep(Duration::from_millis(step.pace));
        let has_left = tokio::select! {
            () = pause => link.event(chunk).await.is_none(),
            () = link.closed() => true,
        };
        if has_left {
            state.has_left();
            return None;
        }
    }
    if step.flood {
        while link.event(&dialect.words("flood ").to_string()).await.is_some() {}
        state.has_left();
        return None;
    }
    link.end_stream().await
}
