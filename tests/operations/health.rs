//! Probes, and the command that asks them.

use tests::{Database, MODEL_KEY, Program, ScriptedModel, Server, free_port};

#[tokio::test]
async fn health_says_what_runs_where() {
    for database in [Database::sqlite(), Database::postgres().await] {
        let server = Server::with(database, &[("ENVIRONMENT", "test")]).await;
        for path in ["/health", "/api/health"] {
            let body = server.anonymous().get(path).await.ok(200);
            assert_eq!(body["status"], "ok");
            assert_eq!(body["database"], "connected");
            assert_eq!(body["migrations"], "applied");
            assert_eq!(body["assistant"], "offline");
            assert_eq!(body["version"], env!("CARGO_PKG_VERSION"));
            assert_eq!(body["environment"], "test");
            assert_eq!(body["api_version"], "v1");
        }
        assert_eq!(server.anonymous().get("/livez").await.ok(200)["status"], "ok");
    }
}

#[tokio::test]
async fn healthcheck_follows_port_and_role() {
    let database = Database::postgres().await;
    let server = Server::with(database, &[]).await;
    let port = server.port().to_string();
    let url = format!("{}/health", server.address());
    for program in [
        Program::new(&["healthcheck", &url]),
        Program::new(&["healthcheck"]).env("PORT", &port),
        Program::new(&["healthcheck", "--port", &port]),
    ] {
        let ended = program.run().await;
        assert!(ended.status.success(), "{ended:?}");
    }
    let nowhere = free_port().to_string();
    let ended = Program::new(&["healthcheck"]).env("PORT", &nowhere).run().await;
    assert!(!ended.status.success());
    assert!(ended.stderr.contains("does not answer"), "{ended:?}");
    let missing = format!("{}/nowhere", server.address());
    let ended = Program::new(&["healthcheck", &missing]).run().await;
    assert!(!ended.status.success() && ended.stderr.contains("404"), "{ended:?}");
}

#[tokio::test]
async fn probes_let_the_database_sleep() {
    let server = Server::on(Database::postgres().await).await;
    server.person("ada").await;
    // When the last query began. Earlier, once the connection that it came on has ended.
    let last_query = async |server: &Server| -> f64 {
        let sql = "SELECT coalesce(max(extract(epoch FROM query_start)), 0)::text FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        server.database().pg().sql(sql).await[0][0].parse().unwrap()
    };
    let before = last_query(&server).await;
    for _ in 0..20 {
        server.anonymous().get("/health").await.ok(200);
    }
    assert!(last_query(&server).await <= before, "answered from what the last query met");

    let eager = Server::with(Database::postgres().await, &[("HEALTH_DB_INTERVAL", "0")]).await;
    let before = last_query(&eager).await;
    eager.anonymous().get("/health").await.ok(200);
    assert!(last_query(&eager).await > before, "asked each time");
}

#[tokio::test]
async fn health_and_the_doctor_say_which_model_answers() {
    let model = ScriptedModel::start().await;
    let url = model.base_url();
    let variables =
        [("OPENAI_API_KEY", MODEL_KEY), ("OPENAI_BASE_URL", url.as_str()), ("OPENAI_MODEL", "strict")];
    let server = Server::with(Database::sqlite(), &variables).await;
    assert_eq!(server.anonymous().get("/health").await.ok(200)["assistant"], "strict");
    let said = Program::new(&["doctor", "--url", server.address()]).run().await;
    assert!(said.stdout.contains("strict answers"), "{said:?}");
}
