//! Every route of every role, and the order of what wraps them.
//!
//! From the outside in: `request` (id, log record, security headers, error bodies), panic catcher, routes.

pub mod address;
mod api;
mod assets;
mod auth;
mod cookies;
pub mod docs;
mod errors;
mod file;
mod health;
pub mod mcp;
mod methods;
mod payload;
mod proxy;
mod request;
mod swagger;

use crate::app::App;
use crate::error::Error;
use crate::shutdown::Shutdown;
use crate::store::StoreError;
use crate::telemetry::{METRICS_TYPE, Metrics};
use poem::error::NotFoundError;
use poem::middleware::{AddData, CatchPanic};
use poem::{Endpoint, EndpointExt, Request, Response, Result, Route, endpoint, get};
use std::any::Any;
use std::sync::Arc;

pub use self::assets::Assets;
pub use self::proxy::Backend;

/// Everything in one process.
pub fn all(app: Arc<App>, assets: Assets) -> impl Endpoint {
    with_app(api_routes(app.clone()).nest("/", assets), app, is_direct)
}

/// The API only.
pub fn backend(app: Arc<App>) -> impl Endpoint {
    with_app(api_routes(app.clone()), app, |_| true)
}

/// The page, and the API of the backend.
pub fn frontend(backend: Backend, assets: Assets, shutdown: Shutdown, metrics: Metrics) -> impl Endpoint {
    let routes = Route::new()
        .at("/livez", get(health::livez))
        .at("/health", get(health::Frontend(backend.clone())))
        .nest_no_strip("/api", backend.clone())
        .nest_no_strip("/.well-known", backend)
        .nest("/", assets);
    wrapped(routes, shutdown, metrics, is_direct)
}

fn api_routes(app: Arc<App>) -> Route {
    let service = docs::service(&app.config.log.api_version, Some(app.clone()));
    let routes =
        swagger::FILES.into_iter().fold(Route::new(), |routes, (path, file)| routes.at(path, get(file)));
    routes
        .at("/livez", get(health::backend_livez))
        .at("/health", get(health::backend))
        .at("/api/health", get(health::backend))
        .at("/api/openapi.json", get(docs::Document::new(&service)))
        .at(mcp::METADATA_PATHS[0], get(mcp::metadata))
        .at(mcp::METADATA_PATHS[1], get(mcp::metadata))
        .at(mcp::PATH, mcp::endpoint(&app).around(when_ready))
        .nest("/api", service.around(when_ready))
}

/// Until the tables are up to date, every operation is told to come back.
async fn when_ready<E: Endpoint>(service: Arc<E>, request: Request) -> Result<E::Output> {
    match request.data::<Arc<App>>() {
        Some(app) if !app.is_ready() => {
            let cause = "the tables are not up to date yet".into();
            Err(errors::to_poem(Error::Store(StoreError::Unavailable(cause))))
        }
        _ => service.call(request).await,
    }
}

fn with_app(routes: Route, app: Arc<App>, may_see_metrics: fn(&Request) -> bool) -> impl Endpoint {
    wrapped(routes, app.shutdown.clone(), app.metrics.clone(), may_see_metrics).with(AddData::new(app))
}

/// Prometheus asks directly. What came through an ingress or another proxy came from anywhere.
fn is_direct(request: &Request) -> bool {
    !["x-forwarded-for", "forwarded"].iter().any(|name| request.headers().contains_key(*name))
}

fn wrapped(
    routes: Route,
    shutdown: Shutdown,
    metrics: Metrics,
    may_see_metrics: fn(&Request) -> bool,
) -> impl Endpoint {
    let routes = match metrics.are_collected() {
        true => routes.at("/metrics", get(exposed(metrics.clone(), may_see_metrics))),
        false => routes,
    };
    request::Observed { routes: routes.with(panics()), shutdown, metrics }
}

fn exposed(metrics: Metrics, may_see: fn(&Request) -> bool) -> impl Endpoint {
    endpoint::make_sync(move |request| match may_see(&request) {
        true => Ok(Response::builder().content_type(METRICS_TYPE).body(metrics.text())),
        false => Err(poem::Error::from(NotFoundError)),
    })
}

/// A handler that panics is a fault of ours like any other; the process goes on.
fn panics() -> CatchPanic<fn(Box<dyn Any + Send>) -> Response> {
    CatchPanic::new().with_handler(|_| errors::to_response(Error::internal("a handler panicked").shown()))
}
