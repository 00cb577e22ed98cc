//! `GET` and `POST /userinfo`

use axum::{
    Json,
    extract::{RawQuery, Request, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use engine::{Realm, Refusal};

use super::{
    Shared,
    error::bearer_challenge,
    request::{At, Body},
};

pub(super) async fn userinfo(State(shared): State<Shared>, At(realm): At, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    if has_token_in(query.as_deref()) {
        return bearer_challenge(Refusal::BearerInQuery.into());
    }
    answer(&shared, &realm, bearer(&headers)).await
}

/// The token may stand in the form as well (RFC 6750 §2.2), but not in two places.
pub(super) async fn userinfo_by_post(State(shared): State<Shared>, At(realm): At, RawQuery(query): RawQuery, request: Request) -> Response {
    if has_token_in(query.as_deref()) {
        return bearer_challenge(Refusal::BearerInQuery.into());
    }
    let in_header = bearer(request.headers()).map(str::to_owned);
    let in_form = if request.headers().contains_key(header::CONTENT_TYPE) {
        match <Body as axum::extract::FromRequest<Shared>>::from_request(request, &shared).await {
            Ok(Body(form)) => form.get("access_token").map(str::to_owned),
            Err(failure) => return failure.into_response(),
        }
    } else {
        None
    };
    match (in_header, in_form) {
        (Some(_), Some(_)) => bearer_challenge(Refusal::RepeatedParameter.into()),
        (header, form) => answer(&shared, &realm, header.or(form).as_deref()).await,
    }
}

async fn answer(shared: &Shared, realm: &Realm, token: Option<&str>) -> Response {
    let claims = match token {
        Some(token) => shared.engine.userinfo(realm, token).await,
        None => Err(Refusal::MissingBearer.into()),
    };
    claims.map_or_else(bearer_challenge, |claims| Json(claims).into_response())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

fn has_token_in(query: Option<&str>) -> bool {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).any(|(name, _)| name == "access_token")
}
