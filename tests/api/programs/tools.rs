//! Tools over MCP: the contract's names, arguments and results.

use serde_json::{Value, json};
use tests::{Database, Server, eventually, on_both_databases};

on_both_databases!(
    every_tool_says_what_it_does,
    the_contract_holds,
    mistakes_are_results_that_say_what_to_do,
    another_persons_tasks_are_not_found,
    null_leaves_an_argument_out,
    what_stays_as_it_was_is_no_change,
    a_summary_has_a_page_of_each_and_counts_them_all,
    many_tasks_at_once_want_a_yes,
);

async fn every_tool_says_what_it_does(server: &Server) {
    let program = server.person("ada").await.program("write").await;
    let list = program.result("tools/list", json!({})).await;
    let again = program.result("tools/list", json!({})).await;
    assert_eq!(list, again, "a stable order");
    let tools = list["tools"].as_array().unwrap();
    let hints = |name: &str| {
        let tool = tools.iter().find(|tool| tool["name"] == name).unwrap_or_else(|| panic!("no {name}"));
        let hint = |hint: &str| tool["annotations"][hint].as_bool().unwrap();
        (hint("readOnlyHint"), hint("destructiveHint"), hint("idempotentHint"))
    };
    for name in ["list_tasks", "search_tasks", "day_summary"] {
        assert_eq!(hints(name), (true, false, true), "{name}");
    }
    for name in ["add_task", "add_tasks", "skip_occurrence"] {
        assert_eq!(hints(name), (false, false, false), "{name}");
    }
    for name in ["complete_task", "update_task", "tag_task", "complete_tasks", "stop_repeating"] {
        assert_eq!(hints(name), (false, false, true), "{name}");
    }
    for name in ["delete_task", "delete_tasks"] {
        assert_eq!(hints(name), (false, true, true), "{name}");
    }
    for name in ["undo", "redo"] {
        assert_eq!(hints(name), (false, true, false), "{name}");
    }
    for tool in tools {
        assert!(tool["title"].is_string() && tool["description"].is_string(), "{tool}");
        assert_eq!(tool["inputSchema"]["type"], "object");
        for (name, property) in tool["inputSchema"]["properties"].as_object().unwrap() {
            // kubectl-ai understands one plain word as a type, and nothing that refers elsewhere.
            let kind = property["type"].as_str().unwrap_or_else(|| panic!("{name} of {tool}"));
            assert!(["string", "integer", "boolean", "array"].contains(&kind), "{name}: {kind}");
            assert_eq!(kind == "array", property["items"].is_object(), "{name}");
            assert!(property["description"].is_string(), "{name}");
        }
    }
}

async fn the_contract_holds(server: &Server) {
    let ada = server.person("ada").await;
    let program = ada.program("write").await;
    let added =
        program.tool("add_task", json!({"title": "Call mom", "priority": "high", "user_id": ada.id})).await;
    let id = &added["task_id"];
    assert_eq!(added, json!({"task_id": id, "status": "created", "title": "Call mom"}));
    let status = async |tool: &str, arguments: Value| {
        let done = program.tool(tool, arguments).await;
        assert_eq!(&done["task_id"], id, "{done}");
        (done["status"].as_str().unwrap().to_owned(), done["title"].as_str().unwrap().to_owned())
    };
    let is = |status: &str, title: &str| (status.to_owned(), title.to_owned());
    assert_eq!(
        status("update_task", json!({"task_id": id, "title": "Call dad"})).await,
        is("updated", "Call dad")
    );
    assert_eq!(status("complete_task", json!({"task_id": id})).await, is("completed", "Call dad"));
    let tasks = program.tool("list_tasks", json!({"status": "completed"})).await;
    assert_eq!(tasks, ada.get("/api/me/tasks").await.ok(200), "tasks are what REST answers");
    assert_eq!(status("delete_task", json!({"task_id": id})).await, is("deleted", "Call dad"));
    assert_eq!(program.tool("list_tasks", json!({})).await, json!([]));

    program.tool("add_tasks", json!({"titles": ["One", "Two"], "tags": ["home"]})).await;
    assert_eq!(program.tool("search_tasks", json!({"query": "tw"})).await[0]["tags"], json!(["home"]));
    assert!(program.tool("day_summary", json!({})).await["due"].is_array());

    // Objects come structured, too; the older revisions allow nothing else there.
    let call = json!({"name": "add_task", "arguments": {"title": "Three"}});
    let result = program.result("tools/call", call).await;
    assert_eq!(result["structuredContent"]["title"], "Three");
}

