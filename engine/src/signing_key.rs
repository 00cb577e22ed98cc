//! A signing key, open.

use domain::{id::KeyId, signing::SigningAlgorithm};
use jsonwebtoken::{DecodingKey, EncodingKey};

/// A signing key that is ready for use.
pub struct SigningKey {
    /// The `kid`.
    pub id: KeyId,
    /// The algorithm that it signs with.
    pub algorithm: SigningAlgorithm,
    /// Signs.
    pub encoding: EncodingKey,
    /// Verifies.
    pub decoding: DecodingKey,
}
