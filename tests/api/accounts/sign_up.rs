//! Opening an account.

use serde_json::{Value, json};
use tests::{Database, Server, on_both_databases};

on_both_databases!(
    signing_up_opens_a_session,
    one_address_has_one_account,
    what_is_wrong_is_said_with_better_auths_codes,
    password_lengths_count_utf16_units,
);

const SIGN_UP: &str = "/api/auth/sign-up/email";

async fn signing_up_opens_a_session(server: &Server) {
    let anonymous = server.anonymous();
    let account = json!({
        "name": "Ada Lovelace", "email": "Ada.L@Example.COM", "password": "long enough", "timeZone": "Asia/Karachi",
        "image": "https://example.com/ada.png", "callbackURL": "/", "someOtherField": 1,
    });
    let answer = anonymous.post(SIGN_UP, account).await;
    let body = answer.ok(200);
    let user = &body["user"];
    for (name, value) in [
        ("name", json!("Ada Lovelace")),
        ("email", json!("ada.l@example.com")),
        ("emailVerified", json!(false)),
        ("image", json!("https://example.com/ada.png")),
        ("timeZone", json!("Asia/Karachi")),
    ] {
        assert_eq!(user[name], value, "{name}");
    }
    for name in ["createdAt", "updatedAt"] {
        let text = user[name].as_str().unwrap();
        assert!(
            text.ends_with('Z') && text.parse::<chrono::DateTime<chrono::Utc>>().is_ok(),
            "{name}: {text}"
        );
    }
    let token = body["token"].as_str().unwrap();
    assert!(token.len() >= 32, "{token}");
    assert_eq!(answer.header("set-auth-token"), token);
    assert!(answer.header("access-control-expose-headers").contains("set-auth-token"));
    let cookie = format!("better-auth.session_token={token}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax");
    assert_eq!(answer.header("set-cookie"), cookie);
    assert_eq!(answer.header("cache-control"), "no-store, no-cache");
    let session = anonymous.bearer(token).get("/api/auth/get-session").await.ok(200);
    assert_eq!(&session["user"], user);

    let bare = json!({"name": "", "email": "b@example.com", "password": "long enough"});
    let body = anonymous.post(SIGN_UP, bare).await.ok(200);
    assert_eq!((&body["user"]["image"], &body["user"]["timeZone"]), (&Value::Null, &json!("UTC")));
}

