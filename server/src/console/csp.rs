//! The console's content security policy.

use axum::http::{HeaderValue, header};
use leptos::{
    nonce::{Nonce, use_nonce},
    prelude::use_context,
};
use leptos_axum::ResponseOptions;

/// Sets the policy on the page that is being rendered.
pub(super) fn set() {
    if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
        && let Ok(policy) = HeaderValue::from_str(&policy(&nonce))
    {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Scripts of ours with this page's nonce, WASM, and styles from files of ours: no other origin, nothing inline, no frame around it.
fn policy(nonce: &Nonce) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; object-src 'none'; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
}
