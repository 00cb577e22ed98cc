//! What holds for every request and every answer: the origin check and the security headers.

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use url::Url;

use crate::{page, state::AppState};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// The names of one machine for itself. Cookies tell them apart.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The state of the middleware: the policy is the same for every answer.
#[derive(Clone)]
pub(crate) struct Guard {
    state: AppState,
    content_security_policy: HeaderValue,
}

impl Guard {
    pub(crate) fn new(state: AppState) -> Self {
        let content_security_policy = content_security_policy(&state.configuration.issuer);
        Self { state, content_security_policy }
    }
}

/// Builds the policy: only our own style sheet and icon, and forms that post to us or lead on to the issuer.
fn content_security_policy(issuer: &Url) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' {}; base-uri 'none'; frame-ancestors 'none'",
        issuer.origin().ascii_serialization()
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// Redirects to the registered name, refuses forms of other sites, and adds the security headers.
pub(crate) async fn guard(State(Guard { state, content_security_policy }): State<Guard>, request: Request, next: Next) -> Response {
    let public_url = &state.configuration.public_url;
    let mut response = if let Some(url) = proper_address(&request, public_url) {
        Redirect::temporary(&url).into_response()
    } else if request.method() == Method::POST && !is_same_origin(request.headers(), public_url) {
        page::problem(
            &state,
            StatusCode::FORBIDDEN,
            "That did not come from this page",
            &["The request was sent by another site, so nothing was done."],
        )
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, content_security_policy);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Not `no-referrer`: a browser would then send `Origin: null` with our own forms.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Returns the same address under the registered name, where a browser came by another name of this machine: the session's cookie belongs
/// to one name.
fn proper_address(request: &Request, public_url: &Url) -> Option<String> {
    let ours = public_url.host_str()?;
    let authority = request.headers().get(HOST)?.to_str().ok()?;
    let theirs = authority.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(authority, |(host, _)| host);
    let both_loopback = LOOPBACK.contains(&ours) && LOOPBACK.contains(&theirs);
    if request.method() != Method::GET || ours == theirs || !both_loopback {
        return None;
    }
    let path_and_query = request.uri().path_and_query()?.as_str();
    Some(format!("{}{path_and_query}", public_url.as_str().trim_end_matches('/')))
}

/// Returns whether a request is from our own page. `SameSite` does not tell the ports of one machine apart; these headers do. A client that sends neither carries no one else's cookies.
fn is_same_origin(headers: &HeaderMap, public_url: &Url) -> bool {
    let site = headers.get(SEC_FETCH_SITE).map(HeaderValue::as_bytes);
    let origin = headers.get(ORIGIN).map(HeaderValue::as_bytes);
    site.is_none_or(|site| matches!(site, b"same-origin" | b"none"))
        && origin.is_none_or(|origin| origin == public_url.origin().ascii_serialization().as_bytes())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn the_policy_lets_forms_end_at_the_issuer() {
        assert_eq!(
            content_security_policy(&url("http://127.0.0.1:8080/acme/main")),
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' http://127.0.0.1:8080; base-uri 'none'; frame-ancestors 'none'"
        );
    }

    #[test]
    fn another_name_of_this_machine_is_led_to_the_registered_one() {
        let ours = url("http://127.0.0.1:9000");
        let to = |method: Method, host: &str| {
            let request = Request::builder().method(method).uri("/callback?a=b").header(HOST, host).body(Body::empty()).unwrap();
            proper_address(&request, &ours)
        };
        assert_eq!(to(Method::GET, "localhost:9000").as_deref(), Some("http://127.0.0.1:9000/callback?a=b"));
        assert_eq!(to(Method::GET, "[::1]:9000").as_deref(), Some("http://127.0.0.1:9000/callback?a=b"));
        assert_eq!(to(Method::GET, "127.0.0.1:9000"), None);
        assert_eq!(to(Method::GET, "internal.example"), None, "a proxy may call us as it likes");
        assert_eq!(to(Method::POST, "localhost:9000"), None);
    }

    #[test]
    fn a_form_of_another_origin_is_told_from_ours() {
        let ours = url("http://127.0.0.1:9000");
        let ask = |pairs: &[(HeaderName, &str)]| {
            is_same_origin(&pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect(), &ours)
        };
        assert!(ask(&[]));
        assert!(ask(&[(SEC_FETCH_SITE, "same-origin"), (ORIGIN, "http://127.0.0.1:9000")]));
        assert!(!ask(&[(SEC_FETCH_SITE, "same-site")]), "another port of this machine");
        assert!(!ask(&[(ORIGIN, "http://127.0.0.1:9001")]));
        assert!(!ask(&[(ORIGIN, "null")]));
    }
}
