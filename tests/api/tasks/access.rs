//! Whose tasks they are.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Server, on_both_databases};

on_both_databases!(
    without_a_valid_token_nobody_gets_in,
    another_persons_path_is_forbidden,
    another_persons_task_does_not_exist,
    own_id_and_me_are_the_same,
    ids_that_are_none_are_named,
);

/// Method and path of every operation on tasks, for this user and task.
fn operations(user: &str, task: &str) -> Vec<(Method, String)> {
    let (list, one) = (format!("/api/{user}/tasks"), format!("/api/{user}/tasks/{task}"));
    vec![
        (Method::GET, list.clone()),
        (Method::POST, list),
        (Method::GET, one.clone()),
        (Method::PUT, one.clone()),
        (Method::PATCH, format!("{one}/complete")),
        (Method::DELETE, one),
    ]
}

fn body(method: &Method) -> Option<Vec<u8>> {
    matches!(*method, Method::POST | Method::PUT).then(|| json!({"title": "x"}).to_string().into_bytes())
}

async fn without_a_valid_token_nobody_gets_in(server: &Server) {
    let anonymous = server.anonymous().with("content-type", "application/json");
    let callers = [
        ("no token", anonymous.clone()),
        ("garbage", anonymous.bearer("garbage")),
        ("empty", anonymous.with("authorization", "Bearer ")),
        ("another scheme", anonymous.with("authorization", "Basic YTpi")),
    ];
    for (who, caller) in callers {
        for (method, path) in operations("me", "1") {
            let answer = caller.send(method.clone(), &path, body(&method)).await;
            answer.refused(401, "UNAUTHORIZED");
            assert_eq!(answer.header("www-authenticate"), "Bearer", "{who} at {method} {path}");
        }
    }
    // The session cookie opens /api/auth only: elsewhere a foreign page could use it.
    let ada = server.person("ada").await;
    ada.cookie_client().get("/api/me/tasks").await.refused(401, "UNAUTHORIZED");
}

async fn another_persons_path_is_forbidden(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let task = ada.create(json!({"title": "Secret"})).await;
    let eve = eve.with("content-type", "application/json");
    for user in [ada.id.as_str(), "nobody", "ME"] {
        for (method, path) in operations(user, &task["id"].to_string()) {
            eve.send(method.clone(), &path, body(&method)).await.refused(403, "FORBIDDEN");
        }
    }
    assert_eq!(ada.get("/api/me/tasks").await.ok(200), json!([task]));
}

async fn another_persons_task_does_not_exist(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let task = ada.create(json!({"title": "Secret"})).await;
    let eve = eve.with("content-type", "application/json");
    let (theirs, missing) = (operations("me", &task["id"].to_string()), operations("me", "999999"));
    for ((method, path), (_, nowhere)) in theirs.into_iter().zip(missing).skip(2) {
        let mut answers = Vec::new();
        for path in [path, nowhere] {
            let mut body = eve.send(method.clone(), &path, body(&method)).await.refused(404, "NOT_FOUND");
            body["request_id"] = Value::Null;
            answers.push(body);
        }
        assert_eq!(answers[0], answers[1], "{method}: nothing tells a foreign task from a missing one");
    }
    assert_eq!(eve.get("/api/me/tasks").await.ok(200), json!([]));
    assert_eq!(ada.get("/api/me/tasks").await.ok(200), json!([task]));
}

async fn own_id_and_me_are_the_same(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.post(&format!("/api/{}/tasks", ada.id), json!({"title": "Mine"})).await.ok(201);
    for caller in [(*ada).clone(), ada.session_token_client()] {
        for user in ["me", ada.id.as_str()] {
            assert_eq!(caller.get(&format!("/api/{user}/tasks")).await.ok(200), json!([task]));
            assert_eq!(caller.get(&format!("/api/{user}/tasks/{}", task["id"])).await.ok(200), task);
        }
    }
}

async fn ids_that_are_none_are_named(server: &Server) {
    let ada = server.person("ada").await;
    for id in ["abc", "1.5", "9223372036854775808", "%20"] {
        ada.get(&format!("/api/me/tasks/{id}")).await.refused_field("id", "INVALID");
    }
    for id in ["0", "-1", "9223372036854775807"] {
        ada.get(&format!("/api/me/tasks/{id}")).await.refused(404, "NOT_FOUND");
    }
}
