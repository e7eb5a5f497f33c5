//! The frontend: serves the page and forwards the API as it is.

use reqwest::Method;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tests::{Database, Program, Server, eventually, free_port};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// A backend that trusts this machine, and the frontend before it.
async fn pair(database: Database) -> (Server, Server) {
    let variables = [("TRUSTED_PROXIES", "127.0.0.0/8")];
    let backend = Server::start(&["backend"], Some(database), &variables).await;
    backend.ready().await;
    let variables = [variables[0], ("BACKEND_URL", backend.address())];
    let frontend = Server::start(&["frontend"], None, &variables).await;
    (backend, frontend)
}

#[tokio::test]
async fn the_whole_api_works_through_the_frontend() {
    let (backend, frontend) = pair(Database::sqlite()).await;
    let ada = frontend.person("ada").await;
    let created = ada.post("/api/me/tasks", json!({"title": "Through"})).await;
    let location = created.header("location").to_owned();
    assert!(location.starts_with("/api/"), "{location}");
    let task = ada.get(&location).await.ok(200);
    assert_eq!(ada.put(&location, json!({"title": "Both"})).await.ok(200)["title"], "Both");
    ada.create(json!({"title": "Second"})).await;
    let page = ada.get("/api/me/tasks?limit=1&sort=title&order=asc").await;
    assert_eq!(ada.get(&page.next_page().unwrap()).await.ok(200)[0]["title"], "Second");
    assert_eq!(ada.delete(&location).await.ok(204), json!(null));
    assert_eq!(ada.moved_to(backend.address()).get(&location).await.status, 404, "{task}");

    // Cookies, their origin, and refusals pass as they are.
    let signed_in = frontend
        .anonymous()
        .post("/api/auth/sign-in/email", json!({"email": ada.email, "password": ada.password}))
        .await;
    assert!(signed_in.header("set-cookie").starts_with("better-auth.session_token="));
    let browser = ada.cookie_client();
    browser.post("/api/auth/update-user", json!({"name": "Ada"})).await.ok(200);
    let foreign = browser.with("origin", "http://evil.example");
    foreign.post("/api/auth/update-user", json!({"name": "Eve"})).await.refused(403, "INVALID_ORIGIN");
    frontend.anonymous().get("/api/nowhere").await.refused(404, "NOT_FOUND");
    ada.send(Method::DELETE, "/api/me/tasks", None).await.refused(405, "METHOD_NOT_ALLOWED");
    let large = json!({"title": "x".repeat(300_000)});
    ada.post("/api/me/tasks", large).await.refused(413, "PAYLOAD_TOO_LARGE");
    frontend.anonymous().get("/api/openapi.json").await.ok(200);
    frontend.anonymous().get("/.well-known/oauth-protected-resource").await.refused(404, "NOT_FOUND");

    let session = browser.get("/api/auth/get-session").await.ok(200);
    assert_eq!(session["session"]["ipAddress"], "127.0.0.1");
    let visitor = browser.with("x-forwarded-for", "203.0.113.7");
    let body = json!({"email": ada.email, "password": ada.password});
    let token =
        visitor.without("cookie").post("/api/auth/sign-in/email", body).await.ok(200)["token"].clone();
    let session =
        frontend.anonymous().bearer(token.as_str().unwrap()).get("/api/auth/get-session").await.ok(200);
    assert_eq!(session["session"]["ipAddress"], "203.0.113.7", "the caller's address arrives");
}

#[tokio::test]
async fn events_arrive_when_they_happen() {
    let (backend, frontend) = pair(Database::postgres().await).await;
    let ada = frontend.person("ada").await;
    let slow = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.role = 'assistant' THEN PERFORM pg_sleep(2); END IF; RETURN NEW; END $$;
         CREATE TRIGGER slow BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION slow()";
    backend.database().pg().sql(slow).await;
    let started = Instant::now();
    let mut stream = ada.chat_events(json!({"message": "hello"})).await;
    assert!(stream.response().headers()["content-type"].to_str().unwrap().starts_with("text/event-stream"));
    assert_eq!(stream.response().headers()["x-accel-buffering"], "no");
    assert_eq!(stream.next().await.unwrap()["type"], "started");
    assert!(started.elapsed() < Duration::from_millis(1500), "held back for {:?}", started.elapsed());
    assert_eq!(stream.all().await.last().unwrap()["type"], "done");
    assert!(started.elapsed() >= Duration::from_secs(2));
}

#[tokio::test]
async fn one_request_has_one_id_in_both_logs() {
    let (backend, frontend) = pair(Database::sqlite()).await;
    let ada = frontend.person("ada").await;
    for given in [Some("my-own-id"), None] {
        let caller = given.map_or((*ada).clone(), |id| ada.with("x-request-id", id));
        let answer = caller.get("/api/me/tasks").await;
        answer.ok(200);
        let id = answer.header("x-request-id").to_owned();
        assert!(given.is_none_or(|given| given == id), "{id}");
        assert_eq!(answer.headers.get_all("x-request-id").iter().count(), 1);
        eventually("the backend's record", async || {
            backend
                .records()
                .into_iter()
                .find(|record| record["request_id"] == id && record["event"] == "request")
        })
        .await;
    }
    let answer = ada.get("/api/me/tasks/0").await;
    answer.refused(404, "NOT_FOUND");
}

