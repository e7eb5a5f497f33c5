//! What can go wrong below the HTTP layer, and which error belongs where.
//!
//! - A caller's mistake, or something they must know, is a [`Refusal`]: made with the constructors here by the
//!   domain and by handlers. Its message is a sentence for a person and says what to do next.
//! - A query that failed is a [`StoreError`]; `?` carries it up. Nothing of it is shown to a caller.
//! - Anything else is a fault of ours: [`Error::internal`], logged with its cause, shown as "try again".
//!
//! [`Error::shown`] logs what only we may know, once; `http::errors` writes the one error body.

use crate::store::StoreError;
use poem::http::StatusCode;
use shared::error::FieldError;
use std::borrow::Cow;
use std::time::Duration;

/// What domain functions answer when they cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{}", .0.message)]
    Refused(Box<Refusal>),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Internal(String),
}

/// A request that is refused for a reason the caller may know.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub status: StatusCode,
    pub code: &'static str,
    pub message: Cow<'static, str>,
    pub errors: Vec<FieldError>,
    pub retry_after: Option<Duration>,
}

/// What domain functions answer.
pub type Result<T> = std::result::Result<T, Error>;

impl Refusal {
    /// A refusal without field errors.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code, message: message.into(), errors: Vec::new(), retry_after: None }
    }

    /// The same refusal, saying when to come back.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl Error {
    /// 400: the request cannot be read, or breaks a rule of better-auth that answers 400.
    pub fn bad_request(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Refusal::new(StatusCode::BAD_REQUEST, code, message).into()
    }

    /// 401: nobody is signed in.
    pub fn unauthorized() -> Self {
        Refusal::new(
            StatusCode::UNAUTHORIZED,
            "UNAUTHORIZED",
            "Sign in first: the request carries no valid token, or it has expired.",
        )
        .into()
    }

    /// 403: signed in, but not allowed.
    pub fn forbidden(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Refusal::new(StatusCode::FORBIDDEN, code, message).into()
    }

    /// 404: it does not exist, or is someone else's.
    pub fn not_found(what: &str) -> Self {
        let message =
            format!("There is no such {what} of yours. It may have been deleted; look at the list.");
        Refusal::new(StatusCode::NOT_FOUND, "NOT_FOUND", message).into()
    }

    /// 409: something else is going on with the conversation, and will soon be over.
    pub fn busy(message: impl Into<Cow<'static, str>>) -> Self {
        Refusal::new(StatusCode::CONFLICT, "CONVERSATION_BUSY", message)
            .retry_after(Duration::from_secs(1))
            .into()
    }

    /// 422: fields at fault.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        at_fault(StatusCode::UNPROCESSABLE_ENTITY, "VALIDATION_FAILED", errors)
    }

    /// 422: one field at fault.
    pub fn invalid_field(field: &str, code: &str, message: impl Into<String>) -> Self {
        Self::invalid(vec![field_error(field, code, message)])
    }

    /// 400: one field at fault, as better-auth says it of accounts and sessions.
    pub fn invalid_account_field(field: &str, code: &str, message: impl Into<String>) -> Self {
        let errors = vec![field_error(field, code, message)];
        at_fault(StatusCode::BAD_REQUEST, "VALIDATION_ERROR", errors)
    }

    /// What a caller may know of the error; the rest is logged here, once.
    pub fn shown(self) -> Refusal {
        match self {
            Self::Refused(refusal) => *refusal,
            Self::Store(StoreError::Unavailable(cause) | StoreError::Lost(cause)) => {
                tracing::error!(event = "database_unavailable", cause, "the database cannot be reached");
                Refusal::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "DATABASE_UNAVAILABLE",
                    "The database cannot be reached right now. Try again in a few seconds; look first whether a change that you sent is there.",
                )
                .retry_after(Duration::from_secs(2))
            }
            Self::Store(StoreError::Full(cause)) => {
                tracing::error!(event = "database_full", cause, "the database takes no changes");
                Refusal::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "DATABASE_UNAVAILABLE",
                    "The database has no space left for changes, so nothing was changed. Tell the people who run this service.",
                )
                .retry_after(Duration::from_secs(60))
            }
            Self::Store(error) => fault(&error.to_string()),
            Self::Internal(cause) => fault(&cause),
        }
    }

    /// 500: a fault of ours; `cause` is logged, never shown.
    pub fn internal(cause: impl ToString) -> Self {
        Self::Internal(cause.to_string())
    }
}

fn at_fault(status: StatusCode, code: &'static str, errors: Vec<FieldError>) -> Error {
    let message = match errors.as_slice() {
        [only] => only.message.clone(),
        several => format!("{} fields need another value; see errors.", several.len()),
    };
    let mut refusal = Refusal::new(status, code, message);
    refusal.errors = errors;
    refusal.into()
}

fn fault(cause: &str) -> Refusal {
    tracing::error!(event = "internal_error", cause, "a request failed");
    Refusal::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "INTERNAL_ERROR",
        "Something went wrong on our side. Try again; if it stays, quote the request id.",
    )
}

/// One field at fault.
pub fn field_error(field: &str, code: &str, message: impl Into<String>) -> FieldError {
    FieldError { field: field.into(), code: code.into(), message: message.into() }
}
