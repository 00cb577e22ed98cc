//! An authenticator for tests, with the browser in front of it. It does what it is told to, right or wrong.
#![expect(clippy::indexing_slicing, clippy::missing_panics_doc, clippy::unwrap_used, reason = "it is for tests, which may fail so")]

use aws_lc_rs::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// An authenticator that holds one passkey.
#[derive(Debug)]
pub struct TestAuthenticator {
    key: EcdsaKeyPair,
    credential: Vec<u8>,
    user_handle: String,
    /// The origin that the browser says.
    pub origin: String,
    /// The relying party that it signs for.
    pub relying_party: String,
    /// Its counter, which it counts up with each use unless it is 0.
    pub sign_count: u32,
    /// Whether it checks who uses it.
    pub verifies_user: bool,
    /// Whether somebody touches it.
    pub is_touched: bool,
    /// Whether it may copy the passkey to other devices.
    pub synced: bool,
}

impl TestAuthenticator {
    /// Makes a passkey as these options ask for at this origin. Returns it with the browser's answer.
    pub fn create(origin: &str, options: &str) -> (Self, String) {
        let authenticator = Self::new(origin, options);
        let answer = authenticator.creation(options);
        (authenticator, answer)
    }

    fn new(origin: &str, options: &str) -> Self {
        let options = parse(options);
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let mut credential = vec![0; 32];
        aws_lc_rs::rand::SecureRandom::fill(&SystemRandom::new(), &mut credential).unwrap();
        Self {
            key,
            credential,
            user_handle: text(&options["user"]["id"]),
            origin: origin.to_owned(),
            relying_party: text(&options["rp"]["id"]),
            sign_count: 0,
            verifies_user: true,
            is_touched: true,
            synced: true,
        }
    }

    /// The browser's answer to options that ask for a new passkey.
    pub fn creation(&self, options: &str) -> String {
        let data = self.authenticator_data(true);
        let length = u16::try_from(data.len()).unwrap().to_be_bytes();
        let object = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".as_slice(), &length, &data].concat();
        json!({
            "id": URL_SAFE_NO_PAD.encode(&self.credential),
            "rawId": URL_SAFE_NO_PAD.encode(&self.credential),
            "type": "public-key",
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(self.client_data("webauthn.create", options)),
                "attestationObject": URL_SAFE_NO_PAD.encode(object),
            },
        })
        .to_string()
    }

    /// Uses the passkey. Returns the browser's answer to these options.
    pub fn get(&mut self, options: &str) -> String {
        if self.sign_count > 0 {
            self.sign_count += 1;
        }
        let data = self.authenticator_data(false);
        let client_data = self.client_data("webauthn.get", options);
        let signed = [data.as_slice(), digest(&SHA256, client_data.as_bytes()).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "id": URL_SAFE_NO_PAD.encode(&self.credential),
            "rawId": URL_SAFE_NO_PAD.encode(&self.credential),
            "type": "public-key",
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
                "authenticatorData": URL_SAFE_NO_PAD.encode(data),
                "signature": URL_SAFE_NO_PAD.encode(signature),
                "userHandle": self.user_handle,
            },
        })
        .to_string()
    }

    fn client_data(&self, kind: &str, options: &str) -> String {
        json!({"type": kind, "challenge": parse(options)["challenge"], "origin": self.origin, "crossOrigin": false}).to_string()
    }

    fn authenticator_data(&self, attested: bool) -> Vec<u8> {
        let flag = |set: bool, bit: u8| u8::from(set) << bit;
        let flags =
            flag(self.is_touched, 0) | flag(self.verifies_user, 2) | flag(self.synced, 3) | flag(self.synced, 4) | flag(attested, 6);
        let hash = digest(&SHA256, self.relying_party.as_bytes());
        let mut data = [hash.as_ref(), &[flags], &self.sign_count.to_be_bytes()].concat();
        if attested {
            let (x, y) = self.key.public_key().as_ref()[1..].split_at(32);
            data.extend([[0; 16].as_slice(), &[0, 32], &self.credential].concat());
            // EC2, ES256, P-256, x and y.
            data.extend([b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".as_slice(), x, b"\x22\x58\x20", y].concat());
        }
        data
    }
}

fn parse(options: &str) -> Value {
    serde_json::from_str(options).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
