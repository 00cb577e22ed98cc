//! What becomes of the scopes that a request asks for (RFC 6749 §3.3, OpenID Connect Core §3.1.2.1).

use domain::scope::Scopes;

use crate::{error::Refusal, form::Form};

/// What is granted of them, and what is not. A client learns it from `scope` in the token response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskedScopes {
    /// What is granted: of what was asked for, or of all that may be had where nothing was said.
    pub(crate) granted: Scopes,
    /// What was asked for and may not be had.
    pub(crate) left_out: Scopes,
}

impl AskedScopes {
    /// Reads `scope`. What may be had of it is granted and the rest is left out; a request of which nothing is left is refused.
    pub(crate) fn of(form: &Form, allowed: &Scopes) -> Result<Self, Refusal> {
        let Some(text) = form.get("scope") else {
            return Ok(Self { granted: allowed.clone(), left_out: Scopes::none() });
        };
        let asked: Scopes = text.parse().map_err(|_| Refusal::InvalidScope)?;
        let (granted, left_out) = (asked.intersection(allowed), asked.difference(allowed));
        if granted.is_empty() && !left_out.is_empty() { Err(Refusal::InvalidScope) } else { Ok(Self { granted, left_out }) }
    }
}
