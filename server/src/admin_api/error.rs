//! Problems (RFC 9457) with a stable code.

use axum::{
    Json,
    extract::rejection::{JsonRejection, PathRejection, QueryRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::problem::Problem;
use serde::Serialize;

/// Why a request was not done. Nothing was changed then.
#[derive(Debug)]
pub(super) enum Failure {
    /// The request has no token.
    NoToken,
    /// The token is malformed, expired or revoked.
    WrongToken,
    /// The path exists, for other methods.
    MethodNotAllowed,
    /// The query or the body cannot be read; the sentence says where.
    Malformed(String),
    /// The control plane's reason.
    Control(control::Error),
}

/// The body. `code` is ours and stable; `title` is for people.
#[derive(Serialize)]
struct Body {
    title: &'static str,
    status: u16,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Field>,
}

/// What is wrong with one field.
#[derive(Serialize)]
struct Field {
    #[serde(rename = "field")]
    name: &'static str,
    problem: Problem,
    detail: String,
}

impl Failure {
    const fn public(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::NoToken => (StatusCode::UNAUTHORIZED, "unauthenticated", "Send an API token: Authorization: Bearer rga_..."),
            Self::WrongToken => (StatusCode::UNAUTHORIZED, "invalid_token", "The API token is malformed, expired or revoked."),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Method not allowed."),
            Self::Malformed(_) => (StatusCode::BAD_REQUEST, "malformed", "The request cannot be read."),
            Self::Control(error) => match error {
                control::Error::SignedOut => Self::WrongToken.public(),
                control::Error::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "The administrator may not do this."),
                control::Error::NotFound => (StatusCode::NOT_FOUND, "not_found", "There is nothing here, or it is not for you."),
                control::Error::Stale => (StatusCode::CONFLICT, "stale", "It was changed since it was read."),
                control::Error::Undecided => {
                    (StatusCode::CONFLICT, "undecided", "Existing refresh tokens would end earlier. Say whether they shall.")
                }
                control::Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Some values cannot be taken."),
                control::Error::Busy(_) => {
                    (StatusCode::SERVICE_UNAVAILABLE, "busy", "Too many passwords are being hashed at the moment. Try again shortly.")
                }
                control::Error::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side."),
            },
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, code, title) = self.public();
        let (detail, fields) = match self {
            Self::Malformed(detail) => (Some(detail), Vec::new()),
            Self::Control(control::Error::Invalid(problems)) => {
                let field = |at: control::FieldError| Field { name: at.field, problem: at.problem, detail: at.problem.to_string() };
                (None, problems.into_iter().map(field).collect())
            }
            Self::Control(control::Error::Internal(error)) => {
                tracing::error!(operation = error.operation(), %error, "a use case failed");
                (None, Vec::new())
            }
            _ => (None, Vec::new()),
        };
        let body = Json(Body { title, status: status.as_u16(), code, detail, fields });
        let mut response = (status, body).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(control::BUSY_SECONDS));
        }
        if status == StatusCode::UNAUTHORIZED {
            // RFC 6750 §3.1: a client without a token learns only that one is needed.
            let challenge =
                if code == "invalid_token" { "Bearer realm=\"regrant\", error=\"invalid_token\"" } else { "Bearer realm=\"regrant\"" };
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}

impl From<control::Error> for Failure {
    fn from(error: control::Error) -> Self {
        Self::Control(error)
    }
}

/// An address whose parts are no names is one where nothing is.
impl From<PathRejection> for Failure {
    fn from(_: PathRejection) -> Self {
        Self::Control(control::Error::NotFound)
    }
}

impl From<QueryRejection> for Failure {
    fn from(rejection: QueryRejection) -> Self {
        Self::Malformed(rejection.body_text())
    }
}

impl From<JsonRejection> for Failure {
    fn from(rejection: JsonRejection) -> Self {
        Self::Malformed(rejection.body_text())
    }
}
