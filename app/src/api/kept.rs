//! What a browser keeps for the console, in cookies that only the server reads.

use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::server::own_cookie;

/// For how many seconds what somebody chose is kept: a year. Browsers keep nothing for much longer (RFC 6265bis §5.5).
pub(super) const A_YEAR: u32 = 365 * 24 * 3600;

/// Returns what the browser keeps under a name.
pub(super) fn kept(name: &str) -> Option<String> {
    let (parts, own) = (use_context::<Parts>()?, own_cookie(name).0);
    cookies(&parts.headers).find(|(name, _)| *name == own).map(|(_, value)| value.to_owned())
}

/// Returns the cookies of a request: their names and values.
pub(super) fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split("; ")).filter_map(|pair| pair.split_once('='))
}

/// Has the browser keep something for so many seconds; with 0, no more. The value is one of ours and needs no quoting.
pub(super) fn keep(name: &str, value: &str, seconds: u32) {
    let (name, secure) = own_cookie(name);
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}
