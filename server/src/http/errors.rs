//! The one error body, on every path.
//!
//! Handlers answer `Result<_, ReadError>` and the like: the type documents which statuses the operation has,
//! and any `error::Error` becomes one with `?`. What is refused before a handler runs (unknown path, broken
//! body) is told apart in [`refusal_of`]. The body itself is written by `request`, which knows the request's id.

use crate::error::{Error, Refusal, field_error};
use poem::Response;
use poem::error::{MethodNotAllowedError, NotFoundError, ReadBodyError};
use poem::http::{StatusCode, header};
use poem_openapi::ApiResponse;
use poem_openapi::error::{AuthorizationError, ContentTypeError, ParseParamError, ParsePathError};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type;
use shared::error::{FieldError, Problem};

/// Declares an error type that documents these statuses.
macro_rules! documented {
    ($($(#[$meta:meta])* $name:ident: $($status:literal)+;)+) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name(poem::Error);

        impl<E: Into<Error>> From<E> for $name {
            fn from(error: E) -> Self {
                Self(to_poem(error.into()))
            }
        }

        impl From<$name> for poem::Error {
            fn from(error: $name) -> Self {
                error.0
            }
        }

        impl ApiResponse for $name {
            fn meta() -> MetaResponses {
                MetaResponses { responses: vec![$(response($status)),+] }
            }

            fn register(registry: &mut Registry) {
                Problem::register(registry);
            }
        }
    )+};
}

documented! {
    /// Errors of signing up.
    SignUpError: 400 403 413 415 422 429 500 503;
    /// Errors of signing in.
    SignInError: 400 401 403 413 415 429 500 503;
    /// Errors of reading one's account.
    SessionReadError: 401 429 500 503;
    /// Errors of changing one's account.
    SessionWriteError: 400 401 403 413 415 429 500 503;
    /// Errors of actions on one's account that take no body.
    SessionActionError: 401 403 429 500 503;
    /// Errors of revoking an access token.
    TokenError: 401 403 404 429 500 503;
    /// Errors of reading a calendar feed.
    FeedError: 404 429 500 503;
    /// Errors of reading a list.
    ListError: 401 403 422 500 503;
    /// Errors of adding to a list.
    CreateError: 400 401 403 413 415 422 500 503;
    /// Errors of reading, toggling, skipping or deleting one thing.
    ItemError: 401 403 404 422 500 503;
    /// Errors of changing one thing.
    ChangeError: 400 401 403 404 413 415 422 500 503;
    /// Errors of a chat turn.
    ChatError: 400 401 403 404 409 413 415 422 429 500 503;
}

fn response(status: u16) -> MetaResponse {
    MetaResponse {
        description: match status {
            400 => "The request cannot be read, or breaks a rule.",
            401 => "Nobody is signed in: the token is missing, wrong or expired.",
            403 => "Signed in, but not allowed: someone else's, or sent from a foreign page.",
            404 => "It does not exist, or is someone else's.",
            409 => "An earlier turn in this conversation is still running.",
            413 => "The body is too large.",
            415 => "The body is not JSON.",
            422 => "Fields are at fault; see `errors`.",
            429 => "Too many requests; `Retry-After` says when to come back.",
            503 => {
                "The database cannot be reached or the service is busy; `Retry-After` says when to come back."
            }
            _ => "A fault of ours; the request id helps to find it.",
        },
        status: Some(status),
        status_range: None,
        content: vec![MetaMediaType {
            content_type: "application/json; charset=utf-8",
            schema: Problem::schema_ref(),
        }],
        headers: vec![],
    }
}

/// An error on its way to `request`, which writes its body.
pub fn to_poem(error: Error) -> poem::Error {
    let refusal = error.shown();
    let mut error = poem::Error::from_response(to_response(refusal.clone()));
    // The framework keeps what an error carries, not what its response carries.
    error.set_data(refusal);
    error
}

/// The error body still to be written, kept beside the response.
pub fn to_response(refusal: Refusal) -> Response {
    let mut response = Response::builder().status(refusal.status);
    if refusal.status == StatusCode::UNAUTHORIZED {
        response = response.header(header::WWW_AUTHENTICATE, "Bearer");
    }
    if let Some(wait) = refusal.retry_after {
        response = response
            .header(header::RETRY_AFTER, wait.as_secs().max(1))
            .header("X-Retry-After", wait.as_secs().max(1));
    }
    let mut response = response.finish();
    response.set_data(refusal);
    response
}

/// The refusal that an error of the framework stands for, at this path.
pub fn refusal_of(error: &poem::Error, path: &str) -> Refusal {
    if let Some(ParseParamError { name, reason }) = error.downcast_ref() {
        return invalid_parameter(name, reason);
    }
    if error.is::<ParsePathError>() {
        // The framework only knows its place in the path; ids are all there is to parse.
        return invalid_parameter("id", "is not a whole number");
    }
    let (status, code, message) = if error.is::<AuthorizationError>() {
        return Error::unauthorized().shown();
    } else if error.is::<NotFoundError>() {
        (
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "There is nothing at this address. /api/docs lists what there is.",
        )
    } else if error.is::<MethodNotAllowedError>() && path == "/api/auth/get-session" {
        // better-auth's client would post here, to a server that extends sessions only then.
        (
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED",
            "Reading a session extends it, too: use GET.",
        )
    } else if error.is::<MethodNotAllowedError>() {
        (
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD_NOT_ALLOWED",
            "This address does not take this method; /api/docs lists which it takes.",
        )
    } else if error.is::<ContentTypeError>() {
        (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UNSUPPORTED_MEDIA_TYPE",
            "Send the body as JSON, with the header Content-Type: application/json.",
        )
    } else if matches!(error.downcast_ref(), Some(ReadBodyError::PayloadTooLarge)) {
        (StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", "The body is too large. Send less at once.")
    } else if error.status().is_client_error() {
        (StatusCode::BAD_REQUEST, "BAD_REQUEST", "The request cannot be read. Compare it with /api/docs.")
    } else {
        return Error::internal(error).shown();
    };
    Refusal::new(status, code, message)
}

fn invalid_parameter(name: &str, reason: &str) -> Refusal {
    // "failed to parse "integer(int64)": invalid digit found in string (occurred while parsing …)"
    let reason = reason.lines().next().unwrap_or_default();
    match Error::invalid(vec![FieldError { ..field_error(name, "INVALID", format!("{name}: {reason}")) }]) {
        Error::Refused(refusal) => *refusal,
        other => other.shown(),
    }
}
