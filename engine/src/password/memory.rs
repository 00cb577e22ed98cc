//! The memory that one computation of Argon2 fills, used again for the next one, and what checks a password.

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use aws_lc_rs::pbkdf2;
use subtle::ConstantTimeEq as _;

use super::{error::PasswordHashError, stored::Stored};

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

    /// Returns whether this is the password of the hash. Takes the time of one of ours where there is none.
    pub(super) fn verify(&mut self, password: &[u8], hash: Option<&Stored>) -> bool {
        match hash {
            Some(Stored::Argon2id { params, salt, output }) => {
                self.compute(params.clone(), password, salt).is_some_and(|computed| computed.ct_eq(output).into())
            }
            Some(Stored::Pbkdf2 { digest, iterations, salt, output }) => {
                pbkdf2::verify(digest.algorithm(), *iterations, salt, password, output).is_ok()
            }
            Some(Stored::Bcrypt { cost, salt, output }) => {
                // It takes 72 bytes and no more, the zero at the end of a text among them.
                let password: Vec<u8> = password.iter().copied().chain([0]).take(72).collect();
                bcrypt::bcrypt(*cost, *salt, &password).get(..output.len()).is_some_and(|computed| computed.ct_eq(output).into())
            }
            None => {
                self.compute(Params::DEFAULT, password, SALT_OF_NOBODY);
                false
            }
        }
    }

    fn compute(&mut self, params: Params, password: &[u8], salt: &[u8]) -> Option<Vec<u8>> {
        let mut output = vec![0; params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN)];
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into_with_memory(password, salt, &mut output, &mut self.0).ok()?;
        Some(output)
    }
}
