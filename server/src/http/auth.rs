//! Who is asking: a bearer token on every path, the session cookie only under /api/auth.

use super::address::{self, ClientAddress};
use super::cookies;
use super::errors::to_poem;
use super::request::record_user;
use crate::app::App;
use crate::auth::{Owner, SessionToken};
use crate::domain::session::{self, Current, Origin};
use crate::error::Error;
use poem::http::{Method, header};
use poem::{FromRequest, Request, RequestBody, Result};
use poem_openapi::auth::Bearer;
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions, SecurityScheme};
use std::sync::Arc;
use url::{Position, Url};

/// A JWT from `GET /api/auth/token`, or a session's own token.
#[derive(SecurityScheme)]
#[oai(ty = "bearer", bearer_format = "JWT", checker = "owner_of", rename = "bearer")]
pub struct Caller(Owner);

impl Caller {
    /// The person whose tasks the path names: the caller, or nobody.
    pub fn owner(self, user_id: &str) -> crate::error::Result<Owner> {
        match user_id == "me" || user_id == self.0.id() {
            true => Ok(self.0),
            false => Err(Error::forbidden(
                "FORBIDDEN",
                "These tasks are someone else's. Use your own user id, or me.",
            )),
        }
    }
}

async fn owner_of(request: &Request, bearer: Bearer) -> Result<Owner> {
    let app = app(request)?;
    let owner = match app.keys.verify(&bearer.token) {
        Some(owner) => owner,
        None => match find(app, &bearer.token).await? {
            Some(mut current) => {
                session::extend(&app.store, &mut current).await.map_err(to_poem)?;
                Owner::verified(current.user.id)
            }
            None => return Err(to_poem(Error::unauthorized())),
        },
    };
    record_user(owner.id());
    Ok(owner)
}

/// A session: the cookie that signing in sets, or the session's own token as a bearer.
pub struct CurrentSession(pub Current);

/// poem-openapi's own cookie scheme wants a cookie jar made for every request.
impl<'a> ApiExtractor<'a> for CurrentSession {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        registry.create_security_scheme(
            COOKIE_SCHEME,
            MetaSecurityScheme {
                name: Some(cookies::NAME),
                key_in: Some("cookie"),
                description: Some(
                    "The cookie that signing in sets; over https its name begins with `__Secure-`.",
                ),
                ..scheme("apiKey")
            },
        );
        registry.create_security_scheme(
            TOKEN_SCHEME,
            MetaSecurityScheme {
                scheme: Some("bearer"),
                description: Some("A session's own token, as `signIn` answers it."),
                ..scheme("http")
            },
        );
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![COOKIE_SCHEME, TOKEN_SCHEME]
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> Result<Self> {
        current(request).await?.map(Self).ok_or_else(|| to_poem(Error::unauthorized()))
    }
}

const COOKIE_SCHEME: &str = "session_cookie";
const TOKEN_SCHEME: &str = "session_token";

fn scheme(ty: &'static str) -> MetaSecurityScheme {
    MetaSecurityScheme {
        ty,
        description: None,
        name: None,
        key_in: None,
        scheme: None,
        bearer_format: None,
        flows: None,
        openid_connect_url: None,
    }
}

/// The session of a request that may have none.
pub struct OptionalSession(pub Option<Current>);

impl<'a> FromRequest<'a> for OptionalSession {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        current(request).await.map(Self)
    }
}

/// Where a request comes from. Extracting it refuses what a foreign page sends with the person's cookies.
pub struct RequestOrigin {
    pub origin: Origin,
    /// The host that was asked for.
    host: Option<String>,
}

