//! The cookies of a request, and those that an answer sets.

use axum::http::{HeaderMap, HeaderValue, header};
use tower_sessions::cookie::{Cookie, SameSite, time::Duration};

/// The name of a cookie as it is sent. `__Host-` binds it to this host over TLS (RFC 6265bis §4.1.3.2); over plain HTTP, which is for
/// loopback alone, browsers refuse such a name.
pub(crate) fn name(over_tls: bool, own: &str) -> String {
    format!("{}{own}", if over_tls { "__Host-" } else { "" })
}

/// The value of a cookie.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';'));
    cookies.filter_map(|cookie| cookie.trim().split_once('=')).find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// `Set-Cookie` for as many seconds; the end of the cookie where they are 0. None where the value does not fit into a header.
pub(crate) fn set(over_tls: bool, own: &str, value: &str, same_site: SameSite, seconds: i64) -> Option<HeaderValue> {
    let cookie = Cookie::build((name(over_tls, own), value))
        .path("/")
        .max_age(Duration::seconds(seconds))
        .http_only(true)
        .same_site(same_site)
        .secure(over_tls)
        .build();
    let mut header = HeaderValue::from_str(&cookie.to_string()).ok()?;
    header.set_sensitive(true);
    Some(header)
}
