//! Access tokens, for programs.

use super::answers::{Deleted, count_request};
use crate::app::App;
use crate::domain::access_token;
use crate::http::auth::{CurrentSession, RequestOrigin};
use crate::http::docs::Tag;
use crate::http::errors::{SessionReadError, SessionWriteError, TokenError};
use crate::http::payload::Json;
use poem_openapi::param::Path;
use poem_openapi::{ApiResponse, OpenApi};
use shared::access_token::{AccessToken, MadeAccessToken, NewAccessToken};
use std::sync::Arc;

/// Operations on access tokens.
pub struct AccessTokensApi(pub Option<Arc<App>>);

/// A token that was made.
#[derive(ApiResponse)]
pub enum Made {
    /// The token. It is not shown again.
    #[oai(status = 201)]
    Token(Json<MadeAccessToken>),
}

#[OpenApi(prefix_path = "/auth/access-tokens", tag = "Tag::Programs")]
impl AccessTokensApi {
    /// List access tokens
    ///
    /// Expired ones, too.
    #[oai(path = "/", method = "get", operation_id = "listAccessTokens")]
    async fn list(
        &self,
        session: CurrentSession,
        from: RequestOrigin,
    ) -> Result<Json<Vec<AccessToken>>, SessionReadError> {
        let app = count_request(&self.0, &from).await?;
        Ok(Json(access_token::list(&app.store, &session.0).await?))
    }

    /// Make an access token
    ///
    /// It opens REST and MCP, as a bearer, until it expires or is revoked; it opens nothing under /api/auth.
    #[oai(path = "/", method = "post", operation_id = "makeAccessToken")]
    async fn make(
        &self,
        session: CurrentSession,
        from: RequestOrigin,
        body: Json<NewAccessToken>,
    ) -> Result<Made, SessionWriteError> {
        let app = count_request(&self.0, &from).await?;
        Ok(Made::Token(Json(access_token::make(&app.store, &session.0, body.0).await?)))
    }

    /// Revoke an access token
    #[oai(path = "/:id", method = "delete", operation_id = "revokeAccessToken")]
    async fn revoke(
        &self,
        session: CurrentSession,
        from: RequestOrigin,
        id: Path<String>,
    ) -> Result<Deleted, TokenError> {
        let app = count_request(&self.0, &from).await?;
        access_token::revoke(&app.store, &session.0, &id.0).await?;
        Ok(Deleted::Gone)
    }
}
