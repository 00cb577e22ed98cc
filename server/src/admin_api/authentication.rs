//! Authentication of an administrator by an API token (RFC 6750).

use axum::http::{header, request::Parts};
use control::{Control, Operator};
use domain::audit_context::Source;

use super::error::Failure;

/// Returns the control plane as the administrator whose token the request holds, for what came from there.
pub(super) async fn authenticate(control: &Control, parts: &Parts) -> Result<Operator, Failure> {
    let value = parts.headers.get(header::AUTHORIZATION).ok_or(Failure::NoToken)?;
    let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or(Failure::WrongToken)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Failure::WrongToken);
    }
    let actor = control.find_by_api_token(token.trim()).await?.ok_or(Failure::WrongToken)?;
    let source = parts.extensions.get::<Source>().cloned().unwrap_or_default();
    Ok(control.clone().asked_from(source).acting_as(actor))
}
