//! Signing in and out.

use serde_json::{Value, json};
use tests::{Database, Server, on_both_databases};

on_both_databases!(
    signing_in_opens_another_session,
    a_wrong_password_and_an_unknown_address_look_alike,
    what_cannot_be_is_said_with_better_auths_codes,
    a_session_that_is_not_remembered_ends_with_the_browser,
    only_pages_of_this_site_are_gone_to,
    a_good_cookie_is_found_among_others,
    signing_out_ends_the_session,
);

const SIGN_IN: &str = "/api/auth/sign-in/email";

async fn signing_in_opens_another_session(server: &Server) {
    let ada = server.person("ada").await;
    let anonymous = server.anonymous();
    for email in ["ada@example.com", "ADA@Example.com", " ada@example.com "] {
        let answer = anonymous.post(SIGN_IN, json!({"email": email, "password": ada.password})).await;
        let body = answer.ok(200);
        assert_eq!((&body["redirect"], &body["user"]["id"]), (&json!(false), &json!(ada.id)));
        assert_eq!(body.get("url"), None);
        let token = body["token"].as_str().unwrap();
        assert_ne!(token, ada.session_token, "each sign-in has a token of its own");
        assert_eq!(answer.header("set-auth-token"), token);
        assert!(answer.header("set-cookie").starts_with(&format!("better-auth.session_token={token};")));
        anonymous.bearer(token).get("/api/auth/token").await.ok(200);
    }
    // An accent typed as one key or as two is the same password.
    let account = json!({"name": "E", "email": "e@example.com", "password": "café café"});
    anonymous.post("/api/auth/sign-up/email", account).await.ok(200);
    let composed = json!({"email": "e@example.com", "password": "cafe\u{301} cafe\u{301}"});
    anonymous.post(SIGN_IN, composed).await.ok(200);
}

