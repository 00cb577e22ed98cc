//! The keys by which others check this workspace's signatures (RFC 7517).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{id::KeyId, signing::SigningAlgorithm};
use serde::Serialize;

use crate::{
    engine::Engine,
    error::Error,
    keys::KeyError,
    realm::Realm,
    sealed_signing_key::RSA_EXPONENT,
    storage::{SealedSigningKey, Storage},
};

/// A set of public keys (RFC 7517 §5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JwkSet {
    /// The keys that are published: those that sign, those that will, and those that did.
    pub keys: Vec<Jwk>,
}

/// A public key (RFC 7517 §4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Jwk {
    /// The key itself.
    #[serde(flatten)]
    pub material: Material,
    /// `sig`.
    #[serde(rename = "use")]
    pub key_use: &'static str,
    /// What it is for, and for nothing else.
    pub alg: SigningAlgorithm,
    /// The key's identifier.
    pub kid: KeyId,
}

/// What a public key is made of, each number in base64url.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kty")]
pub enum Material {
    /// A point on an elliptic curve (RFC 7518 §6.2.1).
    #[serde(rename = "EC")]
    Ec {
        /// `P-256`.
        crv: &'static str,
        /// The first coordinate.
        x: String,
        /// The second coordinate.
        y: String,
    },
    /// An RSA key (RFC 7518 §6.3.1).
    #[serde(rename = "RSA")]
    Rsa {
        /// The modulus.
        n: String,
        /// The exponent.
        e: String,
    },
    /// An octet key pair (RFC 8037 §2).
    #[serde(rename = "OKP")]
    Okp {
        /// `Ed25519`.
        crv: &'static str,
        /// The public key.
        x: String,
    },
}

impl<S: Storage> Engine<S> {
    /// The public keys of a workspace.
    pub async fn jwks(&self, realm: &Realm) -> Result<JwkSet, Error> {
        let (keys, now) = (self.sealed_signing_keys(realm.workspace.id).await?, self.now());
        let mut published: Vec<_> = keys.iter().filter(|key| key.life.is_published(now)).collect();
        // A verifier that takes the first key of an algorithm, whatever a token names, mostly takes the right one.
        published.sort_by_key(|key| key.life.state.rank());
        Ok(JwkSet { keys: published.into_iter().map(|key| public(key).ok_or(KeyError::Unopened)).collect::<Result<_, _>>()? })
    }
}

fn public(key: &SealedSigningKey) -> Option<Jwk> {
    let material = match key.algorithm {
        SigningAlgorithm::Es256 => {
            // The coordinates of an uncompressed point (SEC 1 §2.3.3).
            let (x, y) = key.public_key.strip_prefix(&[4]).filter(|coordinates| coordinates.len() == 64)?.split_at_checked(32)?;
            Material::Ec { crv: "P-256", x: URL_SAFE_NO_PAD.encode(x), y: URL_SAFE_NO_PAD.encode(y) }
        }
        SigningAlgorithm::EdDsa => Material::Okp { crv: "Ed25519", x: URL_SAFE_NO_PAD.encode(&key.public_key) },
        SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256 => {
            Material::Rsa { n: URL_SAFE_NO_PAD.encode(&key.public_key), e: URL_SAFE_NO_PAD.encode(RSA_EXPONENT) }
        }
    };
    Some(Jwk { material, key_use: "sig", alg: key.algorithm, kid: key.id })
}
