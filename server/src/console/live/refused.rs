//! Why a log is not followed.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::places::Of;

/// Why a log is not followed.
pub(super) enum Refused {
    /// There is no such log, or it is not theirs.
    NotFound,
    /// Something of the filter cannot be read.
    Unread,
    /// Too many follow.
    Full(Of),
    /// The process is about to end.
    Stopping,
    /// The control plane's reason.
    Control(control::Error),
}

impl From<control::Error> for Refused {
    fn from(error: control::Error) -> Self {
        Self::Control(error)
    }
}

impl From<Of> for Refused {
    fn from(full: Of) -> Self {
        Self::Full(full)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let later = |status, seconds: &'static str, words: &'static str| (status, [(header::RETRY_AFTER, seconds)], words).into_response();
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "There is no such log, or you may not see it.\n").into_response(),
            Self::Unread => (StatusCode::BAD_REQUEST, "This filter cannot be read, so nothing is followed.\n").into_response(),
            Self::Full(Of::Session(_)) => {
                later(StatusCode::TOO_MANY_REQUESTS, "10", "You follow logs in three windows already. Pause one of them.\n")
            }
            Self::Full(Of::Administrator(_)) => {
                later(StatusCode::TOO_MANY_REQUESTS, "10", "You follow logs in six windows already. Pause one, in whichever session.\n")
            }
            Self::Full(Of::Tenant(_)) => {
                later(StatusCode::TOO_MANY_REQUESTS, "30", "Thirty windows follow the logs of this tenant already. Try again later.\n")
            }
            Self::Full(Of::Node) => later(StatusCode::SERVICE_UNAVAILABLE, "30", "Too many logs are followed at this server.\n"),
            Self::Stopping => later(StatusCode::SERVICE_UNAVAILABLE, "5", "This server is about to stop.\n"),
            Self::Control(control::Error::Invalid(_)) => Self::Unread.into_response(),
            Self::Control(error) => {
                let error = app::api::ApiError::from(error);
                (error.status(), format!("{}\n", error.sentence())).into_response()
            }
        }
    }
}
