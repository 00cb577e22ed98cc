//! Signing keys in the form in which they are stored: made, sealed and opened, each for one algorithm.

use std::sync::Arc;

use aws_lc_rs::{
    encoding::AsDer,
    rsa::KeySize,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair},
};
use domain::{
    clock::Timestamp,
    id::{KeyId, WorkspaceId},
    signing::SigningAlgorithm,
    signing_key::KeyLife,
};
use jsonwebtoken::DecodingKey;

use crate::{
    keys::{KeyError, KeyRing},
    random::{self, Random},
    signing_key::{SigningKey, SigningPair},
    storage::SealedSigningKey,
};

/// The public exponent of every RSA key that is made here.
pub(crate) const RSA_EXPONENT: [u8; 3] = [1, 0, 1];

impl KeyRing {
    /// A new key, sealed: the first of its algorithm, unless it gets another life. Its private half comes from aws-lc's own randomness; only
    /// the nonce of the seal is handed in. An RSA key takes some hundred milliseconds.
    pub fn new_signing_key(
        &self,
        workspace: WorkspaceId,
        algorithm: SigningAlgorithm,
        now: Timestamp,
        random: &dyn Random,
    ) -> Result<SealedSigningKey, KeyError> {
        let (private, public_key) = generate(algorithm).ok_or(KeyError::Refused)?;
        Ok(SealedSigningKey {
            id: KeyId::new(now, random::bytes(random)),
            workspace_id: workspace,
            algorithm,
            public_key,
            sealed_private_key: self.seal(&purpose(workspace), &private, random)?,
            life: KeyLife::first(now),
        })
    }

    /// Returns whether a private key of this workspace was sealed under a master key that is here.
    pub fn opens_signing_key(&self, workspace: WorkspaceId, sealed_private_key: &[u8]) -> bool {
        self.open(&purpose(workspace), sealed_private_key).is_ok()
    }

    /// Seals a private key of this workspace under the current version of the master key; none if it is already.
    pub fn reseal_signing_key(
        &self,
        workspace: WorkspaceId,
        sealed_private_key: &[u8],
        random: &dyn Random,
    ) -> Result<Option<Vec<u8>>, KeyError> {
        self.reseal(&purpose(workspace), sealed_private_key, random)
    }

    /// Opens a key. One that was opened before is not opened again.
    pub fn open_signing_key(&self, sealed: &SealedSigningKey) -> Result<Arc<SigningKey>, KeyError> {
        match self.opened_signing_key(sealed.id) {
            Some(key) => Ok(key),
            None => Ok(self.keep_signing_key(self.open_new_signing_key(sealed)?)),
        }
    }

    fn open_new_signing_key(&self, sealed: &SealedSigningKey) -> Result<SigningKey, KeyError> {
        let private = self.open(&purpose(sealed.workspace_id), &sealed.sealed_private_key)?;
        let unopened = |_| KeyError::Unopened;
        let (pair, decoding) = match sealed.algorithm {
            SigningAlgorithm::Es256 => {
                let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &private).map_err(unopened)?;
                (SigningPair::Ecdsa(pair), DecodingKey::from_ec_der(&sealed.public_key))
            }
            SigningAlgorithm::EdDsa => {
                let pair = Ed25519KeyPair::from_pkcs8(&private).map_err(unopened)?;
                (SigningPair::Ed25519(pair), DecodingKey::from_ed_der(&sealed.public_key))
            }
            SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256 => {
                let pair = RsaKeyPair::from_pkcs8(&private).map_err(unopened)?;
                (SigningPair::Rsa(pair), DecodingKey::from_rsa_raw_components(&sealed.public_key, &RSA_EXPONENT))
            }
        };
        Ok(SigningKey { id: sealed.id, algorithm: sealed.algorithm, decoding, pair })
    }
}

/// The private half (PKCS #8), and the public one as [`SealedSigningKey::public_key`] has it.
fn generate(algorithm: SigningAlgorithm) -> Option<(Vec<u8>, Vec<u8>)> {
    Some(match algorithm {
        SigningAlgorithm::Es256 => {
            let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).ok()?;
            (pair.to_pkcs8v1().ok()?.as_ref().to_vec(), pair.public_key().as_ref().to_vec())
        }
        SigningAlgorithm::EdDsa => {
            let pair = Ed25519KeyPair::generate().ok()?;
            (pair.to_pkcs8v1().ok()?.as_ref().to_vec(), pair.public_key().as_ref().to_vec())
        }
        SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256 => {
            let pair = RsaKeyPair::generate(KeySize::Rsa2048).ok()?;
            (pair.as_der().ok()?.as_ref().to_vec(), pair.public_key().modulus().big_endian_without_leading_zero().to_vec())
        }
    })
}

/// A private key is sealed for its workspace, so that a row that was moved to another cannot be opened there.
fn purpose(workspace: WorkspaceId) -> String {
    format!("signing-key {workspace}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{keys::MasterKeys, random::SeededRandom};

    #[test]
    fn a_key_signs_by_its_algorithm_and_opens_in_its_own_workspace_only() {
        let (random, now) = (SeededRandom::new(5), Timestamp::from_millis(1));
        let ring = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&random)).unwrap());
        let workspace = WorkspaceId::new(now, [1; 10]);
        for algorithm in SigningAlgorithm::ALL {
            let mut sealed = ring.new_signing_key(workspace, algorithm, now, &random).unwrap();
            let key = ring.open_signing_key(&sealed).unwrap();
            let token = key.sign("JWT", &json!({ "sub": "ann" })).unwrap();
            let header = jsonwebtoken::decode_header(&token).unwrap();
            let mut validation = jsonwebtoken::Validation::new(header.alg);
            validation.required_spec_claims.clear();
            assert_eq!(serde_json::to_value(header.alg).unwrap(), algorithm.name());
            assert_eq!(jsonwebtoken::decode::<Value>(&token, &key.decoding, &validation).unwrap().claims["sub"], "ann");
            assert!(ring.opens_signing_key(workspace, &sealed.sealed_private_key));
            sealed.id = KeyId::new(now, [9; 10]);
            sealed.workspace_id = WorkspaceId::new(now, [2; 10]);
            assert_eq!(ring.open_signing_key(&sealed).err(), Some(KeyError::Unopened));
        }
    }
}
