//! Accounts and sessions, as the npm `better-auth` client calls them.

use super::running;
use crate::app::App;
use crate::auth::SessionToken;
use crate::domain::session::{self, Current};
use crate::domain::{account, now, rate_limit};
use crate::error::Error;
use crate::http::auth::{From, MaybeSigned, Signed};
use crate::http::cookies::CookieJar;
use crate::http::docs::Tag;
use crate::http::errors::{SessionActionError, SessionReadError, SessionWriteError, SignInError};
use crate::http::payload::Json;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Serialize;
use shared::account::{
    ChangePassword, DeleteUser, Jwt, RevokeSession, Session, SessionAndUser, SignIn, SignUp, SignedIn,
    TokenAndUser, UpdateUser,
};
use std::borrow::Cow;
use std::sync::Arc;

/// Operations on accounts and sessions.
pub struct AccountApi(pub Option<Arc<App>>);

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

/// A session that may not be there.
#[derive(ApiResponse)]
pub enum SessionAnswer {
    /// The session and whose it is; null when nobody is signed in.
    #[oai(status = 200)]
    Session(
        Json<MaybeSession>,
        /// Set when the session was extended.
        #[oai(header = "Set-Cookie")]
        Option<String>,
        /// A fresh signed token, when somebody is signed in.
        #[oai(header = "set-auth-jwt")]
        Option<String>,
    ),
}

/// The session and whose it is; null when nobody is signed in.
#[derive(Serialize)]
pub struct MaybeSession(Option<SessionAndUser>);

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
    status: bool,
}

/// It worked.
#[derive(Serialize, Object)]
pub struct Success {
    success: bool,
}

/// It worked, with a sentence.
#[derive(Serialize, Object)]
pub struct SuccessMessage {
    success: bool,
    message: String,
}

/// The service is there.
#[derive(Serialize, Object)]
pub struct Okay {
    ok: bool,
}

/// The keys that tokens are signed with: none, since the key is secret.
#[derive(Serialize, Object)]
pub struct Jwks {
    keys: Vec<String>,
}

type Account<T, E> = Result<WithCookie<T>, E>;

#[OpenApi(prefix_path = "/auth", tag = "Tag::Accounts")]
impl AccountApi {
    /// Open an account
    ///
    /// Signs in at once.
    #[oai(path = "/sign-up/email", method = "post", operation_id = "signUp")]
    async fn sign_up(
        &self,
        from: From,
        jar: CookieJar,
        body: Json<SignUp>,
    ) -> Account<TokenAndUser, SignInError> {
        let app = self.counted(&from).await?;
        let remember = body.0.remember_me.unwrap_or(true);
        let (token, user) = account::sign_up(app, body.0, &from.0).await?;
        let answer = TokenAndUser { token: Some(token.expose().into()), user: account::to_user(user) };
        Ok(signed_in(answer, &token, remember, &jar))
    }

    /// Sign in
    #[oai(path = "/sign-in/email", method = "post", operation_id = "signIn")]
    async fn sign_in(
        &self,
        from: From,
        jar: CookieJar,
        body: Json<SignIn>,
    ) -> Account<SignedIn, SignInError> {
        let app = self.counted(&from).await?;
        let SignIn { email, password, remember_me, callback_url } = body.0;
        if callback_url
            .as_deref()
            .is_some_and(|url| !url.starts_with('/') || url.starts_with("//") || url.contains('\\'))
        {
            let message = "callbackURL has to be a path of this site, such as /tasks.";
            return Err(Error::forbidden("INVALID_CALLBACK_URL", message).into());
        }
        let remember = remember_me.unwrap_or(true);
        let (token, user) = session::sign_in(app, &email, &password, remember, &from.0).await?;
        let answer = SignedIn {
            redirect: callback_url.is_some(),
            token: token.expose().into(),
            url: callback_url,
            user: account::to_user(user),
        };
        Ok(signed_in(answer, &token, remember, &jar))
    }

    /// Sign out
    ///
    /// Works without a session, too.
    #[oai(path = "/sign-out", method = "post", operation_id = "signOut")]
    async fn sign_out(
        &self,
        from: From,
        jar: CookieJar,
        signed: MaybeSigned,
    ) -> Account<Success, SessionActionError> {
        let app = self.counted(&from).await?;
        if let Some(current) = signed.0 {
            session::revoke(&app.store, &current, current.token.expose()).await?;
        }
        Ok(WithCookie::Answer(Json(Success { success: true }), Some(jar.clear()), None))
    }

    /// Read the session
    ///
    /// Null when nobody is signed in.
    #[oai(path = "/get-session", method = "get", operation_id = "getSession")]
    async fn get_session(
        &self,
        from: From,
        jar: CookieJar,
        signed: MaybeSigned,
    ) -> Result<SessionAnswer, SessionReadError> {
        let app = self.counted(&from).await?;
        let Some(current) = signed.0 else {
            return Ok(SessionAnswer::Session(Json(MaybeSession(None)), None, None));
        };
        let cookie = current.is_extended.then(|| jar.keep(current.token.expose(), true));
        let jwt = jwt(app, &current)?;
        Ok(SessionAnswer::Session(Json(MaybeSession(Some(session::describe(&current)))), cookie, Some(jwt)))
    }

