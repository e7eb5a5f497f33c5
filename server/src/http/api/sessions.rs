//! Sessions, as the npm `better-auth` client opens, reads and ends them.

use super::answers::{
    Account, Jwks, MaybeSession, Okay, SessionAnswer, Status, Success, WithCookie, counted, done, signed_in,
};
use crate::app::App;
use crate::domain::session::{self, Current};
use crate::domain::{account, now};
use crate::error::Error;
use crate::http::auth::{From, MaybeSigned, Signed};
use crate::http::cookies::CookieJar;
use crate::http::docs::Tag;
use crate::http::errors::{SessionActionError, SessionReadError, SessionWriteError, SignInError};
use crate::http::payload::Json;
use poem_openapi::OpenApi;
use shared::account::{Jwt, RevokeSession, Session, SignIn, SignedIn};
use std::sync::Arc;

/// Operations on sessions.
pub struct SessionsApi(pub Option<Arc<App>>);

#[OpenApi(prefix_path = "/auth", tag = "Tag::Accounts")]
impl SessionsApi {
    /// Sign in
    #[oai(path = "/sign-in/email", method = "post", operation_id = "signIn")]
    async fn sign_in(
        &self,
        from: From,
        jar: CookieJar,
        body: Json<SignIn>,
    ) -> Account<SignedIn, SignInError> {
        let app = counted(&self.0, &from).await?;
        let SignIn { email, password, remember_me, callback_url } = body.0;
        // Browsers read a backslash as a slash, and drop line feeds.
        if callback_url.as_deref().is_some_and(|url| {
            !url.starts_with('/')
                || url.starts_with("//")
                || url.contains(|c: char| c == '\\' || c.is_control())
        }) {
            let message = "callbackURL has to be a path of this site, such as /tasks.";
            return Err(Error::forbidden("INVALID_CALLBACK_URL", message).into());
        }
        let remember = remember_me.unwrap_or(true);
        let signed_in_as = session::sign_in(app, &email, &password, remember, &from.0).await;
        app.metrics.sign_in(&signed_in_as);
        let (token, user) = signed_in_as?;
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
        let app = counted(&self.0, &from).await?;
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
        let app = counted(&self.0, &from).await?;
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
        let app = counted(&self.0, &from).await?;
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

    /// List sessions
    #[oai(path = "/list-sessions", method = "get", operation_id = "listSessions")]
    async fn list_sessions(
        &self,
        signed: Signed,
        from: From,
    ) -> Result<Json<Vec<Session>>, SessionReadError> {
        let app = counted(&self.0, &from).await?;
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
        let app = counted(&self.0, &from).await?;
        session::revoke(&app.store, &signed.0, &body.0.token).await?;
        Ok(done())
    }

    /// End all other sessions
    #[oai(path = "/revoke-other-sessions", method = "post", operation_id = "revokeOtherSessions")]
    async fn revoke_other_sessions(&self, signed: Signed, from: From) -> Account<Status, SessionActionError> {
        let app = counted(&self.0, &from).await?;
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
        let app = counted(&self.0, &from).await?;
        session::revoke_all(&app.store, &signed.0, false).await?;
        Ok(WithCookie::Answer(Json(Status { status: true }), Some(jar.clear()), None))
    }
}

fn jwt(app: &App, current: &Current) -> crate::error::Result<String> {
    app.keys.sign(&current.user.id, &current.user.email, &current.user.name, now())
}
