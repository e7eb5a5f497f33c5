//! Sessions: reading, listing, ending, growing old.

use serde_json::{Value, json};
use tests::{Database, Server, on_both_databases};

on_both_databases!(
    without_a_session_the_answer_is_null,
    the_session_says_who_and_until_when,
    sessions_are_listed_and_ended_one_by_one,
    all_other_sessions_end_at_once,
);

const GET_SESSION: &str = "/api/auth/get-session";

async fn without_a_session_the_answer_is_null(server: &Server) {
    let ada = server.person("ada").await;
    let anonymous = server.anonymous();
    let cookie = |value: &str| anonymous.with("cookie", &format!("better-auth.session_token={value}"));
    for (who, caller) in [
        ("nobody", anonymous.clone()),
        ("forged", anonymous.bearer("abcdefghijklmnopqrstuvwxyz012345")),
        ("forged cookie", cookie("abcdefghijklmnopqrstuvwxyz012345")),
        ("empty cookie", cookie("")),
        ("a JWT is no session", (*ada).clone()),
    ] {
        let answer = caller.get(GET_SESSION).await;
        assert_eq!(answer.ok(200), Value::Null, "{who}");
        assert_eq!(answer.header("cache-control"), "no-store, no-cache", "{who}");
        assert_eq!(answer.header("set-auth-jwt"), "", "{who}");
        caller.get("/api/auth/token").await.refused(401, "UNAUTHORIZED");
        caller.get("/api/auth/list-sessions").await.refused(401, "UNAUTHORIZED");
    }
}

async fn the_session_says_who_and_until_when(server: &Server) {
    let ada = server.person("ada").await;
    for caller in [ada.cookie_client(), ada.session_token_client()] {
        let answer = caller.with("user-agent", "curl/8").get(GET_SESSION).await;
        let body = answer.ok(200);
        let (session, user) = (&body["session"], &body["user"]);
        assert_eq!(user["id"], ada.id);
        assert_eq!(session["userId"], ada.id);
        assert_eq!(session["token"], ada.session_token);
        assert_eq!(session["ipAddress"], "127.0.0.1");
        let time = |name: &str| -> chrono::DateTime<chrono::Utc> {
            session[name].as_str().unwrap().parse().unwrap()
        };
        assert_eq!((time("expiresAt") - time("createdAt")).num_days(), 7);
        assert_eq!(answer.header("set-cookie"), "", "a young session is not extended");
        assert!(answer.header("access-control-expose-headers").contains("set-auth-jwt"));
        let jwt = answer.header("set-auth-jwt");
        ada.bearer(jwt).get("/api/me/tasks").await.ok(200);
    }
}

async fn sessions_are_listed_and_ended_one_by_one(server: &Server) {
    let ada = server.person("ada").await;
    let phone = ada.with("user-agent", "phone").bearer(&ada.sign_in_again().await);
    let list = async || ada.cookie_client().get("/api/auth/list-sessions").await.ok(200);
    let sessions = list().await;
    let sessions = sessions.as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    let own: Vec<&Value> = sessions.iter().filter(|session| session["token"] == ada.session_token).collect();
    assert_eq!(own.len(), 1, "one's own session shows its own token");
    let other = sessions.iter().find(|session| session["token"] != ada.session_token).unwrap();
    let handle = other["token"].as_str().unwrap();
    ada.bearer(handle).get("/api/auth/token").await.refused(401, "UNAUTHORIZED");

    let eve = server.person("eve").await;
    let revoke = json!({"token": handle});
    assert_eq!(
        eve.session_token_client().post("/api/auth/revoke-session", revoke.clone()).await.ok(200)["status"],
        true
    );
    phone.get(GET_SESSION).await.ok(200)["user"].as_object().expect("nobody else can end it");

    let answer = ada.cookie_client().post("/api/auth/revoke-session", revoke.clone()).await;
    assert_eq!(answer.ok(200), json!({"status": true}));
    assert_eq!(phone.get(GET_SESSION).await.ok(200), Value::Null, "at once");
    phone.get("/api/me/tasks").await.refused(401, "UNAUTHORIZED");
    ada.cookie_client().post("/api/auth/revoke-session", revoke).await.ok(200);
    assert_eq!(list().await.as_array().unwrap().len(), 1);

    let tablet = ada.sign_in_again().await;
    ada.cookie_client().post("/api/auth/revoke-session", json!({"token": tablet})).await.ok(200);
    assert_eq!(list().await.as_array().unwrap().len(), 1, "a session's own token names it, too");
    let unknown = json!({"token": "nobody's \u{0}"});
    ada.cookie_client().post("/api/auth/revoke-session", unknown).await.ok(200);
    ada.cookie_client()
        .post("/api/auth/revoke-session", json!({}))
        .await
        .refused_account_field("token", "REQUIRED");
}

