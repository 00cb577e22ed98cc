//! `/oauth2/register`: clients register themselves (RFC 7591), and read, replace and delete what they registered (RFC 7592).

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{FromRequest, RawQuery, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use control::{NewClientRegistration, RegisteredClient, RegistrationRefusal};
use domain::{
    causes::Causes,
    client_metadata::{self, MetadataErrorCode},
};
use engine::Realm;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    request::At,
    shared::{Asked, Shared},
};
use crate::{credentials::Credentials, layers::client_address::ClientAddress, metrics::count, paths::WorkspaceRoute};

/// The error response (RFC 7591 §3.2.2).
#[derive(Serialize)]
struct ErrorBody {
    error: &'static str,
    error_description: String,
}

/// Why a request is not done.
enum Failure {
    /// It is refused.
    Refused(RegistrationRefusal),
    /// Its body is no document.
    NoDocument(StatusCode),
}

impl From<RegistrationRefusal> for Failure {
    fn from(refusal: RegistrationRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Failure {
    /// Returns the reason as it is counted: one of a fixed list.
    const fn reason(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.reason(),
            Self::NoDocument(_) => "no_document",
        }
    }
}

/// `POST`
pub(super) async fn register(
    Asked(shared): Asked,
    At(realm): At,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    request: Request,
) -> Response {
    let answer = async {
        let headers = request.headers().clone();
        let document = document(request, &shared).await?;
        let new = NewClientRegistration { document: &document, token: bearer(&headers), address };
        let registered = shared.control.register_client(&realm, new).await?;
        Ok((StatusCode::CREATED, Json(told(&realm, &registered, None))))
    };
    let answer: Result<_, Failure> = answer.await;
    count::client_registration(answer.as_ref().err().map(Failure::reason));
    or_error(answer)
}

/// `GET`
pub(super) async fn read(Asked(shared): Asked, At(realm): At, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let (id, token) = (client_id(query.as_deref()), bearer(&headers));
    let answer = shared.control.read_registration(&realm, &id, token).await;
    or_error(answer.map(|registered| Json(told(&realm, &registered, token))).map_err(Failure::from))
}

/// `PUT`
pub(super) async fn replace(Asked(shared): Asked, At(realm): At, RawQuery(query): RawQuery, request: Request) -> Response {
    let answer = async {
        let headers = request.headers().clone();
        let (id, token) = (client_id(query.as_deref()), bearer(&headers));
        let document = document(request, &shared).await?;
        let registered = shared.control.replace_registration(&realm, &id, token, &document).await?;
        Ok(Json(told(&realm, &registered, token)))
    };
    or_error(answer.await)
}

/// `DELETE`
pub(super) async fn delete(Asked(shared): Asked, At(realm): At, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let answer = shared.control.delete_registration(&realm, &client_id(query.as_deref()), bearer(&headers)).await;
    or_error(answer.map(|()| StatusCode::NO_CONTENT).map_err(Failure::from))
}

/// Returns the client that a request is about; an empty text where it is about none.
fn client_id(query: Option<&str>) -> String {
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.find(|(name, _)| name == "client_id").map(|(_, id)| id.into_owned()).unwrap_or_default()
}

/// Returns the token in the `Authorization` header (RFC 6750 §2.1). What is none is a wrong one, and nothing is none.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let authorization = match Credentials::of(headers) {
        Credentials::Absent => return None,
        Credentials::Given(text) => text,
        Credentials::Unreadable | Credentials::Several => "",
    };
    let token = authorization.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"));
    Some(token.map_or("", |(_, token)| token.trim()))
}

/// Reads the document in a body.
async fn document(request: Request, shared: &Shared) -> Result<Map<String, Value>, Failure> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Failure::NoDocument(StatusCode::BAD_REQUEST));
    }
    let bytes = Bytes::from_request(request, shared).await.map_err(|rejection| Failure::NoDocument(rejection.status()))?;
    client_metadata::parse(&bytes).map_err(|_| Failure::NoDocument(StatusCode::BAD_REQUEST))
}

