//! Why a client is not registered by itself, or does not manage what it registered.

use domain::client_metadata::{MetadataError, MetadataErrorCode, MetadataProblem};

use crate::{Error, FieldError};

/// Why a client is not registered, or does not manage what it registered. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationRefusal {
    /// The workspace has no such endpoint.
    #[error("the workspace does not let clients register themselves")]
    Off,
    /// It takes a token, and none came.
    #[error("this takes a token")]
    TokenMissing,
    /// The token is unknown, is over, or is for something else.
    #[error("the token is unknown, has expired, was revoked or was used as often as it may be")]
    TokenInvalid,
    /// An administrator has disabled the client.
    #[error("the client is disabled")]
    Disabled,
    /// As many clients have registered themselves as the workspace takes.
    #[error("the workspace takes no more clients")]
    Full,
    /// Too many came recently; the next may come after so many seconds.
    #[error("too many requests came; try again in {0} seconds")]
    TooMany(i64),
    /// What the document refers to cannot be read at the moment.
    #[error("what the document refers to cannot be read at the moment")]
    Unavailable,
    /// The document cannot be registered.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// It was not done for another reason.
    #[error(transparent)]
    Failed(Error),
}

impl RegistrationRefusal {
    /// Returns the reason as it is counted: one of a fixed list.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::TokenMissing => "token_missing",
            Self::TokenInvalid | Self::Failed(Error::NotFound) => "token_invalid",
            Self::Disabled => "client_disabled",
            Self::Full => "full",
            Self::TooMany(_) => "too_many",
            Self::Unavailable => "unavailable",
            Self::Metadata(wrong) => wrong.code.name(),
            Self::Failed(_) => "failed",
        }
    }
}

impl From<store::Error> for RegistrationRefusal {
    fn from(error: store::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<Error> for RegistrationRefusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(problems) => match problems.first().copied() {
                Some(problem) => Self::Metadata(of_problem(problem)),
                None => Self::Failed(Error::Invalid(problems)),
            },
            error => Self::Failed(error),
        }
    }
}

/// A problem of a client's settings, as one of its document.
fn of_problem(FieldError { field, problem }: FieldError) -> MetadataError {
    match field {
        "redirect_uris" => {
            MetadataError { code: MetadataErrorCode::InvalidRedirectUri, member: "redirect_uris", problem: MetadataProblem::Value(problem) }
        }
        "scopes" => MetadataError::of("scope", problem),
        "sector_identifier" => MetadataError::of("subject_type", problem),
        "tls_client_auth_subject" => MetadataError::of("tls_client_auth_subject_dn", problem),
        field => MetadataError::of(field, problem),
    }
}
