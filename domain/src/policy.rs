//! Refresh-token policy: whose tokens rotate, and what the standards do not allow.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{
    client::{ClientSettings, UnknownValue},
    grant_type::GrantType,
    settings::tokens::TokenSettings,
};

/// Whose refresh tokens are replaced at each use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// Everyone's.
    #[default]
    Always,
    /// Those of public clients; a client that authenticates keeps its token.
    PublicClients,
    /// Nobody's.
    Never,
}

impl Rotation {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 3] = [Self::Always, Self::PublicClients, Self::Never];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::PublicClients => "public_clients",
            Self::Never => "never",
        }
    }

    /// The label in the console.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::PublicClients => "For public clients only",
            Self::Never => "Never",
        }
    }
}

impl FromStr for Rotation {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// Are this client's refresh tokens replaced at each use?
pub fn rotates(workspace: &TokenSettings, client: &ClientSettings) -> bool {
    match client.rotation.unwrap_or(workspace.rotation) {
        Rotation::Always => true,
        Rotation::PublicClients => client.is_public(),
        Rotation::Never => false,
    }
}

/// A policy that the standards forbid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyViolation {
    /// RFC 9700 §2.2.2: refresh tokens of public clients must be sender-constrained or rotated.
    #[error(
        "A public client's refresh tokens must rotate: without rotation, a stolen token works unseen until it expires (RFC 9700, section 2.2.2)."
    )]
    PublicClientWithoutRotation,
}

/// May this client have refresh tokens under this policy? A client without the grant breaks no rule.
pub fn check(workspace: &TokenSettings, client: &ClientSettings) -> Result<(), PolicyViolation> {
    let refreshes = client.grant_types.contains(&GrantType::RefreshToken);
    if refreshes && client.is_public() && !rotates(workspace, client) { Err(PolicyViolation::PublicClientWithoutRotation) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{client::ClientType, name::Name};

    #[test]
    fn c024_a_public_client_with_refresh_tokens_and_without_rotation_is_refused() {
        let mut workspace = TokenSettings::default();
        let mut client = ClientSettings::defaults(Name::parse("SPA").unwrap(), ClientType::SinglePage);
        client.rotation = Some(Rotation::Never);
        assert_eq!(check(&workspace, &client), Ok(()), "without the grant there is nothing to protect");
        client.grant_types.insert(GrantType::RefreshToken);
        assert_eq!(check(&workspace, &client), Err(PolicyViolation::PublicClientWithoutRotation));
        client.rotation = None;
        assert_eq!(check(&workspace, &client), Ok(()));
        workspace.rotation = Rotation::PublicClients;
        assert_eq!(check(&workspace, &client), Ok(()));
        workspace.rotation = Rotation::Never;
        assert_eq!(check(&workspace, &client), Err(PolicyViolation::PublicClientWithoutRotation));
    }

    #[test]
    fn rotation_for_public_clients_lets_a_confidential_one_keep_its_token() {
        let workspace = TokenSettings { rotation: Rotation::PublicClients, ..TokenSettings::default() };
        let confidential = ClientSettings::defaults(Name::parse("Shop").unwrap(), ClientType::ServerSideWeb);
        let public = ClientSettings::defaults(Name::parse("App").unwrap(), ClientType::MobileDesktop);
        assert!(!rotates(&workspace, &confidential));
        assert!(rotates(&workspace, &public));
    }
}
