//! The server's name on a machine of one's own. A browser knows `localhost`, `127.0.0.1` and `[::1]` as three sites with cookies of their
//! own; a browser that opens a page under another name than the public one is redirected to it.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderName, Method, header},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::origin::Origin;

use crate::config::PublicUrl;

/// Headers of proxies. Where one is present, the name in `Host` need not be the browser's.
const OF_A_PROXY: [HeaderName; 3] = [header::FORWARDED, header::VIA, HeaderName::from_static("x-forwarded-for")];

/// Redirects a browser that asks for a page to the server's own name.
pub(crate) async fn lead(State(public_url): State<Arc<PublicUrl>>, request: Request, next: Next) -> Response {
    match other_name(&request, &public_url) {
        Some(own) => Redirect::temporary(&own).into_response(),
        None => next.run(request).await,
    }
}

fn other_name(request: &Request, public_url: &PublicUrl) -> Option<String> {
    let headers = request.headers();
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD) && text(header::ACCEPT)?.contains("text/html");
    if !is_page || OF_A_PROXY.iter().any(|name| headers.contains_key(name)) {
        return None;
    }
    let (named, own) = (Origin::parse(&format!("http://{}", text(header::HOST)?))?, Origin::parse(public_url.origin())?);
    let another = named != own && !own.is_tls() && own.is_loopback() && named.is_same_server(&own);
    another.then(|| public_url.join(request.uri().path_and_query().map_or("/", |path| path.as_str())))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn led(public_url: &str, headers: &[(&str, &str)]) -> Option<String> {
        let mut request = Request::get("/console?x=1");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        other_name(&request.body(Body::empty()).unwrap(), &PublicUrl::parse(public_url).unwrap())
    }

    #[test]
    fn a_browser_on_this_machine_is_led_to_the_public_name_and_nobody_else_is() {
        let page = ("accept", "text/html,*/*");
        for host in ["localhost:8080", "[::1]:8080", "LOCALHOST:8080"] {
            assert_eq!(led("http://127.0.0.1:8080", &[("host", host), page]).as_deref(), Some("http://127.0.0.1:8080/console?x=1"));
        }
        for (public_url, headers) in [
            ("http://127.0.0.1:8080", &[("host", "127.0.0.1:8080"), page][..]),
            ("http://127.0.0.1:8080", &[("host", "localhost:8080"), ("accept", "application/json")]),
            ("http://127.0.0.1:8080", &[("host", "localhost:8080"), page, ("x-forwarded-for", "203.0.113.7")]),
            // A proxy that says nothing of itself names the server behind it.
            ("http://127.0.0.1:8080", &[("host", "localhost:9090"), page]),
            ("https://id.example.com", &[("host", "127.0.0.1:8080"), page]),
            ("https://id.example.com", &[("host", "other.example.com"), page]),
        ] {
            assert_eq!(led(public_url, headers), None, "{public_url} {headers:?}");
        }
    }
}
