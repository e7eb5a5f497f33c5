//! Making, using and revoking access tokens.

use serde_json::{Value, json};
use tests::{Database, Server, on_both_databases};

const PATH: &str = "/api/auth/access-tokens";

on_both_databases!(
    a_token_opens_rest_and_mcp_until_it_is_revoked,
    only_its_hash_is_kept_and_its_use_is_shown,
    a_read_token_changes_nothing,
    a_token_opens_no_route_under_auth,
    what_cannot_be_made_is_explained,
    tokens_are_nobody_elses_business,
    they_go_with_the_account,
);

async fn a_token_opens_rest_and_mcp_until_it_is_revoked(server: &Server) {
    let ada = server.person("ada").await;
    let (token, id) = ada.access_token("write").await;
    assert!(token.starts_with("todo_") && token.len() == 37, "{token}");
    let program = server.anonymous().bearer(&token);
    program.post("/api/me/tasks", json!({"title": "By REST"})).await.ok(201);
    program.tool("add_task", json!({"title": "By MCP"})).await;
    assert_eq!(ada.titles("/api/me/tasks?sort=title&order=asc").await, ["By MCP", "By REST"]);
    program.get(&format!("/api/{}/tasks", ada.id)).await.ok(200);

    let person = ada.session_token_client();
    person.delete(&format!("{PATH}/{id}")).await.ok(204);
    program.get("/api/me/tasks").await.refused(401, "UNAUTHORIZED");
    program.rpc("tools/list", json!({})).await.refused(401, "UNAUTHORIZED");
    person.delete(&format!("{PATH}/{id}")).await.refused(404, "NOT_FOUND");
    assert_eq!(person.get(PATH).await.ok(200), json!([]));
}

async fn only_its_hash_is_kept_and_its_use_is_shown(server: &Server) {
    let ada = server.person("ada").await;
    let person = ada.cookie_client();
    let new = json!({"name": "  My editor ", "scope": "read", "expiresInDays": 30});
    let made = person.post(PATH, new).await.ok(201);
    let (token, described) = (made["token"].as_str().unwrap(), &made["accessToken"]);
    assert_eq!((&described["name"], &described["scope"]), (&json!("My editor"), &json!("read")));
    let day =
        |name: &str| described[name].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert_eq!((day("expiresAt") - day("createdAt")).num_days(), 30);

    let list = person.get(PATH).await.ok(200);
    assert_eq!(list[0]["lastUsedAt"], Value::Null);
    assert!(!list.to_string().contains(token));
    server.anonymous().bearer(token).get("/api/me/tasks").await.ok(200);
    assert!(person.get(PATH).await.ok(200)[0]["lastUsedAt"].is_string());
    assert!(!server.output().contains(token), "no log has the token");
    if let Database::Postgres(database) = server.database() {
        let kept = database.sql("SELECT token_hash FROM access_tokens").await;
        assert!(!format!("{kept:?}").contains(token));
    }
}

async fn a_read_token_changes_nothing(server: &Server) {
    let ada = server.person("ada").await;
    let task = ada.create(json!({"title": "Stays"})).await;
    let reader = ada.program("read").await;
    assert_eq!(reader.get("/api/me/tasks").await.ok(200)[0]["title"], "Stays");
    let one = format!("/api/me/tasks/{}", task["id"]);
    let code = "READ_ONLY_TOKEN";
    reader.post("/api/me/tasks", json!({"title": "x"})).await.refused(403, code);
    reader.put(&one, json!({"title": "x"})).await.refused(403, code);
    reader.patch(&format!("{one}/complete"), Value::Null).await.refused(403, code);
    reader.delete(&one).await.refused(403, code);
    reader.post("/api/me/chat", json!({"message": "delete Stays"})).await.refused(403, code);

    let tools = reader.result("tools/list", json!({})).await;
    let names: Vec<&str> =
        tools["tools"].as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["list_tasks", "search_tasks", "day_summary"]);
    for (tool, arguments) in [
        ("add_task", json!({"title": "x"})),
        ("update_task", json!({"task_id": task["id"], "title": "x"})),
        ("delete_tasks", json!({"task_ids": [task["id"]]})),
    ] {
        assert_eq!(reader.tool_error(tool, arguments).await, code, "{tool}");
    }
    assert_eq!(reader.tool("list_tasks", json!({})).await[0]["title"], "Stays");
    assert_eq!(ada.titles("/api/me/tasks").await, ["Stays"]);
}

