//! Problems (RFC 9457) with a stable code.

use axum::{
    Json,
    extract::rejection::PathRejection,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::problem::Problem;
use serde::Serialize;
use utoipa::ToSchema;

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
    /// The body has more bytes than are read.
    TooLarge,
    /// The body is not said to be JSON.
    NotJson,
    /// The control plane's reason.
    Control(control::Error),
}

/// What a problem is, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ProblemCode {
    /// No token was sent.
    Unauthenticated,
    /// The token is malformed, expired or revoked.
    InvalidToken,
    /// The administrator may not do this.
    Forbidden,
    /// There is no such thing, or it belongs to a tenant that the administrator cannot see.
    NotFound,
    /// The path exists for other methods.
    MethodNotAllowed,
    /// The query or the body cannot be read; `detail` says where.
    Malformed,
    /// The body has more than 64 KiB.
    TooLarge,
    /// The body has another `Content-Type` than `application/json`.
    UnsupportedMediaType,
    /// It was changed since it was read.
    Stale,
    /// Existing refresh tokens would end earlier, and the request does not say whether they shall.
    Undecided,
    /// Some values are invalid; `fields` has each.
    Invalid,
    /// Too many passwords are being hashed at the moment.
    Busy,
    /// A fault of the server, which is in its log.
    Internal,
}

impl ProblemCode {
    /// Returns its status, and its title for people.
    const fn public(self) -> (StatusCode, &'static str) {
        match self {
            Self::Unauthenticated => (StatusCode::UNAUTHORIZED, "Send an API token: Authorization: Bearer rga_..."),
            Self::InvalidToken => (StatusCode::UNAUTHORIZED, "The API token is malformed, expired or revoked."),
            Self::Forbidden => (StatusCode::FORBIDDEN, "The administrator may not do this."),
            Self::NotFound => (StatusCode::NOT_FOUND, "Not found, or not accessible with this token."),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "Method not allowed."),
            Self::Malformed => (StatusCode::BAD_REQUEST, "The request cannot be read."),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "The body is too large: at most 64 KiB are read."),
            Self::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json."),
            Self::Stale => (StatusCode::CONFLICT, "It was changed since it was read."),
            Self::Undecided => (StatusCode::CONFLICT, "Existing refresh tokens would end earlier. Say whether they shall."),
            Self::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "Some values are invalid."),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "Too many passwords are being hashed at the moment. Try again shortly."),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side."),
        }
    }
}

/// A problem (RFC 9457). `code` is ours and stable; `title` is for people.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemBody {
    title: &'static str,
    status: u16,
    code: ProblemCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    fields: Vec<FieldBody>,
}

/// What is wrong with one field.
#[derive(Serialize, ToSchema)]
#[schema(as = FieldProblem)]
pub(super) struct FieldBody {
    #[serde(rename = "field")]
    name: &'static str,
    #[schema(value_type = String)]
    problem: Problem,
    detail: String,
}

impl Failure {
    const fn code(&self) -> ProblemCode {
        match self {
            Self::NoToken => ProblemCode::Unauthenticated,
            Self::WrongToken | Self::Control(control::Error::SignedOut) => ProblemCode::InvalidToken,
            Self::MethodNotAllowed => ProblemCode::MethodNotAllowed,
            Self::Malformed(_) => ProblemCode::Malformed,
            Self::TooLarge => ProblemCode::TooLarge,
            Self::NotJson => ProblemCode::UnsupportedMediaType,
            Self::Control(control::Error::Forbidden) => ProblemCode::Forbidden,
            Self::Control(control::Error::NotFound) => ProblemCode::NotFound,
            Self::Control(control::Error::Stale) => ProblemCode::Stale,
            Self::Control(control::Error::Undecided) => ProblemCode::Undecided,
            Self::Control(control::Error::Invalid(_)) => ProblemCode::Invalid,
            Self::Control(control::Error::Busy(_)) => ProblemCode::Busy,
            Self::Control(control::Error::Internal(_)) => ProblemCode::Internal,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let code = self.code();
        let (status, title) = code.public();
        let (detail, fields) = match self {
            Self::Malformed(detail) => (Some(detail), Vec::new()),
            Self::Control(control::Error::Invalid(problems)) => {
                let field = |at: control::FieldError| FieldBody { name: at.field, problem: at.problem, detail: at.problem.to_string() };
                (None, problems.into_iter().map(field).collect())
            }
            Self::Control(control::Error::Internal(error)) => {
                tracing::error!(operation = error.operation(), %error, "a use case failed");
                (None, Vec::new())
            }
            _ => (None, Vec::new()),
        };
        let body = Json(ProblemBody { title, status: status.as_u16(), code, detail, fields });
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if code == ProblemCode::Busy {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(control::BUSY_SECONDS));
        }
        // RFC 6750 §3.1: a client without a token learns only that one is needed.
        let challenge = match code {
            ProblemCode::Unauthenticated => "Bearer realm=\"regrant\"",
            ProblemCode::InvalidToken => "Bearer realm=\"regrant\", error=\"invalid_token\"",
            _ => return response,
        };
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
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
