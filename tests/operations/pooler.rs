//! Behind PgBouncer in transaction mode, as Neon and others put it before their databases.

use std::process::{Child, Stdio};
use tests::{Database, PgDatabase, Program, as_postgres, eventually, free_port};

struct PgBouncer {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl PgBouncer {
    async fn before(database: &PgDatabase) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (port, file) = (free_port(), folder.path().join("pgbouncer.ini"));
        let user = database.url().split(['/', '@']).nth(2).unwrap();
        let settings = format!(
            "[databases]\n* = host=127.0.0.1 port={} user={user}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nauth_type = any\npool_mode = transaction\nunix_socket_dir =\n\
             default_pool_size = 3\nignore_startup_parameters = extra_float_digits\n",
            database.port()
        );
        std::fs::write(&file, settings).unwrap();
        readable_by_all(folder.path());
        let child = as_postgres("/usr/sbin/pgbouncer")
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("pgbouncer is installed: apt-get install pgbouncer");
        eventually("pgbouncer", async || tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok())
            .await;
        Self { child, port, _folder: folder }
    }
}

fn readable_by_all(folder: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[tokio::test]
async fn migrations_pass_a_transaction_mode_pooler() {
    let database = Database::postgres().await;
    let pooler = PgBouncer::before(database.pg()).await;
    let url = database.pg().url_at(pooler.port);
    let running = [(); 4].map(|()| Program::new(&["migrate"]).env("DATABASE_URL", &url).start());
    let mut applied = 0;
    for running in running {
        let ended = running.finish().await;
        assert!(ended.status.success(), "{ended:?}");
        applied += usize::from(ended.stdout.contains("applied"));
    }
    assert_eq!(applied, 1, "one of them did it");
    let again = Program::new(&["migrate"]).env("DATABASE_URL", &url).run().await;
    assert!(again.status.success() && again.stdout.contains("up to date"), "{again:?}");
    let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = \
                 (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(database.pg().sql(locks).await, [["0"]], "no lock stays in the pool");
}
