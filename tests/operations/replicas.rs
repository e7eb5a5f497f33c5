//! Several replicas on one database act as one.

use serde_json::{Value, json};
use tests::{Answer, Client, Database, Person, Server, eventually};

const LIMITS: &[(&str, &str)] =
    &[("RATE_LIMIT_SIGN_IN", "4/86400"), ("RATE_LIMIT_FAILURES", "0/1"), ("RATE_LIMIT_CHAT", "2/86400")];

async fn pair(variables: &[(&str, &str)]) -> (Server, Server) {
    let first = Server::with(Database::postgres().await, variables).await;
    let url = first.database().pg().url().to_owned();
    let second = Server::with(Database::Address(url), variables).await;
    (first, second)
}

async fn sign_in(client: &Client) -> Answer {
    let credentials = json!({"email": "nobody@example.com", "password": "wrong password"});
    client.post("/api/auth/sign-in/email", credentials).await
}

#[tokio::test]
async fn rate_limits_count_for_all_replicas_together() {
    let (first, second) = pair(LIMITS).await;
    for server in [&first, &second, &first, &second] {
        sign_in(&server.anonymous()).await.has_status(401);
    }
    for server in [&first, &second] {
        let answer = sign_in(&server.anonymous()).await;
        assert_eq!(answer.status, 429, "{}", answer.text());
    }
    let ada = first.person("ada").await;
    let there = ada.moved_to(second.address());
    for person in [&ada, &there] {
        person.post("/api/me/chat", json!({"message": "hello"})).await.ok(200);
    }
    for person in [&ada, &there] {
        person.post("/api/me/chat", json!({"message": "hello"})).await.has_status(429);
    }
}

#[tokio::test]
async fn what_is_completed_on_two_replicas_at_once_goes_on_once() {
    let (first, second) = pair(&[]).await;
    let ada = first.person("ada").await;
    let there = ada.moved_to(second.address());
    for _ in 0..20 {
        let daily = json!({"title": "Pills", "due_at": "2027-03-01T08:00:00Z", "recurrence": "FREQ=DAILY"});
        let path = format!("/api/me/tasks/{}", ada.create(daily).await["id"]);
        let done = json!({"completed": true});
        let complete = |client: &Client| {
            let (client, path, done) = ((*client).clone(), path.clone(), done.clone());
            async move { client.put(&path, done).await.ok(200)["next_id"].clone() }
        };
        let (a, b, c, d) = tokio::join!(complete(&ada), complete(&there), complete(&ada), complete(&there));
        assert!(a.is_i64() && [&b, &c, &d] == [&a; 3], "all are told of the same one: {a} {b} {c} {d}");
        let open = ada.get("/api/me/tasks?status=pending").await.ok(200);
        assert_eq!(open.as_array().unwrap().len(), 1, "{open}");
        ada.delete(&format!("/api/me/tasks/{a}")).await.ok(204);
    }
}

#[tokio::test]
async fn each_reminder_is_delivered_once_and_survives_a_restart() {
    let (first, mut second) = pair(&[]).await;
    let ada = first.person("ada").await;
    let at = chrono::Utc::now() + chrono::TimeDelta::seconds(2);
    let mut wanted: Vec<i64> = Vec::new();
    for number in 0..25 {
        let new = json!({"title": format!("Task {number}"), "reminders": [{"at": at}]});
        wanted.push(ada.create(new).await["id"].as_i64().unwrap());
    }
    // One replica is gone when they become due, and another has come.
    second.stop().await;
    let url = first.database().pg().url().to_owned();
    let third = Server::with(Database::Address(url), &[]).await;
    let there = ada.moved_to(third.address());
    let mut delivered = Vec::new();
    eventually("all to be delivered", async || {
        let claim = |person: &Person| {
            let client: Client = (**person).clone();
            async move { client.post("/api/me/reminders/claim", Value::Null).await.ok(200) }
        };
        let answers =
            tokio::join!(claim(&ada), claim(&there), claim(&ada), claim(&there), claim(&ada), claim(&there));
        for answer in [answers.0, answers.1, answers.2, answers.3, answers.4, answers.5] {
            let reminders = answer["reminders"].as_array().unwrap().iter();
            delivered.extend(reminders.map(|one| one["task_id"].as_i64().unwrap()));
        }
        (delivered.len() >= wanted.len()).then_some(())
    })
    .await;
    for person in [&ada, &there] {
        let answer = person.post("/api/me/reminders/claim", Value::Null).await.ok(200);
        assert_eq!(answer, json!({"reminders": [], "next_at": null}));
    }
    delivered.sort_unstable();
    assert_eq!(delivered, wanted, "each once");
}

#[tokio::test]
async fn a_session_is_everywhere_at_once_and_gone_everywhere_at_once() {
    let (first, second) = pair(&[]).await;
    let ada = first.person("ada").await;
    let there = ada.moved_to(second.address());
    let session = there.session_token_client().get("/api/auth/get-session").await.ok(200);
    assert_eq!(session["user"]["id"], ada.id);
    there.create(json!({"title": "From there"})).await;
    assert_eq!(ada.titles("/api/me/tasks").await, ["From there"]);
    ada.session_token_client().post("/api/auth/sign-out", json!({})).await.ok(200);
    assert_eq!(there.session_token_client().get("/api/auth/get-session").await.ok(200), Value::Null);
}