async fn one_address_has_one_account(server: &Server) {
    let ada = server.person("ada").await;
    let anonymous = server.anonymous();
    for email in ["ada@example.com", "ADA@EXAMPLE.COM", "Ada@Example.com"] {
        let account = json!({"name": "Eve", "email": email, "password": "another password"});
        anonymous.post(SIGN_UP, account).await.refused(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
    }
    let session = ada.session_token_client().get("/api/auth/get-session").await.ok(200);
    assert_eq!(session["user"]["name"], "ada");

    // An umlaut typed as one key or as two is the same address.
    let account = |email: &str| json!({"name": "U", "email": email, "password": "another password"});
    let (one, two) = ("ada@exämple.com", "ada@exa\u{308}mple.com");
    assert_eq!(anonymous.post(SIGN_UP, account(two)).await.ok(200)["user"]["email"], one);
    for email in [one, two] {
        anonymous.post(SIGN_UP, account(email)).await.refused(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
        anonymous.post("/api/auth/sign-in/email", account(email)).await.ok(200);
    }
}

async fn what_is_wrong_is_said_with_better_auths_codes(server: &Server) {
    let anonymous = server.anonymous();
    let good = json!({"name": "Ada", "email": "ada@example.com", "password": "long enough"});
    let with = |name: &str, value: Value| {
        let mut account = good.clone();
        account[name] = value;
        account
    };
    for (account, code) in [
        (with("email", json!("ada")), "VALIDATION_ERROR"),
        (with("email", json!("ada@")), "VALIDATION_ERROR"),
        (with("email", json!("ada@host")), "VALIDATION_ERROR"),
        (with("email", json!("a da@example.com")), "VALIDATION_ERROR"),
        (with("email", json!(" ada@example.com ")), "VALIDATION_ERROR"),
        (with("email", json!("ada@@example.com")), "VALIDATION_ERROR"),
        (with("email", json!(format!("{}@example.com", "a".repeat(250)))), "VALIDATION_ERROR"),
        (with("name", json!("n".repeat(201))), "VALIDATION_ERROR"),
        (with("timeZone", json!("Mars/Olympus")), "VALIDATION_ERROR"),
        (with("password", json!("short")), "PASSWORD_TOO_SHORT"),
        (with("password", json!("x".repeat(129))), "PASSWORD_TOO_LONG"),
    ] {
        anonymous.post(SIGN_UP, account).await.refused(400, code);
    }
    for field in ["name", "email", "password"] {
        let mut account = good.clone();
        account.as_object_mut().unwrap().remove(field);
        anonymous.post(SIGN_UP, account).await.refused_account_field(field, "REQUIRED");
        anonymous.post(SIGN_UP, with(field, json!(1))).await.refused_account_field(field, "INVALID_TYPE");
    }
    for field in ["name", "image"] {
        let null = anonymous.post(SIGN_UP, with(field, json!("nul\u{0}"))).await;
        let message = null.refused_account_field(field, "INVALID_CHARACTER")["message"].clone();
        assert!(message.as_str().unwrap().contains("null character"), "{message}");
    }
    let foreign = with("callbackURL", json!("https://evil.example"));
    anonymous.post(SIGN_UP, foreign).await.refused(403, "INVALID_CALLBACK_URL");
    let broken = anonymous.with("content-type", "application/json");
    let answer = broken.send(reqwest::Method::POST, SIGN_UP, Some(b"{\"name\":".to_vec())).await;
    answer.refused(400, "BAD_REQUEST");
    let text = anonymous.with("content-type", "text/plain");
    let answer = text.send(reqwest::Method::POST, SIGN_UP, Some(good.to_string().into())).await;
    answer.refused(415, "UNSUPPORTED_MEDIA_TYPE");
    anonymous.post(SIGN_UP, good).await.ok(200);
}

async fn password_lengths_count_utf16_units(server: &Server) {
    let anonymous = server.anonymous();
    for (number, (password, refusal)) in [
        ("1234567".to_owned(), Some("PASSWORD_TOO_SHORT")),
        ("12345678".to_owned(), None),
        ("😀".repeat(3), Some("PASSWORD_TOO_SHORT")),
        ("😀".repeat(4), None),
        ("é".repeat(128), None),
        ("é".repeat(129), Some("PASSWORD_TOO_LONG")),
        ("😀".repeat(64), None),
        ("😀".repeat(65), Some("PASSWORD_TOO_LONG")),
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("p{number}@example.com");
        let account = json!({"name": "P", "email": email, "password": password});
        let answer = anonymous.post(SIGN_UP, account).await;
        match refusal {
            Some(code) => drop(answer.refused(400, code)),
            None => {
                answer.ok(200);
                let credentials = json!({"email": email, "password": password});
                anonymous.post("/api/auth/sign-in/email", credentials).await.ok(200);
            }
        }
    }
}

#[tokio::test]
async fn an_account_whose_session_cannot_be_opened_is_not_made() {
    let server = Server::on(Database::postgres().await).await;
    let trigger =
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;
                   CREATE TRIGGER fail BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION fail()";
    server.database().pg().sql(trigger).await;
    let account = json!({"name": "Ada", "email": "ada@example.com", "password": "long enough"});
    server.anonymous().post(SIGN_UP, account.clone()).await.refused(500, "INTERNAL_ERROR");
    server.database().pg().sql("DROP FUNCTION fail CASCADE").await;
    server.anonymous().post(SIGN_UP, account).await.ok(200);
}
