//! Deleting an account.

use serde_json::{Value, json};
use tests::{Database, Server, on_both_databases};

on_both_databases!(everything_goes_with_the_account, a_wrong_password_deletes_nothing);

const DELETE: &str = "/api/auth/delete-user";

async fn everything_goes_with_the_account(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let task = ada.create(json!({"title": "Secret"})).await;
    let chat = ada.post("/api/me/chat", json!({"message": "hello"})).await.ok(200);
    let kept = eve.create(json!({"title": "Mine"})).await;
    let answer = ada.cookie_client().post(DELETE, json!({"password": ada.password})).await;
    assert_eq!(answer.ok(200)["success"], true);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));

    assert_eq!(ada.cookie_client().get("/api/auth/get-session").await.ok(200), Value::Null);
    let credentials = json!({"email": ada.email, "password": ada.password});
    let answer = server.anonymous().post("/api/auth/sign-in/email", credentials).await;
    answer.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    // The signed token is good for some minutes more, but there is nothing left that it opens.
    ada.post("/api/me/tasks", json!({"title": "Ghost"})).await.refused(401, "UNAUTHORIZED");
    ada.post("/api/me/chat", json!({"message": "Ghost"})).await.refused(401, "UNAUTHORIZED");
    let keyed = ada.with("idempotency-key", "ghost");
    keyed
        .post("/api/me/chat", json!({"message": "Ghost", "time_zone": "UTC"}))
        .await
        .refused(401, "UNAUTHORIZED");
    ada.get(&format!("/api/me/tasks/{}", task["id"])).await.refused(404, "NOT_FOUND");
    ada.get(&format!("/api/me/conversations/{}", chat["conversation_id"])).await.refused(404, "NOT_FOUND");
    assert_eq!(ada.get("/api/me/tasks").await.ok(200), json!([]));
    assert_eq!(eve.get("/api/me/tasks").await.ok(200), json!([kept]), "others keep theirs");

    let again = server.person("ada").await;
    assert_ne!(again.id, ada.id, "the address is free, the old id is not used again");
    assert_eq!(again.get("/api/me/tasks").await.ok(200), json!([]));
}

async fn a_wrong_password_deletes_nothing(server: &Server) {
    let ada = server.person("ada").await;
    let browser = ada.cookie_client();
    browser.post(DELETE, json!({"password": "wrong"})).await.refused(400, "INVALID_PASSWORD");
    server.anonymous().post(DELETE, json!({})).await.refused(401, "UNAUTHORIZED");
    ada.post(DELETE, json!({})).await.refused(401, "UNAUTHORIZED");
    assert_eq!(browser.get("/api/auth/get-session").await.ok(200)["user"]["id"], ada.id);
    // Just signed in: no password needed.
    assert_eq!(browser.post(DELETE, json!({})).await.ok(200)["success"], true);
}

#[tokio::test]
async fn an_old_session_needs_the_password() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let age = "UPDATE sessions SET created_at = created_at - interval '25 hours'";
    server.database().pg().sql(age).await;
    let browser = ada.cookie_client();
    browser.post(DELETE, json!({})).await.refused(400, "SESSION_EXPIRED");
    assert_eq!(browser.post(DELETE, json!({"password": ada.password})).await.ok(200)["success"], true);
    let left = "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM sessions)";
    assert_eq!(server.database().pg().sql(left).await, [["0"]]);
}
