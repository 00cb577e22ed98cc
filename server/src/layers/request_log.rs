//! One log line a request, with what helps and without what must not be seen: never a query string, a cookie, an `Authorization` header
//! or a body, because codes, tokens and secrets travel there.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use domain::audit_context::Source;
use engine::random::{self, Random};
use tracing::{Instrument, error_span};

use super::client_address::ClientAddress;

/// The header of an answer with the identifier of its request.
pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an identifier, which the answer and its audit lines carry too, and writes its log line.
pub(crate) async fn observe(State(random): State<Arc<dyn Random>>, mut request: Request, next: Next) -> Response {
    // Ours and not the client's, so that nobody can write into the log by way of it.
    let id = format!("{:032x}", u128::from_le_bytes(random::bytes(&*random)));
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let address = request.extensions().get::<ClientAddress>().map(|client| client.0);
    let client = address.map(|address| address.to_string()).unwrap_or_default();
    request.extensions_mut().insert(Source { address, request_id: Some(id.clone()) });
    // Of the highest level, so that every line that is written within a request carries its identifier.
    let span = error_span!("request", id, %method, path, client);
    let start = Instant::now();
    async move {
        let mut response = next.run(request).await;
        let status = response.status().as_u16();
        // To the microsecond: what is below is noise.
        let milliseconds = (start.elapsed().as_secs_f64() * 1_000_000.0).round() / 1000.0;
        // Probes come every few seconds and say nothing as long as all is well.
        if path.starts_with("/health/") && status < 500 {
            tracing::debug!(status, milliseconds, "answered");
        } else {
            tracing::info!(status, milliseconds, "answered");
        }
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(X_REQUEST_ID, id);
        }
        response
    }
    .instrument(span)
    .await
}
