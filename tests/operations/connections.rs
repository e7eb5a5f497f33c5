//! Connections whose caller lets the server wait are closed; those that wait for the server are not.

use std::time::{Duration, Instant};
use tests::{Database, Person, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longer than the server waits for a request that has begun, with room for a busy machine.
const PATIENCE: Duration = Duration::from_secs(50);

async fn send(server: &Server, request: &str) -> TcpStream {
    let mut link = TcpStream::connect(server.address().trim_start_matches("http://")).await.unwrap();
    link.write_all(request.as_bytes()).await.unwrap();
    link
}

/// What comes until the server closes the connection, and when it does.
async fn until_closed(mut link: TcpStream) -> (String, Duration) {
    let (started, mut answer) = (Instant::now(), Vec::new());
    let read = tokio::time::timeout(PATIENCE, link.read_to_end(&mut answer)).await;
    assert!(read.is_ok(), "still open; it said {}", String::from_utf8_lossy(&answer));
    (String::from_utf8_lossy(&answer).into_owned(), started.elapsed())
}

/// A request that takes longer than any patience with callers.
async fn slow_request(server: &Server, ada: &Person) -> String {
    server
        .database()
        .pg()
        .sql(
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                PERFORM pg_sleep(6); RETURN NEW; END $$;
             CREATE TRIGGER slow BEFORE INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION slow()",
        )
        .await;
    let names = ["milk", "bread", "eggs", "rice", "salt", "tea"].map(|name| format!("add buy {name}"));
    let body = serde_json::json!({"message": names.join(" and ")}).to_string();
    format!(
        "POST /api/me/chat HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        ada.jwt,
        body.len()
    )
}

#[tokio::test]
async fn callers_who_let_the_server_wait_are_not_waited_for_forever() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let slow = slow_request(&server, &ada).await;
    let half_body = format!(
        "POST /api/me/tasks HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{",
        ada.jwt
    );
    let mut kept = send(&server, "GET /livez HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let (silent, half_head, half_body, slow, ()) = tokio::join!(
        async { until_closed(send(&server, "").await).await },
        async { until_closed(send(&server, "GET /livez HTTP/1.1\r\nhost: ").await).await },
        async { until_closed(send(&server, &half_body).await).await },
        async { until_closed(send(&server, &slow).await).await },
        async {
            let mut answer = [0; 4096];
            let length = kept.read(&mut answer).await.unwrap();
            assert!(answer[..length].starts_with(b"HTTP/1.1 200"));
        }
    );
    assert_eq!((silent.0.as_str(), half_head.0.as_str()), ("", ""));
    assert!(half_body.0.starts_with("HTTP/1.1 400"), "{}", half_body.0);
    assert!(slow.0.starts_with("HTTP/1.1 200") && slow.1 > Duration::from_secs(31), "{slow:?}");
    // A connection that is kept for further requests has more time.
    kept.write_all(b"GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    assert!(until_closed(kept).await.0.starts_with("HTTP/1.1 200"));
}
