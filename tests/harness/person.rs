//! People with accounts.

use crate::client::Client;
use serde_json::{Value, json};
use std::ops::Deref;

/// Someone with an account, who asks with a JWT.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    pub email: String,
    pub password: String,
    pub session_token: String,
    pub jwt: String,
    client: Client,
}

impl Deref for Person {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Person {
    /// Signs up and gets a JWT.
    pub(crate) async fn sign_up(anonymous: &Client, name: &str) -> Self {
        let (email, password) = (format!("{name}@example.com"), format!("{name}'s long password"));
        let account = json!({"name": name, "email": email, "password": password});
        let signed_up = anonymous.post("/api/auth/sign-up/email", account).await.ok(200);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let session_token = text(&signed_up["token"]);
        let token = anonymous.bearer(&session_token).get("/api/auth/token").await.ok(200);
        let jwt = text(&token["token"]);
        let id = text(&signed_up["user"]["id"]);
        Self { id, email, password, session_token, client: anonymous.bearer(&jwt), jwt }
    }

    /// The same person in a browser: the session cookie, and the Origin that browsers send.
    pub fn cookie_client(&self) -> Client {
        let origin = self.base().to_owned();
        self.client
            .without("authorization")
            .with("cookie", &format!("better-auth.session_token={}", self.session_token))
            .with("origin", &origin)
    }

    /// The same person with the session's own token as bearer.
    pub fn session_token_client(&self) -> Client {
        self.client.bearer(&self.session_token)
    }

    /// The same person, asking another server.
    pub fn moved_to(&self, base: &str) -> Self {
        Self { client: self.client.at(base), ..self.clone() }
    }

    /// Signs in once more and answers the new session's token.
    pub async fn sign_in_again(&self) -> String {
        let credentials = json!({"email": self.email, "password": self.password});
        let signed_in =
            self.without("authorization").post("/api/auth/sign-in/email", credentials).await.ok(200);
        signed_in["token"].as_str().expect("a token").to_owned()
    }

    /// Creates a task from these fields.
    #[track_caller]
    pub fn create(&self, fields: Value) -> impl Future<Output = Value> {
        let client = self.client.clone();
        async move { client.post("/api/me/tasks", fields).await.ok(201) }
    }

    /// The titles of a list of tasks, in order.
    pub async fn titles(&self, path: &str) -> Vec<String> {
        let tasks = self.get(path).await.ok(200);
        let tasks = tasks.as_array().expect("a list").iter();
        tasks.map(|task| task["title"].as_str().expect("a title").to_owned()).collect()
    }
}
