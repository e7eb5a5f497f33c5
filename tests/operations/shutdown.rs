//! Stopping without losing a request.

use serde_json::json;
use std::process::Command;
use std::time::{Duration, Instant};
use tests::{Database, Server, eventually};

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