#[tokio::test]
async fn without_a_backend_the_page_is_there_and_says_so() {
    let url = format!("http://127.0.0.1:{}", free_port());
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", &url)]).await;
    let anonymous = frontend.anonymous();
    let health = anonymous.get("/health").await.ok(200);
    assert_eq!(health["backend"], "unreachable");
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    anonymous.get("/livez").await.ok(200);
    anonymous.get("/").await.has_status(200);
    for (method, path) in [(Method::GET, "/api/me/tasks"), (Method::POST, "/api/auth/sign-in/email")] {
        let answer = anonymous.send(method, path, Some(b"{}".to_vec())).await;
        answer.refused(502, "BACKEND_UNAVAILABLE");
        assert!(!answer.text().contains(&url), "nothing internal is told");
    }
}

/// An address where nobody accepts: the queue is full, so a further connection is neither made nor refused.
async fn full_house() -> (SocketAddr, Vec<TcpStream>, tokio::net::TcpListener) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let (address, mut waiting) = (listener.local_addr().unwrap(), Vec::new());
    while let Ok(stream) = tokio::time::timeout(Duration::from_millis(300), TcpStream::connect(address)).await
    {
        waiting.push(stream.unwrap());
    }
    (address, waiting, listener)
}

#[tokio::test]
async fn a_backend_that_does_not_even_refuse_is_given_up_quickly() {
    let (address, _waiting, _listener) = full_house().await;
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", &format!("http://{address}"))]).await;
    for (method, path, status) in [
        (Method::GET, "/api/me/tasks", 502),
        (Method::POST, "/api/auth/sign-in/email", 502),
        (Method::GET, "/health", 200),
    ] {
        let started = Instant::now();
        frontend.anonymous().send(method, path, None).await.has_status(status);
        assert!(started.elapsed() < Duration::from_secs(2), "{path}: {:?}", started.elapsed());
    }
}

/// A backend that answers the first request of every connection, and closes it when it has read the second.
async fn forgetful(listener: TcpListener, connections: Arc<AtomicU32>) {
    while let Ok((mut stream, _)) = listener.accept().await {
        connections.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(async move {
            let mut read = [0; 4096];
            for answer in ["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", ""] {
                if stream.read(&mut read).await.is_ok_and(|length| length > 0) {
                    stream.write_all(answer.as_bytes()).await.ok();
                }
            }
        });
    }
}

#[tokio::test]
async fn what_may_be_repeated_survives_a_connection_that_was_closed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicU32::new(0));
    tokio::spawn(forgetful(listener, connections.clone()));
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", &url)]).await;
    let anonymous = frontend.anonymous();
    for _ in 0..3 {
        anonymous.get("/api/me/tasks").await.ok(200);
        anonymous.send(Method::HEAD, "/api/me/tasks", None).await.has_status(200);
    }
    assert!(connections.load(Ordering::Relaxed) > 3, "connections were kept, and lost");

    // Whether anything was done is not known: the caller decides.
    anonymous.get("/api/me/tasks").await.ok(200);
    let refused = anonymous.post("/api/me/tasks", json!({"title": "Once"})).await;
    refused.refused(502, "BACKEND_UNAVAILABLE");

    for _ in 0..3 {
        assert_eq!(
            anonymous.get("/health").await.ok(200)["backend"],
            "reachable",
            "the probe is repeated, too"
        );
    }
}

#[tokio::test]
async fn health_says_whether_the_backend_answers() {
    let (mut backend, frontend) = pair(Database::sqlite()).await;
    let state = async || frontend.anonymous().get("/health").await.ok(200)["backend"].clone();
    assert_eq!(state().await, "reachable");
    assert!(backend.stop().await.success());
    assert_eq!(state().await, "unreachable");
}

/// A backend that answers what it was asked, and its address. Its answers are about its connection, too.
async fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = Vec::new();
            while !asked.ends_with(b"\r\n\r\n")
                && stream.read_buf(&mut asked).await.is_ok_and(|read| read > 0)
            {}
            let head = format!(
                "HTTP/1.1 200 OK\r\nConnection: close, X-Answer-Hop\r\nX-Answer-Hop: 1\r\nContent-Length: {}\r\n\r\n",
                asked.len()
            );
            stream.write_all(&[head.as_bytes(), &asked].concat()).await.ok();
        }
    });
    url
}

