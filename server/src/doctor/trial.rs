//! Everything that a person does, by somebody who is gone afterwards.

use super::report::{Finding, Report};
use super::site::{Answer, Site};
use crate::auth::random_id;
use crate::shutdown::StopSignal;
use poem::http::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;

/// The lines of a trial.
pub const STEPS: [&str; 6] = ["sign-up", "token", "tasks", "chat", "files", "clean-up"];

/// How long an answer may take; a model may think for a while.
const TIMEOUT: Duration = Duration::from_secs(10);
const CHAT_TIMEOUT: Duration = Duration::from_secs(60);
/// Deleting the person is tried as often as this, a while apart.
const DELETIONS: usize = 3;
const PAUSE: Duration = Duration::from_secs(2);

/// Somebody who is there for a moment.
struct Visitor<'a> {
    site: &'a Site,
    email: String,
    password: String,
    account: Account,
}

/// What signing up came to.
enum Account {
    None,
    /// The answer was lost, but the account may be there.
    Unclear,
    /// Opened, with this session.
    Open(String),
}

/// What a step came to: what was seen, or what failed and the cure.
type Step<T> = Result<(String, T), (String, String)>;

/// Signs somebody up, does what people do, and deletes them in the end, also when it is interrupted.
pub async fn run(site: &Site, page: &Answer, report: &mut Report) -> Result<(), String> {
    let mut stop = StopSignal::catch()?;
    let mut visitor = Visitor {
        site,
        email: format!("doctor-{}@example.com", random_id().to_lowercase()),
        password: random_id(),
        account: Account::None,
    };
    let is_interrupted = tokio::select! {
        () = visitor.visit(page, report) => false,
        () = stop.next() => true,
    };
    report.line("clean-up", visitor.leave().await);
    match is_interrupted {
        true => Err("interrupted".into()),
        false => Ok(()),
    }
}

