//! Changing one's name, picture and time zone.

use serde_json::{Value, json};
use tests::{Server, on_both_databases};

on_both_databases!(what_is_given_is_changed, what_cannot_be_is_refused);

const UPDATE: &str = "/api/auth/update-user";

async fn what_is_given_is_changed(server: &Server) {
    let ada = server.person("ada").await;
    let browser = ada.cookie_client();
    for (change, field, value) in [
        (json!({"name": " Ada L. "}), "name", json!("Ada L.")),
        (json!({"image": "/ada.png"}), "image", json!("/ada.png")),
        (json!({"timeZone": "Asia/Kathmandu"}), "timeZone", json!("Asia/Kathmandu")),
        (json!({"timeZone": "UTC", "image": null}), "image", Value::Null),
        (json!({"name": "", "favouriteColour": "blue"}), "name", json!("")),
    ] {
        let answer = browser.post(UPDATE, change.clone()).await;
        assert_eq!(answer.ok(200), json!({"status": true}));
        let cookie = format!("better-auth.session_token={}; Max-Age=604800;", ada.session_token);
        assert!(answer.header("set-cookie").starts_with(&cookie), "{:?}", answer.headers);
        assert_eq!(answer.header("set-auth-token"), ada.session_token);
        let user = browser.get("/api/auth/get-session").await.ok(200)["user"].clone();
        assert_eq!(user[field], value, "after {change}");
    }
    let user = browser.get("/api/auth/get-session").await.ok(200)["user"].clone();
    assert_eq!((&user["timeZone"], &user["email"]), (&json!("UTC"), &json!("ada@example.com")));
    assert_ne!(user["createdAt"], user["updatedAt"]);
}

async fn what_cannot_be_is_refused(server: &Server) {
    let browser = server.person("ada").await.cookie_client();
    for (change, code) in [
        (json!({"timeZone": "Mars/Olympus"}), "VALIDATION_ERROR"),
        (json!({"timeZone": ""}), "VALIDATION_ERROR"),
        (json!({"timeZone": "europe/berlin"}), "VALIDATION_ERROR"),
        (json!({"name": "n".repeat(201)}), "VALIDATION_ERROR"),
        (json!({"name": "nul\u{0}"}), "VALIDATION_ERROR"),
        (json!({"image": "i".repeat(2001)}), "VALIDATION_ERROR"),
        (json!({"email": "new@example.com"}), "EMAIL_CAN_NOT_BE_UPDATED"),
        (json!({}), "NO_FIELDS_TO_UPDATE"),
        (json!({"favouriteColour": "blue"}), "NO_FIELDS_TO_UPDATE"),
    ] {
        browser.post(UPDATE, change).await.refused(400, code);
    }
    for (field, value, code) in [
        ("name", json!(null), "INVALID_TYPE"),
        ("image", json!(1), "INVALID_TYPE"),
        ("name", json!("nul\u{0}"), "INVALID_CHARACTER"),
        ("image", json!("nul\u{0}"), "INVALID_CHARACTER"),
        ("name", json!("n".repeat(201)), "TOO_LONG"),
        ("image", json!("i".repeat(2001)), "TOO_LONG"),
        ("timeZone", json!("Mars/Olympus"), "INVALID"),
    ] {
        browser.post(UPDATE, json!({field: value})).await.refused_account_field(field, code);
    }
    server.anonymous().post(UPDATE, json!({"name": "x"})).await.refused(401, "UNAUTHORIZED");
}
