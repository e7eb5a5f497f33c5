//! Figures for Prometheus.

use serde_json::json;
use std::collections::{BTreeMap, HashSet};
use tests::{Client, Database, Server, eventually};

const ON: (&str, &str) = ("METRICS", "true");

/// Name with labels, and value, of every figure, as the text format has them.
#[derive(Debug, Default)]
struct Figures(BTreeMap<String, f64>);

impl Figures {
    async fn of(server: &Client) -> Self {
        let answer = server.get("/metrics").await;
        answer.has_status(200);
        assert_eq!(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
        Self::read(&answer.text())
    }

    /// Reads the text, and asserts that it is well formed.
    fn read(text: &str) -> Self {
        let (mut figures, mut types) = (Self::default(), BTreeMap::new());
        assert!(text.ends_with('\n'));
        for line in text.lines() {
            if let Some(comment) = line.strip_prefix("# ") {
                let words: Vec<&str> = comment.splitn(3, ' ').collect();
                match words[..] {
                    ["TYPE", name, kind] => assert_eq!(types.insert(name, kind), None, "{line}"),
                    ["HELP", _, help] => assert!(!help.is_empty(), "{line}"),
                    _ => panic!("{line}"),
                }
                continue;
            }
            let (series, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line}"));
            let name = series.split('{').next().unwrap();
            let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
            assert!(
                types.contains_key(name) || types.contains_key(family.unwrap_or(name)),
                "no type: {line}"
            );
            let labels = series.strip_prefix(name).unwrap();
            assert!(labels.is_empty() || labels.starts_with('{') && labels.ends_with("\"}"), "{line}");
            let value = value.parse().unwrap_or_else(|_| panic!("{line}"));
            assert_eq!(figures.0.insert(series.into(), value), None, "twice: {line}");
        }
        figures
    }

    /// One figure, zero when it is not there yet.
    fn get(&self, series: &str) -> f64 {
        self.0.get(series).copied().unwrap_or_default()
    }

    /// The values of a label.
    fn values(&self, label: &str) -> HashSet<&str> {
        let label = format!("{label}=\"");
        self.0.keys().filter_map(|series| series.split_once(&label)?.1.split('"').next()).collect()
    }
}

#[tokio::test]
async fn figures_move_with_what_happens() {
    for database in [Database::sqlite(), Database::postgres().await] {
        let server = Server::with(database, &[ON, ("RATE_LIMIT_SIGN_IN", "4/600")]).await;
        let probe = server.anonymous();
        let before = Figures::of(&probe).await;
        let ada = server.person("ada").await;
        for _ in 0..3 {
            ada.get("/api/me/tasks").await.ok(200);
        }
        ada.get("/api/me/tasks?limit=0").await.has_status(422);
        probe.get("/api/me/tasks").await.has_status(401);
        probe.get(&format!("/api/nowhere/{}", ada.id)).await.has_status(404);
        let brew = reqwest::Method::from_bytes(b"BREW").unwrap();
        probe.send(brew, "/api/coffee", None).await;
        ada.post("/api/me/chat", json!({"message": "add buy milk"})).await.ok(200);
        ada.sign_in_again().await;
        for (password, status) in
            [("wrong", 401), ("wrong", 401), (ada.password.as_str(), 200), ("wrong", 429)]
        {
            let credentials = json!({"email": ada.email, "password": password});
            probe.post("/api/auth/sign-in/email", credentials).await.has_status(status);
        }

        let now = Figures::of(&probe).await;
        let rise = |series: &str| now.get(series) - before.get(series);
        let requests = |labels: &str| rise(&format!("http_requests_total{{{labels}}}"));
        assert_eq!(requests(r#"operation="listTasks",method="GET",status="200""#), 3.0);
        assert_eq!(requests(r#"operation="listTasks",method="GET",status="422""#), 1.0);
        assert_eq!(requests(r#"operation="listTasks",method="GET",status="401""#), 1.0);
        assert_eq!(requests(r#"operation="signUp",method="POST",status="200""#), 1.0);
        assert_eq!(requests(r#"operation="other",method="other",status="404""#), 1.0);
        assert_eq!(rise(r#"http_request_duration_seconds_count{operation="listTasks"}"#), 5.0);
        assert_eq!(rise(r#"http_request_duration_seconds_bucket{operation="listTasks",le="+Inf"}"#), 5.0);
        assert!(rise(r#"http_request_duration_seconds_sum{operation="listTasks"}"#) > 0.0);
        assert_eq!(rise(r#"chat_turns_total{assistant="offline",outcome="done"}"#), 1.0);
        assert_eq!(rise(r#"sign_ins_total{outcome="succeeded"}"#), 2.0);
        assert_eq!(rise(r#"sign_ins_total{outcome="refused"}"#), 2.0);
        assert_eq!(rise(r#"sign_ins_total{outcome="limited"}"#), 1.0);
        assert!(now.get("database_pool_size") >= 1.0, "{now:?}");
        assert!(now.get("database_pool_available") <= now.get("database_pool_size"), "{now:?}");
        assert_eq!(now.get("database_pool_waiting"), 0.0);
        assert!(now.get("process_resident_memory_bytes") > 1e6);
        let age_s = chrono::Utc::now().timestamp() as f64 - now.get("process_start_time_seconds");
        assert!((-1.0..60.0).contains(&age_s), "{age_s}");

        // Names of operations and the like: neither paths nor people.
        for label in ["operation", "method", "assistant", "outcome"] {
            for value in now.values(label) {
                assert!(value.chars().all(|char| char.is_ascii_alphabetic()), "{label} is {value}");
            }
        }
    }
}

#[tokio::test]
async fn a_turn_that_was_stopped_is_told_apart() {
    let server = Server::with(Database::postgres().await, &[ON]).await;
    let ada = server.person("ada").await;
    let slow = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            PERFORM pg_sleep(1); RETURN NEW; END $$;
         CREATE TRIGGER slow BEFORE INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION slow()";
    server.database().pg().sql(slow).await;
    let mut stream = ada.chat_events(json!({"message": "add buy milk"})).await;
    assert_eq!(stream.next().await.unwrap()["type"], "started");
    drop(stream);
    let probe = server.anonymous();
    let stopped = r#"chat_turns_total{assistant="offline",outcome="stopped"}"#;
    eventually("a stopped turn", async || (Figures::of(&probe).await.get(stopped) == 1.0).then_some(()))
        .await;
}

#[tokio::test]
async fn the_frontend_has_figures_of_its_own() {
    let frontend = Server::start(&["frontend"], None, &[ON, ("BACKEND_URL", "http://127.0.0.1:1")]).await;
    let probe = frontend.anonymous();
    probe.get("/").await.has_status(200);
    probe.get("/api/me/tasks").await.has_status(502);
    let figures = Figures::of(&probe).await;
    for status in ["200", "502"] {
        let series = format!(r#"http_requests_total{{operation="other",method="GET",status="{status}"}}"#);
        assert_eq!(figures.get(&series), 1.0, "{figures:?}");
    }
    // Who comes through an ingress is not told.
    probe.with("x-forwarded-for", "203.0.113.7").get("/metrics").await.refused(404, "NOT_FOUND");
    assert!(figures.get("process_resident_memory_bytes") > 1e6);
    assert!(!figures.0.contains_key("database_pool_size"), "it has no database");
}

#[tokio::test]
async fn who_comes_through_a_proxy_is_not_told() {
    let server = Server::with(Database::sqlite(), &[ON]).await;
    let probe = server.anonymous();
    Figures::of(&probe).await;
    for header in ["x-forwarded-for", "forwarded"] {
        probe.with(header, "for=203.0.113.7").get("/metrics").await.refused(404, "NOT_FOUND");
    }
}

#[tokio::test]
async fn nobody_is_told_anything_unless_it_was_asked_for() {
    for role in [&[][..], &["backend"], &["frontend"]] {
        let server = Server::start(role, Some(Database::sqlite()), &[]).await;
        server.anonymous().get("/metrics").await.refused(404, "NOT_FOUND");
    }
}