async fn a_token_opens_no_route_under_auth(server: &Server) {
    let program = server.person("ada").await.program("write").await;
    program.get(PATH).await.refused(401, "UNAUTHORIZED");
    program.post(PATH, json!({"name": "Another"})).await.refused(401, "UNAUTHORIZED");
    program.get("/api/auth/token").await.refused(401, "UNAUTHORIZED");
    program.post("/api/auth/update-user", json!({"name": "Eve"})).await.refused(401, "UNAUTHORIZED");
    assert_eq!(program.get("/api/auth/get-session").await.ok(200), Value::Null);
}

async fn what_cannot_be_made_is_explained(server: &Server) {
    let person = server.person("ada").await.cookie_client();
    let make = async |new: Value| person.post(PATH, new).await;
    for (new, field, code) in [
        (json!({"name": "  "}), "name", "INVALID"),
        (json!({"name": "x".repeat(201)}), "name", "INVALID"),
        (json!({}), "name", "REQUIRED"),
        (json!({"name": "x", "expiresInDays": 0}), "expiresInDays", "OUT_OF_RANGE"),
        (json!({"name": "x", "expiresInDays": 367}), "expiresInDays", "OUT_OF_RANGE"),
        (json!({"name": "x", "scope": "admin"}), "scope", "INVALID_TYPE"),
    ] {
        let refused = make(new).await.refused(400, "VALIDATION_ERROR");
        assert_eq!(
            (&refused["errors"][0]["field"], &refused["errors"][0]["code"]),
            (&json!(field), &json!(code))
        );
    }
    // Without a word about it, a token may only look.
    assert_eq!(make(json!({"name": "x"})).await.ok(201)["accessToken"]["scope"], "read");
    for _ in 1..50 {
        make(json!({"name": "x"})).await.ok(201);
    }
    make(json!({"name": "x"})).await.refused(400, "TOO_MANY_TOKENS");
    person
        .with("origin", "http://evil.example")
        .post(PATH, json!({"name": "x"}))
        .await
        .refused(403, "INVALID_ORIGIN");
}

async fn tokens_are_nobody_elses_business(server: &Server) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let (token, id) = ada.access_token("write").await;
    let eves = eve.cookie_client();
    assert_eq!(eves.get(PATH).await.ok(200), json!([]));
    eves.delete(&format!("{PATH}/{id}")).await.refused(404, "NOT_FOUND");
    let program = server.anonymous().bearer(&token);
    program.get(&format!("/api/{}/tasks", eve.id)).await.refused(403, "FORBIDDEN");
    program.get("/api/me/tasks").await.ok(200);
    for wrong in ["todo_", "todo_00000000000000000000000000000000", &token[..token.len() - 1]] {
        server.anonymous().bearer(wrong).get("/api/me/tasks").await.refused(401, "UNAUTHORIZED");
    }
}

async fn they_go_with_the_account(server: &Server) {
    let ada = server.person("ada").await;
    let program = ada.program("write").await;
    ada.cookie_client().post("/api/auth/delete-user", json!({})).await.ok(200);
    program.get("/api/me/tasks").await.refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn an_expired_token_opens_nothing() {
    let server = Server::on(Database::postgres().await).await;
    let ada = server.person("ada").await;
    let program = ada.program("write").await;
    program.get("/api/me/tasks").await.ok(200);
    server.database().pg().sql("UPDATE access_tokens SET expires_at = now() - interval '1 day'").await;
    program.get("/api/me/tasks").await.refused(401, "UNAUTHORIZED");
    assert_eq!(
        ada.cookie_client().get(PATH).await.ok(200).as_array().unwrap().len(),
        1,
        "it is still listed"
    );
}
