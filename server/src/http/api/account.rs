//! Accounts, as the npm `better-auth` client opens, changes and deletes them.

use super::answers::{Account, Status, SuccessMessage, count_request, signed_in, signed_out, unchanged};
use crate::app::App;
use crate::domain::{account, session};
use crate::http::auth::{CurrentSession, RequestOrigin};
use crate::http::cookies::CookieJar;
use crate::http::docs::Tag;
use crate::http::errors::{SessionWriteError, SignUpError};
use crate::http::payload::Json;
use poem_openapi::OpenApi;
use shared::account::{ChangePassword, DeleteUser, SignUp, TokenAndUser, UpdateUser};
use std::sync::Arc;

/// Operations on accounts.
pub struct AccountApi(pub Option<Arc<App>>);

#[OpenApi(prefix_path = "/auth", tag = "Tag::Accounts")]
impl AccountApi {
    /// Open an account
    ///
    /// Signs in at once.
    #[oai(path = "/sign-up/email", method = "post", operation_id = "signUp")]
    async fn sign_up(
        &self,
        from: RequestOrigin,
        jar: CookieJar,
        body: Json<SignUp>,
    ) -> Account<TokenAndUser, SignUpError> {
        let app = count_request(&self.0, &from).await?;
        if let Some(url) = &body.0.callback_url {
            from.callback(app, url)?;
        }
        let remember = body.0.remember_me.unwrap_or(true);
        let (token, user) = account::sign_up(app, body.0, &from.origin).await?;
        let answer = TokenAndUser { token: Some(token.expose().into()), user: account::to_user(user) };
        Ok(signed_in(answer, &token, remember, &jar))
    }

    /// Change name, picture or time zone
    #[oai(path = "/update-user", method = "post", operation_id = "updateUser")]
    async fn update_user(
        &self,
        current: CurrentSession,
        from: RequestOrigin,
        jar: CookieJar,
        body: Json<UpdateUser>,
    ) -> Account<Status, SessionWriteError> {
        let app = count_request(&self.0, &from).await?;
        let mut current = current.0;
        account::update(app, &current, body.0).await?;
        session::extend(&app.store, &mut current).await?;
        Ok(signed_in(Status { status: true }, &current.token, current.session.remember, &jar))
    }

    /// Change the password
    ///
    /// `revokeOtherSessions` signs out everywhere else, revokes all access tokens, and answers a new session's token.
    #[oai(path = "/change-password", method = "post", operation_id = "changePassword")]
    async fn change_password(
        &self,
        current: CurrentSession,
        from: RequestOrigin,
        jar: CookieJar,
        body: Json<ChangePassword>,
    ) -> Account<TokenAndUser, SessionWriteError> {
        let app = count_request(&self.0, &from).await?;
        let current = current.0;
        let (token, user) = account::change_password(app, &current, body.0, &from.origin).await?;
        let user = account::to_user(user);
        Ok(match token {
            Some(token) => {
                let answer = TokenAndUser { token: Some(token.expose().into()), user };
                signed_in(answer, &token, current.session.remember, &jar)
            }
            None => unchanged(TokenAndUser { token: None, user }),
        })
    }

    /// Delete the account
    ///
    /// With all tasks and conversations. `password` is needed when signing in was more than a day ago.
    #[oai(path = "/delete-user", method = "post", operation_id = "deleteUser")]
    async fn delete_user(
        &self,
        current: CurrentSession,
        from: RequestOrigin,
        jar: CookieJar,
        body: Json<DeleteUser>,
    ) -> Account<SuccessMessage, SessionWriteError> {
        let app = count_request(&self.0, &from).await?;
        account::delete(app, &current.0, body.0.password.as_deref(), &from.origin).await?;
        let answer = SuccessMessage { success: true, message: "User deleted".into() };
        Ok(signed_out(answer, &jar))
    }
}
