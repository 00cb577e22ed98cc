//! The cookie of a user's login session: one for each workspace, because users of one are strangers to another.

use axum::http::{HeaderMap, HeaderValue, header};
use domain::id::WorkspaceId;
use engine::endpoint::sign_in::{SESSION_LIFETIME, StartedSession};

use crate::config::PublicUrl;

/// `__Host-` binds the cookie to this host over TLS; over plain HTTP, which is for loopback alone, browsers refuse such a name.
fn name(public_url: &PublicUrl, workspace: WorkspaceId) -> String {
    let prefix = if public_url.is_https() { "__Host-" } else { "" };
    format!("{prefix}regrant-login-{}", workspace.as_uuid().simple())
}

/// The value of the cookie in a request.
pub(super) fn read<'a>(headers: &'a HeaderMap, public_url: &PublicUrl, workspace: WorkspaceId) -> Option<&'a str> {
    let name = name(public_url, workspace);
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';'));
    cookies.filter_map(|cookie| cookie.trim().split_once('=')).find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// `Set-Cookie` for a session that was begun.
pub(super) fn set(public_url: &PublicUrl, workspace: WorkspaceId, session: &StartedSession) -> Option<HeaderValue> {
    cookie(public_url, workspace, session.cookie.expose(), SESSION_LIFETIME)
}

/// `Set-Cookie` for a session that has ended.
pub(super) fn clear(public_url: &PublicUrl, workspace: WorkspaceId) -> Option<HeaderValue> {
    cookie(public_url, workspace, "", 0)
}

fn cookie(public_url: &PublicUrl, workspace: WorkspaceId, value: &str, max_age: i64) -> Option<HeaderValue> {
    let secure = if public_url.is_https() { "; Secure" } else { "" };
    let name = name(public_url, workspace);
    // Lax: the redirect from a client's site is a navigation, with which the session must come along.
    let text = format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}
