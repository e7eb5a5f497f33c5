//! The page's files.

use reqwest::Method;
use tests::{Client, Database, Server};

/// Everything in one, and the frontend alone: both serve the page.
async fn servers() -> [Server; 2] {
    let all = Server::on(Database::sqlite()).await;
    let frontend = Server::start(&["frontend"], None, &[]).await;
    [all, frontend]
}

const SCRIPT: &str = "/app-0123456789abcdef.js";

fn browser(server: &Server) -> Client {
    server.anonymous().with("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
}

#[tokio::test]
async fn the_best_encoding_that_the_caller_takes_is_sent() {
    for server in servers().await {
        for (accepted, encoding, body) in [
            ("gzip, deflate, br, zstd", "br", "brotli"),
            ("gzip", "gzip", "gzip"),
            ("br;q=0, gzip", "gzip", "gzip"),
            ("gzip;q=0.5, br;q=0.0", "gzip", "gzip"),
            ("br;q=0, gzip;q=0", "", "console.log('plain')"),
            ("identity", "", "console.log('plain')"),
            ("", "", "console.log('plain')"),
        ] {
            let answer = server.anonymous().with("accept-encoding", accepted).get(SCRIPT).await;
            answer.has_status(200);
            assert_eq!(answer.header("content-encoding"), encoding, "accepting {accepted:?}");
            assert_eq!(answer.text(), body, "accepting {accepted:?}");
            assert_eq!(answer.header("vary").to_lowercase(), "accept-encoding");
            assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
            assert_eq!(answer.header("content-length"), body.len().to_string());
        }
        server.anonymous().get(&format!("{SCRIPT}.br")).await.has_status(404);
    }
}

#[tokio::test]
async fn hashed_names_are_kept_and_the_page_is_asked_for_anew() {
    for server in servers().await {
        for (path, caching) in [
            (SCRIPT, "public, max-age=31536000, immutable"),
            ("/icon.svg", "no-cache"),
            ("/", "no-cache"),
            ("/index.html", "no-cache"),
        ] {
            let answer = server.anonymous().get(path).await;
            answer.has_status(200);
            assert_eq!(answer.header("cache-control"), caching, "{path}");
            let tag = answer.header("etag").to_owned();
            assert!(!tag.is_empty());
            for tags in [tag.clone(), format!("\"other\", {tag}"), "*".into()] {
                let again = server.anonymous().with("if-none-match", &tags).get(path).await;
                again.has_status(304);
                assert!(again.body.is_empty());
                assert_eq!((again.header("etag"), again.header("cache-control")), (tag.as_str(), caching));
            }
            server.anonymous().with("if-none-match", "\"other\"").get(path).await.has_status(200);
        }
    }
}

#[tokio::test]
async fn paths_of_the_page_answer_the_page_to_browsers_only() {
    for server in servers().await {
        for path in ["/", "/tasks", "/chat/17", "/account", "/tasks?status=open"] {
            let answer = browser(&server).get(path).await;
            answer.has_status(200);
            assert!(answer.header("content-type").starts_with("text/html"), "{path}");
            assert!(answer.text().contains("<title>todo-app</title>"), "{path}");
            assert_eq!(answer.header("cache-control"), "no-cache");
        }
        for path in ["/tasks", "/app-ffffffffffffffff.js", "/missing.wasm"] {
            server.anonymous().with("accept", "*/*").get(path).await.refused(404, "NOT_FOUND");
        }
        for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2fCargo.toml", "//etc/passwd"] {
            server.anonymous().get(path).await.has_status(404);
        }
        let posted = browser(&server).send(Method::POST, "/tasks", Some(Vec::new())).await;
        assert!(matches!(posted.status, 404 | 405), "{}", posted.status);
    }
    // A wrong address of the API is no page, even for a browser.
    let [all, _] = servers().await;
    browser(&all).get("/api/nowhere").await.refused(404, "NOT_FOUND");
}

#[tokio::test]
async fn head_answers_what_get_would_without_the_body() {
    for server in servers().await {
        for path in ["/", SCRIPT, "/icon.svg"] {
            let get = browser(&server).with("accept-encoding", "gzip").get(path).await;
            let head = browser(&server).with("accept-encoding", "gzip").send(Method::HEAD, path, None).await;
            head.has_status(200);
            assert!(head.body.is_empty());
            for name in ["content-type", "content-length", "content-encoding", "etag", "cache-control"] {
                assert_eq!(head.header(name), get.header(name), "{name} of {path}");
            }
        }
        server
            .anonymous()
            .with("accept", "*/*")
            .send(Method::HEAD, "/missing.js", None)
            .await
            .has_status(404);
    }
}
