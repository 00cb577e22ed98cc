//! A node without the master key that others use answers nothing: it would refuse their tokens, and clients would take that as final.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use super::deadline::temporarily_unavailable;
use crate::node::Node;

/// Answers with 503 while a version of the master key is missing.
pub(crate) async fn refuse(State(node): State<Node>, request: Request, next: Next) -> Response {
    match node.missing_key() {
        Some(_) => temporarily_unavailable(),
        None => next.run(request).await,
    }
}
