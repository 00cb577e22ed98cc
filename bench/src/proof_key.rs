//! A client's key for proofs of possession (RFC 9449).

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{clock::Timestamp, thumbprint::Thumbprint};

use crate::error::Error;

/// A P-256 key, with what of its proofs is always the same.
pub struct ProofKey {
    pair: EcdsaKeyPair,
    header: String,
    thumbprint: Thumbprint,
}

impl std::fmt::Debug for ProofKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProofKey(…)")
    }
}

impl ProofKey {
    /// Makes a key and returns it in PKCS #8, base64url.
    pub fn generate() -> Result<String, Error> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(Error::other)?;
        Ok(URL_SAFE_NO_PAD.encode(pair.to_pkcs8v1().map_err(Error::other)?.as_ref()))
    }

    /// Reads a key that [`ProofKey::generate`] made.
    pub fn read(text: &str) -> Result<Self, Error> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(Error::other)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes).map_err(Error::other)?;
        // An uncompressed point: 4, x, y.
        let point = pair.public_key().as_ref();
        let (x, y) = (point.get(1..33).unwrap_or_default(), point.get(33..65).unwrap_or_default());
        let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
        // RFC 7638 §3.2: the required members in this order, without spaces.
        let jwk = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let hash = digest::digest(&digest::SHA256, jwk.as_bytes());
        let thumbprint = Thumbprint::from_bytes(hash.as_ref().try_into().map_err(Error::other)?);
        let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"typ":"dpop+jwt","alg":"ES256","jwk":{jwk}}}"#));
        Ok(Self { pair, header, thumbprint })
    }

    /// Returns the thumbprint that tokens are bound to.
    pub const fn thumbprint(&self) -> Thumbprint {
        self.thumbprint
    }

    /// Returns a proof for a POST request to this address; `id` must be another one each time.
    pub fn prove(&self, url: &str, id: &str, now: Timestamp) -> Result<String, Error> {
        let claims = format!(r#"{{"jti":"{id}","htm":"POST","htu":"{url}","iat":{}}}"#, now.as_seconds());
        let message = format!("{}.{}", self.header, URL_SAFE_NO_PAD.encode(claims));
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).map_err(Error::other)?;
        Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
    }
}

#[cfg(test)]
mod tests {
    use engine::dpop::Proof;

    use super::*;

    #[test]
    fn a_proof_is_one_that_the_engine_reads() {
        let key = ProofKey::read(&ProofKey::generate().unwrap()).unwrap();
        let text = key.prove("http://127.0.0.1:8080/t/w/oauth2/token", "one", Timestamp::from_millis(1_795_000_000_000)).unwrap();
        let proof = Proof::parse(&text).unwrap();
        assert_eq!((proof.jkt, proof.id.as_str(), proof.issued_at), (key.thumbprint(), "one", 1_795_000_000));
    }
}