impl RequestOrigin {
    /// Where to go afterwards, fit for `Location`. Refuses what is neither a path of this site nor a page of a host
    /// of ours.
    pub fn callback(&self, app: &App, url: &str) -> crate::error::Result<String> {
        // Browsers read a backslash as a slash, and drop line feeds.
        let is_plain = !url.contains(|c: char| c == '\\' || c.is_control());
        let is_path = url.starts_with('/') && !url.starts_with("//");
        let target = if is_path { Url::parse(&format!("http://site.invalid{url}")) } else { Url::parse(url) };
        let is_ours = |target: &Url| {
            let is_page = matches!(target.scheme(), "http" | "https");
            is_path || is_page && is_own(target, self.host.as_deref(), &app.config.http.allowed_hosts)
        };
        match target.ok().filter(|target| is_plain && is_ours(target)) {
            Some(target) if is_path => Ok(target[Position::BeforePath..].to_owned()),
            Some(target) => Ok(target.into()),
            None => Err(Error::forbidden(
                "INVALID_CALLBACK_URL",
                "callbackURL has to be a path of this site, such as /tasks, or the address of a page of it.",
            )),
        }
    }
}

impl<'a> FromRequest<'a> for RequestOrigin {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        let app = app(request)?;
        check_origin(request, app)?;
        let user_agent = request.header(header::USER_AGENT).map(|agent| agent.chars().take(300).collect());
        let origin = Origin { ip: ClientAddress::of(request).to_string(), user_agent };
        let host = address::host(request, &app.config.http.trusted_proxies).map(str::to_owned);
        Ok(Self { origin, host })
    }
}

async fn current(request: &Request) -> Result<Option<Current>> {
    let app = app(request)?;
    let bearer = request
        .header(header::AUTHORIZATION)
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim().to_owned());
    let tokens = bearer.map_or_else(
        || cookies::session_tokens(request, &app.config.http.trusted_proxies),
        |token| vec![token],
    );
    for token in tokens {
        if let Some(current) = find(app, &token).await? {
            record_user(&current.user.id);
            return Ok(Some(current));
        }
    }
    Ok(None)
}

async fn find(app: &App, token: &str) -> Result<Option<Current>> {
    session::find(&app.store, SessionToken::given(token)).await.map_err(to_poem)
}

/// A write that carries cookies has to come from a page of this host, or of one that is allowed. So has any
/// write whose sender says where it comes from.
fn check_origin(request: &Request, app: &App) -> Result<()> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(());
    }
    let origin = request.header(header::ORIGIN).or_else(|| request.header(header::REFERER));
    let Some(origin) = origin.filter(|origin| *origin != "null") else {
        let has_cookie = !cookies::session_tokens(request, &app.config.http.trusted_proxies).is_empty();
        return match has_cookie && request.header(header::AUTHORIZATION).is_none() {
            true => Err(to_poem(Error::forbidden(
                "MISSING_OR_NULL_ORIGIN",
                "The request carries a cookie but does not say which page it comes from. Send an Origin header.",
            ))),
            false => Ok(()),
        };
    };
    let http = &app.config.http;
    let host = address::host(request, &http.trusted_proxies);
    match Url::parse(origin) {
        Ok(page) if is_own(&page, host, &http.allowed_hosts) => Ok(()),
        _ => Err(to_poem(Error::forbidden(
            "INVALID_ORIGIN",
            "The request comes from a page of another host. Open this app at its own address, or add the host to ALLOWED_HOSTS.",
        ))),
    }
}

/// Whether a page is of the host that was asked for, or of one that is allowed: on that port, or on any.
fn is_own(page: &Url, asked_for: Option<&str>, allowed: &[String]) -> bool {
    let Some(name) = page.host_str() else { return false };
    let with_port = format!("{name}:{}", page.port_or_known_default().unwrap_or_default());
    asked_for.is_some_and(|host| {
        host.eq_ignore_ascii_case(&with_port) || page.port().is_none() && host.eq_ignore_ascii_case(name)
    }) || allowed.iter().any(|host| *host == with_port || host == name)
}

fn app(request: &Request) -> Result<&Arc<App>> {
    request.data::<Arc<App>>().ok_or_else(|| to_poem(Error::internal("the app is not part of the request")))
}
