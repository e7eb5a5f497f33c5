//! What is not clear is asked about, and only a clear answer acts.

use serde_json::{Value, json};
use tests::{Person, Server, on_both_databases};

on_both_databases!(
    only_a_yes_deletes_everything,
    another_command_drops_the_question,
    a_no_to_candidates_deletes_none,
    a_guess_is_asked_about,
    it_is_nothing_when_nothing_was_shown,
    it_is_nothing_after_a_list_without_tasks,
    what_is_taken_back_or_doubted_changes_nothing,
    a_task_by_name_is_not_asked_about_for_what_stands_beside_it,
    due_by_a_later_day_is_not_overdue,
    what_was_shown_survives_a_failed_look_up,
    an_answer_says_what_was_done,
    a_time_alone_keeps_the_day,
    what_has_passed_waits_for_a_yes,
    a_correction_changes_what_was_just_added,
    a_repeat_is_kept_with_the_task,
    an_answer_is_in_the_language_of_the_message,
);

pub async fn say(ada: &Person, id: &Value, message: &str) -> Value {
    ada.post("/api/me/chat", json!({"message": message, "conversation_id": id})).await.ok(200)
}

pub async fn with_tasks(server: &Server, titles: &[&str]) -> Person {
    let ada = server.person("ada").await;
    for title in titles {
        ada.create(json!({"title": title})).await;
    }
    ada
}

pub fn words(answer: &Value) -> &str {
    answer["response"].as_str().unwrap()
}

const CHORES: [&str; 8] = ["Ape", "Bee", "Cat", "Dog", "Elk", "Fox", "Pay rent", "Gnu"];

async fn only_a_yes_deletes_everything(server: &Server) {
    let ada = with_tasks(server, &CHORES).await;
    let mut id = Value::Null;
    for no in [
        "absolutely not",
        "ok no",
        "ok cancel",
        "ok wait",
        "okay never mind",
        "yes no",
        "yeah nah",
        "yes, but not pay rent",
    ] {
        id = say(&ada, &id, "delete everything").await["conversation_id"].clone();
        let answer = say(&ada, &id, no).await;
        assert_eq!(answer["changes"], json!([]), "{no}: {answer:#}");
        assert!(words(&answer).contains("nothing was changed"), "{no}: {answer:#}");
        assert_eq!(say(&ada, &id, "yes").await["changes"], json!([]), "the question is gone after {no}");
    }
    // What is neither is asked about again.
    say(&ada, &id, "delete everything").await;
    for unclear in ["yes?", "yes if they are done", "yes to the first only", "blue"] {
        let answer = say(&ada, &id, unclear).await;
        assert_eq!(answer["changes"], json!([]), "{unclear}: {answer:#}");
        assert!(words(&answer).contains("delete 8 tasks"), "{unclear}: {answer:#}");
    }
    assert_eq!(ada.titles("/api/me/tasks").await.len(), 8);
    let answer = say(&ada, &id, "Yes please, delete them all").await;
    assert_eq!(answer["changes"].as_array().unwrap().len(), 8, "{answer:#}");
}

async fn another_command_drops_the_question(server: &Server) {
    let ada = with_tasks(server, &CHORES).await;
    let id = say(&ada, &Value::Null, "delete everything").await["conversation_id"].clone();
    assert!(words(&say(&ada, &id, "ok show my tasks").await).contains("Pay rent"));
    assert_eq!(say(&ada, &id, "yes").await["changes"], json!([]));
    say(&ada, &id, "delete everything").await;
    assert_eq!(say(&ada, &id, "ok, add buy bread").await["changes"][0]["title"], "Buy bread");
    assert_eq!(say(&ada, &id, "yes").await["changes"], json!([]));
    assert_eq!(ada.titles("/api/me/tasks").await.len(), 9);
}

async fn a_no_to_candidates_deletes_none(server: &Server) {
    let ada = with_tasks(server, &["Team meeting", "Board meeting"]).await;
    let mut id = Value::Null;
    for no in ["no to both", "no to all", "both? no"] {
        id = say(&ada, &id, "delete meeting").await["conversation_id"].clone();
        let answer = say(&ada, &id, no).await;
        assert_eq!(answer["changes"], json!([]), "{no}: {answer:#}");
    }
    say(&ada, &id, "delete meeting").await;
    for unclear in ["is it the first one?", "yes", "blue"] {
        let answer = say(&ada, &id, unclear).await;
        assert_eq!(answer["changes"], json!([]), "{unclear}: {answer:#}");
        assert!(words(&answer).contains("Board meeting"), "{unclear}: {answer:#}");
    }
    assert_eq!(say(&ada, &id, "the second one").await["changes"].as_array().unwrap().len(), 1);
    assert_eq!(ada.titles("/api/me/tasks").await.len(), 1);
}