async fn all_other_sessions_end_at_once(server: &Server) {
    let ada = server.person("ada").await;
    let (phone, tablet) = (ada.bearer(&ada.sign_in_again().await), ada.bearer(&ada.sign_in_again().await));
    let post = async |path: &str| ada.cookie_client().send(reqwest::Method::POST, path, None).await;
    assert_eq!(post("/api/auth/revoke-other-sessions").await.ok(200), json!({"status": true}));
    for caller in [&phone, &tablet] {
        assert_eq!(caller.get(GET_SESSION).await.ok(200), Value::Null);
    }
    assert_eq!(ada.cookie_client().get(GET_SESSION).await.ok(200)["user"]["id"], ada.id);
    let answer = post("/api/auth/revoke-sessions").await;
    assert_eq!(answer.ok(200), json!({"status": true}));
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(ada.cookie_client().get(GET_SESSION).await.ok(200), Value::Null);
    post("/api/auth/revoke-sessions").await.refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn an_old_session_is_extended_and_an_expired_one_is_none() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let sql = async |sql: &str| server.database().pg().sql(sql).await;
    let age = "UPDATE sessions SET created_at = created_at - interval '2 days', \
               updated_at = updated_at - interval '2 days', expires_at = expires_at - interval '2 days'";
    sql(age).await;
    let answer = ada.cookie_client().get(GET_SESSION).await;
    let expires = answer.ok(200)["session"]["expiresAt"].as_str().unwrap().to_owned();
    let expires: chrono::DateTime<chrono::Utc> = expires.parse().unwrap();
    assert_eq!((expires - chrono::Utc::now()).num_hours(), 7 * 24 - 1, "a week from now");
    assert!(answer.header("set-cookie").contains("Max-Age=604800"), "{:?}", answer.headers);
    assert_eq!(answer.header("set-auth-token"), ada.session_token, "whenever the cookie is set");
    assert_eq!(ada.cookie_client().get(GET_SESSION).await.header("set-cookie"), "", "once a day");

    // The page asks for tokens only. What sets no cookie leaves the session to what does.
    sql(age).await;
    for _ in 0..2 {
        let answer = ada.cookie_client().get("/api/auth/list-sessions").await;
        answer.ok(200);
        assert_eq!(answer.header("set-cookie"), "");
    }
    let answer = ada.cookie_client().get("/api/auth/token").await;
    answer.ok(200);
    assert!(answer.header("set-cookie").contains("Max-Age=604800"), "{:?}", answer.headers);
    assert_eq!(ada.cookie_client().get("/api/auth/token").await.header("set-cookie"), "", "once a day");

    // A program that only uses the session's token for its tasks has no cookie that could lag behind.
    sql(age).await;
    ada.session_token_client().get("/api/me/tasks").await.ok(200);
    let expires_in = "SELECT date_part('day', expires_at - now() at time zone 'utc') FROM sessions";
    assert_eq!(sql(expires_in).await, [["6"]], "a week from now, less a moment");

    sql("UPDATE sessions SET expires_at = now() at time zone 'utc' - interval '1 second'").await;
    assert_eq!(ada.cookie_client().get(GET_SESSION).await.ok(200), Value::Null);
    ada.session_token_client().get("/api/me/tasks").await.refused(401, "UNAUTHORIZED");
    let tokens = sql("SELECT token_hash FROM sessions").await;
    assert!(tokens.iter().all(|row| row[0] != ada.session_token), "tokens are not stored");
}
