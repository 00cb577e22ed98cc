//! Signatures (RFC 7515): made with a workspace's newest key, checked with whichever of its keys a token names.

use std::sync::Arc;

use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    engine::{Engine, Realm},
    error::Error,
    keys::{KeyError, SigningKey},
    storage::Storage,
};

impl SigningKey {
    /// Signs claims, as a JWT of this type.
    pub(crate) fn sign<T: Serialize>(&self, token_type: &str, claims: &T) -> Result<String, Error> {
        let header = Header { typ: Some(token_type.to_owned()), kid: Some(self.id.to_string()), ..Header::new(Algorithm::ES256) };
        Ok(jsonwebtoken::encode(&header, claims, &self.encoding)?)
    }
}

impl<S: Storage> Engine<S> {
    /// The newest key of the workspace, which signs.
    pub(crate) async fn signing_key(&self, realm: &Realm) -> Result<Arc<SigningKey>, Error> {
        let keys = self.storage().list_signing_keys(realm.workspace.id).await?;
        Ok(self.keys().open_signing_key(keys.first().ok_or(KeyError::Unopened)?)?)
    }

    /// The claims of a JWT that this workspace signed, of this type; nothing where it did not. Its times are the caller's to check.
    pub(crate) async fn verify_signature<T: DeserializeOwned + Clone>(
        &self,
        realm: &Realm,
        token_type: &str,
        text: &str,
    ) -> Result<Option<T>, Error> {
        let Ok(header) = jsonwebtoken::decode_header(text) else {
            return Ok(None);
        };
        if header.alg != Algorithm::ES256 || header.typ.as_deref() != Some(token_type) {
            return Ok(None);
        }
        let keys = self.storage().list_signing_keys(realm.workspace.id).await?;
        let Some(sealed) = keys.iter().find(|key| header.kid.as_deref() == Some(key.id.to_string().as_str())) else {
            return Ok(None);
        };
        let key = self.keys().open_signing_key(sealed)?;
        let mut validation = Validation::new(Algorithm::ES256);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        Ok(jsonwebtoken::decode(text, &key.decoding, &validation).ok().map(|token| token.claims))
    }
}
