//! What a text is understood as, for a field that shows it while it is typed.

use serde_json::{Value, json};
use tests::{Server, on_both_databases};

on_both_databases!(
    a_text_is_understood_as_the_program_prints_it,
    a_field_that_adds_takes_every_text_for_a_task,
    the_account_says_the_zone_that_is_not_named,
    what_cannot_be_understood_is_refused,
    nothing_changes,
);

async fn a_text_is_understood_as_the_program_prints_it(server: &Server) {
    let ada = server.person("ada").await;
    for text in [
        "add buy milk #shopping, high priority",
        "show my overdue tasks",
        "what's the weather",
        "kaam 3 mita do",
    ] {
        let answer = ada.post("/api/me/understand", json!({"text": text, "time_zone": "UTC"})).await.ok(200);
        let printed = tests::Program::new(&["understand", text]).run().await;
        assert_eq!(answer, serde_json::from_str::<Value>(&printed.stdout).unwrap(), "{text}");
    }
}

async fn a_field_that_adds_takes_every_text_for_a_task(server: &Server) {
    let ada = server.person("ada").await;
    for (text, titles) in [
        ("buy milk tomorrow at 5pm", vec!["Buy milk"]),
        ("delete the old branch", vec!["Delete the old branch"]),
        ("salt and pepper", vec!["Salt and pepper"]),
        ("add eggs, flour and butter", vec!["Eggs", "Flour", "Butter"]),
        ("milk", vec!["Milk"]),
    ] {
        let answer = ada.post("/api/me/understand", json!({"text": text, "adds": true})).await.ok(200);
        let actions = answer["actions"].as_array().unwrap();
        let found: Vec<&str> = actions.iter().map(|action| action["title"].as_str().unwrap()).collect();
        assert_eq!(found, titles, "{text}: {answer}");
        assert!(
            actions.iter().all(|action| action["intent"] == "add") && answer["ask"].is_null(),
            "{answer}"
        );
    }
    let past =
        ada.post("/api/me/understand", json!({"text": "call bob yesterday", "adds": true})).await.ok(200);
    assert!(past["ask"].as_str().unwrap().contains("has passed"), "{past}");
    let nothing =
        ada.post("/api/me/understand", json!({"text": "tomorrow at 5", "adds": true})).await.ok(200);
    assert!(nothing["actions"][0]["title"].is_null() && nothing["ask"].is_string(), "{nothing}");
}

async fn the_account_says_the_zone_that_is_not_named(server: &Server) {
    let ada = server.person("ada").await;
    ada.cookie_client().post("/api/auth/update-user", json!({"timeZone": "Asia/Karachi"})).await.ok(200);
    let due = async |body| {
        let answer = ada.post("/api/me/understand", body).await.ok(200);
        answer["actions"][0]["due"].as_str().unwrap().to_owned()
    };
    let text = "call mom tomorrow at 5pm";
    assert!(due(json!({"text": text})).await.ends_with("T17:00:00+05:00"));
    assert!(due(json!({"text": text, "time_zone": "Asia/Tokyo"})).await.ends_with("T17:00:00+09:00"));
}

async fn what_cannot_be_understood_is_refused(server: &Server) {
    let ada = server.person("ada").await;
    let long = "a".repeat(4_001);
    for (body, field, code) in [
        (json!({"text": " "}), "text", "REQUIRED"),
        (json!({"text": long}), "text", "TOO_LONG"),
        (json!({"text": "a\u{0}"}), "text", "INVALID_CHARACTER"),
        (json!({"text": "a", "time_zone": "Nowhere"}), "time_zone", "INVALID"),
    ] {
        let answer = ada.post("/api/me/understand", body).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
        answer.refused_field(field, code);
    }
    let answer = server.anonymous().post("/api/me/understand", json!({"text": "a"})).await;
    assert_eq!(answer.status, 401);
    let bob = server.person("bob").await;
    let answer = bob.post(&format!("/api/{}/understand", ada.id), json!({"text": "a"})).await;
    assert_eq!(answer.status, 403);
}

async fn nothing_changes(server: &Server) {
    let ada = server.person("ada").await;
    ada.create(json!({"title": "Call mom"})).await;
    let before = ada.get("/api/me/tasks").await.ok(200);
    for text in ["delete call mom", "add milk", "clear my list", "yes"] {
        ada.post("/api/me/understand", json!({"text": text})).await.ok(200);
    }
    assert_eq!(ada.get("/api/me/tasks").await.ok(200), before);
}
