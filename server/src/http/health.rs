//! Probes: `/livez` says that the process runs, `/health` that it can do its work.

use super::Backend;
use crate::app::App;
use crate::assistant::OFFLINE;
use poem::http::StatusCode;
use poem::web::{Data, Json};
use poem::{Endpoint, IntoResponse, Request, Response, Result, handler};
use serde_json::json;
use std::sync::Arc;

/// Always 200: the process runs.
#[handler]
pub fn livez() -> Response {
    Json(json!({"status": "ok"})).into_response()
}

/// 200, but for a process that lost its database so long ago that a restart may help. One that never reached it is
/// left alone: a restart would only be followed by the next.
#[handler]
pub async fn backend_livez(Data(app): Data<&Arc<App>>) -> Response {
    let limit = app.config.database.database_outage_limit;
    match app.store.outage().filter(|outage| !limit.is_zero() && *outage >= limit) {
        // Asked once more: it may be back, with nobody using it yet.
        Some(outage) if app.store.check().await.is_err() => {
            let outage_s = outage.as_secs();
            tracing::error!(
                event = "database_outage",
                outage_s,
                "the database has been unreachable for too long: asking to be restarted"
            );
            let body = Json(json!({"status": "stuck", "database": "unreachable", "outage_s": outage_s}));
            (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
        }
        _ => Json(json!({"status": "ok"})).into_response(),
    }
}

/// 200 when the database answers and no stop was asked for, else 503.
#[handler]
pub async fn backend(Data(app): Data<&Arc<App>>) -> Response {
    let is_connected = app.store.check().await.is_ok();
    let (status, text) = match (app.shutdown.is_draining(), is_connected && app.is_ready()) {
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        (false, true) => (StatusCode::OK, "ok"),
        (false, false) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
    };
    let body = Json(json!({
        "status": text,
        "database": if is_connected { "connected" } else { "unreachable" },
        "migrations": if app.is_ready() { "applied" } else { "pending" },
        "environment": app.config.log.environment,
        "api_version": app.config.log.api_version,
        "version": env!("CARGO_PKG_VERSION"),
        "assistant": app.model.as_ref().map_or(OFFLINE, |model| model.name()),
    }));
    (status, body).into_response()
}

/// Always 200, and says whether the backend answers.
pub struct Frontend(pub Backend);

impl Endpoint for Frontend {
    type Output = Response;

    async fn call(&self, _request: Request) -> Result<Response> {
        let state = if self.0.is_reachable().await { "reachable" } else { "unreachable" };
        let body = json!({"status": "ok", "backend": state, "version": env!("CARGO_PKG_VERSION")});
        Ok(Json(body).into_response())
    }
}
