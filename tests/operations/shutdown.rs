//! Stopping without losing a request.

use serde_json::json;
use std::process::Command;
use std::time::{Duration, Instant};
use tests::{Database, MODEL_KEY, ScriptedModel, Server, eventually};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn readiness_fails_first_and_requests_still_succeed() {
    let mut server = Server::with(Database::postgres().await, &[("SHUTDOWN_DELAY", "2")]).await;
    let ada = server.person("ada").await;
    let stopping = Instant::now();
    server.program().terminate();
    let anonymous = server.anonymous();
    eventually("not ready", async || (anonymous.get("/health").await.status == 503).then_some(())).await;
    assert_eq!(anonymous.get("/health").await.json()["status"], "stopping");
    while stopping.elapsed() < Duration::from_millis(1500) {
        ada.create(json!({"title": "In time"})).await;
        // Load balancers need a moment to look elsewhere: new connections are taken, too.
        server.anonymous().get("/livez").await.ok(200);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let status = server.program().ended(Duration::from_secs(10)).await;
    assert_eq!(status.code(), Some(0));
    let took = stopping.elapsed();
    assert!((2..8).contains(&took.as_secs()), "{took:?}");
    let events: Vec<String> = server
        .records()
        .iter()
        .map(|record| record["event"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(events.iter().any(|event| event == "shutdown_started"));
    assert_eq!(events.last().map(String::as_str), Some("stopped"));
}

#[tokio::test]
async fn every_role_stops_at_once_when_nothing_runs() {
    for (arguments, signal) in [(&[][..], "-TERM"), (&["backend"], "-INT"), (&["frontend"], "-TERM")] {
        let mut server = Server::start(arguments, Some(Database::sqlite()), &[]).await;
        // A connection that is kept open must not keep the process.
        let keeper = server.anonymous();
        keeper.get("/livez").await.ok(200);
        let started = Instant::now();
        let pid = server.program().pid().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        let status = server.program().ended(Duration::from_secs(10)).await;
        assert_eq!(status.code(), Some(0), "{arguments:?}");
        assert!(started.elapsed() < Duration::from_secs(3), "{arguments:?}: {:?}", started.elapsed());
        drop(keeper);
    }
}

#[tokio::test]
async fn a_second_signal_ends_the_waiting() {
    let mut server = Server::with(Database::sqlite(), &[("SHUTDOWN_DELAY", "60")]).await;
    server.program().terminate();
    server.record("shutdown_started").await;
    let started = Instant::now();
    let probe = server.anonymous();
    eventually("not ready", async || (probe.get("/health").await.status == 503).then_some(())).await;
    server.program().terminate();
    assert!(server.program().ended(Duration::from_secs(10)).await.success());
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_second_signal_ends_what_still_runs() {
    let mut server = Server::on(Database::sqlite()).await;
    // A request whose body does not come is waited for: for 20 seconds, unless told otherwise.
    let mut open = TcpStream::connect(("127.0.0.1", server.port())).await.unwrap();
    let head = "POST /api/auth/sign-in/email HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                Content-Length: 9\r\n\r\n{";
    open.write_all(head.as_bytes()).await.unwrap();
    server.program().terminate();
    let port = server.port();
    eventually("the end of listening", async || TcpStream::connect(("127.0.0.1", port)).await.err()).await;
    assert!(server.program().try_ended().is_none(), "it waits");
    let started = Instant::now();
    server.program().terminate();
    assert!(server.program().ended(Duration::from_secs(10)).await.success());
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    server.record("stopped").await;
}

/// Asks on a connection that stays open, and answers what comes back, in lower case.
async fn ask_on(connection: &mut TcpStream, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"}") {
        let length = connection.read_buf(&mut answer).await.unwrap();
        assert!(length > 0, "closed without an answer: {}", String::from_utf8_lossy(&answer));
    }
    String::from_utf8(answer).unwrap().to_lowercase()
}

#[tokio::test]
async fn a_connection_that_is_kept_open_is_answered_and_told_to_leave() {
    let backend = Server::on(Database::sqlite()).await;
    let drain = ("SHUTDOWN_DELAY", "30");
    for (arguments, path) in [
        (&[][..], "/livez"),
        (&["backend"], "/api/auth/ok"),
        (&["frontend"], "/livez"),
        // Passed on from a backend that stays.
        (&["frontend"], "/api/auth/ok"),
    ] {
        let variables = [drain, ("BACKEND_URL", backend.address())];
        let mut server = Server::start(arguments, Some(Database::sqlite()), &variables).await;
        server.ready().await;
        let mut kept = TcpStream::connect(("127.0.0.1", server.port())).await.unwrap();
        for _ in 0..2 {
            let head = ask_on(&mut kept, path).await;
            assert!(head.starts_with("http/1.1 200") && !head.contains("connection:"), "{head}");
        }
        server.program().terminate();
        server.record("shutdown_started").await;
        let head = ask_on(&mut kept, path).await;
        assert!(head.starts_with("http/1.1 200") && head.contains("connection: close"), "{head}");
        assert_eq!(kept.read(&mut [0]).await.unwrap(), 0, "closed after that answer");
    }
}

#[tokio::test]
async fn a_turn_whose_answer_is_awaited_whole_ends_with_one_and_is_stored() {
    let (database, model) = (Database::postgres().await, ScriptedModel::start().await);
    let url = model.base_url();
    let variables = [
        ("OPENAI_API_KEY", MODEL_KEY),
        ("OPENAI_BASE_URL", url.as_str()),
        ("OPENAI_MODEL", "strict"),
        ("SHUTDOWN_TIMEOUT", "6"),
    ];
    let mut server = Server::with(database, &variables).await;
    let ada = server.person("ada").await;
    let script = "call add_task {\"title\": \"Buy milk\"}\nthen\nsilent";
    let asking = {
        let ada = ada.clone();
        tokio::spawn(async move { ada.post("/api/me/chat", json!({"message": script})).await })
    };
    eventually("the model is silent", async || (model.requests().len() == 2).then_some(())).await;
    let stopping = Instant::now();
    server.program().terminate();
    asking.await.unwrap().refused(503, "SHUTTING_DOWN");
    assert!(server.program().ended(Duration::from_secs(10)).await.success());
    let took = stopping.elapsed();
    assert!((3..6).contains(&took.as_secs()), "a short turn could have ended: {took:?}");
    let stored = server.database().pg().sql("SELECT details FROM messages WHERE role = 'assistant'").await;
    assert!(stored[0][0].contains("Buy milk"), "{stored:?}");
}
