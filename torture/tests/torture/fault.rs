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
}

impl Fault {
    /// All of them.
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
        }
    }
}
