//! Tasks that repeat: completing one makes the next.

use serde_json::{Value, json};
use tests::{Person, Server, on_both_databases};

on_both_databases!(
    completing_makes_the_next_occurrence_by_every_door,
    reopening_takes_the_next_occurrence_back,
    a_next_occurrence_that_was_changed_stays,
    a_moved_occurrence_leaves_the_series_as_it_is,
    a_rule_that_comes_with_a_date_begins_the_series_anew,
    skipping_goes_on_to_the_next_occurrence,
    a_series_ends,
    repeats_may_be_reckoned_from_completion,
    nine_stays_nine_over_the_change_of_clocks,
    completed_many_times_at_once_it_goes_on_once,
);

const STANDUP: &str = "2027-03-22T08:00:00Z";

async fn standup(ada: &Person) -> Value {
    ada.create(json!({
        "title": "Standup", "description": "In the kitchen", "priority": "high", "tags": ["work"],
        "due_at": STANDUP, "recurrence": "FREQ=WEEKLY;BYDAY=MO;COUNT=5",
    }))
    .await
}

async fn in_berlin(server: &Server) -> Person {
    let ada = server.person("ada").await;
    let zone = json!({"timeZone": "Europe/Berlin"});
    ada.cookie_client().post("/api/auth/update-user", zone).await.ok(200);
    ada
}

fn path(task: &Value) -> String {
    format!("/api/me/tasks/{}", task["id"])
}

/// The occurrence that was made when this task was completed.
async fn after(ada: &Person, task: &Value) -> Value {
    let completed = ada.get(&path(task)).await.ok(200);
    assert_eq!(completed["completed"], true);
    ada.get(&format!("/api/me/tasks/{}", completed["next_id"])).await.ok(200)
}

async fn open(ada: &Person) -> Vec<Value> {
    ada.get("/api/me/tasks?status=pending").await.ok(200).as_array().unwrap().clone()
}

async fn completing_makes_the_next_occurrence_by_every_door(server: &Server) {
    let ada = in_berlin(server).await;
    let program = ada.program("write").await;
    for door in ["put", "toggle", "tool", "bulk", "update", "chat"] {
        let task = standup(&ada).await;
        let id = &task["id"];
        match door {
            "put" => drop(ada.put(&path(&task), json!({"completed": true})).await.ok(200)),
            "toggle" => drop(ada.patch(&format!("{}/complete", path(&task)), Value::Null).await.ok(200)),
            "tool" => {
                let said = program.tool("complete_task", json!({"task_id": id})).await;
                assert_eq!(said["status"], "completed");
                assert_eq!(said["next"]["due_at"], "2027-03-29T07:00:00Z", "{said}");
            }
            "bulk" => {
                let said = program.tool("complete_tasks", json!({"task_ids": [id]})).await;
                assert_eq!(said[0]["next"]["due_at"], "2027-03-29T07:00:00Z", "{said}");
            }
            "update" => {
                drop(program.tool("update_task", json!({"task_id": id, "completed": true})).await);
            }
            _ => {
                let message = json!({"message": format!("complete task {id}")});
                let said = ada.post("/api/me/chat", message).await.ok(200);
                let words = said["response"].as_str().unwrap();
                assert!(words.contains("Next on Monday 29 March 2027 at 09:00."), "{words}");
                let kinds: Vec<&Value> =
                    said["changes"].as_array().unwrap().iter().map(|change| &change["change"]).collect();
                assert_eq!(kinds, ["completed", "created"]);
            }
        }
        let next = after(&ada, &task).await;
        assert_ne!(next["id"], task["id"], "{door}");
        for (field, value) in [
            ("completed", json!(false)),
            ("due_at", json!("2027-03-29T07:00:00Z")),
            ("recurrence", json!("FREQ=WEEKLY;BYDAY=MO;COUNT=4")),
            ("repeat_from", json!("due")),
        ] {
            assert_eq!(next[field], value, "{field} by {door}");
        }
        for field in ["title", "description", "priority", "tags"] {
            assert_eq!(next[field], task[field], "{field} by {door}");
        }
        assert_eq!(open(&ada).await.len(), 1, "one goes on, by {door}");
        // Done already: nothing more is made.
        ada.put(&path(&task), json!({"completed": true})).await.ok(200);
        program.tool("complete_task", json!({"task_id": id})).await;
        assert_eq!(open(&ada).await, std::slice::from_ref(&next), "{door}");
        ada.delete(&path(&next)).await.ok(204);
    }
}

