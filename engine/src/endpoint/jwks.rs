//! The keys by which others check this workspace's signatures (RFC 7517).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::id::KeyId;
use serde::Serialize;

use crate::{
    engine::{Engine, Realm},
    error::Error,
    keys::KeyError,
    storage::Storage,
};

/// A set of public keys (RFC 7517 §5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JwkSet {
    /// The keys, newest first.
    pub keys: Vec<Jwk>,
}

/// A public key on the curve P-256 (RFC 7518 §6.2.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Jwk {
    /// `EC`.
    pub kty: &'static str,
    /// `P-256`.
    pub crv: &'static str,
    /// `sig`.
    #[serde(rename = "use")]
    pub key_use: &'static str,
    /// `ES256`.
    pub alg: &'static str,
    /// The key's identifier.
    pub kid: KeyId,
    /// The first coordinate.
    pub x: String,
    /// The second coordinate.
    pub y: String,
}

impl<S: Storage> Engine<S> {
    /// The public keys of a workspace.
    pub async fn jwks(&self, realm: &Realm) -> Result<JwkSet, Error> {
        let keys = self.storage().list_signing_keys(realm.workspace.id).await?;
        let keys = keys.iter().map(|key| public(key.id, &key.public_key).ok_or(KeyError::Unopened)).collect::<Result<_, _>>()?;
        Ok(JwkSet { keys })
    }
}

/// The coordinates of an uncompressed point (SEC 1 §2.3.3).
fn public(kid: KeyId, point: &[u8]) -> Option<Jwk> {
    let (x, y) = point.strip_prefix(&[4]).filter(|coordinates| coordinates.len() == 64)?.split_at_checked(32)?;
    let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
    Some(Jwk { kty: "EC", crv: "P-256", key_use: "sig", alg: "ES256", kid, x, y })
}
