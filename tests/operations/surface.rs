//! Security headers, the API's document and its page.

use tests::{Database, Server};

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let server = Server::on(Database::sqlite()).await;
    for path in
        ["/", "/api/me/tasks", "/api/nowhere", "/health", "/missing.js", "/api/openapi.json", "/api/docs"]
    {
        let answer = server.anonymous().get(path).await;
        let policy = answer.header("content-security-policy");
        for part in ["default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"] {
            assert!(policy.contains(part), "{part} at {path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert!(!policy.contains("http:") && !policy.contains("https:"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.header("referrer-policy").is_empty(), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        if path.starts_with("/api/me") {
            assert_eq!(answer.header("cache-control"), "no-store, no-cache", "{path}");
        }
    }
}

#[tokio::test]
async fn the_document_is_served_as_it_is_printed() {
    let server = Server::on(Database::sqlite()).await;
    let served = server.anonymous().get("/api/openapi.json").await.ok(200);
    let printed = tests::Program::new(&["openapi"]).run().await;
    assert!(printed.status.success());
    let printed: serde_json::Value = serde_json::from_str(&printed.stdout).unwrap();
    assert_eq!(served, printed);
    assert!(served["openapi"].as_str().unwrap().starts_with("3."));
}

#[tokio::test]
async fn swagger_comes_from_here_alone() {
    let server = Server::on(Database::sqlite()).await;
    let answer = server.anonymous().get("/api/docs").await;
    answer.has_status(200);
    let page = answer.text();
    assert!(page.contains("swagger-ui"), "Swagger UI");
    let addresses: Vec<&str> = page
        .split("src=\"")
        .chain(page.split("href=\""))
        .filter_map(|rest| rest.split_once('"'))
        .map(|(address, _)| address)
        .filter(|address| address.starts_with('/'))
        .collect();
    assert_eq!(addresses.len(), 3, "{page}");
    assert!(!page.contains("//"), "nothing is fetched from elsewhere: {page}");
    for path in addresses {
        let file = server.anonymous().get(path).await;
        file.has_status(200);
        assert!(
            file.header("content-type").contains(if path.ends_with(".css") {
                "text/css"
            } else {
                "text/javascript"
            }),
            "{path}"
        );
    }
}
