//! What administrators are told of a refusal where it depends on what their workspace requires.

use domain::{
    explanation::{Refused, Switch},
    settings::authorization::AuthorizationSettings,
};

use super::table::Refusal;

impl Refusal {
    /// Returns what to do about it in a workspace with these settings, for administrators.
    pub const fn instruction_in(self, settings: &AuthorizationSettings) -> &'static str {
        match self {
            Self::AssertionAudience if settings.security.require_strict_client_jwts => {
                "Set aud to the issuer as the metadata has it, as a single text and nothing else. The workspace checks strictly what clients sign, \
                 and takes the address of no endpoint in its place."
            }
            Self::PushedRequestRequired if settings.require_pushed_authorization_requests => {
                "The application sent its request without pushing it first (RFC 9126), which the workspace requires of each client. Switch it on in \
                 the application's library; or switch the requirement off under Settings › Authorization."
            }
            Self::SignedRequestRequired if settings.require_signed_request_object => {
                "The application sent its request without signing it (RFC 9101), which the workspace requires of each client. Switch it on in the \
                 application's library, and give the client its public keys; or switch the requirement off under Settings › Authorization."
            }
            _ => self.instruction(),
        }
    }

    /// Returns where a client's request that failed for this is set right, in a workspace with these settings.
    pub const fn switch_in(self, settings: &AuthorizationSettings) -> Switch {
        match self {
            Self::PushedRequestRequired if settings.require_pushed_authorization_requests => Switch::WorkspaceSecurity,
            Self::SignedRequestRequired if settings.require_signed_request_object => Switch::WorkspaceSecurity,
            _ => self.switch(),
        }
    }

    /// Returns what is told of it in a workspace with these settings.
    pub fn refused_in(self, settings: &AuthorizationSettings) -> Refused {
        Refused { advice: self.instruction_in(settings).to_owned(), ..self.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_workspace_requires_is_set_right_at_the_workspace() {
        let own = AuthorizationSettings::default();
        let mut strict = own.clone();
        (strict.require_pushed_authorization_requests, strict.require_signed_request_object) = (true, true);
        strict.security.require_strict_client_jwts = true;
        for refusal in [Refusal::PushedRequestRequired, Refusal::SignedRequestRequired] {
            assert_eq!((refusal.switch_in(&own), refusal.switch_in(&strict)), (Switch::ClientOauth, Switch::WorkspaceSecurity));
            assert!(!refusal.instruction_in(&strict).contains("under OAuth"), "the switch of the client decides nothing");
        }
        let of_audience = Refusal::AssertionAudience.refused_in(&strict).advice;
        assert!(!of_audience.contains("accepted"), "{of_audience}");
        assert_eq!(Refusal::AssertionAudience.instruction_in(&own), Refusal::AssertionAudience.instruction());
    }
}
