//! The database goes away and comes back.

use serde_json::json;
use std::time::{Duration, Instant};
use tests::{Answer, Database, Link, Person, PgDatabase, Server, eventually_within};

/// A backend whose database can be cut off.
async fn behind_a_link(variables: &[(&str, &str)]) -> (Server, Link, PgDatabase) {
    let Database::Postgres(database) = Database::postgres().await else { unreachable!() };
    let link = Link::to(database.port()).await;
    let address = Database::Address(database.url_at(link.port()));
    (Server::with(address, variables).await, link, database)
}

async fn is_healthy(server: &Server) -> bool {
    server.anonymous().get("/health").await.status == 200
}

/// Asserts that the server is healthy soon after its database is back.
async fn heals(server: &Server) {
    let healed = async || is_healthy(server).await.then_some(());
    eventually_within(Duration::from_secs(2), "health", healed).await;
}

/// Awaits an answer that may not take longer than a person waits.
async fn quickly(answer: impl Future<Output = Answer>) -> Answer {
    let started = Instant::now();
    let answer = answer.await;
    assert!(started.elapsed() < Duration::from_secs(2), "{}: {:?}", answer.asked, started.elapsed());
    answer
}

async fn everything_is_unavailable(server: &Server, ada: &Person) {
    let (code, anonymous) = ("DATABASE_UNAVAILABLE", server.anonymous());
    quickly(ada.get("/api/me/tasks")).await.refused(503, code);
    quickly(ada.post("/api/me/tasks", json!({"title": "Lost"}))).await.refused(503, code);
    quickly(ada.post("/api/me/chat", json!({"message": "hello"}))).await.refused(503, code);
    quickly(ada.session_token_client().get("/api/me/tasks")).await.refused(503, code);
    quickly(ada.cookie_client().get("/api/auth/get-session")).await.refused(503, code);
    let credentials = json!({"email": ada.email, "password": ada.password});
    quickly(anonymous.post("/api/auth/sign-in/email", credentials)).await.refused(503, code);
    for path in ["/health", "/api/health"] {
        let health = quickly(anonymous.get(path)).await.ok(503);
        assert_eq!(health["database"], "unreachable");
        assert_eq!(health["migrations"], "applied");
    }
    quickly(anonymous.get("/livez")).await.ok(200);
}

#[tokio::test]
async fn a_cut_link_is_503_and_heals_by_itself() {
    let (mut server, link, _database) = behind_a_link(&[]).await;
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Kept"})).await;
    for _ in 0..2 {
        link.cut();
        everything_is_unavailable(&server, &ada).await;
        link.mend();
        heals(&server).await;
        assert_eq!(ada.get("/api/me/tasks").await.ok(200), json!([task]), "nothing lost, nothing added");
        ada.sign_in_again().await;
    }
    assert!(server.program().try_ended().is_none());
    let causes = server.records().into_iter().filter(|record| record["event"] == "database_unavailable");
    assert!(causes.count() > 0, "the log says why");
}

#[tokio::test]
async fn a_silent_link_is_503_too() {
    let (server, link, _database) = behind_a_link(&[]).await;
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Kept"})).await;
    link.pause();
    // Whoever meets it first has to find out.
    let started = Instant::now();
    ada.get("/api/me/tasks").await.refused(503, "DATABASE_UNAVAILABLE");
    assert!(started.elapsed() < Duration::from_secs(12), "{:?}", started.elapsed());
    everything_is_unavailable(&server, &ada).await;
    link.mend();
    heals(&server).await;
    assert_eq!(ada.get("/api/me/tasks").await.ok(200), json!([task]), "nothing lost, nothing added");
}

#[tokio::test]
async fn probes_notice_a_silent_link_by_themselves() {
    let (server, link, _database) = behind_a_link(&[("HEALTH_DB_INTERVAL", "0")]).await;
    link.pause();
    for _ in 0..3 {
        quickly(server.anonymous().get("/health")).await.ok(503);
    }
    link.mend();
    heals(&server).await;
}

#[tokio::test]
async fn a_database_that_is_slow_to_connect_is_still_met() {
    // As a serverless one is that has to wake up: longer than anybody waits.
    let (server, link, _database) = behind_a_link(&[]).await;
    let ada = server.person("ada").await;
    link.cut();
    quickly(ada.get("/api/me/tasks")).await.refused(503, "DATABASE_UNAVAILABLE");
    link.slow(Duration::from_secs(2));
    ada.get("/api/me/tasks").await.refused(503, "DATABASE_UNAVAILABLE");
    let met = async || (ada.get("/api/me/tasks").await.status == 200).then_some(());
    eventually_within(Duration::from_secs(6), "an answer", met).await;
}

