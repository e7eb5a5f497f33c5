//! Changing the password.

use serde_json::{Value, json};
use tests::{Database, Person, Server, on_both_databases};

on_both_databases!(
    a_new_password_replaces_the_old_one,
    revoking_others_gives_a_new_token,
    programs_are_signed_out_with_the_others,
    the_current_password_is_needed,
);

const CHANGE: &str = "/api/auth/change-password";
const NEW: &str = "a new long password";

async fn sign_in(server: &Server, ada: &Person, password: &str) -> u16 {
    let credentials = json!({"email": ada.email, "password": password});
    server.anonymous().post("/api/auth/sign-in/email", credentials).await.status
}

async fn a_new_password_replaces_the_old_one(server: &Server) {
    let ada = server.person("ada").await;
    let phone = ada.bearer(&ada.sign_in_again().await);
    let change = json!({"currentPassword": ada.password, "newPassword": NEW});
    let answer = ada.cookie_client().post(CHANGE, change).await;
    let body = answer.ok(200);
    assert_eq!((&body["token"], &body["user"]["id"]), (&Value::Null, &json!(ada.id)));
    assert_eq!(answer.header("set-cookie"), "");
    assert_eq!(sign_in(server, &ada, &ada.password).await, 401);
    assert_eq!(sign_in(server, &ada, NEW).await, 200);
    for caller in [ada.cookie_client(), phone] {
        assert_eq!(
            caller.get("/api/auth/get-session").await.ok(200)["user"]["id"],
            ada.id,
            "still signed in"
        );
    }
}

async fn revoking_others_gives_a_new_token(server: &Server) {
    let ada = server.person("ada").await;
    let phone = ada.bearer(&ada.sign_in_again().await);
    let change = json!({"currentPassword": ada.password, "newPassword": NEW, "revokeOtherSessions": true});
    let answer = ada.cookie_client().post(CHANGE, change).await;
    let token = answer.ok(200)["token"].as_str().expect("a new token").to_owned();
    assert_ne!(token, ada.session_token);
    assert_eq!(answer.header("set-auth-token"), token);
    assert!(answer.header("set-cookie").starts_with(&format!("better-auth.session_token={token};")));
    for caller in [ada.cookie_client(), ada.session_token_client(), phone] {
        assert_eq!(caller.get("/api/auth/get-session").await.ok(200), Value::Null, "the old ones are dead");
    }
    let session = ada.bearer(&token).get("/api/auth/get-session").await.ok(200);
    assert_eq!(session["user"]["id"], ada.id);
}

async fn programs_are_signed_out_with_the_others(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let (program, eves) = (ada.program("write").await, eve.program("read").await);
    let browser = ada.cookie_client();
    browser.post(CHANGE, json!({"currentPassword": ada.password, "newPassword": NEW})).await.ok(200);
    program.get("/api/me/tasks").await.ok(200);
    let change = json!({"currentPassword": NEW, "newPassword": ada.password, "revokeOtherSessions": true});
    let token = browser.post(CHANGE, change).await.ok(200)["token"].as_str().unwrap().to_owned();
    program.get("/api/me/tasks").await.refused(401, "UNAUTHORIZED");
    program.rpc("tools/list", json!({})).await.refused(401, "UNAUTHORIZED");
    assert_eq!(ada.bearer(&token).get("/api/auth/access-tokens").await.ok(200), json!([]));
    eves.get("/api/me/tasks").await.ok(200);
}

async fn the_current_password_is_needed(server: &Server) {
    let ada = server.person("ada").await;
    for (current, new, code) in [
        ("wrong password", NEW, "INVALID_PASSWORD"),
        ("", NEW, "INVALID_PASSWORD"),
        (ada.password.as_str(), "short", "PASSWORD_TOO_SHORT"),
        (ada.password.as_str(), &"x".repeat(129), "PASSWORD_TOO_LONG"),
    ] {
        let change = json!({"currentPassword": current, "newPassword": new});
        ada.cookie_client().post(CHANGE, change).await.refused(400, code);
    }
    let change = json!({"currentPassword": ada.password, "newPassword": NEW});
    server.anonymous().post(CHANGE, change.clone()).await.refused(401, "UNAUTHORIZED");
    ada.post(CHANGE, change).await.refused(401, "UNAUTHORIZED");
    assert_eq!(sign_in(server, &ada, &ada.password).await, 200, "nothing has changed");
}

#[tokio::test]
async fn a_change_that_cannot_sign_others_out_changes_nothing() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let phone = ada.bearer(&ada.sign_in_again().await);
    let change = json!({"currentPassword": ada.password, "newPassword": NEW, "revokeOtherSessions": true});
    for moment in ["DELETE", "INSERT"] {
        let trigger = format!(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;
             CREATE TRIGGER fail BEFORE {moment} ON sessions FOR EACH ROW EXECUTE FUNCTION fail()"
        );
        server.database().pg().sql(&trigger).await;
        ada.cookie_client().post(CHANGE, change.clone()).await.refused(500, "INTERNAL_ERROR");
        server.database().pg().sql("DROP FUNCTION fail CASCADE").await;
        assert_eq!(sign_in(&server, &ada, NEW).await, 401);
        assert_eq!(sign_in(&server, &ada, &ada.password).await, 200);
        assert_eq!(phone.get("/api/auth/get-session").await.ok(200)["user"]["id"], ada.id);
    }
    ada.cookie_client().post(CHANGE, change).await.ok(200);
}