/// What a client is told of its registration (RFC 7591 §3.2.1, RFC 7592 §3). `presented` is the token that it came with, which goes on working.
fn told(realm: &Realm, registered: &RegisteredClient, presented: Option<&str>) -> Map<String, Value> {
    let RegisteredClient { client, secret, token, .. } = registered;
    let mut document = registered.document();
    let mut say = |member: &str, value: Value| document.insert(member.to_owned(), value);
    say("client_id", client.id.to_string().into());
    say("client_id_issued_at", client.created_at.as_millis().div_euclid(1000).into());
    if let Some(secret) = secret {
        say("client_secret", secret.expose().clone().into());
        // It does not expire.
        say("client_secret_expires_at", Value::from(0));
    }
    if let Some(token) = token.as_ref().map(|token| token.expose().as_str()).or(presented) {
        say("registration_access_token", token.into());
    }
    let endpoint = WorkspaceRoute::ClientRegistration.below(&realm.issuer);
    say("registration_client_uri", format!("{endpoint}?client_id={}", client.id).into());
    document
}

fn or_error(answer: Result<impl IntoResponse, Failure>) -> Response {
    match answer {
        Ok(response) => response.into_response(),
        Err(Failure::Refused(refusal)) => refuse(&refusal),
        Err(Failure::NoDocument(status)) => {
            let description = match status {
                StatusCode::PAYLOAD_TOO_LARGE => "The document is too large.",
                _ => "The body is no JSON object, or its type is not application/json.",
            };
            error(status, MetadataErrorCode::InvalidClientMetadata.name(), description)
        }
    }
}

fn error(head: impl IntoResponse, error: &'static str, description: impl Into<String>) -> Response {
    let head = head.into_response();
    let mut response = Json(ErrorBody { error, error_description: description.into() }).into_response();
    *response.status_mut() = head.status();
    response.headers_mut().extend(head.headers().clone());
    response
}

fn refuse(refusal: &RegistrationRefusal) -> Response {
    let challenge = |value: &'static str| (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, HeaderValue::from_static(value))]);
    let retry = |seconds: i64| [(header::RETRY_AFTER, HeaderValue::from(seconds))];
    tracing::info!(reason = %refusal, "a registration was refused");
    match refusal {
        RegistrationRefusal::Off => (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response(),
        // RFC 6750 §3.1: a client without a token learns only that one is needed.
        RegistrationRefusal::TokenMissing => challenge("Bearer").into_response(),
        RegistrationRefusal::TokenInvalid | RegistrationRefusal::Failed(control::Error::NotFound) => error(
            challenge("Bearer error=\"invalid_token\""),
            "invalid_token",
            "The token is unknown, has expired, was revoked, or was used as often as it may be.",
        ),
        RegistrationRefusal::Disabled => error(StatusCode::FORBIDDEN, "access_denied", "An administrator has disabled this client."),
        RegistrationRefusal::Full => {
            error(StatusCode::FORBIDDEN, "access_denied", "No more clients are registered here. Ask the administrator of this server.")
        }
        RegistrationRefusal::TooMany(seconds) => error(
            (StatusCode::TOO_MANY_REQUESTS, retry(*seconds)),
            "temporarily_unavailable",
            format!("Too many requests came. Try again in {seconds} seconds."),
        ),
        RegistrationRefusal::Unavailable => error(
            (StatusCode::SERVICE_UNAVAILABLE, retry(5)),
            "temporarily_unavailable",
            "The document at sector_identifier_uri cannot be read at the moment. Try again in a few seconds.",
        ),
        RegistrationRefusal::Metadata(wrong) => error(StatusCode::BAD_REQUEST, wrong.code.name(), wrong.description()),
        RegistrationRefusal::Failed(failure) => {
            tracing::error!(error = %Causes(failure), "a registration could not be answered");
            error((StatusCode::SERVICE_UNAVAILABLE, retry(1)), "temporarily_unavailable", "The server cannot do this now. Try again.")
        }
    }
}