/// A request meets the outage: probes alone do not ask a database that has just answered.
async fn is_met(server: &Server) {
    let nobody = server.anonymous().bearer("nobody's token");
    nobody.get("/api/me/tasks").await.refused(503, "DATABASE_UNAVAILABLE");
}

/// What /livez says: its status, and `status` in its body.
async fn life(server: &Server) -> (u16, String) {
    let answer = quickly(server.anonymous().get("/livez")).await;
    (answer.status, answer.json()["status"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_process_that_lost_its_database_for_long_asks_for_a_restart() {
    let (server, link, _database) = behind_a_link(&[("DATABASE_OUTAGE_LIMIT", "3")]).await;
    let alive = (200, "ok".to_owned());
    for silence in [false, true] {
        assert_eq!(life(&server).await, alive);
        if silence {
            link.pause()
        } else {
            link.cut()
        }
        is_met(&server).await;
        assert_eq!(life(&server).await, alive);
        let stuck = async || (life(&server).await == (503, "stuck".into())).then_some(());
        eventually_within(Duration::from_secs(5), "the limit", stuck).await;
        server.record("database_outage").await;
        link.mend();
        // It asks by itself: no readiness probe is needed for it to recover.
        let recovered = async || (life(&server).await == alive).then_some(());
        eventually_within(Duration::from_secs(2), "life", recovered).await;
    }
}

#[tokio::test]
async fn a_database_that_never_was_there_restarts_nobody() {
    let Database::Postgres(database) = Database::postgres().await else { unreachable!() };
    let link = Link::to(database.port()).await;
    link.cut();
    let address = Database::Address(database.url_at(link.port()));
    let server = Server::start(&["backend"], Some(address), &[("DATABASE_OUTAGE_LIMIT", "0.2")]).await;
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(1) {
        let health = server.anonymous().get("/health").await.ok(503);
        assert_eq!(health["migrations"], "pending");
        assert_eq!(life(&server).await.0, 200);
    }
    link.mend();
    heals(&server).await;
    assert_eq!(server.anonymous().get("/health").await.ok(200)["migrations"], "applied");
}

#[tokio::test]
async fn without_a_limit_nobody_is_restarted() {
    let (server, link, _database) = behind_a_link(&[("DATABASE_OUTAGE_LIMIT", "0")]).await;
    link.cut();
    is_met(&server).await;
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(1) {
        assert!(!is_healthy(&server).await);
        assert_eq!(life(&server).await.0, 200);
    }
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

#[tokio::test]
async fn a_full_database_says_so_and_still_answers_questions() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Kept"})).await;
    // The words of a disk without space.
    let full = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'could not extend file \"base/1\": No space left on device' USING ERRCODE = '53100'; END $$;
         CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION full_disk()";
    server.database().pg().sql(full).await;
    let refused = ada.post("/api/me/tasks", json!({"title": "Lost"})).await;
    let refused = refused.refused(503, "DATABASE_UNAVAILABLE");
    assert!(refused["message"].as_str().unwrap().contains("no space left"), "{refused}");
    assert_eq!(ada.titles("/api/me/tasks").await, ["Kept"]);
    assert!(is_healthy(&server).await);
    assert_eq!(ada.delete(&format!("/api/me/tasks/{}", task["id"])).await.status, 204);
}

/// Every transaction from now on is read-only, or not.
async fn turn_read_only(pg: &PgDatabase, value: &str) {
    let set = format!("ALTER DATABASE \"{}\" SET default_transaction_read_only = {value}", pg.name());
    // A transaction is read-only or not from its start.
    pg.sql(&format!("COMMIT; BEGIN READ WRITE; {set}; COMMIT")).await;
}

#[tokio::test]
async fn a_database_that_turned_read_only_is_left_for_one_that_can_be_written() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let pg = server.database().pg();
    turn_read_only(pg, "on").await;
    pg.kill_connections().await;
    ada.post("/api/me/tasks", json!({"title": "Lost"})).await.refused(503, "DATABASE_UNAVAILABLE");
    turn_read_only(pg, "off").await;
    // Its old connections stay as they are, as those to the old server do after a failover.
    ada.post("/api/me/tasks", json!({"title": "Kept"})).await.ok(201);
    heals(&server).await;
}

#[tokio::test]
async fn a_program_reads_on_where_nothing_can_be_written() {
    let server = Server::on(Database::postgres().await).await;
    let program = server.person("ada").await.program("read").await;
    turn_read_only(server.database().pg(), "on").await;
    server.database().pg().kill_connections().await;
    // That its token was used cannot be noted.
    program.get("/api/me/tasks").await.ok(200);
    server.record("token_use_not_noted").await;
}
