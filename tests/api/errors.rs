//! The one error body, wherever a request fails.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Server, on_both_databases};

on_both_databases!(
    every_refusal_has_the_same_shape,
    request_ids_come_back,
    a_body_may_be_large_but_not_too_large,
    nothing_internal_is_told,
);

/// Method, path, content type, body, and what is answered.
type Row<'a> = (Method, &'a str, Option<&'a str>, &'a str, u16, &'a str);

async fn every_refusal_has_the_same_shape(server: &Server) {
    let ada = server.person("ada").await;
    let json = Some("application/json");
    let table: [Row<'_>; 23] = [
        (Method::GET, "/api/nowhere", None, "", 404, "NOT_FOUND"),
        (Method::GET, "/api", None, "", 404, "NOT_FOUND"),
        (Method::GET, "/api/", None, "", 404, "NOT_FOUND"),
        (Method::GET, "/api/me/tasks/1/complete/more", None, "", 404, "NOT_FOUND"),
        (Method::POST, "/api/auth/forget-password", json, "{}", 404, "NOT_FOUND"),
        (Method::GET, "/api/%ff", None, "", 400, "BAD_REQUEST"),
        (Method::DELETE, "/api/me/tasks", None, "", 405, "METHOD_NOT_ALLOWED"),
        (Method::POST, "/api/me/tasks/1", json, "{}", 405, "METHOD_NOT_ALLOWED"),
        (Method::GET, "/api/me/chat", None, "", 405, "METHOD_NOT_ALLOWED"),
        (Method::POST, "/api/auth/get-session", json, "{}", 405, "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED"),
        (Method::GET, "/api/auth/sign-out", None, "", 405, "METHOD_NOT_ALLOWED"),
        (Method::OPTIONS, "/api/me/tasks", None, "", 405, "METHOD_NOT_ALLOWED"),
        (Method::POST, "/api/me/tasks", json, "", 400, "BAD_REQUEST"),
        (Method::POST, "/api/me/tasks", json, "{\"title\": ", 400, "BAD_REQUEST"),
        (Method::POST, "/api/me/tasks", json, "{\"title\": \"x\"} more", 400, "BAD_REQUEST"),
        (Method::POST, "/api/me/tasks", json, "{'title': 'x'}", 400, "BAD_REQUEST"),
        (Method::PUT, "/api/me/tasks/1", json, "nonsense", 400, "BAD_REQUEST"),
        (Method::POST, "/api/me/tasks", None, "{\"title\": \"x\"}", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (
            Method::POST,
            "/api/me/tasks",
            Some("text/plain"),
            "{\"title\": \"x\"}",
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        (Method::POST, "/api/me/chat", Some("application/xml"), "<a/>", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (Method::POST, "/api/me/tasks", json, "{}", 422, "VALIDATION_FAILED"),
        (Method::GET, "/api/me/tasks/x", None, "", 422, "VALIDATION_FAILED"),
        (Method::GET, "/api/me/tasks?limit=x", None, "", 422, "VALIDATION_FAILED"),
    ];
    for (method, path, content_type, body, status, code) in table {
        let caller = match content_type {
            Some(content_type) => ada.with("content-type", content_type),
            None => (*ada).clone(),
        };
        let body = (!body.is_empty()).then(|| body.as_bytes().to_vec());
        let answer = caller.send(method, path, body).await;
        let problem = answer.refused(status, code);
        assert!(answer.header("content-type").starts_with("application/json"), "{}", answer.asked);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let has_fields = problem.get("errors").is_some();
        assert_eq!(has_fields, status == 422, "{}: errors only where fields are at fault", answer.asked);
    }
    let charset = ada.with("content-type", "application/json; charset=utf-8");
    charset.post("/api/me/tasks", json!({"title": "x"})).await.ok(201);
}

async fn request_ids_come_back(server: &Server) {
    let anonymous = server.anonymous();
    for id in ["my-id-1", "0123456789abcdef", &"x".repeat(128), "a/b:c=d"] {
        let caller = anonymous.with("x-request-id", id);
        let answer = caller.get("/api/me/tasks").await;
        assert_eq!(answer.header("x-request-id"), id);
        assert_eq!(answer.refused(401, "UNAUTHORIZED")["request_id"], id);
        assert_eq!(
            caller.get("/livez").await.header("x-request-id"),
            id,
            "on answers that are no errors, too"
        );
    }
    for hostile in ["", "two words", "tab\there", &"x".repeat(129), "caf\u{e9}"] {
        let answer = anonymous.with("x-request-id", hostile).get("/api/me/tasks").await;
        let given = answer.header("x-request-id");
        assert_ne!(given, hostile);
        assert!(given.len() == 32 && given.bytes().all(|byte| byte.is_ascii_hexdigit()), "{given}");
    }
    let ids: Vec<Value> = vec![
        anonymous.get("/api/nowhere").await.json()["request_id"].clone(),
        anonymous.get("/api/nowhere").await.json()["request_id"].clone(),
    ];
    assert_ne!(ids[0], ids[1], "each request has its own");
}

async fn a_body_may_be_large_but_not_too_large(server: &Server) {
    let ada = server.person("ada").await.with("content-type", "application/json");
    let padded = |length: usize| {
        let mut body = json!({"title": "x"}).to_string().into_bytes();
        body.resize(length, b' ');
        Some(body)
    };
    let limit = 256 * 1024;
    ada.send(Method::POST, "/api/me/tasks", padded(limit)).await.ok(201);
    let too_large = ada.send(Method::POST, "/api/me/tasks", padded(limit + 1)).await;
    too_large.refused(413, "PAYLOAD_TOO_LARGE");
    let too_large = ada.send(Method::POST, "/api/auth/sign-in/email", padded(2 * limit)).await;
    too_large.refused(413, "PAYLOAD_TOO_LARGE");
}

async fn nothing_internal_is_told(server: &Server) {
    let ada = server.person("ada").await;
    let long = "9".repeat(400);
    let answers = [
        ada.get("/api/me/tasks?cursor=eyJzb3J0IjoiY3JlYXRlZF9hdCJ9").await,
        ada.get("/api/me/tasks/99999999999999999999").await,
        ada.get(&format!("/api/me/tasks?limit={long}")).await,
        ada.get("/api/me/tasks?due_before=x").await,
        ada.get("/api/me/tasks?tag=%00").await,
        // {"sort":"title","order":"desc","id":1,"text":"\u0000"}
        ada.get("/api/me/tasks?sort=title&cursor=eyJzb3J0IjoidGl0bGUiLCJvcmRlciI6ImRlc2MiLCJpZCI6MSwidGV4dCI6Ilx1MDAwMCJ9")
            .await,
        ada.get("/api/%00/tasks").await,
        ada.post("/api/me/tasks", json!({"title": "x", "due_at": "x"})).await,
        ada.post("/api/me/tasks", json!({"title": {"a": []}})).await,
        ada.post("/api/me/chat", json!({"message": 1})).await,
        server
            .anonymous()
            .post("/api/auth/sign-in/email", json!({"email": "\u{0}", "password": "\u{0}"}))
            .await,
        server.anonymous().with("cookie", "better-auth.session_token=%00'\"").get("/api/me/tasks").await,
    ];
    for answer in answers {
        assert!((400..500).contains(&answer.status), "{} answered {}", answer.asked, answer.status);
        let text = answer.text();
        tests::assert_problem(&answer.json(), answer.header("x-request-id"));
        for internal in
            ["diesel", "sqlite", "postgres", "poem", "serde", "panicked", "src/", "SELECT", "i64", "struct "]
        {
            assert!(!text.contains(internal), "{}: {internal} in {text}", answer.asked);
        }
    }
}
