//! The cookies of a user's browser: the login session, that it signed in before, and that the code of a device was typed in it. One of each for
//! every workspace, because users of one are strangers to another.

use axum::http::{HeaderMap, HeaderValue};
use domain::{id::WorkspaceId, secret::Secret};
use engine::{
    DEVICE_LIFETIME,
    browser::CODE_ENTRY_LIFETIME,
    endpoint::sign_in::{SESSION_LIFETIME, StartedSession},
};
use tower_sessions::cookie::SameSite;

use crate::{browser::cookies, config::PublicUrl};

const SESSION: &str = "login";
const DEVICE: &str = "device";
const CODE_ENTRY: &str = "code-entry";

fn name(kind: &str, workspace: WorkspaceId) -> String {
    format!("regrant-{kind}-{}", workspace.as_uuid().simple())
}

fn value<'a>(kind: &str, headers: &'a HeaderMap, public_url: &PublicUrl, workspace: WorkspaceId) -> Option<&'a str> {
    cookies::read(headers, &cookies::name(public_url.is_https(), &name(kind, workspace)))
}

/// The value of the session's cookie in a request.
pub(super) fn read<'a>(headers: &'a HeaderMap, public_url: &PublicUrl, workspace: WorkspaceId) -> Option<&'a str> {
    value(SESSION, headers, public_url, workspace)
}

/// The value of the cookie of a browser that signed in before.
pub(super) fn read_device<'a>(headers: &'a HeaderMap, public_url: &PublicUrl, workspace: WorkspaceId) -> Option<&'a str> {
    value(DEVICE, headers, public_url, workspace)
}

/// The value of the cookie of a browser in which the code of a device was typed.
pub(super) fn read_code_entry<'a>(headers: &'a HeaderMap, public_url: &PublicUrl, workspace: WorkspaceId) -> Option<&'a str> {
    value(CODE_ENTRY, headers, public_url, workspace)
}

/// `Set-Cookie` for a browser in which the code of a device was typed.
pub(super) fn set_code_entry(public_url: &PublicUrl, workspace: WorkspaceId, entry: &Secret<String>) -> Option<HeaderValue> {
    cookie(CODE_ENTRY, public_url, workspace, entry.expose(), CODE_ENTRY_LIFETIME)
}

/// The `Set-Cookie`s for a session that was begun.
pub(super) fn set(public_url: &PublicUrl, workspace: WorkspaceId, session: &StartedSession) -> Vec<HeaderValue> {
    let begun = cookie(SESSION, public_url, workspace, session.cookie.expose(), SESSION_LIFETIME);
    let device = session.device.as_ref().and_then(|device| known(public_url, workspace, device));
    begun.into_iter().chain(device).collect()
}

/// `Set-Cookie` by which a browser is known whose user typed the right password.
pub(super) fn known(public_url: &PublicUrl, workspace: WorkspaceId, device: &Secret<String>) -> Option<HeaderValue> {
    cookie(DEVICE, public_url, workspace, device.expose(), DEVICE_LIFETIME)
}

/// `Set-Cookie` for a session that has ended. The browser stays known.
pub(super) fn clear(public_url: &PublicUrl, workspace: WorkspaceId) -> Option<HeaderValue> {
    cookie(SESSION, public_url, workspace, "", 0)
}

fn cookie(kind: &str, public_url: &PublicUrl, workspace: WorkspaceId, value: &str, max_age: i64) -> Option<HeaderValue> {
    // Lax: the redirect from a client's site is a navigation, with which the session must come along.
    cookies::set(public_url.is_https(), &name(kind, workspace), value, SameSite::Lax, max_age)
}
