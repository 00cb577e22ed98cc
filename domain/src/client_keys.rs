//! The keys by which a client authenticates (RFC 7523, OpenID Connect Core §9, RFC 8705 §2.2) and signs its requests (RFC 9101): public ones, which it
//! has typed or publishes at an address.

mod algorithm;
mod jwk;
mod jwk_set;

use serde::{Deserialize, Serialize};

pub use algorithm::ClientAlgorithm;
pub use jwk::{JwkError, KeyMaterial, LONGEST_KID, PublicJwk};
pub use jwk_set::{JwkSet, JwksError, LONGEST_SET, MOST_KEYS};

use crate::client_uri::JwksUri;

/// The keys of a client: a set or the address of one, never both (RFC 7591 §2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientKeys {
    /// Its public keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks: Option<JwkSet>,
    /// Where it publishes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<JwksUri>,
    /// The one algorithm that it signs its assertions by; none where each that its keys are for will do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_signing_alg: Option<ClientAlgorithm>,
}
