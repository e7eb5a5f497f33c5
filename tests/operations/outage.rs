//! The database goes away and comes back.

use serde_json::json;
use std::time::{Duration, Instant};
use tests::{Database, Link, Person, PgDatabase, Server, eventually_within};

/// A backend whose database can be cut off.
async fn behind_a_link() -> (Server, Link, PgDatabase) {
    let Database::Postgres(database) = Database::postgres().await else { unreachable!() };
    let link = Link::to(database.port()).await;
    let address = Database::Address(database.url_at(link.port()));
    (Server::with(address, &[]).await, link, database)
}

async fn is_healthy(server: &Server) -> bool {
    server.anonymous().get("/health").await.status == 200
}

async fn everything_is_unavailable(server: &Server, ada: &Person) {
    let started = Instant::now();
    let code = "DATABASE_UNAVAILABLE";
    ada.get("/api/me/tasks").await.refused(503, code);
    ada.post("/api/me/tasks", json!({"title": "Lost"})).await.refused(503, code);
    ada.post("/api/me/chat", json!({"message": "hello"})).await.refused(503, code);
    ada.session_token_client().get("/api/me/tasks").await.refused(503, code);
    ada.cookie_client().get("/api/auth/get-session").await.refused(503, code);
    let credentials = json!({"email": ada.email, "password": ada.password});
    server.anonymous().post("/api/auth/sign-in/email", credentials).await.refused(503, code);
    for path in ["/health", "/api/health"] {
        assert_eq!(server.anonymous().get(path).await.ok(503)["database"], "unreachable");
    }
    server.anonymous().get("/livez").await.ok(200);
    assert!(started.elapsed() < Duration::from_secs(20), "refused quickly: {:?}", started.elapsed());
}

#[tokio::test]
async fn a_cut_link_is_503_and_heals_by_itself() {
    let (mut server, link, _database) = behind_a_link().await;
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Kept"})).await;
    for _ in 0..2 {
        link.cut();
        everything_is_unavailable(&server, &ada).await;
        link.mend();
        let healed = async || is_healthy(&server).await.then_some(());
        eventually_within(Duration::from_secs(5), "health", healed).await;
        assert_eq!(ada.get("/api/me/tasks").await.ok(200), json!([task]), "nothing lost, nothing added");
        ada.sign_in_again().await;
    }
    assert!(server.program().try_ended().is_none());
    let causes = server.records().into_iter().filter(|record| record["event"] == "database_unavailable");
    assert!(causes.count() > 0, "the log says why");
}

#[tokio::test]
async fn a_silent_link_is_503_too() {
    let (server, link, _database) = behind_a_link().await;
    let ada = server.person("ada").await;
    link.pause();
    let started = Instant::now();
    ada.get("/api/me/tasks").await.refused(503, "DATABASE_UNAVAILABLE");
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    server.anonymous().get("/health").await.ok(503);
    server.anonymous().get("/livez").await.ok(200);
    link.mend();
    let healed = async || is_healthy(&server).await.then_some(());
    eventually_within(Duration::from_secs(10), "health", healed).await;
    ada.get("/api/me/tasks").await.ok(200);
}

#[tokio::test]
async fn a_read_survives_killed_connections() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Kept"})).await;
    for round in 0..10 {
        // Several connections in the pool, all to be killed.
        let mut reading = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let client = (*ada).clone();
            reading.spawn(async move { client.get("/api/me/tasks").await.ok(200) });
        }
        reading.join_all().await;
        server.database().pg().kill_connections().await;
        let answer = ada.get("/api/me/tasks").await;
        assert_eq!(answer.status, 200, "round {round}: {}", answer.text());
        assert_eq!(answer.json(), json!([task]));
        assert!(is_healthy(&server).await);
    }
}
