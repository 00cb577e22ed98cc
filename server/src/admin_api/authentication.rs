//! Authentication of an administrator by an API token (RFC 6750).

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use control::{Control, Operator};
use domain::audit_context::Source;

use super::error::Failure;

/// The control plane as the administrator whose token the request holds.
pub(super) struct Authenticated(pub(super) Operator);

impl FromRequestParts<Control> for Authenticated {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, control: &Control) -> Result<Self, Failure> {
        let Some(value) = parts.headers.get(header::AUTHORIZATION) else {
            return Err(Failure::NoToken);
        };
        let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or(Failure::WrongToken)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Failure::WrongToken);
        }
        let actor = control.find_by_api_token(token.trim()).await?.ok_or(Failure::WrongToken)?;
        let source = parts.extensions.get::<Source>().cloned().unwrap_or_default();
        Ok(Self(control.clone().asked_from(source).acting_as(actor)))
    }
}
