//! What administrators are told of a refusal beyond what its client may know.

use domain::explanation::Switch;

use super::table::Refusal;

impl Refusal {
    /// Returns what was found, in a sentence for administrators.
    pub const fn finding(self) -> &'static str {
        match self {
            Self::WrongClientSecret => "The client secret is wrong.",
            Self::EndedClientSecret => "The client secret was replaced, and works no longer.",
            Self::MissingClientSecret => "No client secret was sent.",
            Self::UnexpectedClientSecret => "A secret was sent for a client that has none.",
            Self::InactiveClient => "The client is disabled.",
            Self::UntakenClientDocument => "The workspace does not take the document of this client.",
            Self::MissingAssertion => "The client authenticates by its key, and sent no client assertion.",
            Self::UnexpectedAssertion => "A client assertion was sent for a client that does not authenticate by a key.",
            Self::OtherAssertionAlgorithm => "The client assertion is signed by another algorithm than the client is registered with.",
            Self::UnknownAssertionKey => "None of the client's keys has the kid of the client assertion and is for its algorithm.",
            Self::WrongAssertionSignature => "None of the client's keys signed the client assertion.",
            Self::UnavailableClientKeys | Self::UnavailableRequestObjectKeys => "The client's keys could not be read at their address.",
            Self::WrongRequestObjectSignature => "None of the client's keys signed the request object.",
            Self::UnknownRequestObjectKey => "None of the client's keys has the kid of the request object and is for its algorithm.",
            Self::MissingRequestObjectKeys => "A request object was sent for a client that has no keys.",
            Self::MissingClientCertificate => "The client authenticates by a certificate, and presented none.",
            Self::UntrustedClientCertificate => {
                "The certificate is from no authority that is trusted here, is not valid at present, or is not for clients."
            }
            Self::OtherCertificateSubject => "The certificate does not have the subject that the client is registered with.",
            Self::UnknownCertificateKey => "The certificate's key is none of the client's keys.",
            Self::MutualTlsUnavailable => "The client needs a certificate, and this server does not take such certificates.",
            Self::ForeignRequestUri => "The request_uri belongs to another client.",
            Self::ForeignSubjectToken => "The subject token is of a client whose tokens this one may not exchange.",
            Self::EndedSubjectToken => "The subject token has expired, or was ended.",
            Self::UnfitClient | Self::WeakClientAuthentication => {
                "The client authenticates by a secret or not at all, and its workspace requires a key or a certificate."
            }
            Self::UntrustedIssuer => "No trusted issuer of this workspace is called as the assertion has it in iss.",
            Self::DisabledIssuer => "The issuer of the assertion is turned off.",
            Self::IssuerOfOtherClients => "This client is not among those that may use assertions of this issuer.",
            Self::WrongGrantAssertionSignature => "None of the issuer's keys signed the assertion.",
            Self::UnknownGrantAssertionKey => "None of the issuer's keys has the kid of the assertion and is for its algorithm.",
            Self::UnavailableIssuerKeys => "The issuer's keys could not be read at their address.",
            Self::UnknownAssertionSubject => "No user of this workspace is called as the assertion has it.",
            Self::MissingAssertionSubject => "The assertion does not have the claim by which users of this issuer are found.",
            Self::UnverifiedAssertionSubject => "The assertion does not say by email_verified that the address is verified.",
            Self::InactiveAssertionSubject => "The user of the assertion is disabled.",
            Self::UnregisteredRedirectUri => "The redirect URI of the request is not registered for the client.",
            Self::MissingRedirectUri => "The request has no redirect URI, and the client does not have exactly one.",
            _ => self.description(),
        }
    }

    /// Returns what an administrator can do about it, who is not to be sent to one.
    pub const fn instruction(self) -> &'static str {
        match self {
            Self::OtherAuthenticationMethod => {
                "Client ID and secret are right, but the application sends them in another way than the client is registered for, and the \
                 client accepts that one only. Choose the method that the application uses, or let the secret come in either way."
            }
            Self::ClientGrant => {
                "Add this grant to the client's grant types if the application is meant to use it. For a refresh this means: refresh tokens \
                 that the client holds are kept, and work again once the grant is back."
            }
            Self::WorkspaceGrant => {
                "No client can use this grant while the workspace does not allow it. Refresh tokens are kept meanwhile, and work again once \
                 the refresh token grant is back."
            }
            Self::OfflineAccessEnded => {
                "The refresh token was issued with offline_access, which the client may no longer ask for. Turn Offline access on among the \
                 client's scopes, and the token works again."
            }
            Self::WithoutOfflineAccessEnded => {
                "The refresh token was issued without offline_access, which the policy no longer does. Let the application ask for \
                 offline_access in its next authorization request, or turn it on again in the policy."
            }
            Self::UntrustedIssuer => {
                "Compare the issuer of the assertion with those under Settings › Trusted issuers, to the letter: a slash at the end counts. Add it if \
                 its assertions are meant to be taken; or let the application ask an issuer that is there."
            }
            Self::UnknownAssertionSubject => {
                "Compare the value of the claim with the users, and with how users of this issuer are found under Settings › Trusted issuers. No \
                 account is made for anybody."
            }
            Self::PushedRequestRequired => {
                "The application sent its request without pushing it first (RFC 9126), which the client or its workspace requires. Switch it on in \
                 the application's library; or switch the requirement off, at the client under OAuth or under Settings › Authorization."
            }
            Self::UnfitClient | Self::WeakClientAuthentication => {
                "Give the client its public keys and choose private_key_jwt, or choose a certificate, at the client under OAuth, and set up the \
                 application for it; or switch the requirement off under Settings › Authorization."
            }
            Self::ChallengeRequired => {
                "The application sent no code_challenge (RFC 7636), which the workspace requires of each client. Switch PKCE on in the application's \
                 library; or switch the requirement off under Settings › Authorization."
            }
            Self::UnnamedRedirectUri => {
                "The application left redirect_uri out, which the workspace does not let it do even if its client has exactly one. Let the application \
                 send it; or switch the requirement off under Settings › Authorization."
            }
            Self::SignedResponseRequired => {
                "The application did not ask for a signed answer (JARM), which the workspace requires. Set its response_mode to jwt; or switch the \
                 requirement off under Settings › Authorization."
            }
            Self::WrongRequestObjectSignature => {
                "The application signs its requests with another key than the one that is registered under this kid, or somebody else tries to pass \
                 for it. Compare the public half of the application's key with the client's keys."
            }
            Self::SignedRequestRequired => {
                "The application sent its request without signing it (RFC 9101), which the client or its workspace requires. Switch it on in the \
                 application's library, and give the client its public keys; or switch the requirement off, at the client under OAuth or under \
                 Settings › Authorization."
            }
            Self::InvalidTarget => {
                "The application named a resource server that no service here has, or that the user was not asked about. Compare it with the \
                 services' resource identifiers: path and query must match exactly (RFC 8707)."
            }
            Self::UnknownDetailsType => {
                "The application asked for an authorization details type that this workspace does not have, or that is off. Compare the names \
                 character by character; the types are under Applications › Authorization details."
            }
            Self::ForbiddenDetailsType => {
                "The application asked for an authorization details type that its client may not ask for. Tick it at the client under Scopes if the \
                 application is meant to."
            }
            Self::UnusableDetailsType => {
                "An earlier version of this server took the schema of this authorization details type, and this one does not: to check an object \
                 by it could take too long. Save the type under Applications › Authorization details: the form says what to change. What was \
                 granted of it stays good."
            }
            Self::DetailsMisfit => {
                "The application sent an object that does not fit the JSON Schema of its type. Its error_description names the object and the \
                 place in it, as Explain does for a pasted request. Compare both with the schema under Applications › Authorization details."
            }
            Self::ExchangeTarget => {
                "The application asked for a resource server that no service here has, or that this client may not ask for. Add it to the \
                 client's targets if the application is meant to call it; path and query must match exactly (RFC 8707)."
            }
            Self::UnregisteredRedirectUri => {
                "Compare the redirect_uri that the application sends with the client's redirect URIs: scheme, host, port, path and a slash at \
                 the end count (RFC 9700 §2.1); only the port of a loopback address is free. Add it if the application is right. The user saw \
                 an error page: no answer is sent to an address that is not registered."
            }
            Self::MissingRedirectUri => {
                "An application can leave redirect_uri out only if its client has exactly one (RFC 6749 §3.1.2.3). This client has several, or \
                 none yet."
            }
            _ => self.advice(),
        }
    }

    /// Returns the same about a client of which it is known how many redirect URIs it has.
    pub const fn instruction_with(self, redirect_uris: usize) -> &'static str {
        match (self, redirect_uris) {
            (Self::MissingRedirectUri, 0) => {
                "This client has no redirect URI yet: register the one that the application uses. An application can leave redirect_uri \
                 out only if its client has exactly one (RFC 6749 §3.1.2.3)."
            }
            (Self::MissingRedirectUri, _) => {
                "An application can leave redirect_uri out only if its client has exactly one (RFC 6749 §3.1.2.3). This client has several: \
                 let the application send the one that it means."
            }
            (refusal, _) => refusal.instruction(),
        }
    }

    /// Returns where a client's request that failed for this is set right.
    pub const fn switch(self) -> Switch {
        match self {
            Self::WrongClientSecret | Self::EndedClientSecret | Self::MissingClientSecret => Switch::ClientSecrets,
            Self::UnexpectedClientSecret
            | Self::OtherAuthenticationMethod
            | Self::MissingAssertion
            | Self::UnexpectedAssertion
            | Self::OtherAssertionAlgorithm
            | Self::UnknownAssertionKey
            | Self::WrongAssertionSignature
            | Self::UnavailableClientKeys
            | Self::WrongRequestObjectSignature
            | Self::UnknownRequestObjectKey
            | Self::MissingRequestObjectKeys
            | Self::UnavailableRequestObjectKeys
            | Self::MissingClientCertificate
            | Self::UntrustedClientCertificate
            | Self::OtherCertificateSubject
            | Self::UnknownCertificateKey
            | Self::UnregisteredRedirectUri
            | Self::MissingRedirectUri
            | Self::ClientGrant
            | Self::ForeignSubjectToken
            | Self::BoundSubjectToken
            | Self::InvalidActorToken
            | Self::ExchangeTarget
            | Self::PushedRequestRequired
            | Self::SignedRequestRequired
            | Self::UnfitClient
            | Self::WeakClientAuthentication => Switch::ClientOauth,
            Self::InactiveClient => Switch::ClientStatus,
            Self::UntakenClientDocument => Switch::WorkspaceRegistration,
            Self::MutualTlsUnavailable => Switch::Installation,
            Self::WorkspaceGrant => Switch::WorkspaceGrantTypes,
            Self::ChallengeRequired | Self::UnnamedRedirectUri | Self::SignedResponseRequired => Switch::WorkspaceSecurity,
            Self::UntrustedIssuer
            | Self::DisabledIssuer
            | Self::IssuerOfOtherClients
            | Self::GrantAssertionKind
            | Self::GrantAssertionAlgorithm
            | Self::WrongGrantAssertionSignature
            | Self::UnknownGrantAssertionKey
            | Self::UnavailableIssuerKeys
            | Self::UntimelyGrantAssertion
            | Self::MissingAssertionSubject
            | Self::UnverifiedAssertionSubject
            | Self::UnknownAssertionSubject => Switch::TrustedIssuers,
            Self::InactiveAssertionSubject => Switch::UserStatus,
            Self::InvalidScope | Self::ForbiddenDetailsType => Switch::ClientScopes,
            Self::UnknownDetailsType | Self::UnusableDetailsType | Self::DetailsMisfit => Switch::DetailsTypes,
            Self::InvalidTarget => Switch::Services,
            _ => Switch::Request,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_administrators_alone_are_told_is_one_refusal_to_the_client() {
        for refusal in [
            Refusal::WrongClientSecret,
            Refusal::EndedClientSecret,
            Refusal::MissingClientSecret,
            Refusal::UnexpectedClientSecret,
            Refusal::InactiveClient,
            Refusal::UntakenClientDocument,
            Refusal::MissingAssertion,
            Refusal::UnexpectedAssertion,
            Refusal::OtherAssertionAlgorithm,
            Refusal::UnknownAssertionKey,
            Refusal::WrongAssertionSignature,
            Refusal::UnavailableClientKeys,
            Refusal::MissingClientCertificate,
            Refusal::UntrustedClientCertificate,
            Refusal::OtherCertificateSubject,
            Refusal::UnknownCertificateKey,
            Refusal::MutualTlsUnavailable,
        ] {
            assert_eq!(refusal.public(), Refusal::InvalidClient);
            assert_ne!(refusal.finding(), Refusal::InvalidClient.description());
            assert_ne!(refusal.switch(), Switch::Request);
        }
        for refusal in [Refusal::UnknownRequestObjectKey, Refusal::MissingRequestObjectKeys, Refusal::UnavailableRequestObjectKeys] {
            assert_eq!(refusal.public(), Refusal::WrongRequestObjectSignature);
            assert_ne!(refusal.finding(), refusal.public().finding());
            assert_eq!(refusal.switch(), Switch::ClientOauth);
        }
        let of_issuers = [Refusal::DisabledIssuer, Refusal::IssuerOfOtherClients].map(|refusal| (refusal, Refusal::UntrustedIssuer));
        let of_keys = [Refusal::UnknownGrantAssertionKey, Refusal::UnavailableIssuerKeys];
        let of_keys = of_keys.map(|refusal| (refusal, Refusal::WrongGrantAssertionSignature));
        let of_users = [Refusal::MissingAssertionSubject, Refusal::UnverifiedAssertionSubject, Refusal::InactiveAssertionSubject];
        let of_users = of_users.map(|refusal| (refusal, Refusal::UnknownAssertionSubject));
        for (refusal, told) in of_issuers.into_iter().chain(of_keys).chain(of_users) {
            assert_eq!(refusal.public(), told);
            assert_ne!(refusal.finding(), told.finding());
            assert_ne!(refusal.switch(), Switch::Request);
        }
    }
}
