//! Undoing by asking the assistant.

use super::tasks;
use serde_json::{Value, json};
use tests::{Person, Server, on_both_databases};

on_both_databases!(
    what_a_message_did_is_undone_as_one_step,
    a_task_is_brought_back_by_its_name,
    what_is_not_clear_is_asked_about,
    it_answers_in_the_language_of_the_message,
);

async fn say(ada: &Person, message: &str) -> Value {
    ada.post("/api/me/chat", json!({"message": message})).await.ok(200)
}

async fn go_on(ada: &Person, conversation: &Value, message: &str) -> Value {
    let body = json!({"message": message, "conversation_id": conversation["conversation_id"]});
    ada.post("/api/me/chat", body).await.ok(200)
}

#[track_caller]
fn says(answer: &Value, words: &[&str]) {
    let response = answer["response"].as_str().unwrap();
    assert!(words.iter().all(|word| response.contains(word)), "{words:?} in {response}");
}

async fn what_a_message_did_is_undone_as_one_step(server: &Server) {
    let ada = server.person("ada").await;
    let empty = tasks(server, &ada).await;
    say(&ada, "add buy milk; add call mom").await;
    let added = tasks(server, &ada).await;
    for title in ["One", "Two", "Three", "Four"] {
        let task = ada.create(json!({"title": title})).await;
        ada.patch(&format!("/api/me/tasks/{}/complete", task["id"]), Value::Null).await.ok(200);
    }
    let full = tasks(server, &ada).await;
    let asked = say(&ada, "clear completed tasks").await;
    assert_eq!(asked["changes"], json!([]));
    assert_eq!(go_on(&ada, &asked, "yes").await["changes"].as_array().unwrap().len(), 4);
    let answer = say(&ada, "undo").await;
    says(&answer, &["Undone", "“One” is back", "“Four” is back"]);
    let kinds: Vec<&Value> =
        answer["changes"].as_array().unwrap().iter().map(|change| &change["change"]).collect();
    assert_eq!(kinds, ["created"; 4]);
    assert_eq!(answer["tool_calls"][0]["name"], "undo");
    assert_eq!(tasks(server, &ada).await, full);
    says(&say(&ada, "redo").await, &["Done again", "“One” is gone"]);
    assert_eq!(tasks(server, &ada).await, added, "the four are gone again");
    says(&say(&ada, "undo the last 9 things").await, &["“One” is back", "“One” is open", "“One” is gone"]);
    assert_eq!(tasks(server, &ada).await, added);
    says(&say(&ada, "undo that").await, &["Buy milk", "Call mom"]);
    assert_eq!(tasks(server, &ada).await, empty);
    says(&say(&ada, "undo").await, &["nothing to undo"]);
}

async fn a_task_is_brought_back_by_its_name(server: &Server) {
    let ada = server.person("ada").await;
    let dentist = ada.create(json!({"title": "Call the dentist", "tags": ["health"]})).await;
    let path = format!("/api/me/tasks/{}", dentist["id"]);
    ada.create(json!({"title": "Dentist bill"})).await;
    ada.delete(&path).await.ok(204);
    ada.create(json!({"title": "Something else"})).await;
    let answer = say(&ada, "bring back the dentist task").await;
    says(&answer, &["“Call the dentist” is back"]);
    assert_eq!(ada.get(&path).await.ok(200), dentist);
    says(&go_on(&ada, &answer, "complete it").await, &["Call the dentist"]);
    say(&ada, &format!("undo task {}", dentist["id"])).await;
    assert_eq!(ada.get(&path).await.ok(200), dentist);
    says(&say(&ada, "restore the umbrella").await, &["found nothing", "umbrella"]);
    assert_eq!(ada.titles("/api/me/tasks").await.len(), 3, "and nothing was changed");
}

async fn what_is_not_clear_is_asked_about(server: &Server) {
    let ada = server.person("ada").await;
    let mut ids = Vec::new();
    for title in ["Water the plants", "Water the lawn"] {
        let task = ada.create(json!({"title": title})).await;
        ada.delete(&format!("/api/me/tasks/{}", task["id"])).await.ok(204);
        ids.push(task["id"].clone());
    }
    let asked = say(&ada, "bring back the water task").await;
    says(&asked, &["Which one", "Water the plants", "Water the lawn"]);
    assert_eq!(asked["changes"], json!([]));
    says(&go_on(&ada, &asked, "the plants").await, &["“Water the plants” is back"]);
    let asked = say(&ada, "bring back the lwan task").await;
    says(&asked, &["Which one", "Water the lawn"]);
    says(&go_on(&ada, &asked, &ids[1].to_string()).await, &["“Water the lawn” is back"]);
    let refused = say(&ada, "undo the last 500 things").await;
    assert_eq!((&refused["changes"], &refused["tool_calls"][0]["is_error"]), (&json!([]), &json!(true)));
}

async fn it_answers_in_the_language_of_the_message(server: &Server) {
    let ada = server.person("ada").await;
    ada.create(json!({"title": "دودھ"})).await;
    says(&say(&ada, "واپس لو").await, &["واپس لے لیا", "دودھ"]);
    says(&say(&ada, "دوبارہ کرو").await, &["دوبارہ کر دیا", "واپس آ گیا"]);
    says(&say(&ada, "undo karo").await, &["Wapas le liya"]);
    says(&say(&ada, "dobara karo").await, &["Dobara kar diya", "wapas aa gaya"]);
    says(&say(&ada, "dobara karo").await, &["Dobara karne ko kuch nahi"]);
    assert_eq!(ada.titles("/api/me/tasks").await, ["دودھ"]);
}
