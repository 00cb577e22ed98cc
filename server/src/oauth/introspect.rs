//! `POST /oauth2/introspect`

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use engine::endpoint::signed_introspection::{IntrospectionAnswer, MEDIA_TYPE};

use super::{
    accept,
    error::ErrorWriter,
    request::{At, Body, client_request},
    shared::Asked,
};
use crate::layers::client_certificate::Certificate;

pub(super) async fn introspect(
    Asked(shared): Asked,
    errors: ErrorWriter,
    At(realm): At,
    certificate: Certificate,
    headers: HeaderMap,
    Body(form): Body,
) -> Response {
    let request = client_request(&headers, &certificate, &form);
    let answer = shared.engine.answer_introspection(&realm, request, accept::introspection(&headers)).await;
    errors.or_json(answer.map(write))
}

fn write(answer: IntrospectionAnswer) -> Response {
    match answer {
        IntrospectionAnswer::Plain(answer) => Json(answer).into_response(),
        IntrospectionAnswer::Signed(jwt) => ([(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))], jwt).into_response(),
    }
}
