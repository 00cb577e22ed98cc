//! Why a log is not followed.

use app::text::in_language;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use translation::Language;

use super::places::Of;
use crate::text::t;

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

impl Refused {
    /// Returns the answer, in the reader's language.
    pub(super) fn answer(self, language: Language) -> Response {
        let told = |sentence: &str| format!("{sentence}\n");
        let later = |status, seconds: &'static str, sentence| (status, [(header::RETRY_AFTER, seconds)], told(sentence)).into_response();
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, told(t!(language, "console-live-not-found"))).into_response(),
            Self::Unread | Self::Control(control::Error::Invalid(_)) => {
                (StatusCode::BAD_REQUEST, told(t!(language, "console-live-unread"))).into_response()
            }
            Self::Full(Of::Session(_)) => later(StatusCode::TOO_MANY_REQUESTS, "10", t!(language, "console-live-session-full")),
            Self::Full(Of::Administrator(_)) => later(StatusCode::TOO_MANY_REQUESTS, "10", t!(language, "console-live-administrator-full")),
            Self::Full(Of::Tenant(_)) => later(StatusCode::TOO_MANY_REQUESTS, "30", t!(language, "console-live-tenant-full")),
            Self::Full(Of::Node) => later(StatusCode::SERVICE_UNAVAILABLE, "30", t!(language, "console-live-node-full")),
            Self::Stopping => later(StatusCode::SERVICE_UNAVAILABLE, "5", t!(language, "console-live-stopping")),
            Self::Control(error) => {
                let error = app::api::ApiError::from(error);
                (error.status(), told(in_language(language, || error.sentence()))).into_response()
            }
        }
    }
}
