//! A signing key, open.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{EcdsaKeyPair, Ed25519KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{id::KeyId, signing::SigningAlgorithm};
use jsonwebtoken::{Algorithm, DecodingKey, Header};
use serde::Serialize;

/// A token could not be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    /// The claims could not be written as JSON.
    #[error("the claims of a token could not be written")]
    Unwritten,
    /// The cryptographic library refused.
    #[error("a token could not be signed")]
    Refused,
}

/// A signing key that is ready for use. jsonwebtoken parses a private key at each signature, which takes as long as to sign; so it verifies
/// here, and the pair that was parsed once signs.
pub struct SigningKey {
    /// The `kid`.
    pub id: KeyId,
    /// The algorithm that it signs with.
    pub algorithm: SigningAlgorithm,
    /// Verifies.
    pub decoding: DecodingKey,
    pub(crate) pair: SigningPair,
}

/// A private key that was parsed.
pub(crate) enum SigningPair {
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

impl SigningKey {
    /// Signs claims, as a JWT of this type (RFC 7515 §3.1).
    pub(crate) fn sign<T: Serialize>(&self, token_type: &str, claims: &T) -> Result<String, SigningError> {
        let algorithm = registered(self.algorithm);
        let header = Header { typ: Some(token_type.to_owned()), kid: Some(self.id.to_string()), ..Header::new(algorithm) };
        let mut token = String::with_capacity(1024);
        encode(&header, &mut token)?;
        token.push('.');
        encode(claims, &mut token)?;
        let signature = self.pair.sign(self.algorithm, token.as_bytes())?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }
}

impl SigningPair {
    fn sign(&self, algorithm: SigningAlgorithm, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        let random = SystemRandom::new();
        match self {
            Self::Ecdsa(pair) => Ok(pair.sign(&random, message).map_err(|_| SigningError::Refused)?.as_ref().to_vec()),
            Self::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            Self::Rsa(pair) => {
                let padding = if algorithm == SigningAlgorithm::Ps256 { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(padding, &random, message, &mut signature).map_err(|_| SigningError::Refused)?;
                Ok(signature)
            }
        }
    }
}

fn encode(part: &impl Serialize, token: &mut String) -> Result<(), SigningError> {
    let json = serde_json::to_vec(part).map_err(|_| SigningError::Unwritten)?;
    URL_SAFE_NO_PAD.encode_string(json, token);
    Ok(())
}

/// Returns the name of an algorithm in the registry (RFC 7518 §3.1, RFC 8037 §3.1).
pub(crate) const fn registered(algorithm: SigningAlgorithm) -> Algorithm {
    match algorithm {
        SigningAlgorithm::Rs256 => Algorithm::RS256,
        SigningAlgorithm::Es256 => Algorithm::ES256,
        SigningAlgorithm::Ps256 => Algorithm::PS256,
        SigningAlgorithm::EdDsa => Algorithm::EdDSA,
    }
}
