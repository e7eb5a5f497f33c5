//! Sorting, and pages that lose and repeat nothing.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use std::cmp::Ordering;
use tests::{Person, Server, on_both_databases, url};

on_both_databases!(
    every_sort_and_order_is_as_said,
    pages_lose_and_repeat_nothing,
    a_cursor_outlives_its_task,
    a_cursor_of_no_time_is_refused,
    without_a_limit_everything_is_answered,
);

const SORTS: [&str; 5] = ["created_at", "updated_at", "due_at", "priority", "title"];

/// 25 tasks with ties in every column but the id.
async fn seed(ada: &Person) {
    for number in 0..25 {
        let due_at = match number % 4 {
            0 => Value::Null,
            day => json!(format!("2027-01-0{day}T10:00:00Z")),
        };
        let title = ["Beta", "alpha", "éclair", "Zeta", "alpha"][number % 5];
        let priority = ["low", "medium", "high"][number % 3];
        ada.create(json!({"title": title, "priority": priority, "due_at": due_at})).await;
    }
}

/// How the contract compares two tasks, ties left out.
fn compare(a: &Value, b: &Value, sort: &str) -> Ordering {
    let rank = |task: &Value| match task["priority"].as_str().unwrap() {
        "low" => 1,
        "medium" => 2,
        _ => 3,
    };
    match sort {
        "priority" => rank(a).cmp(&rank(b)),
        "title" => {
            a["title"].as_str().unwrap().to_lowercase().cmp(&b["title"].as_str().unwrap().to_lowercase())
        }
        // RFC 3339 in UTC with varying digits of a second: compare as times.
        _ => time(&a[sort]).cmp(&time(&b[sort])),
    }
}

fn time(value: &Value) -> chrono::DateTime<chrono::Utc> {
    value.as_str().unwrap().parse().unwrap()
}

async fn every_sort_and_order_is_as_said(server: &Server) {
    let ada = server.person("ada").await;
    seed(&ada).await;
    for sort in SORTS {
        for order in ["asc", "desc"] {
            let tasks = ada.get(&url("/api/me/tasks", &[("sort", sort), ("order", order)])).await.ok(200);
            let tasks = tasks.as_array().unwrap();
            assert_eq!(tasks.len(), 25);
            for pair in tasks.windows(2) {
                let (a, b) = (&pair[0], &pair[1]);
                if sort == "due_at" && (a[sort].is_null() || b[sort].is_null()) {
                    assert!(b[sort].is_null(), "{sort} {order}: without a due date comes last");
                    continue;
                }
                let compared = compare(a, b, sort);
                let compared = if order == "asc" { compared } else { compared.reverse() };
                assert_ne!(compared, Ordering::Greater, "{sort} {order}: {a} before {b}");
            }
        }
    }
    let newest_first = ada.get("/api/me/tasks").await.ok(200);
    let said = ada.get("/api/me/tasks?sort=created_at&order=desc").await.ok(200);
    assert_eq!(newest_first, said, "the default");
}

async fn pages_lose_and_repeat_nothing(server: &Server) {
    let ada = server.person("ada").await;
    seed(&ada).await;
    for sort in SORTS {
        for order in ["asc", "desc"] {
            let query = [("sort", sort), ("order", order)];
            let whole = ada.get(&url("/api/me/tasks", &query)).await.ok(200);
            let mut walked = Vec::new();
            let mut sizes = Vec::new();
            let mut next = Some(url("/api/me/tasks", &[&query[..], &[("limit", "4")]].concat()));
            while let Some(path) = next {
                let answer = ada.get(&path).await;
                let page = answer.ok(200);
                sizes.push(page.as_array().unwrap().len());
                walked.extend(page.as_array().unwrap().clone());
                next = answer.next_page();
            }
            assert_eq!(sizes, [4, 4, 4, 4, 4, 4, 1], "{sort} {order}");
            assert_eq!(Value::from(walked), whole, "{sort} {order}");
        }
    }
    // A page that is just full has no next one; filters travel along in the link.
    let answer = ada.get("/api/me/tasks?limit=25").await;
    assert_eq!((answer.ok(200).as_array().unwrap().len(), answer.next_page()), (25, None));
    let first = ada.get("/api/me/tasks?priority=high&limit=5").await;
    let second = ada.get(&first.next_page().expect("8 are high")).await;
    let seen = [first.ok(200), second.ok(200)].map(|page| page.as_array().unwrap().clone()).concat();
    assert_eq!(seen.len(), 8);
    assert!(seen.iter().all(|task| task["priority"] == "high"));
}

async fn a_cursor_outlives_its_task(server: &Server) {
    let ada = server.person("ada").await;
    for title in ["a", "b", "c", "d"] {
        ada.create(json!({"title": title})).await;
    }
    let first = ada.get("/api/me/tasks?sort=title&order=asc&limit=2").await;
    let last_of_page = first.ok(200)[1]["id"].clone();
    ada.delete(&format!("/api/me/tasks/{last_of_page}")).await.ok(204);
    ada.create(json!({"title": "aa"})).await;
    assert_eq!(ada.titles(&first.next_page().unwrap()).await, ["c", "d"]);

    let cursor = first.next_page().unwrap();
    let elsewhere = cursor.replace("order=asc", "order=desc");
    ada.get(&elsewhere).await.refused_field("cursor", "INVALID_CURSOR");
}

async fn without_a_limit_everything_is_answered(server: &Server) {
    let ada = server.person("ada").await;
    for number in 0..205 {
        ada.create(json!({"title": format!("task {number}")})).await;
    }
    let answer = ada.get("/api/me/tasks").await;
    assert_eq!((answer.ok(200).as_array().unwrap().len(), answer.next_page()), (205, None));
    let answer = ada.get("/api/me/tasks?limit=200").await;
    assert_eq!(answer.ok(200).as_array().unwrap().len(), 200);
    assert_eq!(ada.get(&answer.next_page().unwrap()).await.ok(200).as_array().unwrap().len(), 5);
}

async fn a_cursor_of_no_time_is_refused(server: &Server) {
    let ada = server.person("ada").await;
    for sort in ["created_at", "due_at"] {
        for time in ["-8300000000000000000", "253402300800000000", "9223372036854775807"] {
            let cursor = format!(r#"{{"sort":"{sort}","order":"asc","id":1,"time":{time}}}"#);
            let cursor = BASE64URL_NOPAD.encode(cursor.as_bytes());
            let query = [("sort", sort), ("order", "asc"), ("cursor", cursor.as_str())];
            ada.get(&url("/api/me/tasks", &query)).await.refused_field("cursor", "INVALID_CURSOR");
        }
    }
}
