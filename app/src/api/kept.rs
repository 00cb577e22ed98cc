//! What a browser keeps for the console, in cookies that only the server reads.

use axum::http::{HeaderValue, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::server::own_cookie;

/// Returns what the browser keeps under a name.
pub(super) fn kept(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let prefix = format!("{}=", own_cookie(name).0);
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split("; ")).find_map(|pair| pair.strip_prefix(&prefix).map(str::to_owned))
}

/// Has the browser keep something for so many seconds; with 0, no more. The value is one of ours and needs no quoting.
pub(super) fn keep(name: &str, value: &str, seconds: u32) {
    let (name, secure) = own_cookie(name);
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}