async fn a_guess_is_asked_about(server: &Server) {
    let ada = with_tasks(server, &["Start the car", "Send form 12", "Sell car", "Call mark"]).await;
    ada.create(json!({"title": "Read book", "description": "with milk"})).await;
    for (message, guess) in [
        ("delete art", "Start the car"),
        ("delete form 1", "Send form 12"),
        ("delete sell cart", "Sell car"),
        ("complete call mary", "Call mark"),
        ("delete milk", "Read book"),
    ] {
        let answer = say(&ada, &Value::Null, message).await;
        assert_eq!(answer["changes"], json!([]), "{message}: {answer:#}");
        assert!(words(&answer).contains(&format!("Did you mean “{guess}”?")), "{message}: {answer:#}");
        if guess == "Sell car" {
            let id = &answer["conversation_id"];
            assert_eq!(say(&ada, id, "no").await["changes"], json!([]));
            continue;
        }
        let answer = say(&ada, &answer["conversation_id"], "yes").await;
        assert_eq!(answer["changes"][0]["title"], guess, "{answer:#}");
    }
    let answer = say(&ada, &Value::Null, "delete the car").await;
    assert_eq!(answer["changes"][0]["title"], "Sell car", "a whole word acts: {answer:#}");
}

async fn it_is_nothing_when_nothing_was_shown(server: &Server) {
    let ada = with_tasks(server, &["Write the quarterly audit", "This one or the other one"]).await;
    for message in [
        "delete it",
        "complete it",
        "rename it to x",
        "make it high priority",
        "delete them",
        "remove this",
        "delete the one",
        "delete the other one",
        "delete the second one",
    ] {
        let answer = say(&ada, &Value::Null, message).await;
        assert_eq!(answer["changes"], json!([]), "{message}: {answer:#}");
        assert!(words(&answer).contains("Which task"), "{message}: {answer:#}");
    }
}

async fn it_is_nothing_after_a_list_without_tasks(server: &Server) {
    let ada = with_tasks(server, &[]).await;
    for message in ["delete it", "delete that one", "complete them", "delete the first one"] {
        let added = say(&ada, &Value::Null, "add buy milk").await;
        let id = &added["conversation_id"];
        let answer = say(&ada, id, "what's overdue?").await;
        assert!(words(&answer).contains("There are no such tasks."), "{answer:#}");
        let answer = say(&ada, id, message).await;
        assert_eq!(answer["changes"], json!([]), "{message}: {answer:#}");
        assert!(words(&answer).contains("Which task"), "{message}: {answer:#}");
    }
}

async fn what_is_taken_back_or_doubted_changes_nothing(server: &Server) {
    let ada = with_tasks(server, &["Buy milk", "Call mom", "Pay rent"]).await;
    for message in [
        "delete buy milk? no",
        "delete buy milk. wait, no",
        "delete buy milk, wait, no",
        "delete buy milk. stop",
        "delete buy milk? please don't",
        "delete buy milk. actually keep it",
        "delete buy milk? or should i keep it?",
        "complete call mom? not yet",
        "call mom is done? not really",
        "maybe delete buy milk",
        "delete 2 tasks",
        "delete two tasks",
        "delete my 2 tasks",
        "complete 3 tasks",
        "delete task 2, no 3",
        "delete all tasks",
        "complete everything",
    ] {
        let answer = say(&ada, &Value::Null, message).await;
        assert_eq!(answer["changes"], json!([]), "{message}: {answer:#}");
    }
    for (message, change) in [
        ("complete call mom. don't forget!", "completed"),
        ("please delete pay rent. thanks", "deleted"),
        ("add feed the cat. no rush", "created"),
    ] {
        let answer = say(&ada, &Value::Null, message).await;
        assert_eq!(answer["changes"][0]["change"], change, "{message}: {answer:#}");
    }
}

async fn a_task_by_name_is_not_asked_about_for_what_stands_beside_it(server: &Server) {
    let ada = with_tasks(server, &["Write the report", "Buy bread", "Call mom"]).await;
    for (message, changes) in [
        ("mark the report as done and add buy milk", json!(["completed", "created"])),
        ("delete the bread task and add feed the cat", json!(["deleted", "created"])),
        ("show my tasks and mark call mom as done", json!(["completed"])),
    ] {
        let answer = say(&ada, &Value::Null, message).await;
        let done: Vec<&Value> =
            answer["changes"].as_array().unwrap().iter().map(|change| &change["change"]).collect();
        assert_eq!(json!(done), changes, "{message}: {answer:#}");
    }
}

async fn due_by_a_later_day_is_not_overdue(server: &Server) {
    let ada = server.person("ada").await;
    say(&ada, &Value::Null, "add pay rent tomorrow").await;
    for message in ["what is due by the day after tomorrow?", "how many tasks are due before next month?"] {
        let answer = say(&ada, &Value::Null, message).await;
        assert!(!words(&answer).contains("overdue"), "{message}: {answer:#}");
    }
}

