//! As much of HTTP/1.1 as a model's service needs, written by hand so that it can break off anywhere.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection of somebody who asks.
pub struct Link {
    stream: TcpStream,
    read: Vec<u8>,
}

pub struct Request {
    pub method: String,
    pub path: String,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value)
    }
}

impl Link {
    pub fn new(stream: TcpStream) -> Self {
        stream.set_nodelay(true).ok();
        Self { stream, read: Vec::new() }
    }

    /// The next request; nothing once the other side has gone.
    pub async fn request(&mut self) -> Option<Request> {
        let head = loop {
            if let Some(end) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break self.read.drain(..end + 4).collect::<Vec<u8>>();
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut lines = head.lines();
        let mut first = lines.next()?.split(' ').map(str::to_owned);
        let (method, path) = (first.next()?, first.next()?);
        // Asked as a proxy it is told the whole address.
        let path =
            match path.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()))
            {
                Some(path) => path,
                None => path,
            };
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
            .collect();
        let mut request = Request { method, path, headers, body: Vec::new() };
        let length: usize = request.header("content-length").parse().unwrap_or(0);
        while self.read.len() < length {
            self.more().await?;
        }
        request.body = self.read.drain(..length).collect();
        Some(request)
    }

    async fn more(&mut self) -> Option<()> {
        let count = self.stream.read_buf(&mut self.read).await.ok()?;
        (count > 0).then_some(())
    }

    /// Waits until the other side has gone.
    pub async fn closed(&mut self) {
        while self.more().await.is_some() {}
    }

    pub async fn json(&mut self, status: u16, body: &Value) -> Option<()> {
        self.answer(status, "application/json", &body.to_string()).await
    }

    pub async fn text(&mut self, status: u16, body: &str) -> Option<()> {
        self.answer(status, "text/plain", body).await
    }

    async fn answer(&mut self, status: u16, kind: &str, body: &str) -> Option<()> {
        let length = body.len();
        self.write(&format!(
            "HTTP/1.1 {status} Scripted\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}"
        ))
        .await
    }

    pub async fn begin_stream(&mut self, kind: &str) -> Option<()> {
        self.write(&format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ntransfer-encoding: chunked\r\n\r\n"))
            .await
    }

    /// One event, in two pieces: they need not come whole.
    pub async fn event(&mut self, data: &str) -> Option<()> {
        let event = format!("data: {data}\n\n");
        let middle = (0..=event.len() / 2).rev().find(|at| event.is_char_boundary(*at)).unwrap_or(0);
        for piece in [&event[..middle], &event[middle..]] {
            self.write(&format!("{:x}\r\n{piece}\r\n", piece.len())).await?;
        }
        Some(())
    }

    pub async fn end_stream(&mut self) -> Option<()> {
        self.write("0\r\n\r\n").await
    }

    async fn write(&mut self, text: &str) -> Option<()> {
        self.stream.write_all(text.as_bytes()).await.ok()
    }
}
