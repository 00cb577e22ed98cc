//! The algorithms by which tokens are signed (RFC 7518 §3.1, RFC 8037 §3.1).

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    lifetime::{DAY, RotationPeriod, constant},
    unknown_value::UnknownValue,
};

/// An algorithm that signs tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SigningAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256 and a key of 2,048 bits: what every client can check (OpenID Connect Core §15.1).
    #[serde(rename = "RS256")]
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    #[serde(rename = "ES256")]
    Es256,
    /// RSASSA-PSS with SHA-256 and a key of 2,048 bits.
    #[serde(rename = "PS256")]
    Ps256,
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
}

impl SigningAlgorithm {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 4] = [Self::Rs256, Self::Es256, Self::Ps256, Self::EdDsa];

    /// The value on the wire (`alg`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::Ps256 => "PS256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// Returns whether it is one of FAPI 2.0 (Security Profile §5.4.1).
    pub const fn is_of_fapi(self) -> bool {
        matches!(self, Self::Es256 | Self::Ps256 | Self::EdDsa)
    }

    /// One sentence for the administrator who chooses.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Rs256 => "Every client can check it, and many expect it where nothing else was agreed.",
            Self::Es256 => "About 20 times cheaper to sign than RSA, and short. Older libraries may not be set up for it.",
            Self::Ps256 => "RSA as FAPI requires it. As costly to sign as RS256.",
            Self::EdDsa => "The cheapest to sign (Ed25519). The fewest libraries know it.",
        }
    }
}

impl fmt::Display for SigningAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SigningAlgorithm {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// The algorithms of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SigningSettings {
    /// The algorithms that clients may use; at least one.
    pub signing_algorithms: BTreeSet<SigningAlgorithm>,
    /// The default for ID tokens. A client expects RS256 unless it is told otherwise (OpenID Connect Dynamic Client Registration §2).
    pub id_token_signed_response_alg: SigningAlgorithm,
    /// The default for access tokens.
    pub access_token_signing_alg: SigningAlgorithm,
    /// After how long the key of each algorithm is replaced by its next one; none if that is only done by hand.
    pub signing_keys_rotate_every: Option<RotationPeriod>,
}

impl Default for SigningSettings {
    fn default() -> Self {
        Self {
            signing_algorithms: SigningAlgorithm::ALL.into(),
            id_token_signed_response_alg: SigningAlgorithm::Rs256,
            access_token_signing_alg: SigningAlgorithm::Es256,
            signing_keys_rotate_every: Some(constant(90 * DAY)),
        }
    }
}

/// The algorithms of a client, in place of its workspace's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SigningOverrides {
    /// For its ID tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_signed_response_alg: Option<SigningAlgorithm>,
    /// For its access tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token_signing_alg: Option<SigningAlgorithm>,
    /// For the authorization responses that it asks to be signed (JARM), in place of that of its ID tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_signed_response_alg: Option<SigningAlgorithm>,
    /// For the introspection answers that it asks to be signed (RFC 9701 §6), in place of that of its ID tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introspection_signed_response_alg: Option<SigningAlgorithm>,
}

impl SigningOverrides {
    /// Returns the algorithms that are chosen.
    pub fn chosen(self) -> impl Iterator<Item = SigningAlgorithm> {
        let Self {
            id_token_signed_response_alg,
            access_token_signing_alg,
            authorization_signed_response_alg,
            introspection_signed_response_alg,
        } = self;
        let own =
            [id_token_signed_response_alg, access_token_signing_alg, authorization_signed_response_alg, introspection_signed_response_alg];
        own.into_iter().flatten()
    }
}

/// Why the algorithms of a workspace or a client are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SigningError {
    /// No algorithm at all.
    #[error("Allow one algorithm at least.")]
    None,
    /// One that the workspace does not allow.
    #[error("This algorithm is not among those that are allowed.")]
    NotAllowed,
}

impl SigningSettings {
    /// Checks whether the settings fit together. If not, returns the field and its error.
    pub fn check(&self) -> Result<(), (&'static str, SigningError)> {
        if self.signing_algorithms.is_empty() {
            return Err(("signing_algorithms", SigningError::None));
        }
        self.allow("id_token_signed_response_alg", Some(self.id_token_signed_response_alg))?;
        self.allow("access_token_signing_alg", Some(self.access_token_signing_alg))
    }

    /// Checks whether a client may have these overrides.
    pub fn check_client(&self, own: SigningOverrides) -> Result<(), (&'static str, SigningError)> {
        self.allow("id_token_signed_response_alg", own.id_token_signed_response_alg)?;
        self.allow("access_token_signing_alg", own.access_token_signing_alg)?;
        self.allow("authorization_signed_response_alg", own.authorization_signed_response_alg)?;
        self.allow("introspection_signed_response_alg", own.introspection_signed_response_alg)
    }

    fn allow(&self, field: &'static str, algorithm: Option<SigningAlgorithm>) -> Result<(), (&'static str, SigningError)> {
        let allowed = algorithm.is_none_or(|algorithm| self.signing_algorithms.contains(&algorithm));
        if allowed { Ok(()) } else { Err((field, SigningError::NotAllowed)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_signs_by_what_the_workspace_does_not_allow() {
        let settings = SigningSettings::default();
        assert_eq!(settings.check(), Ok(()));
        let without_rsa = SigningSettings { signing_algorithms: [SigningAlgorithm::Es256].into(), ..settings.clone() };
        assert_eq!(without_rsa.check(), Err(("id_token_signed_response_alg", SigningError::NotAllowed)));
        let own = SigningOverrides { access_token_signing_alg: Some(SigningAlgorithm::EdDsa), ..SigningOverrides::default() };
        assert_eq!(settings.check_client(own), Ok(()));
        assert_eq!(without_rsa.check_client(own), Err(("access_token_signing_alg", SigningError::NotAllowed)));
        let own = SigningOverrides { authorization_signed_response_alg: Some(SigningAlgorithm::EdDsa), ..SigningOverrides::default() };
        assert_eq!(settings.check_client(own), Ok(()));
        assert_eq!(without_rsa.check_client(own), Err(("authorization_signed_response_alg", SigningError::NotAllowed)));
        assert_eq!(own.chosen().collect::<Vec<_>>(), [SigningAlgorithm::EdDsa]);
        let own = SigningOverrides { introspection_signed_response_alg: Some(SigningAlgorithm::Ps256), ..SigningOverrides::default() };
        assert_eq!(settings.check_client(own), Ok(()));
        assert_eq!(without_rsa.check_client(own), Err(("introspection_signed_response_alg", SigningError::NotAllowed)));
        assert_eq!(own.chosen().collect::<Vec<_>>(), [SigningAlgorithm::Ps256]);
        assert_eq!(
            SigningSettings { signing_algorithms: BTreeSet::new(), ..settings }.check().map_err(|(field, _)| field),
            Err("signing_algorithms")
        );
    }
}