impl Visitor<'_> {
    /// Does one step after the other; what needs a step that failed is skipped.
    async fn visit(&mut self, page: &Answer, report: &mut Report) {
        let session = report_step(report, "sign-up", self.sign_up().await);
        let token = match &session {
            Some(session) => report_step(report, "token", self.token(session).await),
            None => {
                report.skip(&["token"], "nobody is signed up");
                None
            }
        };
        match &token {
            Some(token) => {
                report_step(report, "tasks", self.tasks(token).await);
                report_step(report, "chat", self.chat(token).await);
            }
            None => report.skip(&["tasks", "chat"], "there is no token to do it with"),
        }
        report_step(report, "files", self.files(page).await);
    }

    async fn sign_up(&mut self) -> Step<String> {
        let account = json!({"name": "Doctor", "email": self.email, "password": self.password});
        self.account = Account::Unclear;
        let sent = self.post("/api/auth/sign-up/email", None, account, TIMEOUT).await;
        if sent.as_ref().is_ok_and(|answer| answer.status.is_client_error()) {
            self.account = Account::None;
        }
        let cure = "if it says how long, wait; else the backend's log has the reason";
        let answer = expect(sent, StatusCode::OK, cure)?;
        match answer["token"].as_str() {
            Some(session) => {
                self.account = Account::Open(session.to_owned());
                Ok((format!("{} is signed up", self.email), session.to_owned()))
            }
            None => Err(("the answer has no token".into(), cure.into())),
        }
    }

    async fn token(&self, session: &str) -> Step<String> {
        let sent = self.site.send(Method::GET, "/api/auth/token", Some(session), None, TIMEOUT).await;
        let cure = "all replicas need the same JWT_SECRET and the same database";
        let answer = expect(sent, StatusCode::OK, cure)?;
        match answer["token"].as_str() {
            Some(token) => Ok(("the session was exchanged for a signed token".into(), token.into())),
            None => Err(("the answer has no token".into(), cure.into())),
        }
    }

    async fn tasks(&self, token: &str) -> Step<()> {
        let cure =
            "all replicas need the same JWT_SECRET and the same database; the backend's log has the reason";
        let sent =
            self.post("/api/me/tasks", Some(token), json!({"title": "Seen by the doctor"}), TIMEOUT).await;
        let task = expect(sent, StatusCode::CREATED, cure)?;
        let sent = self.site.send(Method::GET, "/api/me/tasks", Some(token), None, TIMEOUT).await;
        let list = expect(sent, StatusCode::OK, cure)?;
        if !list.as_array().is_some_and(|tasks| tasks.iter().any(|listed| listed["id"] == task["id"])) {
            return Err(("a task that was just added is not in the list".into(), cure.into()));
        }
        let path = format!("/api/me/tasks/{}", task["id"]);
        let sent = self.site.send(Method::DELETE, &path, Some(token), None, TIMEOUT).await;
        expect(sent, StatusCode::NO_CONTENT, cure)?;
        Ok(("one was added, listed and deleted".into(), ()))
    }

    async fn chat(&self, token: &str) -> Step<()> {
        let cure = "the backend's log has the reason; with a model, see the line model";
        let message = json!({"message": "add a task to visit the doctor"});
        let sent = self.post("/api/me/chat", Some(token), message, CHAT_TIMEOUT).await;
        let answer = expect(sent, StatusCode::OK, cure)?;
        let changes = answer["changes"].as_array();
        match changes.is_some_and(|changes| changes.iter().any(|change| change["change"] == "created")) {
            true => Ok(("the assistant added a task".into(), ())),
            false => {
                Err((format!("the assistant added no task, but said: {}", answer["response"]), cure.into()))
            }
        }
    }

    /// The files that the page names.
    async fn files(&self, page: &Answer) -> Step<()> {
        let cure = "see that the ingress leads every path but /api to the frontend, and that all its pods run one image";
        let is_file = |part: &&str| part.starts_with('/') && part.contains('.');
        let names: Vec<&str> = page.body.split('"').filter(is_file).collect();
        for name in &names {
            let sent = self.site.get(name).await;
            let answer =
                sent.map_err(|reason| (format!("{name} gives no answer: {reason}"), cure.to_owned()))?;
            if !answer.status.is_success() {
                return Err((format!("{name} answers {}", answer.problem()), cure.into()));
            }
        }
        match names.len() {
            0 => Err(("the page names no files".into(), "see that ASSETS_DIR has the built page".into())),
            count => Ok((format!("all {count} files of the page load"), ())),
        }
    }

    /// Deletes the person, whatever happened before.
    async fn leave(&self) -> Finding {
        let mut trouble = String::new();
        for attempt in 0..DELETIONS {
            if attempt > 0 {
                tokio::time::sleep(PAUSE).await;
            }
            match self.delete().await {
                Ok(finding) => return finding,
                Err(reason) => trouble = reason,
            }
        }
        Finding::failed(
            format!("{} is still there: {trouble}", self.email),
            format!("delete it in the database: DELETE FROM users WHERE email = '{}'", self.email),
        )
    }

    async fn delete(&self) -> Result<Finding, String> {
        let session = match &self.account {
            Account::None => return Ok(Finding::skipped("nobody was signed up")),
            Account::Open(session) => session.clone(),
            Account::Unclear => {
                let credentials = json!({"email": self.email, "password": self.password});
                let answer = self.post("/api/auth/sign-in/email", None, credentials, TIMEOUT).await?;
                match answer.json()["token"].as_str() {
                    Some(session) => session.to_owned(),
                    None if answer.status == StatusCode::UNAUTHORIZED => {
                        return Ok(Finding::skipped("nobody was signed up"));
                    }
                    None => return Err(answer.problem()),
                }
            }
        };
        let body = json!({"password": self.password});
        let answer = self.post("/api/auth/delete-user", Some(&session), body, TIMEOUT).await?;
        match answer.status {
            StatusCode::OK => Ok(Finding::ok(format!("{} is deleted", self.email))),
            _ => Err(answer.problem()),
        }
    }

    async fn post(
        &self,
        path: &str,
        token: Option<&str>,
        body: Value,
        timeout: Duration,
    ) -> Result<Answer, String> {
        self.site.send(Method::POST, path, token, Some(body), timeout).await
    }
}

/// The body of an answer that has this status.
fn expect(sent: Result<Answer, String>, status: StatusCode, cure: &str) -> Result<Value, (String, String)> {
    match sent {
        Ok(answer) if answer.status == status => Ok(answer.json()),
        Ok(answer) => Err((format!("it is refused with {}", answer.problem()), cure.into())),
        Err(reason) => Err((format!("there is no answer: {reason}"), cure.into())),
    }
}

/// Prints what a step came to, and answers what it gave.
fn report_step<T>(report: &mut Report, name: &str, step: Step<T>) -> Option<T> {
    match step {
        Ok((seen, value)) => {
            report.line(name, Finding::ok(seen));
            Some(value)
        }
        Err((seen, cure)) => {
            report.line(name, Finding::failed(seen, cure));
            None
        }
    }
}
