//! The cookies of a user's browser: the login session, and that it signed in before. One of each for every workspace, because users of
//! one are strangers to another.

use axum::http::{HeaderMap, HeaderValue};
use domain::id::WorkspaceId;
use engine::{
    DEVICE_LIFETIME,
    endpoint::sign_in::{SESSION_LIFETIME, StartedSession},
};

use crate::{config::PublicUrl, cookies};

const SESSION: &str = "login";
const DEVICE: &str = "device";

/// `__Host-` binds the cookie to this host over TLS; over plain HTTP, which is for loopback alone, browsers refuse such a name.
fn name(kind: &str, public_url: &PublicUrl, workspace: WorkspaceId) -> String {
    let prefix = if public_url.is_https() { "__Host-" } else { "" };
    format!("{prefix}regrant-{kind}-{}", workspace.as_uuid().simple())
}

/// The value of the session's cookie in a request.
pub(super) fn read<'a>(headers: &'a HeaderMap, public_url: &PublicUrl, workspace: WorkspaceId) -> Option<&'a str> {
    cookies::read(headers, &name(SESSION, public_url, workspace))
}

/// The value of the cookie of a browser that signed in before.
pub(super) fn read_device<'a>(headers: &'a HeaderMap, public_url: &PublicUrl, workspace: WorkspaceId) -> Option<&'a str> {
    cookies::read(headers, &name(DEVICE, public_url, workspace))
}

/// The `Set-Cookie`s for a session that was begun.
pub(super) fn set(public_url: &PublicUrl, workspace: WorkspaceId, session: &StartedSession) -> Vec<HeaderValue> {
    let begun = cookie(SESSION, public_url, workspace, session.cookie.expose(), SESSION_LIFETIME);
    let device = session.device.as_ref().and_then(|device| cookie(DEVICE, public_url, workspace, device.expose(), DEVICE_LIFETIME));
    begun.into_iter().chain(device).collect()
}

/// `Set-Cookie` for a session that has ended. The browser stays known.
pub(super) fn clear(public_url: &PublicUrl, workspace: WorkspaceId) -> Option<HeaderValue> {
    cookie(SESSION, public_url, workspace, "", 0)
}

fn cookie(kind: &str, public_url: &PublicUrl, workspace: WorkspaceId, value: &str, max_age: i64) -> Option<HeaderValue> {
    let secure = if public_url.is_https() { "; Secure" } else { "" };
    let name = name(kind, public_url, workspace);
    // Lax: the redirect from a client's site is a navigation, with which the session must come along.
    let text = format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}
