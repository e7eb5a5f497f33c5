//! Answers that several operations share, and what else those on accounts and sessions do.

use super::require_app;
use crate::app::App;
use crate::auth::SessionToken;
use crate::domain::rate_limit;
use crate::http::auth::RequestOrigin;
use crate::http::cookies::CookieJar;
use crate::http::payload::Json;
use poem::http::Uri;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiResponse, Object};
use serde::Serialize;
use shared::account::{SessionAndUser, SignedIn};
use std::borrow::Cow;
use std::sync::Arc;
use url::form_urlencoded;

/// The answer of an operation that may set or clear the session cookie.
pub type Account<T, E> = Result<WithCookie<T>, E>;

/// An answer that may set or clear the session cookie.
#[derive(ApiResponse)]
pub enum WithCookie<T: Type + Serialize + Send> {
    /// Done.
    #[oai(status = 200)]
    Answer(
        Json<T>,
        /// Sets or clears the session cookie.
        #[oai(header = "Set-Cookie")]
        Option<String>,
        /// The session's token, for clients that keep no cookies.
        #[oai(header = "set-auth-token")]
        Option<String>,
    ),
}

/// The answer to signing in.
#[derive(ApiResponse)]
pub enum SignInAnswer {
    /// The session and whose it is.
    #[oai(status = 200)]
    SignedIn(
        Json<SignedIn>,
        /// Sets the session cookie.
        #[oai(header = "Set-Cookie")]
        String,
        /// The session's token, for clients that keep no cookies.
        #[oai(header = "set-auth-token")]
        String,
        /// Where to go, when `callbackURL` says so.
        #[oai(header = "Location")]
        Option<String>,
    ),
}

/// A session that may not be there.
#[derive(ApiResponse)]
pub enum SessionAnswer {
    /// The session and whose it is; null when nobody is signed in.
    #[oai(status = 200)]
    Session(
        Json<MaybeSession>,
        /// Sets the session cookie anew, when the session was extended.
        #[oai(header = "Set-Cookie")]
        Option<String>,
        /// The session's token, whenever its cookie is set.
        #[oai(header = "set-auth-token")]
        Option<String>,
        /// A fresh signed token, when somebody is signed in.
        #[oai(header = "set-auth-jwt")]
        Option<String>,
    ),
}

/// The session and whose it is; null when nobody is signed in.
#[derive(Serialize)]
pub struct MaybeSession(pub Option<SessionAndUser>);

/// The derives describe an `Option` by itself as if it were always there.
impl Type for MaybeSession {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "MaybeSession".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            all_of: vec![SessionAndUser::schema_ref()],
            nullable: true,
            ..MetaSchema::ANY
        }))
    }

    fn register(registry: &mut Registry) {
        SessionAndUser::register(registry);
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

/// It worked.
#[derive(Serialize, Object)]
pub struct Status {
    pub status: bool,
}

/// It worked.
#[derive(Serialize, Object)]
pub struct Success {
    pub success: bool,
}

/// It worked, with a sentence.
#[derive(Serialize, Object)]
pub struct SuccessMessage {
    pub success: bool,
    pub message: String,
}

/// The service is there.
#[derive(Serialize, Object)]
pub struct Okay {
    pub ok: bool,
}

/// The keys that tokens are signed with: none, since the key is secret.
#[derive(Serialize, Object)]
pub struct Jwks {
    pub keys: Vec<String>,
}

/// A thing that was deleted.
#[derive(ApiResponse)]
pub enum Deleted {
    /// It is gone.
    #[oai(status = 204)]
    Gone,
}

/// RFC 8288: the same list, from a place on that this parameter says.
pub fn next_link(uri: &Uri, parameter: &str, place: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let before = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    query.extend_pairs(before.filter(|(name, _)| name != parameter));
    query.append_pair(parameter, place);
    format!("<{}?{}>; rel=\"next\"", uri.path(), query.finish())
}

/// The app, once this request is counted towards the allowance of where it comes from.
pub async fn count_request<'a>(
    app: &'a Option<Arc<App>>,
    from: &RequestOrigin,
) -> crate::error::Result<&'a Arc<App>> {
    count_request_of("auth", app, from).await
}

/// The same for requests of another kind, which have the same allowance.
pub async fn count_request_of<'a>(
    kind: &str,
    app: &'a Option<Arc<App>>,
    from: &RequestOrigin,
) -> crate::error::Result<&'a Arc<App>> {
    let app = require_app(app)?;
    rate_limit::count(&app.store, kind, &from.origin.network(), app.limits().rate_limit_auth).await?;
    Ok(app)
}

/// An answer that sets the session cookie.
pub fn signed_in<T: Type + Serialize + Send>(
    answer: T,
    token: &SessionToken,
    remember: bool,
    jar: &CookieJar,
) -> WithCookie<T> {
    let cookie = jar.keep(token.expose(), remember);
    WithCookie::Answer(Json(answer), Some(cookie), Some(token.expose().into()))
}

/// It worked, and the cookie stays as it is.
pub fn done() -> WithCookie<Status> {
    unchanged(Status { status: true })
}

/// An answer that leaves the session cookie as it is.
pub fn unchanged<T: Type + Serialize + Send>(answer: T) -> WithCookie<T> {
    WithCookie::Answer(Json(answer), None, None)
}

/// An answer that clears the session cookie.
pub fn signed_out<T: Type + Serialize + Send>(answer: T, jar: &CookieJar) -> WithCookie<T> {
    WithCookie::Answer(Json(answer), Some(jar.clear()), None)
}
