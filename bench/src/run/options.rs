//! What is measured, and where.

use std::{path::PathBuf, time::Duration};

use crate::seed::Scale;

/// What is measured.
#[derive(Debug, Clone)]
pub struct Options {
    /// How much is seeded.
    pub scale: Scale,
    /// Over how many connections refreshes and the bare statement are measured.
    pub connections: Vec<usize>,
    /// How long each of these measurements takes.
    pub length: Duration,
    /// How long each of the other scenarios takes.
    pub short: Duration,
    /// Which scenarios are measured.
    pub scenarios: Vec<Scenario>,
    /// Whether SQLite is measured, too.
    pub sqlite: bool,
    /// How much the server logs.
    pub log_level: String,
}

/// Where things are.
#[derive(Debug, Clone)]
pub struct Places {
    /// The program `regrant`.
    pub server: PathBuf,
    /// The addresses of PostgreSQL servers on this machine, `postgres://user@host:port/name`.
    pub postgres: Vec<String>,
    /// The folder of pgbench.
    pub postgres_programs: PathBuf,
    /// The folder of oidc-provider with our adapter, installed; none where it is not measured.
    pub oidc_provider: Option<PathBuf>,
    /// Where databases and logs go.
    pub folder: PathBuf,
}

/// A kind of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Scenario {
    /// Refreshes that rotate, with an ID token signed by ES256.
    Refresh,
    /// The same, arriving at half the rate of the best of them.
    HalfPeak,
    /// With an ID token signed by RS256.
    Rs256,
    /// Without an ID token.
    Plain,
    /// Tokens that were just replaced, presented again.
    Retry,
    /// For fewer scopes than were granted.
    Narrowed,
    /// With a proof of possession.
    Dpop,
    /// Forged refresh tokens.
    Forged,
    /// Refresh tokens of revoked families.
    Dead,
    /// Refresh tokens that were replaced long ago.
    Replayed,
    /// Exchanges of authorization codes.
    Code,
    /// Introspection of access tokens.
    Introspection,
    /// Client credentials.
    ClientCredentials,
    /// Discovery.
    Discovery,
    /// The statement that moves a family, by itself.
    Bare,
    /// oidc-provider on the same PostgreSQL.
    OidcProvider,
}

impl Scenario {
    /// Returns its name in the report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refresh => "refresh, ES256",
            Self::HalfPeak => "refresh, ES256, at half the peak",
            Self::Rs256 => "refresh, RS256",
            Self::Plain => "refresh without openid",
            Self::Retry => "retry within the window",
            Self::Narrowed => "refresh for fewer scopes",
            Self::Dpop => "refresh bound by DPoP",
            Self::Forged => "forged token",
            Self::Dead => "token of a revoked family",
            Self::Replayed => "replayed token",
            Self::Code => "code exchange",
            Self::Introspection => "introspection",
            Self::ClientCredentials => "client credentials",
            Self::Discovery => "discovery",
            Self::Bare => "the bare statement",
            Self::OidcProvider => "oidc-provider",
        }
    }

    /// Returns whether every answer must be a rotation.
    pub(super) const fn rotates(self) -> bool {
        matches!(self, Self::Refresh | Self::HalfPeak | Self::Rs256 | Self::Plain | Self::Narrowed | Self::Dpop)
    }
}
