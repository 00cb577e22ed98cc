//! The authorization response, as the browser brings it back.

use crate::provider::{Pending, Provider};

/// RFC 6749 §4.1.2 and RFC 9207 §2.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Callback {
    pub(crate) code: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) iss: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) error_description: Option<String>,
}

/// Why there is nobody to sign in.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum CallbackProblem {
    #[error("A parameter of the authorization response is there twice; it was not accepted.")]
    Repeated,
    #[error(
        "The authorization response does not belong to the sign-in that this browser has begun (its state is another one). \
         It was not accepted, and whatever was signed in still is."
    )]
    OtherState,
    #[error("The authorization response names another issuer than the one that was asked (RFC 9207). It was not accepted.")]
    OtherIssuer,
    #[error("The authorization server says “{error}”{}", description.as_ref().map_or_else(|| ".".to_owned(), |text| format!(": {text}")))]
    Refused { error: String, description: Option<String> },
    #[error("The authorization response holds neither a code nor an error.")]
    Empty,
}

impl Callback {
    pub(crate) fn parse(query: &str) -> Result<Self, CallbackProblem> {
        let mut callback = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let place = match &*name {
                "code" => &mut callback.code,
                "state" => &mut callback.state,
                "iss" => &mut callback.iss,
                "error" => &mut callback.error,
                "error_description" => &mut callback.error_description,
                _ => continue,
            };
            if place.replace(value.into_owned()).is_some() {
                return Err(CallbackProblem::Repeated);
            }
        }
        Ok(callback)
    }

    /// Whether this is the answer to that sign-in.
    pub(crate) fn answers(&self, pending: &Pending) -> bool {
        self.state.as_deref() == Some(pending.state.secret().as_str())
    }

    /// The code, once issuer and error have been looked at.
    pub(crate) fn code(self, provider: &Provider) -> Result<String, CallbackProblem> {
        if !provider.is_from_this_issuer(self.iss.as_deref()) {
            return Err(CallbackProblem::OtherIssuer);
        }
        match (self.error, self.code) {
            (Some(error), _) => Err(CallbackProblem::Refused { error, description: self.error_description }),
            (None, Some(code)) => Ok(code),
            (None, None) => Err(CallbackProblem::Empty),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_read_and_a_repeated_parameter_refused() {
        let callback = Callback::parse("code=a%2Fb&state=s&iss=http%3A%2F%2Fop&x=1&x=2").unwrap();
        assert_eq!(callback.code.as_deref(), Some("a/b"));
        assert_eq!(callback.iss.as_deref(), Some("http://op"));
        assert_eq!(Callback::parse("code=a&code=b"), Err(CallbackProblem::Repeated));
    }

    #[test]
    fn a_refusal_is_a_sentence() {
        let refused = |description: Option<&str>| {
            CallbackProblem::Refused { error: "access_denied".to_owned(), description: description.map(str::to_owned) }.to_string()
        };
        assert_eq!(refused(None), "The authorization server says “access_denied”.");
        assert_eq!(refused(Some("Ada said no.")), "The authorization server says “access_denied”: Ada said no.");
    }
}
