//! What the API answers where it lets nobody in (RFC 6750 §3, RFC 9728 §5.1).

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::WWW_AUTHENTICATE},
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::terms::{ALGORITHMS, SCOPE};

/// Why nobody is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is no access token.
    Missing,
    /// It is not good here.
    Invalid(&'static str),
    /// It is bound to a key, and this proves nothing of it.
    Proof(&'static str),
    /// It allows something else.
    Scope,
    /// The authorization server cannot be asked.
    Unavailable,
}

impl Refusal {
    const fn error(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Missing | Self::Unavailable => None,
            Self::Invalid(why) => Some(("invalid_token", why)),
            Self::Proof(why) => Some(("invalid_dpop_proof", why)),
            Self::Scope => Some(("insufficient_scope", "The access token does not have the scope orders:read.")),
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Missing | Self::Invalid(_) | Self::Proof(_) => StatusCode::UNAUTHORIZED,
            Self::Scope => StatusCode::FORBIDDEN,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Writes it. Whoever is refused learns where to read which authorization server gives tokens for this API.
    pub(super) fn response(self, metadata: Option<&str>) -> Response {
        let status = self.status();
        let Some((error, description)) = self.error() else {
            let mut response = status.into_response();
            if self == Self::Missing {
                challenge(&mut response, "Bearer", &[("resource_metadata", metadata)]);
                challenge(&mut response, "DPoP", &[("resource_metadata", metadata), ("algs", Some(&ALGORITHMS.join(" ")))]);
            }
            return response;
        };
        let mut response = (status, Json(json!({ "error": error, "error_description": description }))).into_response();
        let scheme = if matches!(self, Self::Proof(_)) { "DPoP" } else { "Bearer" };
        let scope = (self == Self::Scope).then_some(SCOPE);
        let parameters =
            [("error", Some(error)), ("error_description", Some(description)), ("scope", scope), ("resource_metadata", metadata)];
        challenge(&mut response, scheme, &parameters);
        response
    }
}

fn challenge(response: &mut Response, scheme: &str, parameters: &[(&str, Option<&str>)]) {
    let said = parameters.iter().filter_map(|(name, value)| Some(format!("{name}=\"{}\"", (*value)?)));
    let said = said.collect::<Vec<_>>().join(", ");
    if let Ok(value) = HeaderValue::try_from(format!("{scheme} {said}").trim_end()) {
        response.headers_mut().append(WWW_AUTHENTICATE, value);
    }
}