async fn reopening_takes_the_next_occurrence_back(server: &Server) {
    let ada = in_berlin(server).await;
    let task = standup(&ada).await;
    for _ in 0..3 {
        ada.patch(&format!("{}/complete", path(&task)), Value::Null).await.ok(200);
        let next = after(&ada, &task).await;
        let reopened = ada.patch(&format!("{}/complete", path(&task)), Value::Null).await.ok(200);
        assert_eq!(reopened["next_id"], Value::Null);
        assert_eq!(reopened["due_at"], task["due_at"]);
        ada.get(&path(&next)).await.refused(404, "NOT_FOUND");
        assert_eq!(open(&ada).await.len(), 1);
    }
}

async fn a_next_occurrence_that_was_changed_stays(server: &Server) {
    let ada = in_berlin(server).await;
    let task = standup(&ada).await;
    ada.put(&path(&task), json!({"completed": true})).await.ok(200);
    let next = after(&ada, &task).await;
    let next = ada.put(&path(&next), json!({"description": "In the hall"})).await.ok(200);
    ada.put(&path(&task), json!({"completed": false})).await.ok(200);
    assert_eq!(ada.get(&path(&next)).await.ok(200), next);
    ada.put(&path(&task), json!({"completed": true})).await.ok(200);
    assert_eq!(open(&ada).await, std::slice::from_ref(&next), "the series goes on there already");
    // Once that one is gone, the series goes on from here.
    ada.delete(&path(&next)).await.ok(204);
    ada.put(&path(&task), json!({"completed": false})).await.ok(200);
    ada.put(&path(&task), json!({"completed": true})).await.ok(200);
    assert_eq!(open(&ada).await.len(), 1);
}

async fn a_moved_occurrence_leaves_the_series_as_it_is(server: &Server) {
    let ada = in_berlin(server).await;
    let program = ada.program("write").await;
    for door in ["rest", "tool"] {
        let task = standup(&ada).await;
        match door {
            "rest" => drop(ada.put(&path(&task), json!({"due_at": "2027-03-26T14:30:00Z"})).await.ok(200)),
            _ => {
                let moved = json!({"task_id": task["id"], "due_at": "2027-03-26T15:30:00+01:00"});
                program.tool("reschedule_occurrence", moved).await;
            }
        }
        let moved = ada.get(&path(&task)).await.ok(200);
        assert_eq!(
            (&moved["due_at"], &moved["recurrence"]),
            (&json!("2027-03-26T14:30:00Z"), &task["recurrence"])
        );
        ada.put(&path(&task), json!({"title": "Standup!", "completed": true})).await.ok(200);
        let next = after(&ada, &task).await;
        assert_eq!(next["due_at"], "2027-03-29T07:00:00Z", "{door}");
        ada.delete(&path(&next)).await.ok(204);
    }
    let once = ada.create(json!({"title": "Once", "due_at": STANDUP})).await;
    for tool in ["reschedule_occurrence", "skip_occurrence"] {
        let mut given = json!({"task_id": once["id"]});
        if tool == "reschedule_occurrence" {
            given["due_at"] = json!(STANDUP);
        }
        assert_eq!(program.tool_error(tool, given).await, "VALIDATION_FAILED");
    }
}

async fn a_rule_that_comes_with_a_date_begins_the_series_anew(server: &Server) {
    let ada = in_berlin(server).await;
    let task = standup(&ada).await;
    let anew = json!({"due_at": "2027-03-23T12:00:00Z", "recurrence": "FREQ=WEEKLY"});
    ada.put(&path(&task), anew).await.ok(200);
    ada.put(&path(&task), json!({"completed": true})).await.ok(200);
    assert_eq!(after(&ada, &task).await["due_at"], "2027-03-30T11:00:00Z");
}

