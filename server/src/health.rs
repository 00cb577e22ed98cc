//! Health, for whoever watches over the process.

use axum::{Router, extract::State, http::StatusCode, routing::get};
use store::Store;

use crate::causes::Causes;

/// `/health/live`: the process answers. `/health/ready`: its database does, too.
pub(crate) fn router(store: Store) -> Router {
    Router::new().route("/health/live", get(live)).route("/health/ready", get(ready)).with_state(store)
}

async fn live() -> &'static str {
    "ok\n"
}

async fn ready(State(store): State<Store>) -> (StatusCode, &'static str) {
    match store.ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(error = %Causes(&error), "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
