//! `todo-app doctor`, before services that are well and others that are not.

use serde_json::json;
use std::collections::BTreeMap;
use tests::{Database, Ended, Link, Program, Server, eventually, free_port};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const CHECKS: [&str; 9] =
    ["name", "ingress", "frontend", "backend", "database", "migrations", "assistant", "clock", "model"];
const STEPS: [&str; 6] = ["sign-up", "token", "tasks", "chat", "files", "clean-up"];

/// What the doctor said: for each check its word and the rest of its line.
struct Said {
    ended: Ended,
    lines: BTreeMap<String, (String, String)>,
}

impl Said {
    async fn by(program: Program) -> Self {
        Self::of(program.run().await)
    }

    fn of(ended: Ended) -> Self {
        assert!(!ended.stdout.contains('\x1b'), "no colours without a terminal: {ended:?}");
        let mut lines = BTreeMap::new();
        for line in ended.stdout.lines() {
            let (word, rest) = line.split_once(' ').unwrap();
            let (name, text) = rest.trim_start().split_once(' ').unwrap();
            assert!(["ok", "warning", "failed", "skipped"].contains(&word), "{line}");
            let has_cure = text.contains(". Cure: ");
            assert_eq!(has_cure, matches!(word, "warning" | "failed"), "{line}");
            let said = (word.to_owned(), text.trim_start().to_owned());
            assert!(lines.insert(name.to_owned(), said).is_none(), "twice: {line}");
        }
        let has_failed = lines.values().any(|(word, _)| word == "failed");
        assert_eq!(ended.status.code(), Some(i32::from(has_failed)), "{ended:?}");
        Self { ended, lines }
    }

    /// Asserts the word of each of these lines, and that there are no others.
    #[track_caller]
    fn has(&self, words: &[(&str, &str)]) -> &Self {
        let said: BTreeMap<&str, &str> =
            self.lines.iter().map(|(name, (word, _))| (name.as_str(), word.as_str())).collect();
        assert_eq!(said, words.iter().copied().collect(), "{}", self.ended.stdout);
        self
    }

    /// Asserts that a line says this.
    #[track_caller]
    fn says(&self, name: &str, texts: &[&str]) -> &Self {
        for text in texts {
            assert!(self.lines[name].1.contains(text), "{name}: {text}: {}", self.ended.stdout);
        }
        self
    }
}

async fn doctor(url: &str) -> Said {
    Said::by(Program::new(&["doctor", "--url", url])).await
}

async fn doctor_trying(url: &str) -> Said {
    Said::by(Program::new(&["doctor", "--url", url, "--try"])).await
}

/// All nine words, in the order of the checks.
fn words(words: [&str; 9]) -> Vec<(&str, &str)> {
    CHECKS.into_iter().zip(words).collect()
}

/// A server that answers every path with what `answer` makes of it: status line, headers, body.
async fn answering(answer: fn(&str) -> String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n")
                    && stream.read_buf(&mut head).await.is_ok_and(|read| read > 0)
                {}
                let head = String::from_utf8_lossy(&head).into_owned();
                let path = head.split(' ').nth(1).unwrap_or_default();
                stream.write_all(answer(path).as_bytes()).await.ok();
            });
        }
    });
    address
}

fn response(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}")
}

async fn count(server: &Server, table: &str) -> String {
    server.database().pg().sql(&format!("SELECT count(*) FROM {table}")).await[0][0].clone()
}

