//! Reminders: kept with their task, delivered once.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tests::{Person, Server, eventually, on_both_databases};

on_both_databases!(
    they_are_kept_replaced_and_emptied,
    wrong_ones_are_refused,
    what_is_due_is_delivered_once,
    they_follow_the_due_date,
    what_is_done_or_gone_is_not_reminded_of,
    the_next_occurrence_has_those_before_its_date,
    tools_know_them,
);

fn path(task: &Value) -> String {
    format!("/api/me/tasks/{}", task["id"])
}

fn soon(milliseconds: i64) -> DateTime<Utc> {
    Utc::now() + TimeDelta::milliseconds(milliseconds)
}

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap_or_else(|| panic!("{value} is no time")).parse().unwrap()
}

async fn claim(ada: &Person) -> Value {
    ada.post("/api/me/reminders/claim", Value::Null).await.ok(200)
}

async fn listed(ada: &Person) -> Vec<Value> {
    ada.get("/api/me/reminders").await.ok(200)["reminders"].as_array().unwrap().clone()
}

async fn they_are_kept_replaced_and_emptied(server: &Server) {
    let ada = server.person("ada").await;
    let both = json!([{"minutes_before": 10}, {"at": "2027-03-01T09:00:00Z"}]);
    let given = json!([{"minutes_before": 10}, {"at": "2027-03-01T10:00:00+01:00"}, {"minutes_before": 10}]);
    let due = "2027-03-01T17:00:00Z";
    let task = ada.create(json!({"title": "Dentist", "due_at": due, "reminders": given})).await;
    assert_eq!(task["reminders"], both, "each once, in the order given");
    assert_eq!(ada.get("/api/me/tasks").await.ok(200)[0]["reminders"], both);
    let renamed = ada.put(&path(&task), json!({"title": "The dentist"})).await.ok(200);
    assert_eq!(renamed["reminders"], both);
    let at: Vec<Value> = listed(&ada).await.iter().map(|one| one["at"].clone()).collect();
    assert_eq!(at, ["2027-03-01T09:00:00Z", "2027-03-01T16:50:00Z"]);
    let replaced = ada.put(&path(&task), json!({"reminders": [{"minutes_before": 0}]})).await.ok(200);
    assert_eq!(replaced["reminders"], json!([{"minutes_before": 0}]));
    for empty in [Value::Null, json!([])] {
        ada.put(&path(&task), json!({"reminders": both})).await.ok(200);
        let emptied = ada.put(&path(&task), json!({"reminders": empty})).await.ok(200);
        assert_eq!(emptied["reminders"], Value::Null, "left out where there is none");
        assert_eq!(listed(&ada).await, [] as [Value; 0]);
    }
}

async fn wrong_ones_are_refused(server: &Server) {
    let ada = server.person("ada").await;
    let many: Vec<Value> = (0..11).map(|n| json!({"minutes_before": n})).collect();
    for (reminders, code) in [
        (json!([{"minutes_before": -1}]), "OUT_OF_RANGE"),
        (json!([{"minutes_before": 525_601}]), "OUT_OF_RANGE"),
        (json!(many), "TOO_MANY"),
        (json!([{"at": "2027-03-01T09:00:00Z", "minutes_before": 1}]), "INVALID_TYPE"),
        (json!([{}]), "INVALID_TYPE"),
        (json!([{"at": "soon"}]), "INVALID_TYPE"),
        (json!({"minutes_before": 1}), "INVALID_TYPE"),
    ] {
        let answer = ada.post("/api/me/tasks", json!({"title": "x", "reminders": reminders})).await;
        let fields = answer.ok(422)["errors"].clone();
        assert!(fields[0]["field"].as_str().unwrap().starts_with("reminders"), "{reminders}: {fields}");
        assert_eq!(fields[0]["code"], code, "{reminders}");
    }
}

async fn what_is_due_is_delivered_once(server: &Server) {
    let ada = server.person("ada").await;
    let bob = server.person("bob").await;
    assert_eq!(claim(&ada).await, json!({"reminders": [], "next_at": null}));
    let (first, second) = (soon(700), soon(800));
    let later = soon(3_600_000);
    let reminders = json!([{"at": first}, {"at": second}, {"at": later}]);
    let task = ada.create(json!({"title": "Call mom", "reminders": reminders})).await;
    let waiting = claim(&ada).await;
    assert_eq!(waiting["reminders"], json!([]));
    let off = (time(&waiting["next_at"]) - first).num_milliseconds();
    assert_eq!(off, 0, "there is nothing to ask for before");
    // Nobody asks for a while: both are missed, and listed as such.
    let missed = eventually("both to be late", async || {
        let late: Vec<Value> =
            listed(&ada).await.into_iter().filter(|one| one["late_seconds"].as_i64() > Some(0)).collect();
        (late.len() == 2).then_some(late)
    })
    .await;
    assert_eq!(missed[0]["title"], "Call mom");
    // A change of something else keeps them.
    ada.put(&path(&task), json!({"description": "Ask about the cake"})).await.ok(200);
    assert_eq!(claim(&bob).await["reminders"], json!([]), "they are ada's");
    let before = ada.get(&path(&task)).await.ok(200);
    let version = ada.get("/api/me/tasks/version").await.ok(200);
    let claimed = claim(&ada).await;
    let delivered = claimed["reminders"].as_array().unwrap();
    assert_eq!(delivered.len(), 2, "{claimed}");
    for (reminder, at) in delivered.iter().zip([first, second]) {
        assert_eq!(reminder["task_id"], task["id"]);
        assert_eq!((time(&reminder["at"]) - at).num_milliseconds(), 0);
        assert!(reminder["late_seconds"].as_i64() > Some(0), "{reminder}");
    }
    assert_eq!((time(&claimed["next_at"]) - later).num_milliseconds(), 0);
    assert_eq!(claim(&ada).await["reminders"], json!([]), "once");
    assert_eq!(listed(&ada).await.len(), 1, "the one to come");
    assert_eq!(ada.get(&path(&task)).await.ok(200), before, "the task is as it was");
    assert_eq!(ada.get("/api/me/tasks/version").await.ok(200), version);
}