    /// Get a signed token
    ///
    /// Good for 15 minutes as `Authorization: Bearer` on every path.
    #[oai(path = "/token", method = "get", operation_id = "getToken")]
    async fn token(&self, signed: Signed, from: From) -> Result<Json<Jwt>, SessionReadError> {
        let app = self.counted(&from).await?;
        Ok(Json(Jwt { token: jwt(app, &signed.0)? }))
    }

    /// Read the keys that tokens are signed with
    ///
    /// None are public: tokens are signed with a secret (HS256).
    #[oai(path = "/jwks", method = "get", operation_id = "getJwks")]
    async fn jwks(&self) -> Json<Jwks> {
        Json(Jwks { keys: Vec::new() })
    }

    /// Ask whether accounts work
    #[oai(path = "/ok", method = "get", operation_id = "getOk")]
    async fn ok(&self) -> Json<Okay> {
        Json(Okay { ok: true })
    }

    /// Change name, picture or time zone
    #[oai(path = "/update-user", method = "post", operation_id = "updateUser")]
    async fn update_user(
        &self,
        signed: Signed,
        from: From,
        body: Json<UpdateUser>,
    ) -> Account<Status, SessionWriteError> {
        let app = self.counted(&from).await?;
        account::update(app, &signed.0, body.0).await?;
        Ok(done())
    }

    /// Change the password
    ///
    /// `revokeOtherSessions` signs out everywhere else and answers a new session's token.
    #[oai(path = "/change-password", method = "post", operation_id = "changePassword")]
    async fn change_password(
        &self,
        signed: Signed,
        from: From,
        jar: CookieJar,
        body: Json<ChangePassword>,
    ) -> Account<TokenAndUser, SessionWriteError> {
        let app = self.counted(&from).await?;
        let current = signed.0;
        let (token, user) = account::change_password(app, &current, body.0, &from.0).await?;
        let user = account::to_user(user);
        Ok(match token {
            Some(token) => {
                let answer = TokenAndUser { token: Some(token.expose().into()), user };
                signed_in(answer, &token, current.session.remember, &jar)
            }
            None => WithCookie::Answer(Json(TokenAndUser { token: None, user }), None, None),
        })
    }

    /// List sessions
    #[oai(path = "/list-sessions", method = "get", operation_id = "listSessions")]
    async fn list_sessions(
        &self,
        signed: Signed,
        from: From,
    ) -> Result<Json<Vec<Session>>, SessionReadError> {
        let app = self.counted(&from).await?;
        Ok(Json(session::list(&app.store, &signed.0).await?))
    }

    /// End one session
    #[oai(path = "/revoke-session", method = "post", operation_id = "revokeSession")]
    async fn revoke_session(
        &self,
        signed: Signed,
        from: From,
        body: Json<RevokeSession>,
    ) -> Account<Status, SessionWriteError> {
        let app = self.counted(&from).await?;
        session::revoke(&app.store, &signed.0, &body.0.token).await?;
        Ok(done())
    }

    /// End all other sessions
    #[oai(path = "/revoke-other-sessions", method = "post", operation_id = "revokeOtherSessions")]
    async fn revoke_other_sessions(&self, signed: Signed, from: From) -> Account<Status, SessionActionError> {
        let app = self.counted(&from).await?;
        session::revoke_all(&app.store, &signed.0, true).await?;
        Ok(done())
    }

    /// End all sessions
    #[oai(path = "/revoke-sessions", method = "post", operation_id = "revokeSessions")]
    async fn revoke_sessions(
        &self,
        signed: Signed,
        from: From,
        jar: CookieJar,
    ) -> Account<Status, SessionActionError> {
        let app = self.counted(&from).await?;
        session::revoke_all(&app.store, &signed.0, false).await?;
        Ok(WithCookie::Answer(Json(Status { status: true }), Some(jar.clear()), None))
    }

    /// Delete the account
    ///
    /// With all tasks and conversations. `password` is needed when signing in was more than a day ago.
    #[oai(path = "/delete-user", method = "post", operation_id = "deleteUser")]
    async fn delete_user(
        &self,
        signed: Signed,
        from: From,
        jar: CookieJar,
        body: Json<DeleteUser>,
    ) -> Account<SuccessMessage, SessionWriteError> {
        let app = self.counted(&from).await?;
        account::delete(app, &signed.0, body.0.password.as_deref()).await?;
        let answer = SuccessMessage { success: true, message: "User deleted".into() };
        Ok(WithCookie::Answer(Json(answer), Some(jar.clear()), None))
    }
}

impl AccountApi {
    /// The app, once this request is counted towards its address's allowance.
    async fn counted(&self, from: &From) -> crate::error::Result<&Arc<App>> {
        let app = running(&self.0)?;
        rate_limit::count(&app.store, "auth", &from.0.address, app.limits().rate_limit_auth).await?;
        Ok(app)
    }
}

fn signed_in<T: Type + Serialize + Send>(
    answer: T,
    token: &SessionToken,
    remember: bool,
    jar: &CookieJar,
) -> WithCookie<T> {
    let cookie = jar.keep(token.expose(), remember);
    WithCookie::Answer(Json(answer), Some(cookie), Some(token.expose().into()))
}

fn done() -> WithCookie<Status> {
    WithCookie::Answer(Json(Status { status: true }), None, None)
}

fn jwt(app: &App, current: &Current) -> crate::error::Result<String> {
    app.keys.sign(&current.user.id, &current.user.email, &current.user.name, now())
}
