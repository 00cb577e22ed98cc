//! `GET` and `POST /userinfo`

use axum::{
    Json,
    extract::{RawQuery, Request},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use domain::thumbprint::Thumbprint;
use engine::{Realm, Refusal, dpop::ProofHeader, endpoint::userinfo::UserinfoRequest, form::Form, token::TokenType};

use super::{
    dpop,
    error::ErrorWriter,
    request::{At, Body},
    shared::{Asked, Shared},
};
use crate::{credentials::Credentials, layers::client_certificate::Certificate};

pub(super) async fn userinfo(
    Asked(shared): Asked,
    errors: ErrorWriter,
    At(realm): At,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    if has_token_in(query.as_deref()) {
        return errors.challenge(&realm, TokenType::Bearer, Refusal::BearerInQuery);
    }
    let (headers, certificate) = (request.headers(), thumbprint(&request));
    let token = match in_header(headers) {
        Ok(token) => token,
        Err(refusal) => return errors.challenge(&realm, TokenType::Bearer, refusal),
    };
    let presented = Presented { method: request.method().as_str(), token, proof: dpop::proof(headers), certificate };
    answer(&shared, &errors, &realm, presented).await
}

/// A bearer token may stand in the form as well (RFC 6750 §2.2), but not in two places.
pub(super) async fn userinfo_by_post(
    Asked(shared): Asked,
    errors: ErrorWriter,
    At(realm): At,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    if has_token_in(query.as_deref()) {
        return errors.challenge(&realm, TokenType::Bearer, Refusal::BearerInQuery);
    }
    let (headers, certificate) = (request.headers().clone(), thumbprint(&request));
    let form = if headers.contains_key(header::CONTENT_TYPE) {
        match Body::read(request, &shared).await {
            Ok(form) => form,
            Err(failure) => return errors.json(failure),
        }
    } else {
        Form::default()
    };
    let in_form = form.get("access_token").map(|token| (TokenType::Bearer, token));
    match (in_header(&headers), in_form) {
        (Err(refusal), _) => errors.challenge(&realm, TokenType::Bearer, refusal),
        (Ok(Some((used, _))), Some(_)) => errors.challenge(&realm, used, Refusal::RepeatedParameter),
        (Ok(in_header), in_form) => {
            let presented = Presented { method: "POST", token: in_header.or(in_form), proof: dpop::proof(&headers), certificate };
            answer(&shared, &errors, &realm, presented).await
        }
    }
}

/// An access token as it came, and what proves that it is the client's own.
struct Presented<'a> {
    method: &'a str,
    token: Option<(TokenType, &'a str)>,
    proof: ProofHeader<'a>,
    certificate: Option<Thumbprint>,
}

fn thumbprint(request: &Request) -> Option<Thumbprint> {
    Certificate::of(request.extensions()).thumbprint()
}

async fn answer(shared: &Shared, errors: &ErrorWriter, realm: &Realm, presented: Presented<'_>) -> Response {
    let Presented { method, token, proof, certificate } = presented;
    let Some((token_type, access_token)) = token else {
        return errors.challenge(realm, TokenType::Bearer, Refusal::MissingBearer);
    };
    let claims = shared.engine.userinfo(realm, UserinfoRequest { method, token_type, access_token, proof, certificate }).await;
    let response = claims.map_or_else(|error| errors.challenge(realm, token_type, error), |claims| Json(claims).into_response());
    dpop::with_nonce(shared, realm, proof, response)
}

/// Returns the access token of the `Authorization` header, and its scheme. A token comes in one place (RFC 6750 §2).
fn in_header(headers: &HeaderMap) -> Result<Option<(TokenType, &str)>, Refusal> {
    let text = match Credentials::of(headers) {
        Credentials::Given(text) => text,
        Credentials::Absent | Credentials::Unreadable => return Ok(None),
        Credentials::Several => return Err(Refusal::RepeatedParameter),
    };
    let Some((scheme, token)) = text.split_once(' ') else { return Ok(None) };
    let used = [TokenType::Bearer, TokenType::Dpop].into_iter().find(|used| scheme.eq_ignore_ascii_case(used.name()));
    Ok(used.map(|used| (used, token.trim())))
}

fn has_token_in(query: Option<&str>) -> bool {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).any(|(name, _)| name == "access_token")
}