async fn a_wrong_password_and_an_unknown_address_look_alike(server: &Server) {
    let ada = server.person("ada").await;
    let mut bodies = Vec::new();
    for (email, password) in [
        (ada.email.as_str(), "wrong password"),
        ("nobody@example.com", ada.password.as_str()),
        (ada.email.as_str(), ""),
    ] {
        let answer = server.anonymous().post(SIGN_IN, json!({"email": email, "password": password})).await;
        let mut body = answer.refused(401, "INVALID_EMAIL_OR_PASSWORD");
        assert_eq!(answer.header("set-cookie"), "");
        body["request_id"] = Value::Null;
        bodies.push(body);
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");
}

async fn what_cannot_be_is_said_with_better_auths_codes(server: &Server) {
    let anonymous = server.anonymous();
    for malformed in ["", "no address", "ada@", "ada@host", "a\u{0}da@example.com"] {
        let credentials = json!({"email": malformed, "password": "long enough"});
        anonymous.post(SIGN_IN, credentials).await.refused(400, "INVALID_EMAIL");
    }
    let no_password = anonymous.post(SIGN_IN, json!({"email": "ada@example.com"})).await;
    no_password.refused_account_field("password", "REQUIRED");
    let number = anonymous.post(SIGN_IN, json!({"email": 1, "password": "long enough"})).await;
    number.refused_account_field("email", "INVALID_TYPE");
    anonymous
        .post(SIGN_IN, json!(["ada@example.com", "x"]))
        .await
        .refused_account_field("body", "INVALID_TYPE");
}

async fn a_session_that_is_not_remembered_ends_with_the_browser(server: &Server) {
    let ada = server.person("ada").await;
    let credentials = json!({"email": ada.email, "password": ada.password, "rememberMe": false});
    let answer = server.anonymous().post(SIGN_IN, credentials).await;
    let token = answer.ok(200)["token"].as_str().unwrap().to_owned();
    let cookie = format!("better-auth.session_token={token}; Path=/; HttpOnly; SameSite=Lax");
    assert_eq!(answer.header("set-cookie"), cookie);
    let session = server.anonymous().bearer(&token).get("/api/auth/get-session").await.ok(200);
    let time = |name: &str| -> chrono::DateTime<chrono::Utc> {
        session["session"][name].as_str().unwrap().parse().unwrap()
    };
    assert_eq!((time("expiresAt") - time("createdAt")).num_hours(), 24);
}

async fn only_pages_of_this_site_are_gone_to(server: &Server) {
    let ada = server.person("ada").await;
    let sign_in = async |callback: &str| {
        let body = json!({"email": ada.email, "password": ada.password, "callbackURL": callback});
        server.anonymous().post(SIGN_IN, body).await
    };
    let own = format!("{}/tasks", server.address());
    for (callback, location) in
        [("/tasks", "/tasks"), ("/", "/"), ("/tâches?q=1#new", "/t%C3%A2ches?q=1#new"), (&own, &own)]
    {
        let answer = sign_in(callback).await;
        let body = answer.ok(200);
        assert_eq!((&body["redirect"], &body["url"]), (&json!(true), &json!(callback)));
        assert_eq!(answer.header("location"), location);
    }
    let host = server.address().trim_start_matches("http://");
    for foreign in [
        "https://evil.example",
        "tasks",
        &format!("javascript://{host}/%0aalert(1)"),
        &format!("http://{host}@evil.example"),
        &format!("http://{host}.evil.example"),
        &format!("http:\\\\evil.example\\@{host}"),
        "//evil.example",
        "/\\evil.example",
        "/\n/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
    ] {
        let answer = sign_in(foreign).await;
        answer.refused(403, "INVALID_CALLBACK_URL");
        assert_eq!((answer.header("location"), answer.header("set-cookie")), ("", ""));
    }
}

async fn a_good_cookie_is_found_among_others(server: &Server) {
    let ada = server.person("ada").await;
    let good = format!("better-auth.session_token={}", ada.session_token);
    for cookies in [
        format!("lang=español; {good}"),
        format!("better-auth.session_token=stale; {good}"),
        format!("better-auth.session_token=; theme=dark;{good}; other=1"),
    ] {
        let browser = server.anonymous().with("cookie", &cookies);
        assert_eq!(browser.get("/api/auth/get-session").await.ok(200)["user"]["id"], ada.id, "{cookies}");
    }
}

async fn signing_out_ends_the_session(server: &Server) {
    let ada = server.person("ada").await;
    for caller in [ada.cookie_client(), server.anonymous(), ada.session_token_client()] {
        let answer = caller.post("/api/auth/sign-out", json!({})).await;
        assert_eq!(answer.ok(200), json!({"success": true}));
        let gone = "better-auth.session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax";
        assert_eq!(answer.header("set-cookie"), gone);
    }
    let empty = ada.cookie_client().send(reqwest::Method::POST, "/api/auth/sign-out", None).await;
    assert_eq!(empty.ok(200), json!({"success": true}), "without a body, and without a session");
    assert_eq!(ada.cookie_client().get("/api/auth/get-session").await.ok(200), Value::Null);
    ada.session_token_client().get("/api/auth/token").await.refused(401, "UNAUTHORIZED");
    ada.session_token_client().get("/api/me/tasks").await.refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn behind_an_encrypting_proxy_the_cookie_is_secure() {
    let server = Server::with(Database::sqlite(), &[("TRUSTED_PROXIES", "127.0.0.0/8")]).await;
    let ada = server.person("ada").await;
    let proxied = server.anonymous().with("x-forwarded-proto", "https");
    let answer = proxied.post(SIGN_IN, json!({"email": ada.email, "password": ada.password})).await;
    let token = answer.ok(200)["token"].as_str().unwrap().to_owned();
    let cookie = format!(
        "__Secure-better-auth.session_token={token}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax; Secure"
    );
    assert_eq!(answer.header("set-cookie"), cookie);
    let browser = proxied.with("cookie", &format!("__Secure-better-auth.session_token={token}"));
    assert_eq!(browser.get("/api/auth/get-session").await.ok(200)["user"]["id"], ada.id);

    // A page without encryption can plant the plain cookie, but not the other.
    let eve = server.person("eve").await;
    let planted = |secure: &str| {
        let plain = &eve.session_token;
        proxied.with(
            "cookie",
            &format!("better-auth.session_token={plain}; __Secure-better-auth.session_token={secure}"),
        )
    };
    assert_eq!(planted(&token).get("/api/auth/get-session").await.ok(200)["user"]["id"], ada.id);
    assert_eq!(planted("stale").get("/api/auth/get-session").await.ok(200), Value::Null);

    let direct = Server::on(Database::sqlite()).await;
    direct.person("ada").await;
    let liar = direct.anonymous().with("x-forwarded-proto", "https");
    let answer = liar.post(SIGN_IN, json!({"email": ada.email, "password": ada.password})).await;
    assert!(!answer.header("set-cookie").contains("Secure"), "only trusted proxies are believed");
}
