//! Cross-site request forgery: what changes something must come from our own pages.
//!
//! Laid over the console and over the users' sign-in and consent pages. The protocol endpoints that clients post to do not have it: they
//! take no cookie for authority.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, header},
    middleware::Next,
    response::Response,
};

use super::foreign_form::ForeignForm;
use crate::config::PublicUrl;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Writes the answer to a form that is not from our own pages.
pub(crate) type Refuse = fn(&PublicUrl, &Request, &ForeignForm) -> Response;

/// The state of the check.
#[derive(Debug, Clone)]
pub(crate) struct SameOrigin {
    pub(crate) public_url: Arc<PublicUrl>,
    pub(crate) refuse: Refuse,
}

/// Refuses unsafe requests (RFC 9110 §9.2.1) that a page of another origin sent, or that do not say who sent them.
pub(crate) async fn require_same_origin(State(check): State<SameOrigin>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_same_origin(request.headers(), &check.public_url) {
        return next.run(request).await;
    }
    (check.refuse)(&check.public_url, &request, &ForeignForm::of(request.headers()))
}

/// Returns whether a request is from our own origin.
///
/// Browsers of today say where a request comes from in `Sec-Fetch-Site` (W3C Fetch Metadata), older ones in `Origin` (RFC 6454 §7.3).
/// Where both are there, both must agree.
pub(crate) fn is_same_origin(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    let site = headers.get(SEC_FETCH_SITE).map(|site| site == "same-origin");
    let origin = headers.get(header::ORIGIN).map(|origin| origin.as_bytes() == public_url.origin().as_bytes());
    match (site, origin) {
        (None, None) => false,
        (site, origin) => site.unwrap_or(true) && origin.unwrap_or(true),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn accepted(site: Option<&'static str>, origin: Option<&'static str>) -> bool {
        let mut headers = HeaderMap::new();
        if let Some(site) = site {
            headers.insert(SEC_FETCH_SITE, HeaderValue::from_static(site));
        }
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        is_same_origin(&headers, &PublicUrl::parse("https://id.example.com").unwrap())
    }

    #[test]
    fn only_our_own_pages_are_taken() {
        assert!(accepted(Some("same-origin"), None));
        assert!(accepted(None, Some("https://id.example.com")));
        assert!(accepted(Some("same-origin"), Some("https://id.example.com")));
    }

    #[test]
    fn everything_else_is_refused() {
        for (site, origin) in [
            (None, None),
            (Some("cross-site"), None),
            (Some("same-site"), None),
            (Some("none"), None),
            (None, Some("null")),
            (None, Some("https://id.example.com.evil.example")),
            (None, Some("http://id.example.com")),
            (Some("same-origin"), Some("https://evil.example")),
            (Some("cross-site"), Some("https://id.example.com")),
        ] {
            assert!(!accepted(site, origin), "{site:?} {origin:?}");
        }
    }
}
