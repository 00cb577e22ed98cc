//! What is found.

use serde::{Deserialize, Serialize};

/// What was found about a step, besides whether it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// The user's session satisfies the request.
    SignedIn,
    /// Nobody is signed in: the user is asked.
    SignInAsked,
    /// The request is for another user: the user is asked to sign in as that one.
    SignInByHint,
    /// The client has to push the request: it is the pushed one that is explained (RFC 9126).
    ToBePushed,
    /// The client has to sign the request: it is the signed one that is explained (RFC 9101).
    ToBeSigned,
    /// Both of it.
    ToBePushedAndSigned,
    /// The client may not ask for some of the scopes: they are left out.
    LeftOut,
    /// `prompt=login`: the user is asked again.
    SignInByPrompt,
    /// The sign-in is older than `max_age`: the user is asked again.
    SignInByMaxAge,
    /// The request asks for a level of sign-in that the session may not have: the user is asked again.
    SignInByAcr,
    /// The user cannot reach the level of sign-in that the client needs.
    AcrOutOfReach,
    /// The client is trusted: the user is not asked.
    Trusted,
    /// The user agreed to all of it before.
    Remembered,
    /// Another program could pass for the client: the user is asked each time.
    ClientNotIdentified,
    /// `prompt=consent`: the user is asked in any case.
    ConsentByPrompt,
    /// The user has not agreed before: they are asked.
    ConsentNeverGiven,
    /// What the user agreed to before does not cover all of it: they are asked.
    ConsentTooNarrow,
    /// The user agreed to offline access too long ago: they are asked.
    ConsentTooOld,
    /// A refresh token would live longer than the user was told: they are asked.
    ConsentTooShort,
    /// A device asks, and anybody can have begun that: the user is asked each time.
    DeviceAsks,
    /// The client gets tokens that are bound to a key and no others, so each token request needs a proof.
    ProofNeeded,
    /// The workspace issues tokens that are bound and no others, so each token request of this client needs a proof.
    ProofNeededByWorkspace,
    /// The code or the refresh token is bound to a key, so the proof must be made with it.
    KeyNeeded,
    /// The client gets tokens that are bound to its certificate and no others, so each token request is made with one.
    CertificateNeeded,
    /// The refresh token is bound to a certificate, so the token request is made with that one.
    SameCertificateNeeded,
    /// The request exchanges an access token that the client received: it is one that it may exchange (RFC 8693).
    SubjectTokenAssumed,
    /// The policy issues a refresh token without it, bound to the login session.
    NotNeeded,
    /// The refresh token would be replaced.
    Rotates,
    /// The refresh token was made less than a retry window ago and would stay.
    WithinWindow,
    /// The refresh token was replaced, but may still come back: it would get the current one.
    Straggler,
    /// Rotation is off: the refresh token would stay.
    RotationOff,
    /// Two secrets of the client work at the moment.
    PreviousSecret,
    /// The database was restored from a backup that is older than the refresh token.
    AheadOfDatabase,
}

impl Remark {
    /// In words for an administrator.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SignedIn => "The session is there and young enough.",
            Self::SignInAsked => "Nobody is signed in, so the user is asked to.",
            Self::SignInByHint => "The request asks for another user by id_token_hint, so the user is asked to sign in as that one.",
            Self::ToBePushed => "The client has to push its requests (RFC 9126). This is about one that was pushed; any other is refused.",
            Self::ToBeSigned => "The client has to sign its requests (RFC 9101). This is about one that was signed; any other is refused.",
            Self::ToBePushedAndSigned => {
                "The client has to sign its requests (RFC 9101) and to push them (RFC 9126). This is about one for which it did both; any other is \
                 refused."
            }
            Self::LeftOut => "The client may not ask for all of them. What it may not is left out, and the answer says what is granted.",
            Self::SignInByPrompt => "The request says prompt=login, so the user is asked to sign in again.",
            Self::SignInByMaxAge => "The sign-in is older than max_age allows, so the user is asked to sign in again.",
            Self::SignInByAcr => {
                "The request asks for a level of sign-in (acr) that a password alone does not reach, so a user who has more is \
                 asked to sign in again."
            }
            Self::AcrOutOfReach => "The request needs a level of sign-in (acr) that this user cannot reach with what they have set up.",
            Self::Trusted => "The client is trusted, so the user is not asked.",
            Self::Remembered => "The user agreed to all of it before, so they are not asked.",
            Self::ClientNotIdentified => {
                "The client has no secret and its redirect URI is on the user's device, where any program could pass for it. The user is \
                 asked each time."
            }
            Self::ConsentByPrompt => "The request says prompt=consent, so the user is asked.",
            Self::ConsentNeverGiven => "The user has not agreed before, so they are asked.",
            Self::ConsentTooNarrow => "What the user agreed to before does not cover all of it, so they are asked.",
            Self::ConsentTooOld => "The user agreed to offline access longer ago than a refresh token lives, so they are asked.",
            Self::ConsentTooShort => "A refresh token would live longer than the user was told when they agreed, so they are asked.",
            Self::DeviceAsks => "A device asks, which anybody can have begun. The user is asked each time.",
            Self::ProofNeeded => "The client is registered for tokens that are bound to a key, so its token request needs a DPoP proof.",
            Self::ProofNeededByWorkspace => {
                "The workspace requires tokens that are bound, and no certificate binds those of this client: its token request needs a DPoP proof."
            }
            Self::KeyNeeded => "It is bound to a key, so the token request needs a DPoP proof that is made with that key.",
            Self::CertificateNeeded => {
                "The client is registered for tokens that are bound to its certificate, so its token request is made over mutual TLS."
            }
            Self::SameCertificateNeeded => "It is bound to a certificate, so the token request is made over mutual TLS with that one.",
            Self::SubjectTokenAssumed => {
                "The exchange stands for any access token that the client may exchange by its settings. Whether a certain one is among them, and what \
                 scopes and resource servers it leaves, is decided when it comes."
            }
            Self::NotNeeded => "Refresh tokens are issued without it here, and end with the login session.",
            Self::Rotates => "A refresh replaces it.",
            Self::WithinWindow => "It was issued less than a retry window ago, so a refresh returns the same token.",
            Self::Straggler => "It was replaced, but may still come back: a refresh returns the current token.",
            Self::RotationOff => "Rotation is off, so a refresh returns the same token.",
            Self::PreviousSecret => {
                "The client's previous secret still works beside the current one. The client's page says until when, and when it was last used."
            }
            Self::AheadOfDatabase => {
                "It was issued after the backup that the database was restored from. The application did nothing wrong, and nothing brings \
                 the token back: the user must sign in again."
            }
        }
    }
}
