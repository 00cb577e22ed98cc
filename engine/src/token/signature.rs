//! Signatures (RFC 7515): made with a workspace's current key of an algorithm, checked with the key that a token names.

use std::sync::Arc;

use domain::{id::KeyId, signing::SigningAlgorithm, signing_key::KeyLife};
use jsonwebtoken::Validation;
use serde::de::DeserializeOwned;

use crate::{
    engine::Engine,
    error::Error,
    keys::{KeyError, SigningKey},
    realm::Realm,
    signing_key::registered,
    storage::{SealedSigningKey, Storage},
};

impl<S: Storage> Engine<S> {
    /// The workspace's current key of each algorithm that is wanted, which signs. They are read together, and not at all for none.
    pub(crate) async fn signing_keys<const N: usize>(
        &self,
        realm: &Realm,
        wanted: [Option<SigningAlgorithm>; N],
    ) -> Result<[Option<Arc<SigningKey>>; N], Error> {
        let mut found = [const { None }; N];
        if wanted.iter().all(Option::is_none) {
            return Ok(found);
        }
        let keys = self.sealed_signing_keys(realm.workspace.id).await?;
        for (place, algorithm) in found.iter_mut().zip(wanted) {
            let Some(algorithm) = algorithm else { continue };
            *place = Some(self.keys().open_signing_key(signer(&keys, algorithm).ok_or(KeyError::Unopened)?)?);
        }
        Ok(found)
    }

    /// The claims of a JWT that this workspace signed, of this type; nothing if it did not, or its key was revoked. The caller checks its
    /// times.
    pub(crate) async fn verify_signature<T: DeserializeOwned + Clone>(
        &self,
        realm: &Realm,
        token_type: &str,
        text: &str,
    ) -> Result<Option<T>, Error> {
        let Ok(header) = jsonwebtoken::decode_header(text) else {
            return Ok(None);
        };
        if header.typ.as_deref() != Some(token_type) {
            return Ok(None);
        }
        let Some(id) = header.kid.and_then(|kid| kid.parse::<KeyId>().ok()) else {
            return Ok(None);
        };
        let keys = self.sealed_signing_keys_with(realm.workspace.id, id).await?;
        let named = keys.iter().find(|key| key.id == id && key.life.is_accepted());
        // A key is only valid for its own algorithm (RFC 8725 §3.1).
        let Some(sealed) = named.filter(|key| registered(key.algorithm) == header.alg) else {
            return Ok(None);
        };
        let key = self.keys().open_signing_key(sealed)?;
        let mut validation = Validation::new(registered(key.algorithm));
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        Ok(jsonwebtoken::decode(text, &key.decoding, &validation).ok().map(|token| token.claims))
    }
}

/// Returns the key that signs by an algorithm. Where none is current, as after a choice that a server of an earlier version saved, the next
/// one signs.
fn signer(keys: &[SealedSigningKey], algorithm: SigningAlgorithm) -> Option<&SealedSigningKey> {
    let of = |state: fn(KeyLife) -> bool| keys.iter().find(|key| key.algorithm == algorithm && state(key.life));
    of(KeyLife::is_current).or_else(|| of(KeyLife::is_next))
}
