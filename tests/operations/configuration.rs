//! Malformed configuration ends the start with one sentence.

use std::net::TcpListener;
use std::time::Duration;
use tests::{Ended, Program, Server, page_folder};

/// Asserts that it ended at once with one sentence for a person, and answers the sentence.
#[track_caller]
pub fn one_sentence(ended: &Ended) -> &str {
    assert!(!ended.status.success(), "it started: {ended:?}");
    assert_eq!(ended.stdout, "", "{ended:?}");
    let lines: Vec<&str> = ended.stderr.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), 1, "one sentence: {}", ended.stderr);
    assert!(!ended.stderr.contains("hunter22"), "a password is shown: {}", ended.stderr);
    lines[0].strip_prefix("todo-app: ").unwrap_or_else(|| panic!("not ours: {}", lines[0]))
}

/// A start that would be right but for these variables.
pub async fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Ended {
    let (data, page) = (tempfile::tempdir().unwrap(), page_folder());
    let program = Program::new(arguments).env("DATA_DIR", data.path()).env("ASSETS_DIR", page.path());
    program.env("PORT", "0").env("LOG_FORMAT", "json").env("LOG_LEVEL", "error").envs(variables).run().await
}

const SECRET: &str = "a secret of more than 32 characters!";

#[tokio::test]
async fn a_value_that_cannot_be_is_named_with_why_and_what_to_do() {
    // Variable, value, why, what to do.
    let table = [
        ("PORT", "abc", "not a port", "write a number"),
        ("PORT", "70000", "not a port", "write a number"),
        ("HOST", "localhost", "not an IP address", "127.0.0.1"),
        ("TRUSTED_PROXIES", "10.0.0.0/33", "not an address or network", "10.0.0.0/8"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,proxy", "not an address or network", "10.0.0.0/8"),
        ("ALLOWED_HOSTS", "https://todo.example.com", "not a host", "todo.example.com"),
        ("ALLOWED_HOSTS", "a.example, b.example/", "not a host", "todo.example.com"),
        ("ALLOWED_HOSTS", "*.example.com", "not a host", "todo.example.com"),
        ("ALLOWED_HOSTS", "a.example:port", "not a host", "localhost:3000"),
        ("ALLOWED_HOSTS", "a.example,,b.example", "not a host", "todo.example.com"),
        ("RATE_LIMIT_SIGN_IN", "lots", "not count/seconds", "3/10"),
        ("RATE_LIMIT_AUTH", "100", "not count/seconds", "3/10"),
        ("RATE_LIMIT_FAILURES", "3/0", "not count/seconds", "3/10"),
        ("RATE_LIMIT_CHAT", "-1/10", "not count/seconds", "3/10"),
        ("RATE_LIMIT_CHAT", "10/99999999999999999", "more than a year", "3/10"),
        ("BACKEND_URL", "ftp://backend", "not a web address", "http://"),
        ("BACKEND_URL", "backend-svc:8000", "not a web address", "http://"),
        ("BACKEND_URL", "ftp://me:hunter22@backend", "not a web address", "http://"),
        ("OPENAI_BASE_URL", "api", "not a web address", "http://"),
        ("LOG_FORMAT", "xml", "not one of", "json"),
        ("METRICS", "on", "not a yes or no", "true or false"),
        ("LOG_LEVEL", "loud", "not a log level", "info"),
        ("LOG_LEVEL", "info,server=loud", "not a log level", "info"),
        ("SHUTDOWN_DELAY", "soon", "not a number of seconds", "5"),
        ("SHUTDOWN_TIMEOUT", "-1", "not a number of seconds", "5"),
        ("HEALTH_DB_INTERVAL", "1h", "not a number of seconds", "5"),
        ("DATABASE_OUTAGE_LIMIT", "never", "not a number of seconds", "5"),
        ("DATABASE_POOL_SIZE", "0", "not a whole number", "above 0"),
        ("BODY_LIMIT", "1MB", "not a whole number", "above 0"),
        ("JWT_SECRET", "short", "too short", "at least 32"),
        ("DATABASE_URL", "mysql://me:hunter22@db/x", "unknown scheme mysql", "postgres://"),
        ("DATABASE_URL", "me:hunter22@db/x", "", "postgres://"),
        ("DATABASE_URL", "todo.db", "no scheme", "sqlite:"),
        ("DATABASE_URL", "sqlite:", "names no file", "sqlite:data/todo.db"),
        ("DATABASE_URL", "postgres://me:hunter22@db:port/x", "not a valid address", "postgres://"),
        ("DATABASE_URL", "postgres://me:hunter22@db/x?sslmode=maybe", "sslmode", "require"),
        ("DATABASE_URL", "postgres://me:hunter22@db/x?colour=blue", "not a valid address", "options"),
        ("MIGRATION_DATABASE_URL", "mysql://me:hunter22@db/x", "unknown scheme", "postgres://"),
        ("ASSETS_DIR", "/nowhere/at/all", "cannot be read", "scripts/"),
        ("JWT_SECRET_FILE", "/nowhere/secret", "cannot be read", "correct the path"),
        ("DATABASE_URL_FILE", "/nowhere/url", "cannot be read", "correct the path"),
        ("OPENAI_API_KEY_FILE", "/nowhere/key", "cannot be read", "correct the path"),
    ];
    let mut wrong = Vec::new();
    for (name, value, why, what_to_do) in table {
        let secret = if name == "JWT_SECRET_FILE" { "" } else { SECRET };
        let variables = [("JWT_SECRET", secret), (name, value)];
        let Ok(ended) = tokio::time::timeout(Duration::from_secs(8), start(&[], &variables)).await else {
            wrong.push(format!("{name}={value} was accepted"));
            continue;
        };
        let sentence = one_sentence(&ended);
        if ![name, why, what_to_do].iter().all(|part| sentence.contains(part)) {
            wrong.push(format!("{name}={value}: {sentence}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_variable_and_its_file_are_not_given_together() {
    for name in ["JWT_SECRET", "DATABASE_URL", "MIGRATION_DATABASE_URL", "OPENAI_API_KEY"] {
        let file = format!("{name}_FILE");
        let ended = start(&[], &[(name, "hunter22"), (&file, "/dev/null")]).await;
        let sentence = one_sentence(&ended);
        assert!(sentence.contains(&format!("{name} and {file} are both set")), "{sentence}");
        assert!(sentence.contains("remove one"), "{sentence}");
    }
}

#[tokio::test]
async fn every_role_checks_what_it_uses() {
    for (arguments, name, value) in [
        (&["backend"][..], "DATABASE_URL", "mysql://me:hunter22@db/x"),
        (&["backend"], "RATE_LIMIT_AUTH", "x"),
        (&["backend"], "MIGRATION_DATABASE_URL", "x"),
        (&["frontend"], "BACKEND_URL", "x"),
        (&["frontend"], "ASSETS_DIR", "/nowhere"),
        (&["migrate"], "DATABASE_URL", "postgres://me:hunter22@db:port/x"),
    ] {
        let ended = start(arguments, &[("JWT_SECRET", SECRET), (name, value)]).await;
        assert!(one_sentence(&ended).contains(name), "{ended:?}");
    }
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for role in [&[][..], &["backend"], &["frontend"]] {
        let variables = [("JWT_SECRET", SECRET), ("PORT", port.as_str()), ("HOST", "127.0.0.1")];
        let ended = start(role, &variables).await;
        let sentence = one_sentence(&ended);
        assert!(sentence.contains("PORT") && sentence.contains(&port), "{sentence}");
        assert!(sentence.contains("already") && sentence.contains("another PORT"), "{sentence}");
    }
}

#[tokio::test]
async fn a_flag_wins_over_its_variable() {
    let database = tests::Database::sqlite();
    let variables = [("ENVIRONMENT", "staging"), ("API_VERSION", "v7")];
    let server = Server::start(&["--environment", "from the flag"], Some(database), &variables).await;
    let health = server.anonymous().get("/health").await.ok(200);
    assert_eq!(health["environment"], "from the flag");
    assert_eq!(health["api_version"], "v7");
    let document = server.anonymous().get("/api/openapi.json").await.ok(200);
    assert_eq!(document["info"]["version"], "v7");
}

#[tokio::test]
async fn what_is_no_command_is_explained() {
    for arguments in [&["serve"][..], &["--prot", "1"], &["backend", "extra"], &["healthcheck", "nonsense"]] {
        let ended = start(arguments, &[]).await;
        assert!(!ended.status.success(), "{ended:?}");
        assert!(ended.stderr.len() > 20 && !ended.stderr.contains("panicked"), "{ended:?}");
    }
}
