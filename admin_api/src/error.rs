//! Problems (RFC 9457) with a stable code.

mod fault;

use axum::{
    Json,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use control::Actor;
use domain::{
    api_scope::ApiScope,
    permission::Action,
    wire::{self, Misfit, Resource},
};
use engine::{Refusal, dpop::ALGORITHMS, token::TokenType};
use serde::Serialize;

pub(super) use self::fault::Fault;
use self::fault::code_of;

/// Why a request was not done. Nothing was changed then.
#[derive(Debug)]
pub(super) enum Failure {
    /// The request has no token.
    NoToken,
    /// The token is malformed, expired or revoked.
    WrongToken,
    /// An access token was refused: why, how it was presented, and the nonce for the next proof.
    Refused { refusal: Refusal, token_type: TokenType, nonce: Option<String> },
    /// The access token lacks a scope for this that the client can ask for.
    OutOfScope { action: Action, token_type: TokenType },
    /// More requests than the token may send; for how many seconds.
    TooMany(u64),
    /// The path exists, for other methods.
    MethodNotAllowed,
    /// The query, a header or the body cannot be read.
    Malformed(Vec<Fault>),
    /// The body has more bytes than are read.
    TooLarge,
    /// The body is not said to be of this type.
    WrongType(&'static str),
    /// A change without a condition.
    Unconditional,
    /// It is not the version that the request is about, or is there already.
    Stale,
    /// It is there already; by whom, and since when.
    There(String),
    /// Values that cannot be saved.
    Invalid(Vec<Fault>),
    /// The key was used for another request.
    KeyReused,
    /// The request is under way.
    Running,
    /// The request was done, and its answer is lost.
    Unanswered,
    /// The control plane's reason.
    Control(control::Error),
}

macro_rules! codes {
    ($($(#[doc = $about:literal])* $code:ident = $name:literal, $status:ident, $title:literal;)*) => {
        /// What a problem is, for programs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum ProblemCode { $($(#[doc = $about])* $code,)* }

        impl ProblemCode {
            /// All of them.
            pub(super) const ALL: &[Self] = &[$(Self::$code),*];

            /// Returns its name on the wire.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$code => $name,)* }
            }

            /// Returns its status.
            pub(super) const fn status(self) -> StatusCode {
                match self { $(Self::$code => StatusCode::$status,)* }
            }

            /// Returns its title for people.
            const fn title(self) -> &'static str {
                match self { $(Self::$code => $title,)* }
            }

            /// Returns what it means.
            pub(super) fn about(self) -> &'static str {
                match self { $(Self::$code => concat!($($about),*),)* }.trim()
            }
        }
    };
}

codes! {
    /// The query, a header or the body cannot be read; `errors` says where
    Malformed = "malformed", BAD_REQUEST, "The request cannot be read.";
    /// no token was sent
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "Send an API token or an access token: Authorization: Bearer ...";
    /// the token is malformed, expired, revoked, or not for this API; `detail` says more of an access token
    InvalidToken = "invalid_token", UNAUTHORIZED, "The token is malformed, expired, revoked or not for this API.";
    /// the administrator or the client may not do this, or not with this token; `action` is what is missing; where that is something that may be done by what it is done to, `holder` says what has it: a `role`, an `administrator` or an `api_client`
    Forbidden = "forbidden", FORBIDDEN, "This is not permitted.";
    /// there is no such thing, or it belongs to a tenant that the administrator cannot see
    NotFound = "not_found", NOT_FOUND, "Not found, or not accessible with this token.";
    /// the path exists for other methods
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED, "Method not allowed.";
    /// existing refresh tokens would end earlier, and the request does not say whether they shall: `reach`
    Undecided = "undecided", CONFLICT, "Existing refresh tokens would end earlier. Say whether they shall.";
    /// a request with this `Idempotency-Key` is under way
    InProgress = "in_progress", CONFLICT, "A request with this Idempotency-Key is under way.";
    /// the request with this `Idempotency-Key` was done, and its answer is lost
    Unanswered = "unanswered", CONFLICT, "The request with this Idempotency-Key was done, but its answer is lost. Look for what it created.";
    /// it was changed since the version in `If-Match`; or there is one already, with `If-None-Match: *`
    Stale = "stale", PRECONDITION_FAILED, "It was changed since it was read, or is there already.";
    /// the body is larger than 256 KiB
    TooLarge = "too_large", PAYLOAD_TOO_LARGE, "The body is too large: at most 256 KiB are read.";
    /// the body has another `Content-Type` than the operation takes
    UnsupportedMediaType = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE, "The body is of a type that is not taken here.";
    /// values that cannot be saved, or do not fit together; `errors` has each
    Invalid = "invalid", UNPROCESSABLE_ENTITY, "Some values are invalid.";
    /// the `Idempotency-Key` was used for another request
    KeyReused = "idempotency_key_reused", UNPROCESSABLE_ENTITY, "This Idempotency-Key was used for another request.";
    /// a change without `If-Match`
    PreconditionRequired = "precondition_required", PRECONDITION_REQUIRED, "Send If-Match with the ETag that was read.";
    /// more requests than a token may send; `Retry-After` says when to go on
    RateLimited = "rate_limited", TOO_MANY_REQUESTS, "Too many requests. Wait before the next one.";
    /// a fault of the server, which is in its log
    Internal = "internal", INTERNAL_SERVER_ERROR, "Something went wrong on our side.";
    /// too many passwords are being hashed at the moment; try again shortly
    Busy = "busy", SERVICE_UNAVAILABLE, "Too many passwords are being hashed at the moment. Try again shortly.";
}

impl Failure {
    /// A request that cannot be read because of this.
    pub(super) fn malformed(fault: Fault) -> Self {
        Self::Malformed(vec![fault])
    }

    /// A value that cannot be taken.
    pub(super) fn invalid(fault: Fault) -> Self {
        Self::Invalid(vec![fault])
    }

    /// The same with the problems of values by their place in a body of this type.
    pub(super) fn in_body<R: Resource>(self) -> Self {
        self.placed(|at| Fault::at(wire::pointer::<R>(at.field, &at.problem), &code_of(&at.problem), &at.problem.sentence()))
    }

    /// The same with the problems of values as those of parameters.
    pub(super) fn in_parameters(self) -> Self {
        match self {
            Self::Malformed(faults) => Self::Malformed(faults.into_iter().map(Fault::into_parameter).collect()),
            Self::Invalid(faults) => Self::Invalid(faults.into_iter().map(Fault::into_parameter).collect()),
            other => other.placed(|at| Fault::of_parameter(at.field, &code_of(&at.problem), &at.problem.sentence())),
        }
    }

    fn placed(self, place: impl Fn(control::FieldError) -> Fault) -> Self {
        match self {
            Self::Control(control::Error::Invalid(problems)) => Self::Invalid(problems.into_iter().map(place).collect()),
            other => other,
        }
    }

    const fn code(&self) -> ProblemCode {
        match self {
            Self::NoToken => ProblemCode::Unauthenticated,
            Self::WrongToken | Self::Refused { .. } | Self::Control(control::Error::SignedOut) => ProblemCode::InvalidToken,
            Self::TooMany(_) => ProblemCode::RateLimited,
            Self::MethodNotAllowed => ProblemCode::MethodNotAllowed,
            Self::Malformed(_) => ProblemCode::Malformed,
            Self::TooLarge => ProblemCode::TooLarge,
            Self::WrongType(_) => ProblemCode::UnsupportedMediaType,
            Self::Unconditional => ProblemCode::PreconditionRequired,
            Self::KeyReused => ProblemCode::KeyReused,
            Self::Running | Self::Control(control::Error::TakenOver) => ProblemCode::InProgress,
            Self::Unanswered => ProblemCode::Unanswered,
            Self::Stale | Self::There(_) | Self::Control(control::Error::Stale) => ProblemCode::Stale,
            Self::Invalid(_) | Self::Control(control::Error::Invalid(_) | control::Error::Unfit(_)) => ProblemCode::Invalid,
            // Of a password only browsers are asked.
            Self::OutOfScope { .. }
            | Self::Control(
                control::Error::Forbidden(_) | control::Error::Beyond { .. } | control::Error::Unconfirmed | control::Error::NotOffered,
            ) => ProblemCode::Forbidden,
            Self::Control(control::Error::NotFound) => ProblemCode::NotFound,
            Self::Control(control::Error::Undecided) => ProblemCode::Undecided,
            Self::Control(control::Error::Busy(_)) => ProblemCode::Busy,
            Self::Control(control::Error::Internal(_)) => ProblemCode::Internal,
        }
    }

    /// Returns after how many seconds the request is worth sending again.
    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany(seconds) => Some(*seconds),
            Self::Running | Self::Control(control::Error::TakenOver) => Some(1),
            Self::Control(control::Error::Busy(_)) => u64::try_from(control::BUSY_SECONDS).ok(),
            _ => None,
        }
    }
}