/// Sends exactly these lines, and answers everything that comes back.
async fn raw(server: &Server, lines: &[&str]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).await.unwrap();
    let request = format!("{}\r\nHost: todo.local\r\nConnection: close\r\n\r\n", lines.join("\r\n"));
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap().to_lowercase()
}

#[tokio::test]
async fn only_trusted_proxies_speak_for_others() {
    let url = echo().await;
    let asked = [
        "GET /api/me/tasks HTTP/1.1",
        "X-Forwarded-For: 1.1.1.1",
        "X-Forwarded-For: 2.2.2.2, 3.3.3.3",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: other.example",
    ];
    let trusting = [("BACKEND_URL", url.as_str()), ("TRUSTED_PROXIES", "127.0.0.0/8")];
    let frontend = Server::start(&["frontend"], None, &trusting).await;
    let said = raw(&frontend, &asked).await;
    for line in [
        "x-forwarded-for: 1.1.1.1, 2.2.2.2, 3.3.3.3, 127.0.0.1\r\n",
        "x-forwarded-proto: https\r\n",
        "x-forwarded-host: other.example\r\n",
    ] {
        assert!(said.contains(line), "no {line} in {said}");
    }
    assert_eq!(said.matches("x-forwarded-for").count(), 1, "{said}");

    let wary = Server::start(&["frontend"], None, &trusting[..1]).await;
    let said = raw(&wary, &asked).await;
    assert!(said.contains("x-forwarded-for: 127.0.0.1\r\n"), "{said}");
    assert!(said.contains("x-forwarded-host: todo.local\r\n"), "{said}");
    assert!(!said.contains("x-forwarded-proto"), "{said}");
}

#[tokio::test]
async fn what_concerns_one_connection_is_not_passed_on() {
    let url = echo().await;
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", &url)]).await;
    let asked = [
        "GET /api/me/tasks HTTP/1.1",
        "Connection: X-Hop-One, x-hop-two",
        "X-Hop-One: 1",
        "X-Hop-Two: 2",
        "Proxy-Connection: keep-alive",
        "Keep-Alive: timeout=5",
        "X-End-To-End: 3",
    ];
    let said = raw(&frontend, &asked).await;
    assert!(said.contains("x-end-to-end: 3"), "{said}");
    for hop in ["x-hop", "proxy-connection", "keep-alive", "x-answer-hop"] {
        assert!(!said.contains(hop), "{hop} in {said}");
    }
}

#[tokio::test]
async fn the_backend_is_asked_directly_whatever_proxy_is_named() {
    // A cluster may set these for every pod; what listens there would be shown tokens.
    let (backend, proxy) = (Server::on(Database::sqlite()).await, echo().await);
    let named = ["HTTP_PROXY", "http_proxy", "ALL_PROXY"].map(|name| (name, proxy.as_str()));
    let variables = [&named[..], &[("BACKEND_URL", backend.address())]].concat();
    let frontend = Server::start(&["frontend"], None, &variables).await;
    assert_eq!(frontend.anonymous().get("/api/auth/ok").await.ok(200), json!({"ok": true}));
    assert_eq!(frontend.anonymous().get("/health").await.ok(200)["backend"], "reachable");

    let check = |url: &str| Program::new(&["healthcheck", url]).envs(&named).run();
    assert!(check(&format!("{}/health", backend.address())).await.status.success());
    let nobody = format!("http://127.0.0.1:{}/health", free_port());
    assert!(!check(&nobody).await.status.success(), "the proxy's answer is not the service's");
}

#[tokio::test]
async fn the_backends_password_is_not_shown() {
    let url = "http://me:hunter22@127.0.0.1:1";
    let mut frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", url)]).await;
    assert_eq!(frontend.record("listening").await["behind"], "http://127.0.0.1:1/");
    frontend.anonymous().get("/api/auth/ok").await.refused(502, "BACKEND_UNAVAILABLE");
    frontend.stop().await;
    assert!(!frontend.output().contains("hunter22"), "{}", frontend.output());
}

#[tokio::test]
async fn no_path_leaves_what_is_forwarded() {
    let url = echo().await;
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", &url)]).await;
    for path in [
        "/api/../livez",
        "/api/%2e%2e/livez",
        "/api/.%2E/metrics",
        "/api/a/../../livez",
        "/api/..",
        "/api/a\\..\\..\\livez",
        "/api/./livez",
        "/.well-known/../livez",
    ] {
        let answer = raw(&frontend, &[&format!("GET {path} HTTP/1.1")]).await;
        assert!(answer.starts_with("http/1.1 400 "), "{path}: {answer}");
        assert!(answer.contains(r#""code":"bad_request""#), "{path}: {answer}");
    }
    for path in ["/api/me/tasks?q=/../x", "/api/...", "/api/a..b"] {
        let answer = raw(&frontend, &[&format!("GET {path} HTTP/1.1")]).await;
        assert!(answer.contains(&format!("get {path} http/1.1")), "{path}: {answer}");
    }
}
