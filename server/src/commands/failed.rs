//! Why a server does not start, as a command says it.

use cli::failure::Failure;

use crate::{otlp::CollectorError, serve::ServeError};

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        Self::Server(error.to_string())
    }
}

impl From<CollectorError> for Failure {
    fn from(error: CollectorError) -> Self {
        Self::Server(error.to_string())
    }
}

/// The demonstration application does not start.
pub(super) fn of_demo_app(error: &::demo::Error) -> Failure {
    Failure::Server(format!("The demonstration application does not start: {error}"))
}