async fn they_follow_the_due_date(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Dentist", "reminders": [{"minutes_before": 30}]})).await;
    assert_eq!(listed(&ada).await, [] as [Value; 0], "there is nothing to be before");
    for (due, at) in [
        (json!("2027-03-01T17:00:00Z"), Some("2027-03-01T16:30:00Z")),
        (json!("2027-03-02T08:00:00Z"), Some("2027-03-02T07:30:00Z")),
        (Value::Null, None),
        (json!("2020-03-02T08:00:00Z"), None),
    ] {
        ada.put(&path(&task), json!({"due_at": due})).await.ok(200);
        let shown: Vec<Value> = listed(&ada).await.iter().map(|one| one["at"].clone()).collect();
        assert_eq!(shown, Vec::from_iter(at), "due {due}");
        let next = claim(&ada).await["next_at"].clone();
        assert_eq!(next.as_str(), at, "due {due}");
    }
}

async fn what_is_done_or_gone_is_not_reminded_of(server: &Server) {
    let ada = server.person("ada").await;
    let new = |title: &str| json!({"title": title, "reminders": [{"at": soon(1500)}]});
    let (done, gone, open) =
        (ada.create(new("Done")).await, ada.create(new("Gone")).await, ada.create(new("Open")).await);
    ada.put(&path(&done), json!({"completed": true})).await.ok(200);
    ada.delete(&path(&gone)).await.ok(204);
    let claimed = eventually("the reminder", async || {
        let claimed = claim(&ada).await["reminders"].as_array().unwrap().clone();
        (!claimed.is_empty()).then_some(claimed)
    })
    .await;
    assert_eq!(claimed.len(), 1, "{claimed:?}");
    assert_eq!(claimed[0]["task_id"], open["id"]);
    // Reopened when it is past, it is not reminded of either.
    ada.put(&path(&done), json!({"completed": false})).await.ok(200);
    assert_eq!(claim(&ada).await, json!({"reminders": [], "next_at": null}));
    let later = ada.put(&path(&done), json!({"reminders": [{"at": "2027-03-01T09:00:00Z"}]})).await.ok(200);
    ada.put(&path(&later), json!({"completed": true})).await.ok(200);
    assert_eq!(claim(&ada).await["next_at"], Value::Null);
    ada.put(&path(&later), json!({"completed": false})).await.ok(200);
    assert_eq!(claim(&ada).await["next_at"], "2027-03-01T09:00:00Z", "it is still to come");
}

async fn the_next_occurrence_has_those_before_its_date(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada
        .create(json!({
            "title": "Standup", "due_at": "2027-03-22T08:00:00Z", "recurrence": "FREQ=WEEKLY",
            "reminders": [{"minutes_before": 10}, {"at": "2027-03-21T20:00:00Z"}],
        }))
        .await;
    let next = ada.put(&path(&task), json!({"completed": true})).await.ok(200)["next_id"].clone();
    let next = ada.get(&format!("/api/me/tasks/{next}")).await.ok(200);
    assert_eq!(next["reminders"], json!([{"minutes_before": 10}]));
    let shown = listed(&ada).await;
    assert_eq!((shown.len(), &shown[0]["at"]), (1, &json!("2027-03-29T07:50:00Z")), "{shown:?}");
    ada.post(&format!("{}/skip", path(&next)), Value::Null).await.ok(200);
    assert_eq!(listed(&ada).await[0]["at"], "2027-04-05T07:50:00Z");
}

async fn tools_know_them(server: &Server) {
    let ada = server.person("ada").await;
    let program = ada.program("write").await;
    let given = json!({
        "title": "Dentist", "due_at": "2027-03-01T17:00:00Z", "remind_minutes_before": [10, 60],
        "remind_at": ["2027-03-01T10:00:00+01:00"],
    });
    let id = program.tool("add_task", given).await["task_id"].clone();
    let reminders = async || ada.get(&format!("/api/me/tasks/{id}")).await.ok(200)["reminders"].clone();
    let all = json!([{"at": "2027-03-01T09:00:00Z"}, {"minutes_before": 10}, {"minutes_before": 60}]);
    assert_eq!(reminders().await, all);
    program.tool("update_task", json!({"task_id": id, "priority": "high"})).await;
    assert_eq!(reminders().await, all);
    program.tool("update_task", json!({"task_id": id, "remind_minutes_before": [5]})).await;
    assert_eq!(reminders().await, json!([{"minutes_before": 5}]));
    program.tool("update_task", json!({"task_id": id, "clear": ["reminders"]})).await;
    assert_eq!(reminders().await, Value::Null);
    program.tool("add_tasks", json!({"titles": ["One", "Two"], "remind_at": ["2027-03-01T09:00:00Z"]})).await;
    assert_eq!(listed(&ada).await.len(), 2);
}
