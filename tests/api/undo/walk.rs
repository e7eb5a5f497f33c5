//! A random walk of changes by every door, undone to its start and redone to its end.

use super::{redo, tasks, undo};
use serde_json::{Value, json};
use tests::{Client, Person, Server, on_both_databases};

on_both_databases!(a_walk_is_undone_to_its_start_and_redone_to_its_end);

const STEPS: usize = 60;

async fn a_walk_is_undone_to_its_start_and_redone_to_its_end(server: &Server) {
    let ada = server.person("ada").await;
    let program = ada.program("write").await;
    let seed = std::time::UNIX_EPOCH.elapsed().unwrap().subsec_nanos();
    let mut dice = Dice(u64::from(seed) | 1);
    let mut states = vec![tasks(server, &ada).await];
    for step in 0..STEPS {
        let done = walk(&ada, &program, &mut dice).await;
        states.push(tasks(server, &ada).await);
        assert_ne!(states[step], states[step + 1], "{done} (seed {seed})");
    }
    for state in states.iter().rev().skip(1) {
        let answer = undo(&ada, json!({})).await;
        assert_eq!(answer["conflicts"], json!([]), "seed {seed}");
        assert_eq!(&tasks(server, &ada).await, state, "seed {seed}: {answer}");
    }
    for state in &states[1..] {
        let answer = redo(&ada, json!({})).await;
        assert_eq!(answer["conflicts"], json!([]), "seed {seed}");
        assert_eq!(&tasks(server, &ada).await, state, "seed {seed}: {answer}");
    }
    // All at once, by a tool; and by asking the assistant.
    assert_eq!(program.tool("undo", json!({"steps": STEPS})).await["conflicts"], json!([]));
    assert_eq!(tasks(server, &ada).await, states[0], "seed {seed}");
    assert_eq!(redo(&ada, json!({"steps": 100})).await["conflicts"], json!([]));
    assert_eq!(tasks(server, &ada).await, states[STEPS], "seed {seed}");
}

/// Makes one change, and says which.
async fn walk(ada: &Person, program: &Client, dice: &mut Dice) -> String {
    let all = ada.get("/api/me/tasks").await.ok(200);
    let all = all.as_array().unwrap();
    let open: Vec<&Value> =
        all.iter().filter(|task| task["completed"] == false).map(|task| &task["id"]).collect();
    let repeating: Vec<&Value> = all
        .iter()
        .filter(|task| task["completed"] == false && task["recurrence"].is_string())
        .map(|task| &task["id"])
        .collect();
    let any: Vec<&Value> = all.iter().map(|task| &task["id"]).collect();
    let title = format!("errand {}", dice.roll(1_000_000));
    let kind = dice.roll(19);
    match kind {
        0 => drop(ada.create(json!({"title": title, "tags": ["home"], "priority": "low"})).await),
        1 => drop(program.post("/api/me/tasks", json!({"title": title})).await.ok(201)),
        2 => drop(program.tool("add_task", json!({"title": title, "due_at": "2027-01-01T10:00:00Z"})).await),
        3 => drop(program.tool("add_tasks", json!({"titles": [title, "and one more"]})).await),
        4 => say(ada, &format!("add {title} tomorrow at 5pm")).await,
        5 if any.len() > 1 => {
            let (one, two) = dice.two(&any);
            drop(program.tool("delete_tasks", json!({"task_ids": [one, two]})).await);
        }
        6 if open.len() > 1 => {
            let (one, two) = dice.two(&open);
            drop(program.tool("complete_tasks", json!({"task_ids": [one, two]})).await);
        }
        7 if !open.is_empty() => say(ada, &format!("complete task {}", dice.pick(&open))).await,
        8 if !any.is_empty() => say(ada, &format!("delete task {}", dice.pick(&any))).await,
        9 if !any.is_empty() => {
            let changes = json!({"task_id": dice.pick(&any), "title": title, "priority": "high"});
            drop(program.tool("update_task", changes).await);
        }
        10 if !any.is_empty() => {
            let tags = json!({"task_id": dice.pick(&any), "add": [title], "remove": ["home"]});
            drop(program.tool("tag_task", tags).await);
        }
        11 if !any.is_empty() => {
            let path = format!("/api/me/tasks/{}", dice.pick(&any));
            drop(
                ada.put(&path, json!({"title": title, "due_at": null, "description": "text"})).await.ok(200),
            );
        }
        12 if !any.is_empty() => {
            let path = format!("/api/me/tasks/{}/complete", dice.pick(&any));
            drop(ada.patch(&path, Value::Null).await.ok(200));
        }
        13 if !any.is_empty() => {
            drop(ada.delete(&format!("/api/me/tasks/{}", dice.pick(&any))).await.ok(204));
        }
        14 => {
            let rule = if dice.roll(2) == 0 { "FREQ=DAILY" } else { "FREQ=WEEKLY;COUNT=3" };
            let reminders = json!([{"minutes_before": 10}, {"at": "2100-01-01T08:00:00Z"}]);
            let due = "2027-01-01T10:00:00Z";
            drop(
                ada.create(
                    json!({"title": title, "due_at": due, "recurrence": rule, "reminders": reminders}),
                )
                .await,
            );
        }
        15 if !repeating.is_empty() => {
            let id = dice.pick(&repeating);
            drop(ada.patch(&format!("/api/me/tasks/{id}/complete"), Value::Null).await.ok(200));
        }
        16 if repeating.len() > 1 => {
            let (one, two) = dice.two(&repeating);
            drop(program.tool("complete_tasks", json!({"task_ids": [one, two]})).await);
        }
        17 if !repeating.is_empty() => {
            let moved =
                format!("2027-01-{:02}T{:02}:{:02}:00Z", 1 + dice.roll(28), dice.roll(24), dice.roll(60));
            let moved = json!({"task_id": dice.pick(&repeating), "due_at": moved});
            drop(program.tool("reschedule_occurrence", moved).await);
        }
        18 if !any.is_empty() => {
            let reminders = json!([{"minutes_before": dice.roll(500_000)}]);
            let path = format!("/api/me/tasks/{}", dice.pick(&any));
            drop(ada.put(&path, json!({"reminders": reminders})).await.ok(200));
        }
        _ => say(ada, &format!("add {title}; add call mom")).await,
    }
    format!("{kind}: {title}")
}

async fn say(ada: &Person, message: &str) {
    let answer = ada.post("/api/me/chat", json!({"message": message})).await.ok(200);
    assert!(!answer["changes"].as_array().unwrap().is_empty(), "{message}: {answer}");
}

/// Xorshift: a walk can be repeated by its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())].clone()
    }

    fn two<T: Clone>(&mut self, of: &[T]) -> (T, T) {
        let first = self.roll(of.len());
        let second = (first + 1 + self.roll(of.len() - 1)) % of.len();
        (of[first].clone(), of[second].clone())
    }
}
