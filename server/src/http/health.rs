//! Probes: `/livez` says that the process runs, `/health` that it can do its work.

use super::Backend;
use crate::app::App;
use poem::http::StatusCode;
use poem::web::{Data, Json};
use poem::{Endpoint, IntoResponse, Request, Response, Result, handler};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// How long a probe waits for the database.
const PATIENCE: Duration = Duration::from_secs(3);

/// Always 200: the process runs.
#[handler]
pub fn livez() -> Response {
    Json(json!({"status": "ok"})).into_response()
}

/// 200 when the database answers and no stop was asked for, else 503.
#[handler]
pub async fn backend(Data(app): Data<&Arc<App>>) -> Response {
    let is_connected = matches!(tokio::time::timeout(PATIENCE, app.store.check()).await, Ok(Ok(())));
    let (status, text) = match (app.shutdown.is_draining(), is_connected && app.is_ready()) {
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        (false, true) => (StatusCode::OK, "ok"),
        (false, false) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
    };
    let body = Json(json!({
        "status": text,
        "database": if is_connected { "connected" } else { "unreachable" },
        "environment": app.config.log.environment,
        "api_version": app.config.log.api_version,
        "version": env!("CARGO_PKG_VERSION"),
    }));
    (status, body).into_response()
}

/// Always 200, and says whether the backend answers.
pub struct Frontend(pub Backend);

impl Endpoint for Frontend {
    type Output = Response;

    async fn call(&self, _request: Request) -> Result<Response> {
        let state = if self.0.is_reachable().await { "reachable" } else { "unreachable" };
        Ok(Json(json!({"status": "ok", "backend": state})).into_response())
    }
}
