//! The API document and its page.

use super::api::{account, chat, conversations, tasks};
use crate::app::App;
use poem::http::header;
use poem::{Endpoint, Request, Response, Result};
use poem_openapi::{LicenseObject, OpenApiService, Tags};
use std::sync::Arc;

/// What operations are about.
#[derive(Tags)]
pub enum Tag {
    /// Signing up, in and out. The npm `better-auth` client speaks this.
    Accounts,
    /// One's own tasks.
    Tasks,
    /// Talking to the assistant.
    Chat,
}

type Apis = (account::AccountApi, tasks::TasksApi, chat::ChatApi, conversations::ConversationsApi);

const ABOUT: &str = "A Todo list that you talk to.

**To try it here**: send *signUp* (or *signIn*), copy `token` from the answer, press *Authorize*, and paste it \
as the bearer. Programs should rather exchange it at *getToken* for a signed token that is good for 15 minutes.

Every error has the same body: `code`, `message`, `errors` where fields are at fault, and the `request_id`.";

/// All operations. Without an app it only describes them.
pub fn service(api_version: &str, app: Option<Arc<App>>) -> OpenApiService<Apis, ()> {
    let apis = (
        account::AccountApi(app.clone()),
        tasks::TasksApi(app.clone()),
        chat::ChatApi(app.clone()),
        conversations::ConversationsApi(app),
    );
    OpenApiService::new(apis, "todo-app", api_version)
        .description(ABOUT)
        .license(LicenseObject::new("MIT"))
        .server("/api")
}

/// The OpenAPI document, as `todo-app openapi` prints it.
pub fn document(api_version: &str) -> String {
    service(api_version, None).spec()
}

/// Serves the document.
pub struct Document(String);

impl Document {
    /// The document of this service.
    pub fn new(service: &OpenApiService<Apis, ()>) -> Self {
        Self(service.spec())
    }
}

impl Endpoint for Document {
    type Output = Response;

    async fn call(&self, _request: Request) -> Result<Response> {
        Ok(Response::builder().content_type("application/json; charset=utf-8").body(self.0.clone()))
    }
}

/// Serves Swagger UI, which brings its script and style inline.
pub struct Page(String);

/// The one page with inline script and style.
const POLICY: &str = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

impl Page {
    /// The page of this service.
    pub fn new(service: &OpenApiService<Apis, ()>) -> Self {
        Self(service.swagger_ui_html())
    }
}

impl Endpoint for Page {
    type Output = Response;

    async fn call(&self, _request: Request) -> Result<Response> {
        Ok(Response::builder()
            .content_type("text/html; charset=utf-8")
            .header(header::CONTENT_SECURITY_POLICY, POLICY)
            .body(self.0.clone()))
    }
}
