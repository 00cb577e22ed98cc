//! Tokens, as a client gets them.

use serde_json::Value;

use crate::{authorization::AuthorizationRequest, http::Answer};

/// A token response (RFC 6749 §5.1).
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) token_type: String,
    pub(crate) scope: Option<String>,
    pub(crate) expires_in: Option<i64>,
}

/// A login: what began it and what it brought.
#[derive(Debug, Clone)]
pub(crate) struct Login {
    pub(crate) request: AuthorizationRequest,
    /// The code; empty where a command brought the tokens.
    pub(crate) code: String,
    pub(crate) tokens: Tokens,
    /// Its refresh token.
    pub(crate) refresh: String,
}

impl Tokens {
    /// Reads a token response; none where it is none.
    pub(crate) fn read(answer: &Answer) -> Option<Self> {
        if answer.is_success() { Self::of(&answer.json) } else { None }
    }

    /// Reads the body of a token response.
    pub(crate) fn of(body: &Value) -> Option<Self> {
        let text = |member: &str| body.get(member).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            access: text("access_token")?,
            refresh: text("refresh_token"),
            id: text("id_token"),
            token_type: text("token_type").unwrap_or_default(),
            scope: text("scope"),
            expires_in: body.get("expires_in").and_then(Value::as_i64),
        })
    }

    /// Returns the refresh token to go on with: the new one, or the one that was presented where none came.
    pub(crate) fn next<'a>(&'a self, presented: &'a str) -> &'a str {
        self.refresh.as_deref().unwrap_or(presented)
    }
}