async fn mistakes_are_results_that_say_what_to_do(server: &Server) {
    let program = server.person("ada").await.program("write").await;
    for (tool, arguments, code) in [
        ("add_task", json!({}), "INVALID_ARGUMENTS"),
        ("add_task", json!({"title": "x", "colour": "red"}), "INVALID_ARGUMENTS"),
        ("add_task", json!({"title": "x", "user_id": "someone"}), "INVALID_ARGUMENTS"),
        ("add_task", json!({"title": " "}), "VALIDATION_FAILED"),
        ("complete_task", json!({"task_id": 999}), "NOT_FOUND"),
        ("day_summary", json!({"time_zone": "Mars"}), "VALIDATION_FAILED"),
    ] {
        assert_eq!(program.tool_error(tool, arguments.clone()).await, code, "{tool} {arguments}");
    }
    let unknown = program.rpc("tools/call", json!({"name": "drop_table", "arguments": {}})).await.json();
    assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
}

async fn another_persons_tasks_are_not_found(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let task = ada.create(json!({"title": "Secret"})).await;
    let eves = eve.program("write").await;
    let id = &task["id"];
    for tool in ["complete_task", "delete_task"] {
        assert_eq!(eves.tool_error(tool, json!({"task_id": id})).await, "NOT_FOUND", "{tool}");
    }
    assert_eq!(eves.tool_error("update_task", json!({"task_id": id, "title": "x"})).await, "NOT_FOUND");
    assert_eq!(eves.tool_error("delete_tasks", json!({"task_ids": [id]})).await, "TASK_NOT_FOUND");
    assert_eq!(eves.tool("list_tasks", json!({})).await, json!([]));
    let uri = format!("todo://tasks/{id}");
    assert!(eves.rpc("resources/read", json!({"uri": uri})).await.json()["error"].is_object());
    assert_eq!(ada.titles("/api/me/tasks?status=pending").await, ["Secret"]);
}

async fn null_leaves_an_argument_out(server: &Server) {
    let ada = server.person("ada").await;
    let program = ada.program("write").await;
    let full = json!({"title": "Old", "description": "Kept", "due_at": "2030-01-01T00:00:00Z", "priority": "high",
        "tags": ["home"], "recurrence": "FREQ=DAILY"});
    let task = ada.create(full).await;
    let nulls = json!({"task_id": task["id"], "title": "New", "description": null, "due_at": null, "priority": null,
        "tags": null, "recurrence": null, "completed": null, "clear": null, "user_id": null});
    program.tool("update_task", nulls).await;
    let now = ada.get(&format!("/api/me/tasks/{}", task["id"])).await.ok(200);
    assert_eq!(now["title"], "New");
    for field in ["description", "due_at", "priority", "tags", "recurrence", "completed"] {
        assert_eq!(now[field], task[field], "{field}");
    }
    let all = json!({"status": null, "priority": null, "tags": null, "sort": null, "limit": null});
    assert_eq!(program.tool("list_tasks", all).await[0]["title"], "New");
    // What is to be emptied is named.
    program.tool("update_task", json!({"task_id": task["id"], "clear": ["description"]})).await;
    assert_eq!(program.tool("list_tasks", json!({})).await[0]["description"], Value::Null);
}