/// A problem (RFC 9457). `code` is ours and stable; `title` is for people.
#[derive(Serialize)]
struct ProblemBody {
    title: &'static str,
    status: u16,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault>,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (code, retry_after, challenge) = (self.code(), self.retry_after(), Challenge::of(&self));
        let mut body = ProblemBody {
            title: code.title(),
            status: code.status().as_u16(),
            code: code.name(),
            detail: None,
            action: None,
            holder: None,
            errors: Vec::new(),
        };
        match self {
            Self::Malformed(faults) | Self::Invalid(faults) => body.errors = faults,
            Self::Refused { refusal, .. } => body.detail = Some(refusal.description().to_owned()),
            Self::There(detail) => body.detail = Some(detail),
            Self::WrongType(wanted) => body.detail = Some(format!("Send the body as {wanted}.")),
            Self::OutOfScope { action, .. } => {
                body.action = Some(Action::code(action));
                body.detail = Some(format!("The access token lacks the scope {}.", ApiScope::of(action).name()));
            }
            Self::Control(control::Error::NotOffered) => body.detail = Some("The workspace has this switched off.".to_owned()),
            Self::Control(control::Error::Forbidden(action)) => {
                body.action = Some(Action::code(action));
                body.detail = Some(format!("This needs the permission `{}`: {}.", action.code(), action.label()));
            }
            Self::Control(control::Error::Beyond { action, missing, holder }) => {
                body.action = Some(Action::code(missing));
                body.holder = Some(holder.code());
                body.detail = Some(format!(
                    "You may do this (`{}`), but not here: {holder} has the permission `{}`, which you lack: {}.",
                    action.code(),
                    missing.code(),
                    missing.label()
                ));
            }
            Self::Control(control::Error::Invalid(problems)) => {
                let fault = |at: control::FieldError| Fault::of_parameter(at.field, &code_of(&at.problem), &at.problem.sentence());
                body.errors = problems.into_iter().map(fault).collect();
            }
            Self::Control(control::Error::Unfit(misfits)) => body.errors = misfits.into_iter().map(Fault::of_misfit).collect(),
            Self::Control(control::Error::Internal(error)) => {
                tracing::error!(operation = error.operation(), %error, "a use case failed");
            }
            _ => {}
        }
        let mut response = (code.status(), Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(challenge) = challenge {
            challenge.tell(headers);
        }
        response
    }
}