async fn skipping_goes_on_to_the_next_occurrence(server: &Server) {
    let ada = in_berlin(server).await;
    let program = ada.program("write").await;
    let task = standup(&ada).await;
    let skipped = ada.post(&format!("{}/skip", path(&task)), Value::Null).await.ok(200);
    assert_eq!(skipped["id"], task["id"]);
    assert_eq!(skipped["due_at"], "2027-03-29T07:00:00Z");
    assert_eq!(skipped["recurrence"], "FREQ=WEEKLY;BYDAY=MO;COUNT=4");
    let night = json!({"title": "Backup", "due_at": "2027-03-27T01:30:00Z", "recurrence": "FREQ=DAILY"});
    let night = ada.create(night).await;
    for due in ["2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z"] {
        let skipped = ada.post(&format!("{}/skip", path(&night)), Value::Null).await.ok(200);
        assert_eq!(skipped["due_at"], due, "half past two, where the clocks have it");
    }
    ada.delete(&path(&night)).await.ok(204);
    let said = program.tool("skip_occurrence", json!({"task_id": task["id"]})).await;
    assert_eq!(said["due_at"], "2027-04-05T07:00:00Z");
    program.tool("stop_repeating", json!({"task_id": task["id"]})).await;
    let stopped = ada.get(&path(&task)).await.ok(200);
    assert_eq!((&stopped["recurrence"], &stopped["due_at"]), (&Value::Null, &json!("2027-04-05T07:00:00Z")));
    assert_eq!(stopped["repeat_from"], Value::Null);
    ada.post(&format!("{}/skip", path(&task)), Value::Null).await.refused_field("recurrence", "REQUIRED");
    ada.put(&path(&task), json!({"completed": true})).await.ok(200);
    ada.post(&format!("{}/skip", path(&task)), Value::Null).await.refused_field("completed", "COMPLETED");
    assert_eq!(open(&ada).await, [] as [Value; 0]);
}

async fn a_series_ends(server: &Server) {
    let ada = in_berlin(server).await;
    for rule in ["FREQ=DAILY;COUNT=1", "FREQ=DAILY;UNTIL=20270322", "FREQ=DAILY;UNTIL=20270322T080000Z"] {
        let task = ada.create(json!({"title": rule, "due_at": STANDUP, "recurrence": rule})).await;
        ada.post(&format!("{}/skip", path(&task)), Value::Null).await.refused_field("recurrence", "ENDED");
        let completed = ada.put(&path(&task), json!({"completed": true})).await.ok(200);
        assert_eq!(completed["next_id"], Value::Null);
        assert_eq!(open(&ada).await, [] as [Value; 0], "{rule}");
    }
}

async fn repeats_may_be_reckoned_from_completion(server: &Server) {
    let ada = in_berlin(server).await;
    let plants = json!({
        "title": "Water the plants", "due_at": "2020-01-01T08:00:00Z", "recurrence": "FREQ=DAILY;INTERVAL=3",
        "repeat_from": "completion",
    });
    let task = ada.create(plants).await;
    assert_eq!(task["repeat_from"], "completion");
    let completed = ada.put(&path(&task), json!({"completed": true})).await.ok(200);
    let next = after(&ada, &task).await;
    let time = |task: &Value, field: &str| {
        task[field].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap()
    };
    let hours = (time(&next, "due_at") - time(&completed, "completed_at")).num_hours();
    assert!((56..=82).contains(&hours), "three days on, at nine: {next}");
    assert_eq!(next["repeat_from"], "completion");
    let changed = ada.put(&path(&next), json!({"repeat_from": null})).await.ok(200);
    assert_eq!(changed["repeat_from"], "due");
    ada.put(&path(&next), json!({"repeat_from": "never"})).await.refused_field("repeat_from", "INVALID_TYPE");
}

async fn nine_stays_nine_over_the_change_of_clocks(server: &Server) {
    let ada = in_berlin(server).await;
    let mut task = ada
        .create(json!({"title": "Pills", "due_at": "2027-03-26T08:00:00Z", "recurrence": "FREQ=DAILY"}))
        .await;
    for due in ["2027-03-27T08:00:00Z", "2027-03-28T07:00:00Z", "2027-03-29T07:00:00Z"] {
        ada.put(&path(&task), json!({"completed": true})).await.ok(200);
        task = after(&ada, &task).await;
        assert_eq!(task["due_at"], due);
    }
}

async fn completed_many_times_at_once_it_goes_on_once(server: &Server) {
    let ada = in_berlin(server).await;
    let task = standup(&ada).await;
    let mut completing = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let (client, path) = ((*ada).clone(), path(&task));
        completing.spawn(async move {
            client.put(&path, json!({"completed": true})).await.ok(200)["next_id"].clone()
        });
    }
    let mut next = completing.join_all().await;
    next.dedup();
    assert_eq!(next.len(), 1, "all are told of the same one: {next:?}");
    assert_eq!(open(&ada).await.len(), 1);
}
