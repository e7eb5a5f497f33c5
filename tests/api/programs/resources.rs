//! Tasks as resources, and prompts.

use serde_json::{Value, json};
use tests::{Database, Server, on_both_databases};

on_both_databases!(tasks_can_be_attached, prompts_bring_their_tasks_along);

async fn tasks_can_be_attached(server: &Server) {
    let ada = server.person("ada").await;
    let later = ada.create(json!({"title": "Later"})).await;
    ada.create(json!({"title": "Late", "due_at": "2020-01-01T00:00:00Z"})).await;
    let program = ada.program("read").await;
    let list = program.result("resources/list", json!({})).await;
    let uris: Vec<&Value> = list["resources"].as_array().unwrap().iter().map(|one| &one["uri"]).collect();
    assert_eq!(uris, ["todo://tasks", "todo://today"]);
    let templates = program.result("resources/templates/list", json!({})).await;
    assert_eq!(templates["resourceTemplates"][0]["uriTemplate"], "todo://tasks/{task_id}");
    let read = async |uri: &str| {
        let result = program.result("resources/read", json!({"uri": uri})).await;
        let content = &result["contents"][0];
        assert_eq!((&content["uri"], &content["mimeType"]), (&json!(uri), &json!("application/json")));
        serde_json::from_str::<Value>(content["text"].as_str().unwrap()).unwrap()
    };
    let tasks = read("todo://tasks").await;
    assert_eq!((&tasks[0]["title"], &tasks[1]["title"]), (&json!("Late"), &json!("Later")));
    assert_eq!(read("todo://today").await["overdue"][0]["title"], "Late");
    assert_eq!(read(&format!("todo://tasks/{}", later["id"])).await, later);
    for uri in ["todo://tasks/999", "todo://tasks/x", "todo://nothing", "file:///etc/passwd"] {
        let answer = program.rpc("resources/read", json!({"uri": uri})).await.json();
        assert_eq!(answer["error"]["code"], -32002, "{uri}: {answer}");
    }
}

async fn prompts_bring_their_tasks_along(server: &Server) {
    let ada = server.person("ada").await;
    ada.create(json!({"title": "Water the plants", "due_at": "2020-01-01T00:00:00Z"})).await;
    let program = ada.program("read").await;
    let list = program.result("prompts/list", json!({})).await;
    let names: Vec<&Value> = list["prompts"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["plan_my_day", "weekly_review"]);
    for (name, arguments) in [("plan_my_day", json!({"date": "2026-11-25"})), ("weekly_review", json!({}))] {
        let prompt = program.result("prompts/get", json!({"name": name, "arguments": arguments})).await;
        let messages = prompt["messages"].as_array().unwrap();
        assert!(messages.iter().all(|message| message["role"] == "user"), "{prompt}");
        assert!(messages[1]["content"]["text"].as_str().unwrap().contains("Water the plants"), "{prompt}");
    }
    for params in [json!({"name": "unknown"}), json!({"name": "plan_my_day", "arguments": {"date": "soon"}})]
    {
        assert_eq!(program.rpc("prompts/get", params).await.json()["error"]["code"], -32602);
    }
}

#[tokio::test]
async fn reading_a_task_counts_like_a_tool() {
    let server = Server::with(Database::sqlite(), &[("RATE_LIMIT_TOOLS", "1/3600")]).await;
    let ada = server.person("ada").await;
    let uri = format!("todo://tasks/{}", ada.create(json!({"title": "Once"})).await["id"]);
    let program = ada.program("read").await;
    program.result("resources/read", json!({"uri": uri})).await;
    assert_eq!(server.record("tool_call").await["tool"], "task");
    let refused = program.rpc("resources/read", json!({"uri": uri})).await.json();
    assert_eq!(refused["error"]["data"]["code"], "TOO_MANY_REQUESTS", "{refused}");
}
