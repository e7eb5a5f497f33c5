//! The API document and its page.

use super::api::{
    access_tokens, account, calendar_feed, chat, conversations, history, reminders, sessions, tasks,
    transfer, understanding,
};
use crate::app::App;
use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem::{Endpoint, Request, Response, Result};
use poem_openapi::registry::{MetaApi, MetaSchemaRef, Registry};
use poem_openapi::{LicenseObject, OpenApi, OpenApiService, Tags};
use std::collections::HashMap;
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
    /// Letting programs in. MCP clients connect to `/api/mcp` with such a token.
    Programs,
    /// Taking things out and bringing them in. Calendar programs subscribe to what is due.
    Transfer,
}

type Apis = (
    account::AccountApi,
    sessions::SessionsApi,
    tasks::TasksApi,
    history::HistoryApi,
    reminders::RemindersApi,
    chat::ChatApi,
    conversations::ConversationsApi,
    understanding::UnderstandingApi,
    access_tokens::AccessTokensApi,
    transfer::TransferApi,
    calendar_feed::CalendarFeedApi,
    Formats,
);

/// What the derives cannot say of texts. An API without operations that adds it to the types of the others.
pub struct Formats;

/// Type, field and the format of its text.
const FORMATS: [(&str, &str, &str); 9] = [
    ("ChatRequest", "time_zone", "iana-time-zone"),
    ("NewTask", "recurrence", "rrule"),
    ("SignUp", "timeZone", "iana-time-zone"),
    ("Action", "rrule", "rrule"),
    ("Task", "recurrence", "rrule"),
    ("TaskChanges", "recurrence", "rrule"),
    ("UnderstandRequest", "time_zone", "iana-time-zone"),
    ("UpdateUser", "timeZone", "iana-time-zone"),
    ("User", "timeZone", "iana-time-zone"),
];

impl OpenApi for Formats {
    fn meta() -> Vec<MetaApi> {
        Vec::new()
    }

    fn register(registry: &mut Registry) {
        for (ty, field, format) in FORMATS {
            let fields = registry.schemas.get_mut(ty).map(|schema| &mut schema.properties);
            for (_, schema) in fields.into_iter().flatten().filter(|(name, _)| *name == field) {
                if let MetaSchemaRef::Inline(schema) = schema {
                    schema.format = Some(format);
                }
            }
        }
        if let Some(changes) = registry.schemas.get_mut("UpdateUser") {
            changes.min_properties = Some(1);
        }
    }

    fn add_routes(self, _: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {}
}

const ABOUT: &str = "A Todo list that you talk to.

**To try it here**: send *signUp* (or *signIn*), copy `token` from the answer, press *Authorize*, and paste it \
as the bearer. Programs should rather exchange it at *getToken* for a signed token that is good for 15 minutes, or be given \
an access token from the account page.

**Agents** connect to `/api/mcp`, which speaks the Model Context Protocol, with an access token:

- Claude Code: `claude mcp add --transport http todo http://todo.local/api/mcp --header \"Authorization: Bearer TOKEN\"`
- Cursor and VS Code, in `mcp.json`: `\"todo\": {\"url\": \"http://todo.local/api/mcp\", \"headers\": {\"Authorization\": \"Bearer TOKEN\"}}`
- kubectl-ai, in `mcp.yaml`: the same `url`, and `auth: {type: bearer, token: TOKEN}`
- kagent: a `RemoteMCPServer` with `url: http://backend-svc.todo:8000/api/mcp` and the header from a Secret
- whatever only starts programs, such as Claude Desktop: `todo-app mcp --url http://todo.local`

`docs/agents.md` has each of them in full.

Every error has the same body: `code`, `message`, `errors` where fields are at fault, and the `request_id`.";

/// All operations. Without an app it only describes them.
pub fn service(api_version: &str, app: Option<Arc<App>>) -> OpenApiService<Apis, ()> {
    let apis = (
        account::AccountApi(app.clone()),
        sessions::SessionsApi(app.clone()),
        tasks::TasksApi(app.clone()),
        history::HistoryApi(app.clone()),
        reminders::RemindersApi(app.clone()),
        chat::ChatApi(app.clone()),
        conversations::ConversationsApi(app.clone()),
        understanding::UnderstandingApi(app.clone()),
        access_tokens::AccessTokensApi(app.clone()),
        transfer::TransferApi(app.clone()),
        calendar_feed::CalendarFeedApi(app),
        Formats,
    );
    OpenApiService::new(apis, "todo-app", api_version)
        .description(ABOUT)
        .license(LicenseObject::new("MIT"))
        .server("/api")
}

/// The paths under /api and the methods that each takes.
pub fn methods() -> impl Iterator<Item = (String, Method)> {
    let paths = Apis::meta().into_iter().flat_map(|api| api.paths);
    paths.flat_map(|path| {
        let operations = path.operations.into_iter();
        operations.map(move |operation| (format!("/api{}", path.path), operation.method))
    })
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
