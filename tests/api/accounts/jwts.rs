//! Signed tokens: what they say, and which are believed.

use serde_json::{Value, json};
use tests::{JWT_SECRET, Server, jwt, on_both_databases};

on_both_databases!(a_token_says_who_for_a_quarter_of_an_hour, forged_and_expired_tokens_are_refused);

async fn a_token_says_who_for_a_quarter_of_an_hour(server: &Server) {
    let ada = server.person("ada").await;
    let (header, claims) = jwt::read(&ada.jwt);
    assert_eq!(header, json!({"typ": "JWT", "alg": "HS256"}));
    let seconds = |name: &str| claims[name].as_i64().unwrap();
    assert_eq!(seconds("exp") - seconds("iat"), 15 * 60);
    assert!((chrono::Utc::now().timestamp() - seconds("iat")).abs() < 60);
    let said = json!({
        "sub": ada.id, "email": "ada@example.com", "name": "ada", "iat": claims["iat"], "exp": claims["exp"],
    });
    assert_eq!(claims, said, "and nothing else");
    assert_eq!(jwt::signed(&header, &claims, JWT_SECRET).split('.').count(), 3);
    assert_eq!(server.anonymous().get("/api/auth/jwks").await.ok(200), json!({"keys": []}));
    assert_eq!(server.anonymous().get("/api/auth/ok").await.ok(200), json!({"ok": true}));
}

async fn forged_and_expired_tokens_are_refused(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let (header, claims) = jwt::read(&ada.jwt);
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        claims
    };
    let now = chrono::Utc::now().timestamp();
    let hs256 = |claims: &Value| jwt::signed(&header, claims, JWT_SECRET);
    ada.bearer(&hs256(&claims)).get("/api/me/tasks").await.ok(200);

    let mut no_expiry = claims.clone();
    no_expiry.as_object_mut().unwrap().remove("exp");
    let signature = ada.jwt.rsplit_once('.').unwrap().1;
    let none = |alg: &str| format!("{}.", jwt::unsigned(&json!({"alg": alg, "typ": "JWT"}), &claims));
    for (what, token) in [
        ("expired", hs256(&with("exp", json!(now - 60)))),
        ("without an end", hs256(&no_expiry)),
        ("of another secret", jwt::signed(&header, &claims, "some other secret, just as long as ours")),
        ("of an empty secret", jwt::signed(&header, &claims, "")),
        (
            "with another's claims",
            format!("{}.{signature}", jwt::unsigned(&header, &with("sub", json!(eve.id)))),
        ),
        ("alg none", none("none")),
        ("alg None", none("None")),
        ("alg none, old signature", format!("{}{signature}", none("none"))),
        ("alg HS384", jwt::signed(&json!({"alg": "HS384", "typ": "JWT"}), &claims, JWT_SECRET)),
        ("alg RS256", jwt::signed(&json!({"alg": "RS256", "typ": "JWT"}), &claims, JWT_SECRET)),
        ("without signature", jwt::unsigned(&header, &claims)),
        ("cut short", ada.jwt[..ada.jwt.len() - 2].to_owned()),
        ("sub is a number", hs256(&with("sub", json!(1)))),
    ] {
        let answer = ada.bearer(&token).get("/api/me/tasks").await;
        assert_eq!(answer.status, 401, "a token {what} was believed");
        answer.refused(401, "UNAUTHORIZED");
    }
}
