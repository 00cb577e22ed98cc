//! Authentication of an administrator by an API token (RFC 6750).

use axum::http::{HeaderMap, header};
use control::{Control, Operator};

use super::error::Failure;

/// Returns the control plane as the administrator whose token the request holds.
pub(super) async fn authenticate(control: &Control, headers: &HeaderMap) -> Result<Operator, Failure> {
    let value = headers.get(header::AUTHORIZATION).ok_or(Failure::NoToken)?;
    let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or(Failure::WrongToken)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Failure::WrongToken);
    }
    let actor = control.find_by_api_token(token.trim()).await?.ok_or(Failure::WrongToken)?;
    Ok(control.acting_as(actor))
}
