//! A hundred people sign in at once.

use crate::ALONE;
use serde_json::json;
use tests::{Database, Server};

const AT_ONCE: usize = 100;
const MIB: u64 = 1024;

async fn each_is_answered_within_200_mib(database: Database) {
    let _alone = ALONE.lock().await;
    let server = Server::with(database, &[]).await;
    let ada = server.person("ada").await;
    let mut signing_in = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        let client = server.anonymous();
        let credentials = json!({"email": ada.email, "password": ada.password});
        signing_in.spawn(async move { client.post("/api/auth/sign-in/email", credentials).await });
    }
    let mut signed_in = 0;
    for answer in signing_in.join_all().await {
        match answer.status {
            200 => {
                let token = answer.json()["token"].as_str().expect("a token").to_owned();
                server.anonymous().bearer(&token).get("/api/auth/token").await.ok(200);
                signed_in += 1;
            }
            429 | 503 => {
                let wait: u64 = answer.header("retry-after").parse().expect("Retry-After");
                assert!(wait >= 1);
                tests::assert_problem(&answer.json(), answer.header("x-request-id"));
            }
            other => panic!("{other}: {}", answer.text()),
        }
    }
    let peak = server.memory_kib("VmHWM") / MIB;
    println!(
        "{signed_in} of {AT_ONCE} signed in, peak {peak} MiB, now {} MiB",
        server.memory_kib("VmRSS") / MIB
    );
    assert!(signed_in >= 1);
    assert!(peak < 200, "peak {peak} MiB");
    // It still works, at once.
    ada.get("/api/me/tasks").await.ok(200);
    server.anonymous().get("/health").await.ok(200);
}

#[tokio::test]
async fn on_sqlite() {
    each_is_answered_within_200_mib(Database::sqlite()).await;
}

#[tokio::test]
async fn on_postgres() {
    each_is_answered_within_200_mib(Database::postgres().await).await;
}
