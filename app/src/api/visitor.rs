//! Signing in: who comes from where, by which browser.

use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
};

use axum::http::{header, request::Parts};
use control::{AtBrowser, Entry, PasskeyAnswer, SignedIn};
use domain::{administrator::Administrator, console_session::SessionOrigin, problem::Problem, secret::Secret};
use leptos::prelude::use_context;

use super::{ApiError, control, server::answered, session};
use crate::paths;

/// Who asks, as the server hands it to the server functions; by way of it they have the browser remembered.
#[derive(Debug, Clone)]
pub struct Visitor {
    address: IpAddr,
    device: Option<String>,
    remembered: Arc<OnceLock<Secret<String>>>,
}

impl Visitor {
    /// Somebody at this address, with the cookie of a browser that signed in before, where there is one.
    pub fn new(address: IpAddr, device: Option<String>) -> Self {
        Self { address, device, remembered: Arc::default() }
    }

    /// The cookie that the browser is to keep, where somebody signed in.
    pub fn remembered(&self) -> Option<&Secret<String>> {
        self.remembered.get()
    }

    fn remember(&self, device: Option<Secret<String>>) {
        if let Some(device) = device {
            // A request signs in once.
            let _ = self.remembered.set(device);
        }
    }
}

/// Returns who asks.
pub fn visitor() -> Result<Visitor, ApiError> {
    use_context().ok_or(ApiError::Internal)
}

impl Visitor {
    /// Returns the browser that they are at.
    pub fn browser(&self) -> AtBrowser<'_> {
        AtBrowser { address: self.address, device: self.device.as_deref() }
    }

    /// Returns where they come from.
    pub const fn address(&self) -> IpAddr {
        self.address
    }
}

/// Signs an administrator in by password; their browser is known from then on. Returns the page that comes next: that of the code, or the one
/// that was asked for.
pub async fn sign_in(email: &str, password: String, next: &str) -> Result<String, ApiError> {
    let visitor = visitor()?;
    let asking = control::Visitor { name: email, address: visitor.address, device: visitor.device.as_deref() };
    let SignedIn { entry, device } = control()?.sign_in(asking, Secret::new(password)).await?;
    visitor.remember(device);
    enter(entry, next).await
}

/// Begins a session of an administrator in this browser. The one that it had ends.
pub async fn begin_session(administrator: &Administrator) -> Result<(), ApiError> {
    let parts = use_context::<Parts>().ok_or(ApiError::Internal)?;
    let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let origin = SessionOrigin {
        id: control()?.new_console_session(),
        browser: domain::browser::describe(user_agent),
        address: visitor()?.address.to_string(),
    };
    session()?.sign_in(administrator, origin).await
}

async fn enter(entry: Entry, next: &str) -> Result<String, ApiError> {
    match entry {
        Entry::SignedIn(administrator) => {
            begin_session(&administrator).await?;
            Ok(paths::after_sign_in(next))
        }
        Entry::CodeNeeded(step) => {
            session()?.keep_first_step(step).await?;
            Ok(paths::sign_in_code(next))
        }
    }
}

/// Signs an administrator in by a one-time sign-in. Returns the page that comes next.
pub async fn use_one_time_sign_in(token: &str, password: Option<String>) -> Result<String, ApiError> {
    match control()?.use_one_time_sign_in(token, password).await? {
        Entry::SignedIn(administrator) => {
            sign_in_once(&administrator).await?;
            Ok(paths::HOME.to_owned())
        }
        entry @ Entry::CodeNeeded(_) => enter(entry, "").await,
    }
}

/// Signs an administrator in by a code, after the first step.
pub async fn complete_sign_in(code: &str) -> Result<(), ApiError> {
    let step = session()?.first_step().await?.ok_or_else(|| ApiError::from(control::Error::SignedOut))?;
    let completed = control()?.complete_sign_in(step, code).await;
    let administrator = completed.map_err(|error| match error {
        control::SignInError::Refused => answered(ApiError::invalid("code", Problem::WrongCode)),
        control::SignInError::TooMany(too_many) => {
            answered(ApiError::invalid("code", Problem::TooManyAttempts { seconds: too_many.seconds }))
        }
        error => error.into(),
    })?;
    begin_session(&administrator).await?;
    session()?.confirm(step.password_at()).await
}

/// Signs an administrator in by a passkey alone.
pub async fn sign_in_by_passkey(answer: PasskeyAnswer<'_>) -> Result<(), ApiError> {
    let administrator = control()?.sign_in_by_passkey(answer, visitor()?.address).await.map_err(at_passkey)?;
    begin_session(&administrator).await
}

/// Signs an administrator in by a passkey, after the first step.
pub async fn complete_sign_in_by_passkey(answer: PasskeyAnswer<'_>) -> Result<(), ApiError> {
    let step = session()?.first_step().await?.ok_or_else(|| ApiError::from(control::Error::SignedOut))?;
    let administrator = control()?.complete_sign_in_by_passkey(step, answer, visitor()?.address).await.map_err(at_passkey)?;
    begin_session(&administrator).await?;
    session()?.confirm(step.password_at()).await
}

/// A passkey's problems are at its own field.
fn at_passkey(error: control::SignInError) -> ApiError {
    match error {
        control::SignInError::TooMany(too_many) => {
            answered(ApiError::invalid("credential", Problem::TooManyAttempts { seconds: too_many.seconds }))
        }
        error => error.into(),
    }
}

/// Signs an administrator in who used a one-time sign-in; their browser is known from then on where they have a password.
pub async fn sign_in_once(administrator: &Administrator) -> Result<(), ApiError> {
    let device = control()?.introduce_device(administrator).await?;
    begin_session(administrator).await?;
    visitor()?.remember(device);
    Ok(())
}