/// What is said of a token that was refused (RFC 6750 §3, RFC 9449 §7.1).
struct Challenge {
    value: String,
    nonce: Option<String>,
}

impl Challenge {
    /// Returns what is to be said, where a token was missing or refused.
    fn of(failure: &Failure) -> Option<Self> {
        let bearer = |error: &str| format!("Bearer realm=\"regrant\"{error}");
        let (value, nonce) = match (failure, failure.code()) {
            (Failure::Refused { refusal, token_type: TokenType::Dpop, nonce }, _) => {
                let (error, algorithms) = (refusal.code(), ALGORITHMS.join(" "));
                (format!("DPoP error=\"{error}\", error_description=\"{}\", algs=\"{algorithms}\"", refusal.description()), nonce.clone())
            }
            (Failure::Refused { refusal, .. }, _) => {
                (bearer(&format!(", error=\"{}\", error_description=\"{}\"", refusal.code(), refusal.description())), None)
            }
            // RFC 6750 §3.1.
            (Failure::OutOfScope { action, token_type }, _) => {
                let wanted = format!("error=\"insufficient_scope\", scope=\"{}\"", ApiScope::of(*action).name());
                (format!("{} {wanted}", token_type.name()), None)
            }
            // A client without a token learns only that one is needed.
            (_, ProblemCode::Unauthenticated) => (bearer(""), None),
            (_, ProblemCode::InvalidToken) => (bearer(", error=\"invalid_token\""), None),
            _ => return None,
        };
        Some(Self { value, nonce })
    }

    fn tell(self, headers: &mut HeaderMap) {
        let nonce = self.nonce.map(|nonce| (HeaderName::from_static("dpop-nonce"), nonce));
        for (name, value) in [(header::WWW_AUTHENTICATE, self.value)].into_iter().chain(nonce) {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
    }
}

impl Failure {
    /// The same, and of a client whether it is to ask for a token with another scope.
    pub(super) fn by_scope(self, actor: &Actor, token_type: TokenType) -> Self {
        match (self, actor) {
            (
                Self::Control(control::Error::Forbidden(action) | control::Error::Beyond { missing: action, .. }),
                Actor::Client(client, scope),
            ) if !scope.contains(action) && client.scopes.contains(&ApiScope::of(action).name()) => Self::OutOfScope { action, token_type },
            (failure, _) => failure,
        }
    }
}

impl From<control::Error> for Failure {
    fn from(error: control::Error) -> Self {
        Self::Control(error)
    }
}

/// Values of a body that do not fit.
impl From<Vec<Misfit>> for Failure {
    fn from(misfits: Vec<Misfit>) -> Self {
        Self::Invalid(misfits.into_iter().map(Fault::of_misfit).collect())
    }
}
