//! The page, the API, and what the API says of the database and the assistant.

use super::report::Finding;
use super::site::{Answer, Site};
use chrono::{DateTime, TimeDelta, Utc};
use poem::http::header;
use serde_json::Value;

/// A clock that is off by more lets tokens be refused that are good, or accepted that are not.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(30);
/// What the page says of itself.
const TITLE: &str = "<title>todo-app</title>";

fn is_page(answer: &Answer) -> bool {
    answer.status.is_success() && answer.body.contains(TITLE)
}

/// The page, and what its server says of the backend. Answers the version that serves it, too.
pub async fn frontend(site: &Site, page: &Answer) -> (Finding, Option<String>) {
    if page.has_nobody_behind() {
        return (page.not_ours(site.host(), "the frontend"), None);
    }
    if !is_page(page) {
        let seen = format!("{} is not the page: it answers {}", site.url, page.problem());
        let cure =
            "give the address of the frontend or of the ingress with --url; a backend alone serves no page";
        return (Finding::failed(seen, cure), None);
    }
    let health = match site.get("/health").await {
        Ok(answer) => answer.json(),
        Err(reason) => {
            let cure = "try again; `kubectl get pods -A` says whether the frontend's pods are ready";
            return (
                Finding::failed(format!("the page is served, but /health is not: {reason}"), cure),
                None,
            );
        }
    };
    let version = health["version"].as_str().unwrap_or("unknown").to_owned();
    let finding = match health["backend"].as_str() {
        // One process serves everything.
        None => {
            Finding::ok(format!("the page is served, version {version}, by the process that has the API"))
        }
        Some("reachable") => {
            Finding::ok(format!("the page is served, version {version}, and reaches the backend"))
        }
        Some(_) => Finding::failed(
            format!("the page is served, version {version}, but it does not reach the backend"),
            "BACKEND_URL has to be the address of the backend (http://backend-svc:8000), whose pods have to be ready: \
             `kubectl get pods -A`",
        ),
    };
    (finding, Some(version))
}

/// The API. Answers what it says of itself, too.
pub async fn backend(site: &Site, frontend: Option<&str>) -> (Finding, Option<Answer>) {
    let answer = match site.get("/api/health").await {
        Ok(answer) => answer,
        Err(reason) => {
            let cure = "try again; `kubectl get pods -A` says whether the backend's pods are ready";
            return (Finding::failed(format!("/api/health gives no answer: {reason}"), cure), None);
        }
    };
    if !answer.is_ours() {
        return (answer.not_ours(site.host(), "the backend"), None);
    }
    let health = answer.json();
    let text = |name: &str| health[name].as_str().unwrap_or("unknown").to_owned();
    let (version, environment) = (text("version"), text("environment"));
    let seen = format!("it answers, version {version}, environment {environment}");
    let finding = match health["status"].as_str() {
        None => {
            let cure = "see that its pods are ready (`kubectl get pods -A`), and that BACKEND_URL of the frontend \
                        is http://backend-svc:8000";
            return (Finding::failed(format!("it answers {}", answer.problem()), cure), None);
        }
        Some("stopping") => {
            Finding::warning(format!("{seen}, but this replica is stopping"), "try again in a minute")
        }
        Some(_) if frontend.is_some_and(|frontend| frontend != version) => Finding::warning(
            format!("{seen}, but the page is of version {}", frontend.unwrap_or_default()),
            "wait for the rollout to end: `kubectl rollout status deployment/frontend`; both use one image",
        ),
        Some(_) => Finding::ok(seen),
    };
    (finding, Some(answer))
}

/// The database, as the backend sees it.
pub fn database(health: &Value) -> Finding {
    match health["database"].as_str() {
        Some("connected") => Finding::ok("the backend reaches it"),
        _ => Finding::failed(
            "the backend does not reach it",
            "`kubectl logs deployment/backend | grep database_unavailable` says why; correct DATABASE_URL in the \
             Secret app-secrets, or start the database",
        ),
    }
}

/// The tables.
pub fn migrations(health: &Value) -> Finding {
    let is_connected = health["database"] == "connected";
    match health["migrations"].as_str() {
        Some("applied") => Finding::ok("the tables are those of this release"),
        _ if !is_connected => Finding::skipped("the database cannot be reached"),
        _ => Finding::failed(
            "the tables are not up to date yet",
            "wait a moment; if it stays, `kubectl logs deployment/backend | grep database_unavailable` says why: the \
             role in DATABASE_URL has to be allowed to create tables, or give MIGRATION_DATABASE_URL",
        ),
    }
}

/// Who answers in the chat.
pub fn assistant(health: &Value) -> Finding {
    match health["assistant"].as_str() {
        Some("offline") => Finding::ok("the offline assistant answers, which needs no key"),
        Some(model) => Finding::ok(format!("{model} answers")),
        None => {
            Finding::warning("the backend does not say who answers", "its release is older than this doctor")
        }
    }
}

/// The clock there against the clock here.
pub fn clock(answer: &Answer) -> Finding {
    let date = answer.headers.get(header::DATE).and_then(|date| date.to_str().ok());
    let Some(there) = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok()) else {
        return Finding::skipped("the answer does not say what time it is there");
    };
    let ahead = there.with_timezone(&Utc) - answer.at;
    if ahead.abs() <= CLOCK_TOLERANCE {
        return Finding::ok("it is the same time there as here");
    }
    let direction = if ahead > TimeDelta::zero() { "ahead of" } else { "behind" };
    Finding::warning(
        format!(
            "the clock there is {} s {direction} the one here: tokens may be refused",
            ahead.num_seconds().abs()
        ),
        "set both by the network (timedatectl set-ntp true); a virtual machine that slept is right after a restart \
         (`minikube stop`, `minikube start`)",
    )
}
