//! Callers who hang up while their query runs leave nothing behind that could harm the next.

use serde_json::{Value, json};
use std::time::Duration;
use tests::{Database, Person, Server};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const ROUNDS: u64 = 40;
const AT_ONCE: u64 = 16;

/// Sends a request and closes the connection `after` that.
async fn hang_up(server: String, request: String, after: Duration) {
    let mut link = TcpStream::connect(server).await.unwrap();
    link.write_all(request.as_bytes()).await.unwrap();
    // The point of the test: every moment of the query is met.
    tokio::time::sleep(after).await;
}

async fn all_hang_up(server: &Server, ada: &Person, task: i64) {
    let address = server.address().trim_start_matches("http://").to_owned();
    let body = json!({"title": "Heard by nobody"}).to_string();
    let head =
        |line: &str| format!("{line} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n", ada.jwt);
    let requests = [
        format!("{}\r\n", head(&format!("PATCH /api/me/tasks/{task}/complete"))),
        format!("{}\r\n", head("GET /api/me/tasks?q=heard")),
        format!(
            "{}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            head("POST /api/me/tasks"),
            body.len()
        ),
    ];
    for round in 0..ROUNDS {
        let callers = (0..AT_ONCE).zip(requests.iter().cycle()).map(|(caller, request)| {
            hang_up(address.clone(), request.clone(), Duration::from_micros((round * AT_ONCE + caller) * 7))
        });
        callers.collect::<JoinSet<()>>().join_all().await;
    }
}

async fn harm_nobody(database: Database) {
    let server = Server::with(database, &[("DATABASE_POOL_SIZE", "4")]).await;
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Buy milk"})).await["id"].as_i64().unwrap();
    let bob = server.person("bob").await;
    let meanwhile = async {
        for n in 0..40 {
            bob.create(json!({"title": format!("Task {n}")})).await;
            bob.get("/api/me/tasks").await.ok(200);
        }
    };
    tokio::join!(all_hang_up(&server, &ada, task), meanwhile);
    ada.get(&format!("/api/me/tasks/{task}")).await.ok(200);
    ada.create(json!({"title": "Still here"})).await;
    assert!(!server.output().contains("panicked"), "{}", server.output());
    let is_failure = |record: &Value| record["status"].as_u64() >= Some(500) && record["path"] != "/health";
    let failed = server.records().into_iter().find(is_failure);
    assert_eq!(failed, None);
}

#[tokio::test]
async fn on_sqlite() {
    harm_nobody(Database::sqlite()).await;
}

#[tokio::test]
async fn on_postgres() {
    harm_nobody(Database::postgres().await).await;
}
