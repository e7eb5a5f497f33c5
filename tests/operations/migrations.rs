//! Bringing the tables up to date.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tests::{Database, Program, Server, free_port};

#[tokio::test]
async fn six_replicas_may_start_at_once() {
    let database = Database::postgres().await;
    let url = database.pg().url().to_owned();
    let start = || Server::start(&["backend"], Some(Database::Address(url.clone())), &[]);
    let servers = tokio::join!(start(), start(), start(), start(), start(), start());
    let servers = [servers.0, servers.1, servers.2, servers.3, servers.4, servers.5];
    let mut applied = 0;
    for server in servers {
        server.ready().await;
        let record = server.record("migrated").await;
        applied += usize::from(record["applied"].as_u64().unwrap() > 0);
        assert!(
            server.records().iter().all(|record| record["event"] != "database_unavailable"),
            "{}",
            server.output()
        );
    }
    assert_eq!(applied, 1, "one of them did it");
    let versions = database.pg().sql("SELECT version FROM __diesel_schema_migrations").await;
    assert!(!versions.is_empty());
}

#[tokio::test]
async fn every_migration_is_there_for_both_databases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/migrations");
    let names = |dialect: &str| {
        let entries = fs::read_dir(folder.join(dialect)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names("postgres"), names("sqlite"));
    let database = Database::postgres().await;
    let ended = Program::new(&["migrate"]).env("DATABASE_URL", database.pg().url()).run().await;
    assert!(ended.status.success(), "{ended:?}");
    let sql = "SELECT version FROM __diesel_schema_migrations ORDER BY version";
    // As diesel makes a version of a folder's name.
    let version = |name: &String| vec![name.split('_').next().unwrap().replace('-', "")];
    let versions: Vec<Vec<String>> = names("postgres").iter().map(version).collect();
    assert_eq!(database.pg().sql(sql).await, versions);
}

#[tokio::test]
async fn migrate_says_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = Database::postgres().await;
    let sqlite = format!("sqlite:{}/sub/todo.db", folder.path().display());
    for url in [postgres.pg().url(), &sqlite] {
        let first = Program::new(&["migrate"]).env("DATABASE_URL", url).run().await;
        assert!(first.status.success() && first.stdout.contains("applied"), "{first:?}");
        let second = Program::new(&["migrate"]).env("DATABASE_URL", url).run().await;
        assert!(second.status.success() && second.stdout.contains("up to date"), "{second:?}");
        assert!(second.took.as_secs() < 3, "{:?}", second.took);
    }
}

#[tokio::test]
async fn options_of_the_address_reach_postgresql_as_they_were_written() {
    let database = Database::postgres().await;
    database.pg().sql("CREATE SCHEMA mine").await;
    let options = "options=-c%20search_path%3Dmine&sslmode=prefer";
    let url = format!("{}?{options}", database.pg().url());
    let server = Server::with(Database::Address(url), &[]).await;
    server.person("ada").await;
    assert_eq!(database.pg().sql("SELECT name FROM mine.users").await, [["ada"]]);
}

#[tokio::test]
async fn several_may_migrate_one_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/todo.db", folder.path().display());
    let running = [(); 4].map(|()| Program::new(&["migrate"]).env("DATABASE_URL", &url).start());
    for running in running {
        let ended = running.finish().await;
        assert!(ended.status.success(), "{ended:?}");
    }
    let server = Server::with(Database::Address(url), &[]).await;
    server.person("ada").await;
}

#[tokio::test]
async fn migrations_may_take_an_address_of_their_own() {
    let database = Database::postgres().await;
    let nowhere = format!("postgres://me:hunter22@127.0.0.1:{}/x", free_port());
    let variables = [("DATABASE_URL", nowhere.as_str()), ("MIGRATION_DATABASE_URL", database.pg().url())];
    let ended = Program::new(&["migrate"]).envs(&variables).run().await;
    assert!(ended.status.success() && ended.stdout.contains("applied"), "{ended:?}");
    assert!(!ended.stdout.contains("tests@") && !ended.stdout.contains("hunter22"), "{ended:?}");
}

#[tokio::test]
async fn what_is_kept_is_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("made").join("data");
    let url = format!("sqlite:{}/todo.db", data.display());
    let server = Server::with(Database::Address(url), &[]).await;
    server.person("ada").await;
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for name in ["todo.db", "todo.db-wal", "todo.db-shm"] {
        assert_eq!(mode(&data.join(name)), 0o600, "{name}");
    }
}
