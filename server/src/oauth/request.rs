//! What the routes read from a request.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use engine::{Realm, Refusal, client_auth::ClientRequest, form::Form};

use super::{
    error::{ErrorWriter, Failure},
    shared::Shared,
};
use crate::{credentials::Credentials, layers::client_certificate::Certificate};

/// The workspace of the address; 404 where there is none.
pub(super) struct At(pub(super) Arc<Realm>);

impl FromRequestParts<Shared> for At {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Response> {
        let not_found = || (StatusCode::NOT_FOUND, "There is no workspace at this address.\n").into_response();
        let Path((tenant, workspace)) = Path::<(String, String)>::from_request_parts(parts, shared).await.map_err(|_| not_found())?;
        let realm = shared
            .engine
            .realm(&tenant, &workspace)
            .await
            .map_err(|error| ErrorWriter::of(parts, shared).json(engine::Error::from(error)))?;
        realm.map(Self).ok_or_else(not_found)
    }
}

/// Parameters that are never to be seen in an address, which ends up in logs and histories (RFC 6749 §2.3.1).
const NEVER_IN_QUERY: [&str; 9] =
    ["client_secret", "client_assertion", "code", "device_code", "refresh_token", "token", "subject_token", "actor_token", "password"];

/// The form in a request's body.
pub(super) struct Body(pub(super) Form);

impl Body {
    /// Reads the form.
    pub(super) async fn read(request: Request, shared: &Shared) -> Result<Form, Failure> {
        let query = request.uri().query().unwrap_or_default();
        if form_urlencoded::parse(query.as_bytes()).any(|(name, _)| NEVER_IN_QUERY.contains(&name.as_ref())) {
            return Err(Refusal::CredentialsInQuery.into());
        }
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Refusal::MalformedForm.into());
        }
        let bytes = Bytes::from_request(request, shared).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Refusal::RequestTooLarge,
            _ => Refusal::MalformedForm,
        })?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::MalformedForm)?;
        Ok(Form::parse(text)?)
    }
}

impl FromRequest<Shared> for Body {
    type Rejection = Response;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let errors = ErrorWriter::of(&parts, shared);
        Self::read(Request::from_parts(parts, body), shared).await.map(Self).map_err(|failure| errors.json(failure))
    }
}

/// Returns what the engine needs of a request for client authentication.
pub(super) fn client_request<'a>(headers: &'a HeaderMap, certificate: &'a Certificate, form: &'a Form) -> ClientRequest<'a> {
    let authorization = match Credentials::of(headers) {
        Credentials::Absent => None,
        Credentials::Given(text) => Some(text),
        // An attempt to authenticate, and a failed one.
        Credentials::Unreadable | Credentials::Several => Some("unreadable"),
    };
    ClientRequest { authorization, certificate: certificate.presented(), form }
}
