//! The calendar feed as it is run: through the frontend, within limits, and with an address that no log has.

use reqwest::Method;
use serde_json::json;
use tests::{Database, Person, Server};

async fn made(person: &Person) -> String {
    let made = person.send(Method::POST, "/api/me/calendar", None).await.ok(201);
    made["path"].as_str().expect("a path").to_owned()
}

#[tokio::test]
async fn no_log_has_the_address_of_a_feed() {
    let variables = [("TRUSTED_PROXIES", "127.0.0.0/8"), ("LOG_LEVEL", "trace")];
    let mut backend = Server::start(&["backend"], Some(Database::postgres().await), &variables).await;
    backend.ready().await;
    let through = [variables[0], variables[1], ("BACKEND_URL", backend.address())];
    let frontend = Server::start(&["frontend"], None, &through).await;
    let ada = frontend.person("ada").await;
    ada.create(json!({"title": "Dentist", "due_at": "2027-01-15T10:00:00Z"})).await;
    let path = made(&ada).await;
    let token = path.rsplit('/').next().unwrap().trim_end_matches(".ics");
    for base in [backend.address(), frontend.address()] {
        let anyone = frontend.anonymous().at(base);
        let feed = anyone.get(&path).await;
        assert!(feed.has_status(200).text().contains("SUMMARY:Dentist"));
        anyone.with("if-none-match", feed.header("etag")).get(&path).await.has_status(304);
        anyone.with("referer", &format!("{base}{path}")).get("/api/nowhere").await.refused(404, "NOT_FOUND");
        anyone.send(Method::POST, &path, Some(b"x".to_vec())).await.refused(405, "METHOD_NOT_ALLOWED");
        for wrong in [format!("{path}/"), format!("{path}/more"), format!("/{path}"), format!("/other{path}")]
        {
            assert!(anyone.get(&wrong).await.status >= 400 || base == frontend.address(), "{wrong}");
        }
    }
    ada.delete("/api/me/calendar").await.ok(204);
    for base in [backend.address(), frontend.address()] {
        frontend.anonymous().at(base).get(&path).await.refused(404, "NOT_FOUND");
    }
    backend.stop().await;
    frontend.anonymous().get(&path).await.refused(502, "BACKEND_UNAVAILABLE");
    for line in [backend.output(), frontend.output()].concat().lines() {
        assert!(!line.contains(token), "{line}");
    }
    let records = backend.records();
    let read = records.iter().filter(|record| record["operation_id"] == "readCalendarFeed");
    assert!(read.count() >= 4, "requests are logged all the same");
}

#[tokio::test]
async fn a_feed_is_asked_for_within_limits() {
    let server = Server::with(Database::sqlite(), &[("RATE_LIMIT_AUTH", "5/3600")]).await;
    let anyone = server.anonymous();
    for _ in 0..5 {
        anyone.get("/api/calendar/guessed.ics").await.refused(404, "NOT_FOUND");
    }
    anyone.get("/api/calendar/guessed.ics").await.refused(429, "TOO_MANY_REQUESTS");
}
