//! `todo-app mcp`, for clients that only start programs.

use serde_json::{Value, json};
use std::io::Write;
use std::process::ChildStdin;
use tests::{Database, Ended, Program, Running, Server, eventually};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Lines to the bridge, and what it answers.
struct Bridge {
    running: Running,
    input: ChildStdin,
}

impl Bridge {
    fn start(url: &str, variables: &[(&str, &str)]) -> Self {
        let mut running = Program::new(&["mcp", "--url", url]).envs(variables).with_input().start();
        let input = running.input();
        Self { running, input }
    }

    fn say(&mut self, message: &Value) {
        writeln!(self.input, "{message}").unwrap();
    }

    async fn ask(&mut self, message: Value) -> Value {
        self.say(&message);
        eventually("the answer", async || {
            let lines = self.running.stdout();
            let answers =
                lines.iter().map(|line| serde_json::from_str::<Value>(line).expect("a message a line"));
            answers.into_iter().find(|answer| answer["id"] == message["id"])
        })
        .await
    }

    async fn end(self) -> Ended {
        drop(self.input);
        self.running.finish().await
    }
}

fn call(id: u32, tool: &str, arguments: Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {"name": tool, "arguments": arguments}})
}

#[tokio::test]
async fn a_program_is_let_in_with_its_token() {
    let server = Server::on(Database::sqlite()).await;
    let ada = server.person("ada").await;
    let (token, _) = ada.access_token("write").await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("{token}\n")).unwrap();
    for variable in
        [("TODO_APP_TOKEN", token.as_str()), ("TODO_APP_TOKEN_FILE", file.path().to_str().unwrap())]
    {
        let mut bridge = Bridge::start(server.address(), &[variable]);
        let client = json!({"name": "test", "version": "1"});
        let params = json!({"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": client});
        let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params});
        assert_eq!(bridge.ask(hello).await["result"]["protocolVersion"], "2025-11-25");
        bridge.say(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        let added = bridge.ask(call(2, "add_task", json!({"title": "Über die Brücke"}))).await;
        assert_eq!(added["result"]["structuredContent"]["title"], "Über die Brücke");
        // Several at once, and lines that are no messages.
        bridge.say(&call(3, "list_tasks", json!({})));
        writeln!(bridge.input, "\nnot JSON").unwrap();
        bridge.ask(call(4, "list_tasks", json!({}))).await;
        let ended = bridge.end().await;
        assert!(ended.status.success() && ended.stderr.is_empty(), "{ended:?}");
        let ids: Vec<Value> = ended
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone())
            .collect();
        for id in [json!(1), json!(2), json!(3), json!(4), Value::Null] {
            assert_eq!(ids.iter().filter(|one| **one == id).count(), 1, "{id} in {ids:?}");
        }
    }
    assert_eq!(ada.titles("/api/me/tasks").await.len(), 2);
}

#[tokio::test]
async fn the_newest_revision_needs_no_introduction() {
    let server = Server::on(Database::sqlite()).await;
    let (token, _) = server.person("ada").await.access_token("write").await;
    let mut bridge = Bridge::start(&format!("{}/api/mcp", server.address()), &[("TODO_APP_TOKEN", &token)]);
    let mut message = call(1, "add_task", json!({"title": "At once"}));
    message["params"]["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    });
    let answer = bridge.ask(message).await;
    assert_eq!(answer["result"]["structuredContent"]["title"], "At once", "{answer}");
    bridge.end().await;
}

#[tokio::test]
async fn what_does_not_work_is_said_to_the_client_and_on_stderr() {
    let server = Server::on(Database::sqlite()).await;
    let nowhere = format!("http://127.0.0.1:{}", tests::free_port());
    for (url, words) in [(server.address(), "account page"), (&nowhere, "cannot be reached")] {
        let mut bridge = Bridge::start(url, &[("TODO_APP_TOKEN", "todo_hunter22")]);
        let answer = bridge.ask(call(1, "list_tasks", json!({}))).await;
        assert!(answer["error"]["message"].as_str().unwrap().contains(words), "{answer}");
        let ended = bridge.end().await;
        assert!(ended.stderr.contains(words) && !ended.stderr.contains("hunter22"), "{ended:?}");
        assert_eq!(ended.stdout.lines().count(), 1, "{ended:?}");
    }
    for variables in [&[][..], &[("TODO_APP_TOKEN", "")]] {
        let ended = Program::new(&["mcp"]).envs(variables).run().await;
        assert!(!ended.status.success() && ended.stderr.contains("TODO_APP_TOKEN"), "{ended:?}");
        assert!(ended.stdout.is_empty(), "{ended:?}");
    }
}

/// A server that answers every request with this, and closes.
async fn answering(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // What is read of the request does not matter.
            let mut request = Vec::with_capacity(4096);
            stream.read_buf(&mut request).await.ok();
            stream.write_all(answer.as_bytes()).await.ok();
        }
    });
    address
}

#[tokio::test]
async fn a_request_is_answered_whatever_comes_back() {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<h1>A page</h1>";
    let empty = "HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    let stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n\
                  data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}\n\n";
    for (answer, words) in [(page, "no todo-app"), (empty, "no todo-app"), (stream, "too early")] {
        let url = answering(answer).await;
        let mut bridge = Bridge::start(&url, &[("TODO_APP_TOKEN", "todo_x")]);
        let answer = bridge.ask(call(1, "list_tasks", json!({}))).await;
        assert!(answer["error"]["message"].as_str().unwrap().contains(words), "{answer}");
        // Who waits for nothing is told nothing.
        bridge.say(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        let ended = bridge.end().await;
        assert_eq!(ended.stdout.lines().filter(|line| line.contains("error")).count(), 1, "{ended:?}");
    }
}

#[tokio::test]
async fn a_line_that_is_no_text_ends_nothing() {
    let server = Server::on(Database::sqlite()).await;
    let (token, _) = server.person("ada").await.access_token("read").await;
    let mut bridge = Bridge::start(server.address(), &[("TODO_APP_TOKEN", &token)]);
    bridge.input.write_all(b"{\"id\": 1, \"method\": \"\xff\"}\n").unwrap();
    bridge.ask(call(2, "list_tasks", json!({}))).await;
    let ended = bridge.end().await;
    assert!(ended.stdout.contains("-32700") && ended.stdout.contains("UTF-8"), "{ended:?}");
}

#[tokio::test]
async fn a_token_that_cannot_be_one_is_refused_at_the_start() {
    for token in ["todo_one\ntodo_two", "todo one", "todo_ü"] {
        let ended = Program::new(&["mcp"]).env("TODO_APP_TOKEN", token).run().await;
        assert!(!ended.status.success() && ended.stderr.contains("copy it once more"), "{ended:?}");
        assert!(!ended.stderr.contains("todo_") && ended.stdout.is_empty(), "{ended:?}");
    }
}
