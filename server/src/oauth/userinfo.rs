//! `GET` and `POST /userinfo`

use axum::{
    Json,
    extract::{FromRequest, RawQuery, Request, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use engine::{Realm, Refusal, dpop::ProofHeader, endpoint::userinfo::UserinfoRequest, token::TokenType};

use super::{
    Shared, dpop,
    error::challenge,
    request::{At, Body},
};

pub(super) async fn userinfo(State(shared): State<Shared>, At(realm): At, RawQuery(query): RawQuery, request: Request) -> Response {
    if has_token_in(query.as_deref()) {
        return challenge(TokenType::Bearer, Refusal::BearerInQuery.into());
    }
    let headers = request.headers();
    answer(&shared, &realm, request.method().as_str(), presented(headers), dpop::proof(headers)).await
}

/// A bearer token may stand in the form as well (RFC 6750 §2.2), but not in two places.
pub(super) async fn userinfo_by_post(State(shared): State<Shared>, At(realm): At, RawQuery(query): RawQuery, request: Request) -> Response {
    if has_token_in(query.as_deref()) {
        return challenge(TokenType::Bearer, Refusal::BearerInQuery.into());
    }
    let headers = request.headers().clone();
    let form = if headers.contains_key(header::CONTENT_TYPE) {
        match Body::from_request(request, &shared).await {
            Ok(Body(form)) => form,
            Err(failure) => return failure.into_response(),
        }
    } else {
        engine::form::Form::default()
    };
    let in_form = form.get("access_token").map(|token| (TokenType::Bearer, token));
    match (presented(&headers), in_form) {
        (Some((used, _)), Some(_)) => challenge(used, Refusal::RepeatedParameter.into()),
        (in_header, in_form) => answer(&shared, &realm, "POST", in_header.or(in_form), dpop::proof(&headers)).await,
    }
}

async fn answer(shared: &Shared, realm: &Realm, method: &str, token: Option<(TokenType, &str)>, proof: ProofHeader<'_>) -> Response {
    let Some((token_type, access_token)) = token else {
        return challenge(TokenType::Bearer, Refusal::MissingBearer.into());
    };
    let claims = shared.engine.userinfo(realm, UserinfoRequest { method, token_type, access_token, proof }).await;
    let response = claims.map_or_else(|error| challenge(token_type, error), |claims| Json(claims).into_response());
    dpop::with_nonce(shared, realm, proof, response)
}

/// The access token of the `Authorization` header, and how it is presented.
fn presented(headers: &HeaderMap) -> Option<(TokenType, &str)> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let used = [TokenType::Bearer, TokenType::Dpop].into_iter().find(|used| scheme.eq_ignore_ascii_case(used.name()))?;
    Some((used, token.trim()))
}

fn has_token_in(query: Option<&str>) -> bool {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).any(|(name, _)| name == "access_token")
}