async fn what_stays_as_it_was_is_no_change(server: &Server) {
    let ada = server.person("ada").await;
    let program = ada.program("write").await;
    let tags: Vec<String> = (1..=20).map(|number| format!("tag {number}")).collect();
    let task = ada.create(json!({"title": "Same", "tags": tags})).await;
    let id = &task["id"];
    for (tool, arguments) in [
        ("update_task", json!({"task_id": id})),
        ("update_task", json!({"task_id": id, "title": null})),
        ("tag_task", json!({"task_id": id})),
    ] {
        assert_eq!(
            program.tool_error(tool, arguments.clone()).await,
            "INVALID_ARGUMENTS",
            "{tool} {arguments}"
        );
    }
    let unchanged = json!({"task_id": id, "status": "unchanged", "title": "Same", "changed": false});
    for (tool, arguments) in [
        ("update_task", json!({"task_id": id, "title": "Same"})),
        ("update_task", json!({"task_id": id, "completed": false})),
        ("tag_task", json!({"task_id": id, "add": ["tag 1"]})),
    ] {
        assert_eq!(program.tool(tool, arguments.clone()).await, unchanged, "{arguments}");
    }
    // A refusal leaves the time of the last change, too.
    let before = ada.get(&format!("/api/me/tasks/{id}")).await.ok(200);
    assert_eq!(
        program.tool_error("tag_task", json!({"task_id": id, "add": ["more"]})).await,
        "VALIDATION_FAILED"
    );
    assert_eq!(ada.get(&format!("/api/me/tasks/{id}")).await.ok(200), before);
    // Who completes twice reads twice that it is completed.
    for changed in [Value::Null, json!(false)] {
        let done = program.tool("complete_task", json!({"task_id": id})).await;
        assert_eq!((&done["status"], &done["changed"]), (&json!("completed"), &changed));
    }
    let done = program.tool("complete_tasks", json!({"task_ids": [id]})).await;
    assert_eq!((&done[0]["status"], &done[0]["changed"]), (&json!("completed"), &json!(false)));
}

async fn a_summary_has_a_page_of_each_and_counts_them_all(server: &Server) {
    let program = server.person("ada").await.program("write").await;
    for _ in 0..5 {
        let titles: Vec<String> = (1..=41).map(|number| format!("Late {number}")).collect();
        program.tool("add_tasks", json!({"titles": titles, "due_at": "2020-01-01T00:00:00Z"})).await;
    }
    let summary = program.tool("day_summary", json!({})).await;
    assert_eq!(summary["overdue"].as_array().unwrap().len(), 200);
    assert_eq!(summary["counts"], json!({"overdue": 205, "due": 0, "completed": 0}));
}

async fn many_tasks_at_once_want_a_yes(server: &Server) {
    let program = server.person("ada").await.program("write").await;
    let added = program.tool("add_tasks", json!({"titles": ["a", "b", "c", "d"]})).await;
    let ids: Vec<&Value> = added.as_array().unwrap().iter().map(|task| &task["task_id"]).collect();
    for tool in ["complete_tasks", "delete_tasks"] {
        assert_eq!(
            program.tool_error(tool, json!({"task_ids": ids})).await,
            "CONFIRMATION_REQUIRED",
            "{tool}"
        );
    }
    assert_eq!(program.tool("list_tasks", json!({"status": "pending"})).await.as_array().unwrap().len(), 4);
    program.tool("delete_tasks", json!({"task_ids": ids, "confirm": true})).await;
    assert_eq!(program.tool("list_tasks", json!({})).await, json!([]));
}

#[tokio::test]
async fn calls_are_limited_and_logged() {
    let server = Server::with(Database::sqlite(), &[("RATE_LIMIT_TOOLS", "2/3600")]).await;
    let ada = server.person("ada").await;
    let program = ada.program("write").await;
    for _ in 0..2 {
        program.tool("add_task", json!({"title": "Buy secret things"})).await;
    }
    assert_eq!(program.tool_error("list_tasks", json!({})).await, "TOO_MANY_REQUESTS");
    // REST has no such limit, and another person has a count of their own.
    ada.get("/api/me/tasks").await.ok(200);
    server.person("eve").await.program("read").await.tool("list_tasks", json!({})).await;
    let calls = eventually("four records", async || {
        let records = server.records();
        let calls: Vec<Value> = records.into_iter().filter(|record| record["event"] == "tool_call").collect();
        (calls.len() == 4).then_some(calls)
    })
    .await;
    assert_eq!((&calls[0]["tool"], &calls[0]["is_error"]), (&json!("add_task"), &json!(false)));
    assert_eq!((&calls[2]["tool"], &calls[2]["is_error"]), (&json!("list_tasks"), &json!(true)));
    assert_eq!(calls[0]["user_id"], ada.id, "{}", calls[0]);
    assert!(calls[0]["request_id"].is_string(), "the record belongs to its request");
    assert!(!server.output().contains("secret things"), "no log has what people wrote");
}
