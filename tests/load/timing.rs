//! Time tells nothing about who has an account.

use crate::ALONE;
use serde_json::json;
use std::time::{Duration, Instant};
use tests::{Database, Server};

#[tokio::test]
async fn an_unknown_address_takes_as_long_as_a_wrong_password() {
    let _alone = ALONE.lock().await;
    let server = Server::on(Database::sqlite()).await;
    let ada = server.person("ada").await;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    // By turns, so that whatever else this machine does meets both.
    for round in 0..15 {
        for (email, times) in
            [(ada.email.clone(), &mut known), (format!("nobody{round}@example.com"), &mut unknown)]
        {
            let body = json!({"email": email, "password": "wrong password"});
            let started = Instant::now();
            server
                .anonymous()
                .post("/api/auth/sign-in/email", body)
                .await
                .refused(401, "INVALID_EMAIL_OR_PASSWORD");
            times.push(started.elapsed());
        }
    }
    let (known, unknown) = (median(known), median(unknown));
    let ratio = unknown.as_secs_f64() / known.as_secs_f64();
    println!("wrong password {known:?}, unknown address {unknown:?}");
    assert!((0.5..2.0).contains(&ratio), "wrong password {known:?}, unknown address {unknown:?}");
    assert!(unknown > Duration::from_millis(5), "a hash was made: {unknown:?}");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
