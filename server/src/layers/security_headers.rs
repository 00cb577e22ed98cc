//! The security headers of every answer. A header that an answer has itself stays: a page has its own policy.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Nothing may be loaded, run or framed by an answer that does not say otherwise.
const NO_CONTENT: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Whether the server is reached over TLS.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OverTls(pub(crate) bool);

/// Adds the headers.
pub(crate) async fn add(State(OverTls(over_tls)): State<OverTls>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Not `no-referrer`: a form that works without JavaScript is led back to its page by its `Referer`.
        (header::REFERRER_POLICY, "same-origin"),
        (header::CONTENT_SECURITY_POLICY, NO_CONTENT),
        (PERMISSIONS_POLICY, "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if over_tls {
        // RFC 6797: a year. Whether it holds for subdomains is up to the owner of the domain.
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static("max-age=31536000"));
    }
    response
}