#[tokio::test]
async fn what_is_well_is_ok() {
    let alone = Server::on(Database::sqlite()).await;
    let backend = Server::with(Database::postgres().await, &[("ENVIRONMENT", "staging")]).await;
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", backend.address())]).await;
    let all_well = words(["ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "skipped"]);
    doctor(alone.address()).await.has(&all_well).says("frontend", &["version"]);
    let said = doctor(frontend.address()).await;
    said.has(&all_well).says("backend", &["staging", env!("CARGO_PKG_VERSION")]);
    said.says("assistant", &["offline"]).says("model", &["OPENAI_API_KEY"]);
    // Not only by address.
    let by_name = format!("http://localhost:{}", alone.port());
    doctor(&by_name).await.has(&all_well).says("name", &["localhost is", "127.0.0.1"]);
}

#[tokio::test]
async fn a_trial_does_everything_and_leaves_nobody_behind() {
    let backend = Server::on(Database::postgres().await).await;
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", backend.address())]).await;
    let said = doctor_trying(frontend.address()).await;
    let steps = STEPS.map(|step| (step, "ok"));
    let well = words(["ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "skipped"]);
    said.has(&[well.as_slice(), &steps].concat());
    said.says("sign-up", &["doctor-", "@example.com"]).says("files", &["1 file"]);
    for table in ["users", "sessions", "tasks", "conversations", "messages"] {
        assert_eq!(count(&backend, table).await, "0", "{table}");
    }
}

#[tokio::test]
async fn a_trial_that_is_interrupted_leaves_nobody_behind() {
    let server = Server::on(Database::postgres().await).await;
    let slow = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            PERFORM pg_sleep(2); RETURN NEW; END $$;
         CREATE TRIGGER slow BEFORE INSERT ON conversations FOR EACH ROW EXECUTE FUNCTION slow()";
    server.database().pg().sql(slow).await;
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", server.address())]).await;
    let running = Program::new(&["doctor", "--try", "--url", frontend.address()]).start();
    let is_chatting = async || running.stdout().iter().any(|line| line.contains("tasks")).then_some(());
    eventually("the chat's turn", is_chatting).await;
    assert_eq!(count(&server, "users").await, "1");
    running.terminate();
    let ended = running.finish().await;
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    assert!(ended.stderr.contains("interrupted") && ended.stdout.contains("is deleted"), "{ended:?}");
    assert_eq!(count(&server, "users").await, "0");
}

#[tokio::test]
async fn a_trial_that_is_refused_says_why() {
    let server = Server::with(Database::sqlite(), &[("RATE_LIMIT_SIGN_IN", "1/600")]).await;
    doctor_trying(server.address()).await.says("clean-up", &["is deleted"]);
    let said = doctor_trying(server.address()).await;
    said.says("sign-up", &["429", "Try again in"]).says("clean-up", &["nobody"]);
    let words = |step: &str| said.lines[step].0.clone();
    assert_eq!(STEPS.map(words), ["failed", "skipped", "skipped", "skipped", "ok", "skipped"]);
    assert!(said.ended.stderr.contains("1 of 15 checks failed"), "{:?}", said.ended);
}

#[tokio::test]
async fn a_frontend_without_its_backend() {
    let url = format!("http://127.0.0.1:{}", free_port());
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", &url)]).await;
    let said = doctor_trying(frontend.address()).await;
    let steps = STEPS.map(|step| (step, "skipped"));
    let lines =
        words(["ok", "ok", "failed", "failed", "skipped", "skipped", "skipped", "skipped", "skipped"]);
    said.has(&[lines.as_slice(), &steps].concat());
    said.says("frontend", &["page is served", "BACKEND_URL"]).says("backend", &["502", "kubectl get pods"]);
}

#[tokio::test]
async fn a_backend_without_its_database() {
    let Database::Postgres(database) = Database::postgres().await else { unreachable!() };
    let link = Link::to(database.port()).await;
    let address = Database::Address(database.url_at(link.port()));
    let backend = Server::with(address, &[]).await;
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", backend.address())]).await;
    link.cut();
    backend.anonymous().bearer("nobody's token").get("/api/me/tasks").await.has_status(503);
    let said = doctor(frontend.address()).await;
    said.has(&words(["ok", "ok", "ok", "ok", "failed", "ok", "ok", "ok", "skipped"]));
    said.says("database", &["DATABASE_URL", "app-secrets"]);

    link.cut();
    let empty = Database::Address(database.url_at(link.port()));
    let backend = Server::start(&["backend"], Some(empty), &[]).await;
    let frontend = Server::start(&["frontend"], None, &[("BACKEND_URL", backend.address())]).await;
    let said = doctor(frontend.address()).await;
    said.has(&words(["ok", "ok", "ok", "ok", "failed", "skipped", "ok", "ok", "skipped"]));
}

#[tokio::test]
async fn a_backend_alone_is_not_the_page() {
    let backend = Server::on(Database::postgres().await).await;
    let said = doctor(backend.address()).await;
    said.has(&words(["ok", "ok", "failed", "ok", "ok", "ok", "ok", "ok", "skipped"]));
    said.says("frontend", &["is not the page", "--url"]);
}

#[tokio::test]
async fn nothing_is_looked_at_where_no_way_leads() {
    let nothing = |first: [&'static str; 2]| {
        let skipped = "skipped";
        words([first[0], first[1], skipped, skipped, skipped, skipped, skipped, skipped, skipped])
    };
    let said = doctor("http://todo.invalid").await;
    said.has(&nothing(["failed", "skipped"])).says("name", &["todo.invalid", "/etc/hosts", "minikube ip"]);

    let nowhere = format!("http://127.0.0.1:{}", free_port());
    let said = doctor(&nowhere).await;
    said.has(&nothing(["ok", "failed"]))
        .says("ingress", &["nothing listens", "minikube addons enable ingress"]);

    // As Traefik answers for a host that it has no rule for.
    let traefik = answering(|_| response("404 Not Found", "", "404 page not found\n")).await;
    let said = doctor(&traefik).await;
    said.has(&nothing(["ok", "failed"]))
        .says("ingress", &["no rule for the host 127.0.0.1", "kubectl get ingress"]);

    let other = answering(|_| response("200 OK", "", "It works!")).await;
    doctor(&other).await.has(&nothing(["ok", "failed"])).says("ingress", &["another program"]);

    let secure = |_: &str| response("308 Permanent Redirect", "Location: https://todo.example/\r\n", "");
    let said = doctor(&answering(secure).await).await;
    said.has(&nothing(["ok", "failed"])).says("ingress", &["--url https://todo.example/"]);

    let ended = Program::new(&["doctor", "--url", "todo.local"]).run().await;
    assert!(!ended.status.success() && ended.stderr.contains("is not a web address"), "{ended:?}");
}

#[tokio::test]
async fn an_ingress_with_nobody_behind_it() {
    let nginx = answering(|_| response("503 Service Temporarily Unavailable", "", "<h1>503</h1>")).await;
    let said = doctor(&nginx).await;
    said.has(&words(["ok", "ok", "failed", "failed", "skipped", "skipped", "skipped", "skipped", "skipped"]));
    said.says("frontend", &["503", "no pod of the frontend is ready"])
        .says("backend", &["no pod of the backend"]);
}

#[tokio::test]
async fn a_clock_that_is_wrong_and_versions_that_differ_are_warnings() {
    fn yesterday(path: &str) -> String {
        let headers = "X-Request-Id: 1\r\nDate: Sat, 21 Nov 2026 10:00:00 GMT\r\n";
        let health = json!({"status": "ok", "database": "connected", "migrations": "applied",
            "assistant": "some-model", "environment": "x", "version": "9.9.9"});
        let body = match path {
            "/" => "<title>todo-app</title>".to_owned(),
            "/health" => json!({"status": "ok", "backend": "reachable", "version": "9.9.8"}).to_string(),
            _ => health.to_string(),
        };
        response("200 OK", headers, &body)
    }
    let said = doctor(&answering(yesterday).await).await;
    said.has(&words(["ok", "ok", "ok", "warning", "ok", "ok", "ok", "warning", "skipped"]));
    said.says("backend", &["9.9.9", "9.9.8"]).says("clock", &["here"]).says("assistant", &["some-model"]);
}

#[tokio::test]
async fn the_key_is_tried_where_there_is_one() {
    let server = Server::on(Database::sqlite()).await;
    let asked = async |base: &str| {
        let program = Program::new(&["doctor", "--url", server.address()]).env("OPENAI_API_KEY", "hunter22");
        let said = Said::by(program.env("OPENAI_BASE_URL", base).env("OPENAI_MODEL", "small")).await;
        assert!(!said.ended.stdout.contains("hunter22") && !said.ended.stderr.contains("hunter22"));
        (said.lines["model"].0.clone(), said.lines["model"].1.clone())
    };
    let has_it = answering(|path| match path {
        "/v1/models" => {
            response("200 OK", "", &json!({"data": [{"id": "large"}, {"id": "small"}]}).to_string())
        }
        _ => response("500 Oops", "", ""),
    })
    .await;
    let (word, text) = asked(&format!("{has_it}/v1/")).await;
    assert_eq!(word, "ok", "{text}");
    let lacks_it =
        answering(|_| response("200 OK", "", &json!({"data": [{"id": "large"}]}).to_string())).await;
    let refuses = answering(|_| response("401 Unauthorized", "", "{}")).await;
    let is_lost = answering(|_| response("404 Not Found", "", "{}")).await;
    let nowhere = format!("http://127.0.0.1:{}", free_port());
    for (base, word, text) in [
        (lacks_it, "warning", "does not list small"),
        (refuses, "failed", "refuses the key"),
        (is_lost, "warning", "is not there"),
        (nowhere, "failed", "cannot be reached"),
    ] {
        let said = asked(&base).await;
        assert!(said.0 == word && said.1.contains(text), "{word}, {text}: {said:?}");
    }
    // It is encrypted to, but who answers cannot prove who they are.
    let said = asked(&has_it.replace("http:", "https:")).await;
    assert_eq!(said.0, "failed", "{said:?}");
}

#[tokio::test]
async fn the_app_is_asked_directly_whatever_proxy_there_is() {
    let server = Server::on(Database::sqlite()).await;
    let program =
        Program::new(&["doctor", "--url", server.address()]).env("HTTP_PROXY", "http://127.0.0.1:1");
    Said::by(program).await.says("backend", &["it answers"]);
}
