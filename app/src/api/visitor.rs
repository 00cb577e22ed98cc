//! Signing in: who comes from where, by which browser.

use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
};

use control::SignedIn;
use domain::{administrator::Administrator, secret::Secret};
use leptos::prelude::use_context;

use super::{ApiError, control, session};

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

fn visitor() -> Result<Visitor, ApiError> {
    use_context().ok_or(ApiError::Internal)
}

/// Signs an administrator in by password; their browser is known from then on.
pub async fn sign_in(email: &str, password: String) -> Result<(), ApiError> {
    let visitor = visitor()?;
    let asking = control::Visitor { name: email, address: visitor.address, device: visitor.device.as_deref() };
    let SignedIn { administrator, device } = control()?.sign_in(asking, Secret::new(password)).await?;
    session()?.sign_in(&administrator).await?;
    visitor.remember(device);
    Ok(())
}

/// Changes the password of the administrator who is signed in, and returns them as they are then.
pub async fn change_password(current: String, new: String) -> Result<Administrator, ApiError> {
    let own = super::signed_in().ok_or(ApiError::SignedOut)?;
    let visitor = visitor()?;
    let asking = control::Visitor { name: own.email.as_str(), address: visitor.address, device: visitor.device.as_deref() };
    let changed = control()?.change_password(&own, asking, Secret::new(current), &new).await;
    changed.map_err(|error| match error {
        control::SignInError::Refused => ApiError::invalid("current", domain::problem::Problem::WrongPassword),
        error => error.into(),
    })
}

/// Signs an administrator in who used a one-time sign-in; their browser is known from then on where they have a password.
pub async fn sign_in_once(administrator: &Administrator) -> Result<(), ApiError> {
    let device = control()?.introduce_device(administrator).await?;
    session()?.sign_in(administrator).await?;
    visitor()?.remember(device);
    Ok(())
}
