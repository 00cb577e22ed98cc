//! How a request says who asks. The server reads it, in the same way for the protocol's endpoints, and hands it over.

use axum::http::{Extensions, HeaderMap};
use domain::thumbprint::Thumbprint;

/// What stands in the `Authorization` header of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorization<'a> {
    /// There is none.
    Absent,
    /// This.
    Given(&'a str),
    /// It is no text, or there is more than one: still an attempt, and a failed one.
    Unusable,
}

/// How the server reads who asks.
#[derive(Debug, Clone, Copy)]
pub struct Callers {
    /// Reads the `Authorization` header.
    pub authorization: fn(&HeaderMap) -> Authorization<'_>,
    /// Finds the certificate that came with a request, by its thumbprint (RFC 8705 §3).
    pub certificate: fn(&Extensions) -> Option<Thumbprint>,
}
