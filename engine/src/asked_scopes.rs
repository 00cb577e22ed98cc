//! The scopes that a request asks for (RFC 6749 §3.3, OpenID Connect Core §3.1.2.1).

use domain::scope::Scopes;

use crate::{asked_details::PARAMETER, error::Refusal, form::Form};

/// The requested scopes that are granted, and those that are not. `scope` in the token response tells the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskedScopes {
    /// The granted scopes: of those asked for, or all that are allowed if the request names none.
    pub(crate) granted: Scopes,
    /// Those asked for that are not allowed.
    pub(crate) left_out: Scopes,
}

impl AskedScopes {
    /// Reads `scope` of a request that begins a grant. One that asks for authorization details and names no scope asks for none beside them.
    pub(crate) fn beginning(form: &Form, allowed: &Scopes) -> Result<Self, Refusal> {
        if form.get("scope").is_none() && form.get(PARAMETER).is_some() {
            return Ok(Self { granted: Scopes::none(), left_out: Scopes::none() });
        }
        Self::of(form, allowed)
    }

    /// Reads `scope`. Allowed scopes are granted and the others are left out; a request without any allowed scope is refused.
    pub(crate) fn of(form: &Form, allowed: &Scopes) -> Result<Self, Refusal> {
        let Some(text) = form.get("scope") else {
            return Ok(Self { granted: allowed.clone(), left_out: Scopes::none() });
        };
        let asked: Scopes = text.parse().map_err(|_| Refusal::InvalidScope)?;
        let (granted, left_out) = (asked.intersection(allowed), asked.difference(allowed));
        if granted.is_empty() && !left_out.is_empty() { Err(Refusal::InvalidScope) } else { Ok(Self { granted, left_out }) }
    }
}
