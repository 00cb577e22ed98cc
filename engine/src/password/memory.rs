//! The memory that one computation of Argon2 fills, used again for the next one.

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use subtle::ConstantTimeEq as _;

use super::error::PasswordHashError;

/// The salt that is used where there is no hash to verify against.
const SALT_OF_NOBODY: &[u8] = b"saltsaltsaltsalt";

/// What Argon2 works in: 19 MiB.
pub(super) struct Memory(Vec<Block>);

impl Memory {
    pub(super) fn new() -> Self {
        Self(vec![Block::new(); Params::DEFAULT.block_count()])
    }

    /// Hashes a password, as a PHC string.
    pub(super) fn hash(&mut self, password: &[u8], salt: &[u8]) -> Result<String, PasswordHashError> {
        let output = self.compute(Params::DEFAULT, password, salt).ok_or(PasswordHashError)?;
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&Params::DEFAULT).map_err(|_| PasswordHashError)?,
            salt: Some(Salt::new(salt).map_err(|_| PasswordHashError)?),
            hash: Some(Output::new(&output).map_err(|_| PasswordHashError)?),
        };
        Ok(hash.to_string())
    }

    /// Returns whether this is the password of the hash. Takes the same time where there is none, or one that cannot be read.
    pub(super) fn verify(&mut self, password: &[u8], hash: Option<&str>) -> bool {
        let stored = hash.and_then(|hash| PasswordHash::new(hash).ok()).and_then(|hash| self.readable(&hash));
        let (params, salt, expected) = stored.unwrap_or_else(|| (Params::DEFAULT, SALT_OF_NOBODY.to_vec(), Vec::new()));
        let computed = self.compute(params, password, &salt);
        computed.is_some_and(|computed| computed.ct_eq(&expected).into())
    }

    /// Parameters, salt and output of a hash that fits into this memory.
    fn readable(&self, hash: &PasswordHash) -> Option<(Params, Vec<u8>, Vec<u8>)> {
        let ours = hash.algorithm == Algorithm::Argon2id.ident() && hash.version == Some(Version::V0x13.into());
        let params = Params::try_from(hash).ok().filter(|params| ours && params.block_count() <= self.0.len())?;
        Some((params, hash.salt.as_ref()?.as_ref().to_vec(), hash.hash.as_ref()?.as_bytes().to_vec()))
    }

    fn compute(&mut self, params: Params, password: &[u8], salt: &[u8]) -> Option<Vec<u8>> {
        let mut output = vec![0; params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN)];
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into_with_memory(password, salt, &mut output, &mut self.0).ok()?;
        Some(output)
    }
}
