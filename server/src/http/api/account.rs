//! Accounts, as the npm `better-auth` client opens, changes and deletes them.

use super::answers::{Account, Status, SuccessMessage, WithCookie, counted, done, signed_in};
use crate::app::App;
use crate::domain::account;
use crate::http::auth::{From, Signed};
use crate::http::cookies::CookieJar;
use crate::http::docs::Tag;
use crate::http::errors::{SessionWriteError, SignInError};
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
        from: From,
        jar: CookieJar,
        body: Json<SignUp>,
    ) -> Account<TokenAndUser, SignInError> {
        let app = counted(&self.0, &from).await?;
        let remember = body.0.remember_me.unwrap_or(true);
        let (token, user) = account::sign_up(app, body.0, &from.0).await?;
        let answer = TokenAndUser { token: Some(token.expose().into()), user: account::to_user(user) };
        Ok(signed_in(answer, &token, remember, &jar))
    }

    /// Change name, picture or time zone
    #[oai(path = "/update-user", method = "post", operation_id = "updateUser")]
    async fn update_user(
        &self,
        signed: Signed,
        from: From,
        body: Json<UpdateUser>,
    ) -> Account<Status, SessionWriteError> {
        let app = counted(&self.0, &from).await?;
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
        let app = counted(&self.0, &from).await?;
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
        let app = counted(&self.0, &from).await?;
        account::delete(app, &signed.0, body.0.password.as_deref(), &from.0).await?;
        let answer = SuccessMessage { success: true, message: "User deleted".into() };
        Ok(WithCookie::Answer(Json(answer), Some(jar.clear()), None))
    }
}
