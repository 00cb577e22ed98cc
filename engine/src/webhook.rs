//! Secrets of webhooks, and the signatures that are made with them (*Standard Webhooks*, symmetric scheme).

use std::fmt;

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{id::WebhookId, secret::Secret};

use crate::{
    keys::{KeyError, KeyRing},
    random::{self, Random},
};

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// The secret of a webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(Vec<u8>);

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl WebhookSecret {
    /// A new secret of 256 bits.
    pub fn new(random: &dyn Random) -> Self {
        Self(random::bytes::<32>(random).to_vec())
    }

    /// Reads a secret as it is shown: `whsec_` and base64.
    pub fn parse(text: &str) -> Option<Self> {
        STANDARD.decode(text.strip_prefix(PREFIX)?).ok().filter(|bytes| (24..=64).contains(&bytes.len())).map(Self)
    }

    /// The secret as it is shown, once.
    pub fn shown(&self) -> Secret<String> {
        Secret::new(format!("{PREFIX}{}", STANDARD.encode(&self.0)))
    }

    /// Seals the secret for the row of its webhook.
    pub fn seal(&self, keys: &KeyRing, webhook: WebhookId, random: &dyn Random) -> Result<Vec<u8>, KeyError> {
        keys.seal(&purpose(webhook), &self.0, random)
    }

    /// Opens the secret of a webhook.
    pub fn open(keys: &KeyRing, webhook: WebhookId, sealed: &[u8]) -> Result<Self, KeyError> {
        keys.open(&purpose(webhook), sealed).map(Self)
    }

    fn signature(&self, content: &[u8]) -> String {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.0), content);
        format!("v1,{}", STANDARD.encode(tag))
    }
}

/// Returns the value of `webhook-signature`: a signature with each secret.
pub fn signatures(secrets: &[WebhookSecret], id: &str, timestamp: i64, body: &[u8]) -> String {
    let content = [format!("{id}.{timestamp}.").as_bytes(), body].concat();
    secrets.iter().map(|secret| secret.signature(&content)).collect::<Vec<_>>().join(" ")
}

/// Returns the purpose that the secrets of a webhook are sealed for.
pub fn purpose(webhook: WebhookId) -> String {
    format!("webhook {webhook}")
}

#[cfg(test)]
mod tests {
    use domain::clock::Timestamp;

    use super::*;
    use crate::{keys::MasterKeys, random::SeededRandom};

    /// The vector that the libraries of *Standard Webhooks* share (`test_sign_function`).
    #[test]
    fn signatures_are_those_of_the_published_vector() {
        let secret = WebhookSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let (id, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", br#"{"test": 2432232314}"#);
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(signatures(std::slice::from_ref(&secret), id, 1_614_265_330, body), expected);
        let former = WebhookSecret::new(&SeededRandom::new(1));
        let both = signatures(&[former.clone(), secret], id, 1_614_265_330, body);
        assert_eq!(both.split(' ').collect::<Vec<_>>(), [signatures(&[former], id, 1_614_265_330, body).as_str(), expected]);
    }

    #[test]
    fn a_secret_is_shown_in_the_standard_s_form_and_kept_sealed_for_its_webhook() {
        let random = SeededRandom::new(3);
        let keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&random)).unwrap());
        let (secret, webhook) = (WebhookSecret::new(&random), WebhookId::new(Timestamp::from_millis(1), [1; 10]));
        assert!(secret.shown().expose().starts_with("whsec_") && format!("{secret:?}") == "…");
        assert_eq!(WebhookSecret::parse(secret.shown().expose()), Some(secret.clone()));
        for refused in ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!"] {
            assert_eq!(WebhookSecret::parse(refused), None, "{refused}");
        }
        let sealed = secret.seal(&keys, webhook, &random).unwrap();
        assert_eq!(WebhookSecret::open(&keys, webhook, &sealed), Ok(secret));
        let other = WebhookId::new(Timestamp::from_millis(1), [2; 10]);
        assert_eq!(WebhookSecret::open(&keys, other, &sealed), Err(KeyError::Unopened));
    }
}
