//! Authentication of whoever calls the admin API: an administrator by an API token (RFC 6750), or an API client by an access token (RFC 6750,
//! RFC 9449).

use axum::{extract::OriginalUri, http::request::Parts};
use control::{API_TOKEN_PREFIX, Actor, Control, Operator, Presented, Recognised};
use domain::audit_context::Source;
use engine::{dpop::ProofHeader, token::TokenType};

use super::{
    callers::{Authorization, Callers},
    error::Failure,
};

/// The header of a proof (RFC 9449 §4.1).
const PROOF: &str = "dpop";

/// Returns the control plane as whoever the token of the request stands for, for what came from there, and how the token is presented.
pub(super) async fn authenticate(control: &Control, callers: Callers, parts: &Parts) -> Result<(Operator, TokenType), Failure> {
    let text = match (callers.authorization)(&parts.headers) {
        Authorization::Absent => return Err(Failure::NoToken),
        Authorization::Given(text) => text,
        Authorization::Unusable => return Err(Failure::WrongToken),
    };
    let (scheme, token) = text.split_once(' ').ok_or(Failure::WrongToken)?;
    let token = token.trim();
    let token_type = [TokenType::Bearer, TokenType::Dpop].into_iter().find(|used| scheme.eq_ignore_ascii_case(used.name()));
    let token_type = token_type.ok_or(Failure::WrongToken)?;
    let actor = match token_type {
        TokenType::Bearer if token.starts_with(API_TOKEN_PREFIX) => control.find_by_api_token(token).await?.ok_or(Failure::WrongToken)?,
        token_type => by_access_token(control, callers, parts, token_type, token).await?,
    };
    let source = parts.extensions.get::<Source>().cloned().unwrap_or_default();
    Ok((control.clone().asked_from(source).acting_as(actor), token_type))
}

async fn by_access_token(
    control: &Control,
    callers: Callers,
    parts: &Parts,
    token_type: TokenType,
    access_token: &str,
) -> Result<Actor, Failure> {
    // A header that is not text is still a proof, and a bad one.
    let proof: ProofHeader<'_> = parts.headers.get_all(PROOF).iter().map(|value| value.to_str().unwrap_or("unreadable")).collect();
    let original = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
    let certificate = (callers.certificate)(&parts.extensions);
    let presented = Presented { method: parts.method.as_str(), path: original.path(), token_type, access_token, proof, certificate };
    match control.find_by_access_token(presented).await? {
        Recognised::Client(actor) => Ok(*actor),
        Recognised::Refused { refusal, nonce } => Err(Failure::Refused { refusal, token_type, nonce }),
    }
}
