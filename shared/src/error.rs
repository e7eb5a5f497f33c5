//! The one shape of every error body.

#[cfg(feature = "openapi")]
use poem_openapi::Object;
use serde::{Deserialize, Serialize};

/// What went wrong, and what to do next.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct Problem {
    /// Stable name of the failure, in upper snake case.
    #[cfg_attr(feature = "openapi", oai(validator(pattern = "^[A-Z0-9_]+$")))]
    pub code: String,
    /// A sentence for a person: what is wrong and what to do next.
    pub message: String,
    /// The fields at fault; only there when fields are at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", oai(default, skip_serializing_if_is_empty))]
    pub errors: Vec<FieldError>,
    /// Quote this when asking for help: the log lines of the request carry it too.
    pub request_id: String,
}

/// One field at fault.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(Object))]
pub struct FieldError {
    /// Name of the field, as in the request; nested ones with dots.
    pub field: String,
    /// Stable name of the rule that was broken, in upper snake case.
    pub code: String,
    /// A sentence for a person.
    pub message: String,
}
