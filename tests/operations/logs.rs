//! What is logged, and what never is.

use serde_json::{Value, json};
use tests::{Database, Server, eventually};

/// Does everything that involves something secret, and answers all of it.
async fn live(server: &Server) -> Vec<String> {
    let ada = server.person("ada").await;
    let again = ada.sign_in_again().await;
    let wrong = json!({"email": ada.email, "password": "my other secret"});
    server.anonymous().post("/api/auth/sign-in/email", wrong).await.has_status(401);
    ada.cookie_client().get("/api/auth/get-session").await.ok(200);
    let change = json!({"currentPassword": ada.password, "newPassword": "brand new secret"});
    ada.cookie_client().post("/api/auth/change-password", change).await.ok(200);
    ada.create(json!({"title": "Buy a surprise", "description": "for grandmother", "tags": ["giftwrap"]}))
        .await;
    ada.get("/api/me/tasks?q=surprise&tag=giftwrap").await.ok(200);
    ada.post("/api/me/chat", json!({"message": "Add a task to hide the elephant"})).await.ok(200);
    ada.chat_events(json!({"message": "Show me the hippopotamus"})).await.all().await;
    ada.post("/api/me/chat", json!({"message": "rhinoceros", "time_zone": "Zebra/Land"}))
        .await
        .has_status(422);
    let broken = ada.with("content-type", "application/json");
    broken
        .send(reqwest::Method::POST, "/api/me/tasks", Some(b"{\"title\": \"crocodile".to_vec()))
        .await
        .has_status(400);
    let secrets = [
        ada.password.as_str(),
        "my other secret",
        "brand new secret",
        &ada.session_token,
        &again,
        &ada.jwt,
        tests::JWT_SECRET,
        "surprise",
        "grandmother",
        "giftwrap",
        "elephant",
        "hippopotamus",
        "rhinoceros",
        "Zebra",
        "crocodile",
        "argon2id",
    ];
    secrets.iter().map(|text| (*text).to_owned()).collect()
}

#[tokio::test]
async fn no_line_tells_a_secret_or_what_a_person_wrote() {
    for (database, level) in [
        (Database::sqlite(), "info"),
        (Database::postgres().await, "info"),
        (Database::postgres().await, "trace"),
    ] {
        let server = Server::with(database, &[("LOG_LEVEL", level)]).await;
        let secrets = live(&server).await;
        server.record("request").await;
        for line in server.output().lines() {
            for secret in &secrets {
                assert!(!line.contains(secret.as_str()), "{secret:?} at level {level} in {line}");
            }
        }
    }
}

#[tokio::test]
async fn every_request_is_one_record() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let caller = ada.with("x-request-id", "the-one");
    caller.get("/api/me/tasks").await.ok(200);
    let failing = server.anonymous().with("x-request-id", "the-other");
    failing.get("/api/me/tasks").await.has_status(401);
    let of = async |id: &str| {
        eventually("the record", async || {
            let records: Vec<Value> =
                server.records().into_iter().filter(|record| record["request_id"] == id).collect();
            (!records.is_empty()).then_some(records)
        })
        .await
    };
    let records = of("the-one").await;
    assert_eq!(records.len(), 1, "{records:?}");
    let record = &records[0];
    for (name, value) in [
        ("event", json!("request")),
        ("operation_id", json!("listTasks")),
        ("user_id", json!(ada.id)),
        ("status", json!(200)),
        ("level", json!(30)),
        ("name", json!("todo-app")),
    ] {
        assert_eq!(record[name], value, "{name} in {record}");
    }
    assert!(record["latency_ms"].as_f64().is_some_and(|latency| latency > 0.0), "{record}");
    for name in ["time", "hostname", "pid", "msg", "v"] {
        assert!(!record[name].is_null(), "Bunyan's {name} in {record}");
    }
    let refused = &of("the-other").await[0];
    assert_eq!(
        (&refused["status"], &refused["operation_id"]),
        (&json!(401), &json!("listTasks")),
        "{refused}"
    );
    assert!(refused["user_id"].is_null() || refused["user_id"] == "", "{refused}");
    for record in server.records() {
        assert!(record["event"].is_string(), "every record has an event: {record}");
    }
}

#[tokio::test]
async fn a_terminal_or_a_setting_gets_readable_lines() {
    let database = Database::sqlite();
    let folder = database.variables()[0].1.to_owned();
    let program =
        tests::Program::new(&["backend"]).env("DATA_DIR", &folder).env("PORT", "0").env("LOG_FORMAT", "text");
    let running = program.start();
    eventually("a line", async || running.stdout().into_iter().find(|line| line.contains("listening"))).await;
    let lines = running.stdout();
    assert!(lines.iter().all(|line| serde_json::from_str::<Value>(line).is_err()), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains('\x1b')), "colours only for a terminal: {lines:?}");
}
