//! `todo-app mcp`: lets clients in that only start programs. What they write on standard input goes to a todo-app over
//! HTTP, what that answers comes back on standard output; anything else is said on standard error.

mod message;

use self::message::Message;
use crate::config::Secret;
use crate::http::mcp::PATH;
use crate::outbound;
use clap::Args;
use futures_util::StreamExt;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, Response};
use std::collections::HashMap;
use std::io::{BufRead, Write, stdin, stdout};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinSet;
use url::Url;

/// A server that is there answers well within this.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where to, and as whom.
#[derive(Debug, Args)]
pub struct Bridge {
    /// Address that people open
    #[arg(long, value_parser = crate::config::http_url, default_value = "http://localhost:8000")]
    url: Url,
    /// Access token from the account page
    #[arg(long, env = "TODO_APP_TOKEN", hide_env_values = true)]
    token: Option<Secret>,
    /// File that holds TODO_APP_TOKEN
    #[arg(long, env = "TODO_APP_TOKEN_FILE")]
    token_file: Option<PathBuf>,
}

impl Bridge {
    /// Passes messages on until standard input ends. The error is a sentence.
    pub async fn run(self) -> Result<(), String> {
        let is_set = |token: &Secret| !token.expose().is_empty();
        let token = Secret::choose("TODO_APP_TOKEN", &self.token.filter(is_set), &self.token_file)?;
        let token = token.ok_or(
            "TODO_APP_TOKEN is not set; make an access token on the account page, and give it in TODO_APP_TOKEN \
             or in the file that TODO_APP_TOKEN_FILE names",
        )?;
        if !token.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
            let message =
                "TODO_APP_TOKEN has a space or another character that no token has; copy it once more";
            return Err(message.into());
        }
        let mut url = self.url;
        if !url.path().ends_with(PATH) {
            url.set_path(&format!("{}{PATH}", url.path().trim_end_matches('/')));
        }
        let client = outbound::client()?.timeout(PATIENCE).build().map_err(|error| error.to_string())?;
        Arc::new(Way { client, url, token, revision: Mutex::default() }).carry(lines()).await;
        Ok(())
    }
}

/// Standard input, line by line, whatever is in them.
fn lines() -> UnboundedReceiver<Vec<u8>> {
    let (sender, lines) = unbounded_channel();
    std::thread::spawn(move || {
        for line in stdin().lock().split(b'\n').map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

struct Way {
    client: Client,
    url: Url,
    token: Secret,
    /// What `initialize` agreed on: over HTTP every later request names it.
    revision: Mutex<Option<String>>,
}

impl Way {
    async fn carry(self: Arc<Self>, mut lines: UnboundedReceiver<Vec<u8>>) {
        let mut under_way = JoinSet::new();
        let mut stoppable = HashMap::new();
        while let Some(line) = lines.recv().await {
            while under_way.try_join_next().is_some() {}
            let line = line.trim_ascii();
            if line.is_empty() {
                continue;
            }
            let message = match Message::read(line) {
                Ok(message) => message,
                Err(answer) => {
                    say(&answer);
                    continue;
                }
            };
            if message.is_initialize() {
                // What comes next has to name the revision that this agrees on.
                self.pass_on(&message).await;
            } else if let Some(stopped) = message.cancels().and_then(|id| stoppable.remove(&id)) {
                // Hanging up is how a request is cancelled over HTTP.
                let stopped: tokio::task::AbortHandle = stopped;
                stopped.abort();
            } else {
                let (way, id) = (self.clone(), message.id_text());
                let handle = under_way.spawn(async move { way.pass_on(&message).await });
                stoppable.retain(|_, handle| !handle.is_finished());
                if let Some(id) = id {
                    stoppable.insert(id, handle);
                }
            }
        }
        while under_way.join_next().await.is_some() {}
    }

    async fn pass_on(&self, message: &Message) {
        if let Err(why) = self.exchange(message).await {
            eprintln!("todo-app mcp: {why}");
            if let Some(answer) = message.failed(&why) {
                say(&answer);
            }
        }
    }

    async fn exchange(&self, message: &Message) -> Result<(), String> {
        let revision = self.revision.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut request = self
            .client
            .post(self.url.clone())
            .bearer_auth(self.token.expose())
            .header(ACCEPT, "application/json, text/event-stream")
            .header(CONTENT_TYPE, "application/json")
            .body(message.text().to_owned());
        for (name, value) in message.headers(revision.as_deref()) {
            let value =
                HeaderValue::from_str(&value).map_err(|_| format!("{name} cannot be sent in a header"))?;
            request = request.header(name, value);
        }
        let answer = request.send().await.map_err(|error| self.unreachable(&error))?;
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("text/event-stream") {
            return self.stream(answer, message).await;
        }
        let status = answer.status();
        let body = answer.text().await.map_err(|error| self.unreachable(&error))?;
        if message::is_rpc(&body) {
            if message.is_initialize() {
                *self.revision.lock().unwrap_or_else(PoisonError::into_inner) = message::agreed_on(&body);
            }
            say(body.trim());
            return Ok(());
        }
        match status.is_success() && !message.wants_answer() {
            true => Ok(()),
            false => Err(message::explain(status.as_u16(), &body, &self.url)),
        }
    }

    /// Each event of a stream is a message, one of them the answer.
    async fn stream(&self, answer: Response, message: &Message) -> Result<(), String> {
        let (mut pieces, mut buffer) = (answer.bytes_stream(), Vec::new());
        let mut is_settled = !message.wants_answer();
        while let Some(piece) = pieces.next().await {
            buffer.extend_from_slice(&piece.map_err(|error| self.unreachable(&error))?);
            while let Some(end) = buffer.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = buffer.drain(..=end).collect();
                let line = String::from_utf8_lossy(&line);
                if let Some(data) = line.strip_prefix("data:").map(str::trim).filter(|data| !data.is_empty())
                {
                    is_settled |= message.is_answered_by(data);
                    say(data);
                }
            }
        }
        match is_settled {
            true => Ok(()),
            false => Err(format!("{} ended its answer too early; try again", self.url)),
        }
    }

    fn unreachable(&self, error: &reqwest::Error) -> String {
        let what = if error.is_timeout() { "did not answer in time" } else { "cannot be reached" };
        format!("{} {what}; does todo-app run there? --url says where", self.url)
    }
}

/// One message, one line.
fn say(message: &str) {
    let mut out = stdout().lock();
    // Who closed the pipe wants no more answers.
    let _ = writeln!(out, "{}", message.replace(['\r', '\n'], " ")).and_then(|()| out.flush());
}
