//! Sessions, as the npm `better-auth` client opens, reads and ends them.

use super::answers::{
    Account, Jwks, MaybeSession, Okay, SessionAnswer, SignInAnswer, Status, Success, WithCookie,
    count_request, done, signed_out,
};
use crate::app::App;
use crate::domain::session::{self, Current};
use crate::domain::{account, now};
use crate::http::auth::{CurrentSession, OptionalSession, RequestOrigin};
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
        from: RequestOrigin,
        jar: CookieJar,
        body: Json<SignIn>,
    ) -> Result<SignInAnswer, SignInError> {
        let app = count_request(&self.0, &from).await?;
        let SignIn { email, password, remember_me, callback_url } = body.0;
        let location = callback_url.as_deref().map(|url| from.callback(app, url)).transpose()?;
        let remember = remember_me.unwrap_or(true);
        let signed_in_as = session::sign_in(app, &email, &password, remember, &from.origin).await;
        app.metrics.sign_in(&signed_in_as);
        let (token, user) = signed_in_as?;
        let answer = SignedIn {
            redirect: callback_url.is_some(),
            token: token.expose().into(),
            url: callback_url,
            user: account::to_user(user),
        };
        let cookie = jar.keep(token.expose(), remember);
        Ok(SignInAnswer::SignedIn(Json(answer), cookie, token.expose().into(), location))
    }

    /// Sign out
    ///
    /// Works without a session, too.
    #[oai(path = "/sign-out", method = "post", operation_id = "signOut")]
    async fn sign_out(
        &self,
        from: RequestOrigin,
        jar: CookieJar,
        current: OptionalSession,
    ) -> Account<Success, SessionActionError> {
        let app = count_request(&self.0, &from).await?;
        if let Some(current) = current.0 {
            session::revoke(&app.store, &current, current.token.expose()).await?;
        }
        Ok(signed_out(Success { success: true }, &jar))
    }

    /// Read the session
    ///
    /// Null when nobody is signed in.
    #[oai(path = "/get-session", method = "get", operation_id = "getSession")]
    async fn get_session(
        &self,
        from: RequestOrigin,
        jar: CookieJar,
        current: OptionalSession,
    ) -> Result<SessionAnswer, SessionReadError> {
        let app = count_request(&self.0, &from).await?;
        let Some(mut current) = current.0 else {
            return Ok(SessionAnswer::Session(Json(MaybeSession(None)), None, None, None));
        };
        let (cookie, token) = renewed(app, &mut current, &jar).await?;
        let jwt = jwt(app, &current)?;
        let answer = MaybeSession(Some(session::describe(&current)));
        Ok(SessionAnswer::Session(Json(answer), cookie, token, Some(jwt)))
    }

    /// Get a signed token
    ///
    /// Good for 15 minutes as `Authorization: Bearer` on every path.
    #[oai(path = "/token", method = "get", operation_id = "getToken")]
    async fn token(
        &self,
        current: CurrentSession,
        from: RequestOrigin,
        jar: CookieJar,
    ) -> Account<Jwt, SessionReadError> {
        let app = count_request(&self.0, &from).await?;
        let mut current = current.0;
        let (cookie, token) = renewed(app, &mut current, &jar).await?;
        Ok(WithCookie::Answer(Json(Jwt { token: jwt(app, &current)? }), cookie, token))
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
        current: CurrentSession,
        from: RequestOrigin,
    ) -> Result<Json<Vec<Session>>, SessionReadError> {
        let app = count_request(&self.0, &from).await?;
        Ok(Json(session::list(&app.store, &current.0).await?))
    }

    /// End one session
    #[oai(path = "/revoke-session", method = "post", operation_id = "revokeSession")]
    async fn revoke_session(
        &self,
        current: CurrentSession,
        from: RequestOrigin,
        body: Json<RevokeSession>,
    ) -> Account<Status, SessionWriteError> {
        let app = count_request(&self.0, &from).await?;
        session::revoke(&app.store, &current.0, &body.0.token).await?;
        Ok(done())
    }

    /// End all other sessions
    #[oai(path = "/revoke-other-sessions", method = "post", operation_id = "revokeOtherSessions")]
    async fn revoke_other_sessions(
        &self,
        current: CurrentSession,
        from: RequestOrigin,
    ) -> Account<Status, SessionActionError> {
        let app = count_request(&self.0, &from).await?;
        session::revoke_all(&app.store, &current.0, true).await?;
        Ok(done())
    }

    /// End all sessions
    #[oai(path = "/revoke-sessions", method = "post", operation_id = "revokeSessions")]
    async fn revoke_sessions(
        &self,
        current: CurrentSession,
        from: RequestOrigin,
        jar: CookieJar,
    ) -> Account<Status, SessionActionError> {
        let app = count_request(&self.0, &from).await?;
        session::revoke_all(&app.store, &current.0, false).await?;
        Ok(signed_out(Status { status: true }, &jar))
    }
}

/// Extends the session when its time has come: the cookie that is due then, and the token beside it.
async fn renewed(
    app: &App,
    current: &mut Current,
    jar: &CookieJar,
) -> crate::error::Result<(Option<String>, Option<String>)> {
    let is_extended = session::extend(&app.store, current).await?;
    let token = is_extended.then(|| current.token.expose().to_owned());
    Ok((token.as_deref().map(|token| jar.keep(token, true)), token))
}

fn jwt(app: &App, current: &Current) -> crate::error::Result<String> {
    app.keys.sign(&current.user.id, &current.user.email, &current.user.name, now())
}
