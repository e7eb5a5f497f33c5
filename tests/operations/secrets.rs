//! Where the signing key comes from.

use crate::configuration::{one_sentence, start};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tests::{Database, Person, Program, Server};

/// A server alone on SQLite in this folder, without JWT_SECRET.
async fn alone_in(folder: &Path) -> Server {
    let file = format!("sqlite:{}/todo.db", folder.display());
    Server::with(Database::Address(file), &[("JWT_SECRET", ""), ("DATA_DIR", folder.to_str().unwrap())]).await
}

#[tokio::test]
async fn alone_a_key_is_made_once_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("made/when/missing");
    let (file, mut ada): (_, Option<Person>) = (data.join("jwt-secret"), None);
    let mut keys = Vec::new();
    for _ in 0..2 {
        let mut server =
            Server::start(&[], None, &[("JWT_SECRET", ""), ("DATA_DIR", data.to_str().unwrap())]).await;
        let ada = match &ada {
            None => ada.insert(server.person("ada").await),
            Some(before) => &before.moved_to(server.address()),
        };
        ada.get("/api/me/tasks").await.ok(200);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "its owner's only");
        keys.push(fs::read_to_string(&file).unwrap());
        assert!(!server.output().contains(&keys[0]), "it is not told");
        assert!(server.stop().await.success());
    }
    assert_eq!(keys[0], keys[1], "tokens outlive a restart");
    assert!(keys[0].len() >= 32);

    for unsafe_key in ["", "short"] {
        fs::write(&file, unsafe_key).unwrap();
        let ended = start(&[], &[("DATA_DIR", data.to_str().unwrap())]).await;
        let sentence = one_sentence(&ended);
        assert!(sentence.contains("too short") && sentence.contains("delete it"), "{sentence}");
        assert!(sentence.contains(file.to_str().unwrap()), "{sentence}");
    }
}

#[tokio::test]
async fn a_start_that_ends_while_it_writes_the_key_leaves_no_part_of_it() {
    let data = tempfile::tempdir().unwrap();
    let variables = [("DATA_DIR", data.path().to_str().unwrap()), ("JWT_SECRET", ""), ("PORT", "0")];
    let ended = Program::without_room(&["backend"]).envs(&variables).run().await;
    assert!(!ended.status.success(), "{ended:?}");
    assert!(!data.path().join("jwt-secret").exists());
    let file = format!("sqlite:{}/todo.db", data.path().display());
    let server = Server::with(Database::Address(file), &variables).await;
    server.person("ada").await.get("/api/me/tasks").await.ok(200);
}

#[tokio::test]
async fn starts_at_the_same_moment_agree_on_one_key() {
    let data = tempfile::tempdir().unwrap();
    let servers = tokio::join!(alone_in(data.path()), alone_in(data.path()), alone_in(data.path()));
    let ada = servers.0.person("ada").await;
    for server in [&servers.1, &servers.2] {
        ada.moved_to(server.address()).get("/api/me/tasks").await.ok(200);
    }
    let names = fs::read_dir(data.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.filter(|name| name.to_string_lossy().contains("jwt-secret")).count(), 1, "no drafts");
}

#[tokio::test]
async fn the_key_lies_beside_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let server = alone_in(folder.path()).await;
    server.person("ada").await;
    assert!(folder.path().join("jwt-secret").is_file());
}

#[tokio::test]
async fn replicas_have_to_be_given_theirs() {
    for url in ["postgres://me:hunter22@127.0.0.1:1/x", "postgresql://me:hunter22@db.example.com/x"] {
        let ended = start(&["backend"], &[("DATABASE_URL", url), ("JWT_SECRET", "")]).await;
        let sentence = one_sentence(&ended);
        assert!(sentence.contains("JWT_SECRET is not set") && sentence.contains("32"), "{sentence}");
    }
}

#[tokio::test]
async fn secrets_come_from_files_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (url, secret) = (
        file("url", &format!("sqlite:{}/named.db\n", folder.path().display())),
        file("secret", &format!("  {}\n", tests::JWT_SECRET)),
    );
    let variables = [("JWT_SECRET", ""), ("JWT_SECRET_FILE", secret.as_str()), ("DATABASE_URL_FILE", &url)];
    let server = Server::start(&["backend"], None, &variables).await;
    server.ready().await;
    let ada = server.person("ada").await;
    let (header, claims) = tests::jwt::read(&ada.jwt);
    let ours = tests::jwt::signed(&header, &claims, tests::JWT_SECRET);
    ada.bearer(&ours).get("/api/me/tasks").await.ok(200);
    assert!(folder.path().join("named.db").is_file());

    let empty = file("empty", " \n");
    let ended = start(&[], &[("JWT_SECRET_FILE", &empty)]).await;
    assert!(one_sentence(&ended).contains("is empty"), "{ended:?}");
}

#[tokio::test]
async fn a_variable_set_to_nothing_counts_as_not_set() {
    let help = tests::Program::new(&["--help"]).run().await.stdout;
    let names = help.split("[env: ").skip(1).filter_map(|rest| rest.split(['=', ']']).next());
    let folder = tempfile::tempdir().unwrap();
    let mut program =
        tests::Program::new(&["--port", "0", "--log-format", "json", "backend"]).within(folder.path());
    for name in names {
        program = program.env(name, "");
    }
    let running = program.start();
    tests::eventually("listening", async || {
        running.stdout().iter().find(|line| line.contains("\"listening\"")).map(drop)
    })
    .await;
    assert!(folder.path().join("data").is_dir(), "the default folder");
}
