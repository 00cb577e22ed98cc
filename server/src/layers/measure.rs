//! Counts each request by its route and status, and how long it took.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};

use crate::metrics::count;

/// Measures a request.
pub(crate) async fn observe(request: Request, next: Next) -> Response {
    let (method, route) = (request.method().clone(), request.extensions().get::<MatchedPath>().cloned());
    let began = Instant::now();
    let response = next.run(request).await;
    count::request(&method, route.as_ref().map(MatchedPath::as_str), response.status(), began.elapsed());
    response
}