async fn what_was_shown_survives_a_failed_look_up(server: &Server) {
    let ada = with_tasks(server, &["Ape", "Bee"]).await;
    let shown = say(&ada, &Value::Null, "show my tasks").await;
    let id = &shown["conversation_id"];
    let second = shown["tool_calls"][0]["result"][1]["title"].clone();
    assert!(words(&say(&ada, id, "delete the elephant task").await).contains("no task like"));
    let answer = say(&ada, id, "complete the second one").await;
    assert_eq!(answer["changes"][0]["title"], second, "{answer:#}");
}

async fn an_answer_says_what_was_done(server: &Server) {
    let ada = with_tasks(server, &["Ape", "Bee", "Cat"]).await;
    let milk = ada.create(json!({"title": "Buy milk"})).await["id"].clone();
    let id = say(&ada, &Value::Null, "delete everything").await["conversation_id"].clone();
    ada.put(&format!("/api/me/tasks/{milk}"), json!({"title": "Renamed to precious"})).await.ok(200);
    let answer = say(&ada, &id, "yes").await;
    assert!(words(&answer).contains("Renamed to precious"), "it asks again: {answer:#}");
    assert_eq!(answer["changes"], json!([]));
    let answer = say(&ada, &id, "yes").await;
    assert!(words(&answer).contains("Deleted “Renamed to precious”"), "{answer:#}");

    ada.create(json!({"title": "Open"})).await;
    let answer = say(&ada, &id, "mark everything as not done").await;
    assert_eq!(answer["changes"], json!([]), "{answer:#}");
    assert!(words(&answer).contains("no completed task"), "{answer:#}");

    say(&ada, &id, "complete open").await;
    let answer = say(&ada, &id, "what did I complete yesterday").await;
    assert!(!words(&answer).contains("Open"), "{answer:#}");
    let answer = say(&ada, &id, "what did I complete today").await;
    assert!(words(&answer).contains("Open"), "{answer:#}");
}

async fn a_time_alone_keeps_the_day(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Doctor", "due_at": "2099-12-04T15:00:00Z"})).await;
    let message = json!({"message": "move doctor to 4pm", "time_zone": "UTC"});
    ada.post("/api/me/chat", message).await.ok(200);
    let task = ada.get(&format!("/api/me/tasks/{}", task["id"])).await.ok(200);
    assert_eq!(task["due_at"], "2099-12-04T16:00:00Z");
}

async fn what_has_passed_waits_for_a_yes(server: &Server) {
    let ada = with_tasks(server, &[]).await;
    let answer = say(&ada, &Value::Null, "add call bob yesterday").await;
    assert_eq!(answer["changes"], json!([]), "{answer:#}");
    assert!(words(&answer).contains("has passed"), "{answer:#}");
    let answer = say(&ada, &answer["conversation_id"], "yes").await;
    assert_eq!(answer["changes"][0]["title"], "Call bob", "{answer:#}");
}

async fn a_correction_changes_what_was_just_added(server: &Server) {
    let ada = with_tasks(server, &["Pay rent"]).await;
    let added = say(&ada, &Value::Null, "add call bob tomorrow").await;
    let answer = say(&ada, &added["conversation_id"], "no, i meant in 3 days").await;
    assert_eq!(answer["changes"][0]["task_id"], added["changes"][0]["task_id"], "{answer:#}");
}

async fn a_repeat_is_kept_with_the_task(server: &Server) {
    let ada = with_tasks(server, &[]).await;
    let added = say(&ada, &Value::Null, "add swim every weekday at 9, remind me 10 minutes before").await;
    assert!(words(&added).contains("reminder 10 minutes before"), "{added:#}");
    let tasks = ada.get("/api/me/tasks").await.ok(200);
    assert_eq!(tasks[0]["reminders"], json!([{"minutes_before": 10}]), "{tasks:#}");
    assert_eq!(tasks[0]["recurrence"], "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "{tasks:#}");
    let id = &tasks[0]["id"];
    say(&ada, &Value::Null, &format!("stop repeating task {id}")).await;
    let tasks = ada.get("/api/me/tasks").await.ok(200);
    assert_eq!(tasks[0]["recurrence"], Value::Null, "{tasks:#}");
}

async fn an_answer_is_in_the_language_of_the_message(server: &Server) {
    let ada = with_tasks(server, &[]).await;
    let answer = say(&ada, &Value::Null, "کل دودھ خریدنا شامل کرو").await;
    assert!(words(&answer).contains("«دودھ خریدنا» شامل کر دیا، وقت: کل"), "{answer:#}");
    let answer = say(&ada, &Value::Null, "mere kaam dikhao").await;
    assert!(words(&answer).contains("Aap ka 1 kaam hai"), "{answer:#}");
}
