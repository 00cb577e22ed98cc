//! Cross-site request forgery: what changes something must come from our own pages.
//!
//! Laid over the console and over the user's sign-in and consent pages. The protocol endpoints that clients post to do not have it: they
//! take no cookie for authority.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::config::PublicUrl;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses unsafe requests (RFC 9110 §9.2.1) that a page of another origin sent, or that do not say who sent them.
pub async fn require_same_origin(State(public_url): State<Arc<PublicUrl>>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE);
    if safe || is_same_origin(request.headers(), &public_url) {
        next.run(request).await
    } else {
        let foreign = ForeignForm::of(request.headers());
        (StatusCode::FORBIDDEN, Extension(foreign), "This form was sent from another site. Open the page here and send it again.\n")
            .into_response()
    }
}

/// Where a form came from that was refused, in the answer's extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForeignForm {
    /// From another site.
    OtherSite,
    /// From a page of ours that was opened under this name.
    OtherName(String),
}

impl ForeignForm {
    /// A browser that takes page and form for the same site was told another name than ours.
    fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let host_of = |origin: &str| origin.split_once("://").map(|(_, host)| host.to_owned());
        match (text(header::ORIGIN), text(header::HOST)) {
            (Some(origin), Some(host)) if host_of(origin).as_deref() == Some(host) => Self::OtherName(origin.to_owned()),
            _ => Self::OtherSite,
        }
    }
}

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
