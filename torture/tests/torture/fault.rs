//! The ways in which the server can be wrong.

/// A fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// An old token is refused, and its login goes on.
    ReuseIsForgotten,
    /// Each use of a token, old or new, begins another line of tokens.
    EveryUseBranches,
    /// A token that comes twice ends its login, also where it is a retry.
    NoRetry,
    /// The same, where it is seen by a client that lost an answer.
    NoRecovery,
    /// A login that ended by reuse leaves its access tokens alone.
    AccessSurvivesReuse,
    /// Whoever has a token refreshes with it.
    AnyClientRefreshes,
    /// A refresh by another client ends the login.
    OthersEndLogins,
    /// A wrong secret is none.
    AnySecret,
    /// The answer may be cached.
    Cached,
    /// Narrowing lasts.
    NarrowedForEver,
    /// Every scope is granted at a refresh.
    Widened,
    /// Refresh tokens are counted.
    Counted,
    /// Revocation leaves access tokens alone.
    RevocationKeepsAccess,
    /// Whoever has a token revokes it.
    AnybodyRevokes,
    /// An unknown token is described.
    Talkative,
    /// A code works twice.
    CodeTwice,
    /// A code that comes twice leaves its tokens alone.
    CodeReuseKeepsTokens,
    /// Verifiers are not looked at.
    AnyVerifier,
    /// A verifier without a challenge is ignored.
    Downgraded,
    /// Every redirect URI is taken.
    AnyAddress,
    /// The state is lost.
    NoState,
    /// The password is sent on.
    SentOn,
    /// The sign-in page can be framed.
    Framed,
    /// What is unknown makes the server fail.
    FailsOnNonsense,
    /// Every error is called the same.
    OneError,
    /// An access token is taken in the address.
    TokenInAddress,
    /// A pushed request needs no challenge.
    PkceIsLeftOut,
    /// A challenge needs no method.
    MethodIsLeftOut,
    /// A pushed request needs no redirect URI.
    AddressIsLeftOut,
    /// A token needs no key.
    NothingIsProved,
    /// Whoever names a client pushes its requests.
    AnybodyPushes,
    /// A reference lives for an hour.
    LongReference,
    /// What stands beside a reference counts.
    OutsideCounts,
    /// A long state is cut.
    LongStateIsCut,
    /// The token endpoint answers a GET.
    AnswersGet,
    /// A name is enough to be a client.
    NamesAreEnough,
    /// An assertion may be for the token endpoint.
    AudienceOfEndpoint,
    /// An assertion may be for others, too.
    SeveralAudiences,
    /// An assertion may be from any time.
    AssertionFromAhead,
    /// No clock may differ.
    NoClockMayDiffer,
    /// Proofs are not looked at.
    AnyProof,
}

impl Fault {
    /// All of them, but for those of FAPI 2.0.
    pub(crate) const ALL: [Self; 26] = [
        Self::ReuseIsForgotten,
        Self::EveryUseBranches,
        Self::NoRetry,
        Self::NoRecovery,
        Self::AccessSurvivesReuse,
        Self::AnyClientRefreshes,
        Self::OthersEndLogins,
        Self::AnySecret,
        Self::Cached,
        Self::NarrowedForEver,
        Self::Widened,
        Self::Counted,
        Self::RevocationKeepsAccess,
        Self::AnybodyRevokes,
        Self::Talkative,
        Self::CodeTwice,
        Self::CodeReuseKeepsTokens,
        Self::AnyVerifier,
        Self::Downgraded,
        Self::AnyAddress,
        Self::NoState,
        Self::SentOn,
        Self::Framed,
        Self::FailsOnNonsense,
        Self::OneError,
        Self::TokenInAddress,
    ];

    /// Those of what the server has for FAPI 2.0.
    pub(crate) const OF_PROFILE: [Self; 15] = [
        Self::PkceIsLeftOut,
        Self::MethodIsLeftOut,
        Self::AddressIsLeftOut,
        Self::NothingIsProved,
        Self::AnybodyPushes,
        Self::LongReference,
        Self::OutsideCounts,
        Self::LongStateIsCut,
        Self::AnswersGet,
        Self::NamesAreEnough,
        Self::AudienceOfEndpoint,
        Self::SeveralAudiences,
        Self::AssertionFromAhead,
        Self::NoClockMayDiffer,
        Self::AnyProof,
    ];

    /// The check that is meant for it.
    pub(crate) const fn found_by(self) -> &'static str {
        match self {
            Self::ReuseIsForgotten => "reuse-after-2",
            Self::EveryUseBranches => "race-of-8-has-one-successor",
            Self::NoRetry => "race-of-8-keeps-the-login",
            Self::NoRecovery => "lost-in-its-body",
            Self::AccessSurvivesReuse => "reuse-ends-access",
            Self::AnyClientRefreshes => "other-client-cannot-refresh",
            Self::OthersEndLogins => "other-client-does-no-harm",
            Self::AnySecret => "wrong-secret-by-basic",
            Self::Cached => "refresh-is-not-stored",
            Self::NarrowedForEver => "scope-is-wide-again",
            Self::Widened => "scope-is-not-widened",
            Self::Counted => "refresh-cannot-be-guessed",
            Self::RevocationKeepsAccess => "revoked-refresh-token-ends-access",
            Self::AnybodyRevokes => "other-client-cannot-revoke",
            Self::Talkative => "introspection-of-an-unknown-token",
            Self::CodeTwice => "oidcc-codereuse",
            Self::CodeReuseKeepsTokens => "code-reuse-ends-tokens",
            Self::AnyVerifier => "pkce-wrong-verifier",
            Self::Downgraded => "pkce-downgrade",
            Self::AnyAddress => "oidcc-ensure-registered-redirect-uri",
            Self::NoState => "authorization-state",
            Self::SentOn => "authorization-no-307",
            Self::Framed => "authorization-page-is-not-framed",
            Self::FailsOnNonsense => "wrong-unknown-refresh-token",
            Self::OneError => "wrong-unknown-grant-type",
            Self::TokenInAddress => "access-token-in-address-is-refused",
            Self::PkceIsLeftOut => "fapi2-security-profile-final-par-ensure-pkce-required",
            Self::MethodIsLeftOut => "par-challenge-without-method",
            Self::AddressIsLeftOut => "fapi2-security-profile-final-ensure-redirect-uri-in-authorization-request",
            Self::NothingIsProved => "fapi2-security-profile-final-ensure-holder-of-key-required",
            Self::AnybodyPushes => "par-without-client-authentication",
            Self::LongReference => "par-reference-is-short",
            Self::OutsideCounts => "fapi2-security-profile-final-ensure-different-nonce-inside-and-outside-request-object",
            Self::LongStateIsCut => "fapi2-security-profile-final-ensure-authorization-request-with-long-state",
            Self::AnswersGet => "token-by-get",
            Self::NamesAreEnough => "profile-without-weak-methods",
            Self::AudienceOfEndpoint => "assertion-for-the-token-endpoint",
            Self::SeveralAudiences => "assertion-for-several-audiences",
            Self::AssertionFromAhead => "assertion-from-an-hour-ahead",
            Self::NoClockMayDiffer => "assertion-from-10-seconds-ahead",
            Self::AnyProof => "proofs-at-the-token-endpoint",
        }
    }
}
