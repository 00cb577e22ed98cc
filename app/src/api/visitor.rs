//! Signing in: who comes from where, by which browser.

use std::net::IpAddr;

use axum::http::{HeaderValue, header, request::Parts};
use control::SignedIn;
use domain::{administrator::Administrator, secret::Secret};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::{ApiError, control, session};

/// Where a request comes from, as the server hands it to the server functions.
#[derive(Debug, Clone, Copy)]
pub struct VisitorAddress(pub IpAddr);

/// Signs an administrator in by password; their browser is known from then on.
pub async fn sign_in(email: &str, password: String) -> Result<(), ApiError> {
    let VisitorAddress(address) = use_context().ok_or(ApiError::Internal)?;
    let device = device();
    let visitor = control::Visitor { name: email, address, device: device.as_deref() };
    let SignedIn { administrator, device } = control()?.sign_in(visitor, Secret::new(password)).await?;
    session()?.sign_in(administrator.id).await?;
    remember(device.as_ref());
    Ok(())
}

/// Signs an administrator in who used a one-time sign-in; their browser is known from then on where they have a password.
pub async fn sign_in_once(administrator: &Administrator) -> Result<(), ApiError> {
    let device = control()?.introduce_device(administrator).await?;
    session()?.sign_in(administrator.id).await?;
    remember(device.as_ref());
    Ok(())
}

/// The cookie of a browser that signed in before.
fn device() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let prefix = format!("{}=", cookie().0);
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(&prefix)).map(str::to_owned)
}

fn remember(device: Option<&Secret<String>>) {
    let (name, secure) = cookie();
    let lifetime = control::DEVICE_LIFETIME;
    let text = device.map(|device| format!("{name}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={lifetime}{secure}", device.expose()));
    let value = text.and_then(|text| HeaderValue::from_str(&text).ok());
    if let (Some(response), Some(mut value)) = (use_context::<ResponseOptions>(), value) {
        value.set_sensitive(true);
        response.append_header(header::SET_COOKIE, value);
    }
}

/// The cookie's name, and what it ends with. A browser takes `__Host-` with `Secure` only, and so not from loopback without TLS.
fn cookie() -> (&'static str, &'static str) {
    if session().is_ok_and(|session| session.secure) {
        ("__Host-regrant-console-device", "; Secure")
    } else {
        ("regrant-console-device", "")
    }
}
