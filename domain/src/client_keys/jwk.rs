//! A public key as JSON has it (RFC 7517, RFC 7518 §6, RFC 8037 §2).

use std::ops::RangeInclusive;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::algorithm::ClientAlgorithm;
use crate::invisible::holds_invisible;

/// The most characters of a `kid`: of a key, and of what names one.
pub const LONGEST_KID: usize = 255;
/// What makes a key a private one (RFC 7518 §6.2.2, §6.3.2, RFC 8037 §2).
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];
/// The bits of a modulus. What strangers sign is verified at their pace: a longer one takes many times as long.
const MODULUS_BITS: RangeInclusive<usize> = 2_048..=4_096;
/// The most bytes of an exponent, for the same reason. 65537, which nearly all have, has three.
const EXPONENT_BYTES: usize = 4;
/// The y of the points of Ed25519 whose order is small (1, 2, 4, and 8 twice), encoded without the sign of x: their private keys are known to
/// everybody, and some signatures by them are right for any message.
const SMALL_ORDER: [&str; 5] = [
    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "7P_______________________________________38",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU",
    "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o",
];
/// The prime of the field of Ed25519, 2^255 - 19, in little-endian bytes.
const PRIME: [u8; 32] = {
    let mut bytes = [0xff; 32];
    bytes[0] = 0xed;
    bytes[31] = 0x7f;
    bytes
};

/// Why something is no key that a client can authenticate by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JwkError {
    /// It is no key in JSON.
    #[error("this is not a JSON object with kty.")]
    NotAKey,
    /// It is no key in PEM.
    #[error("this is not a public key (BEGIN PUBLIC KEY) or a certificate (BEGIN CERTIFICATE) in PEM, or it is not whole.")]
    Pem,
    /// It is the private half, or has it.
    #[error(
        "this is a private key. Put its public half here, without d, p, q, dp, dq, qi and oth, and replace the key: it is no longer a secret."
    )]
    Private,
    /// It is shared.
    #[error("this is a shared secret (kty oct). Only public keys belong here.")]
    Shared,
    /// It is of another kind.
    #[error("this kind of key is not supported. There are EC keys on P-256 and P-384, Ed25519 keys and RSA keys.")]
    Unsupported,
    /// Its members do not make a key.
    #[error("its members are missing or are not base64url of the right length.")]
    Malformed,
    /// It is an RSA key of another size, or none at all.
    #[error("an RSA key has an odd modulus of 2,048 to 4,096 bits, and an odd exponent from 3 to 4,294,967,295, as a rule 65537 (AQAB).")]
    Rsa,
    /// Nothing can be verified by it, or anything.
    #[error("its members are no point on its curve, or one whose private key everybody knows.")]
    Point,
    /// It is for something else.
    #[error("it is not for signatures: use must be sig, and key_ops verify, where they are given.")]
    Purpose,
    /// Its algorithm is not one that it can be for.
    #[error("its alg does not fit its kty, or is not one of ES256, ES384, EdDSA, PS256 and RS256.")]
    Algorithm,
    /// Its name is none.
    #[error("kid must be a text of 1 to {LONGEST_KID} characters, none of them invisible.")]
    Kid,
    /// Another key has its name.
    #[error("another key has the same kid.")]
    DuplicateKid,
}

/// What a public key is made of. Each text is base64url without padding, in its one spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum KeyMaterial {
    /// A point on P-256: 32 bytes each.
    P256 {
        /// Its first coordinate.
        x: String,
        /// Its second coordinate.
        y: String,
    },
    /// A point on P-384: 48 bytes each.
    P384 {
        /// Its first coordinate.
        x: String,
        /// Its second coordinate.
        y: String,
    },
    /// A point on Ed25519: 32 bytes.
    Ed25519 {
        /// It.
        x: String,
    },
    /// An RSA key of 2,048 to 4,096 bits.
    Rsa {
        /// Its modulus.
        n: String,
        /// Its exponent.
        e: String,
    },
}

impl KeyMaterial {
    /// Reads the members of a key by their names. Whether a point is on its curve is not looked at here: that takes a library for cryptography.
    ///
    /// # Errors
    /// The reason why they make none.
    pub fn read<'a>(member: impl Fn(&str) -> Option<&'a str>) -> Result<Self, JwkError> {
        let read = |name: &str| member(name).and_then(bytes).ok_or(JwkError::Malformed);
        match (member("kty").ok_or(JwkError::NotAKey)?, member("crv")) {
            ("EC", Some("P-256")) => Self::p256(&read("x")?, &read("y")?),
            ("EC", Some("P-384")) => Self::p384(&read("x")?, &read("y")?),
            ("OKP", Some("Ed25519")) => Self::ed25519(&read("x")?),
            ("RSA", _) => Self::rsa(&read("n")?, &read("e")?),
            ("oct", _) => Err(JwkError::Shared),
            _ => Err(JwkError::Unsupported),
        }
    }

    /// Makes a key of the coordinates of a point on P-256.
    ///
    /// # Errors
    /// [`JwkError::Malformed`] where they do not have 32 bytes each.
    pub fn p256(x: &[u8], y: &[u8]) -> Result<Self, JwkError> {
        if x.len() == 32 && y.len() == 32 { Ok(Self::P256 { x: text(x), y: text(y) }) } else { Err(JwkError::Malformed) }
    }

    /// Makes a key of the coordinates of a point on P-384.
    ///
    /// # Errors
    /// [`JwkError::Malformed`] where they do not have 48 bytes each.
    pub fn p384(x: &[u8], y: &[u8]) -> Result<Self, JwkError> {
        if x.len() == 48 && y.len() == 48 { Ok(Self::P384 { x: text(x), y: text(y) }) } else { Err(JwkError::Malformed) }
    }

    /// Makes a key of an encoded point on Ed25519 (RFC 8032 §5.1.2).
    ///
    /// # Errors
    /// [`JwkError::Malformed`] where it does not have 32 bytes; [`JwkError::Point`] where it is not in its one encoding, or of small order.
    pub fn ed25519(point: &[u8]) -> Result<Self, JwkError> {
        let mut y: [u8; 32] = point.try_into().map_err(|_| JwkError::Malformed)?;
        if let Some(last) = y.last_mut() {
            *last &= 0x7f;
        }
        // The last byte is the highest.
        let is_reduced = y.iter().rev().lt(PRIME.iter().rev());
        if is_reduced && !SMALL_ORDER.contains(&text(&y).as_str()) { Ok(Self::Ed25519 { x: text(point) }) } else { Err(JwkError::Point) }
    }

    /// Makes an RSA key of its numbers, each in as few bytes as it takes (RFC 7518 §2).
    ///
    /// # Errors
    /// [`JwkError::Malformed`] where one begins with nothing; [`JwkError::Rsa`] where they are no such key.
    pub fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<Self, JwkError> {
        let first = |number: &[u8]| number.first().copied().filter(|first| *first != 0).ok_or(JwkError::Malformed);
        let (highest, _) = (first(modulus)?, first(exponent)?);
        let bits = modulus.len() * 8 - usize::try_from(highest.leading_zeros()).unwrap_or_default();
        let is_odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
        let fits = MODULUS_BITS.contains(&bits) && exponent.len() <= EXPONENT_BYTES && exponent != [1];
        if fits && is_odd(modulus) && is_odd(exponent) { Ok(Self::Rsa { n: text(modulus), e: text(exponent) }) } else { Err(JwkError::Rsa) }
    }

    /// Returns whether something can be signed by this algorithm and such a key.
    pub const fn is_for(&self, algorithm: ClientAlgorithm) -> bool {
        matches!(
            (self, algorithm),
            (Self::P256 { .. }, ClientAlgorithm::Es256)
                | (Self::P384 { .. }, ClientAlgorithm::Es384)
                | (Self::Ed25519 { .. }, ClientAlgorithm::EdDsa)
                | (Self::Rsa { .. }, ClientAlgorithm::Ps256 | ClientAlgorithm::Rs256)
        )
    }

    /// Returns the members that a thumbprint is made of, as RFC 7638 §3 writes them.
    pub fn canonical(&self) -> String {
        match self {
            Self::P256 { x, y } => format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#),
            Self::P384 { x, y } => format!(r#"{{"crv":"P-384","kty":"EC","x":"{x}","y":"{y}"}}"#),
            Self::Ed25519 { x } => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#),
            Self::Rsa { n, e } => format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#),
        }
    }

    fn members(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::P256 { x, y } => vec![("kty", "EC"), ("crv", "P-256"), ("x", x), ("y", y)],
            Self::P384 { x, y } => vec![("kty", "EC"), ("crv", "P-384"), ("x", x), ("y", y)],
            Self::Ed25519 { x } => vec![("kty", "OKP"), ("crv", "Ed25519"), ("x", x)],
            Self::Rsa { n, e } => vec![("kty", "RSA"), ("n", n), ("e", e)],
        }
    }
}

/// The one way to write these bytes reads back, so that a key has one thumbprint.
fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A public key of a client. What is not here of a key that was typed, such as its certificates, is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct PublicJwk {
    /// Its name within its set.
    pub kid: Option<String>,
    /// The one algorithm that it is for; none where that is each that its kind is for.
    pub algorithm: Option<ClientAlgorithm>,
    /// The key.
    pub material: KeyMaterial,
}

impl PublicJwk {
    /// Returns whether something can be signed by this algorithm and this key.
    pub fn is_for(&self, algorithm: ClientAlgorithm) -> bool {
        self.material.is_for(algorithm) && self.algorithm.is_none_or(|own| own == algorithm)
    }

    /// Says in a few words which key it is.
    pub fn words(&self) -> String {
        let (kind, first) = match &self.material {
            KeyMaterial::P256 { x, .. } => ("P-256", x),
            KeyMaterial::P384 { x, .. } => ("P-384", x),
            KeyMaterial::Ed25519 { x } => ("Ed25519", x),
            KeyMaterial::Rsa { n, .. } => ("RSA", n),
        };
        let first: String = first.chars().take(10).collect();
        match &self.kid {
            Some(name) => format!("{name} ({kind} {first}…)"),
            None => format!("{kind} {first}…"),
        }
    }
}

/// Whether a `kid` can be told apart by those who read it: it stands in lines of the log.
fn is_name(kid: &str) -> bool {
    (1..=LONGEST_KID).contains(&kid.chars().count()) && !kid.chars().any(char::is_control) && !holds_invisible(kid)
}

impl TryFrom<&Map<String, Value>> for PublicJwk {
    type Error = JwkError;

    fn try_from(members: &Map<String, Value>) -> Result<Self, JwkError> {
        // Whoever sees this has seen the secret: it is said before anything else.
        if PRIVATE.iter().any(|name| members.contains_key(*name)) {
            return Err(JwkError::Private);
        }
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let material = KeyMaterial::read(text)?;
        let signs = members.get("use").is_none_or(|purpose| purpose == "sig");
        let verifies = members.get("key_ops").is_none_or(|list| list.as_array().is_some_and(|list| list.iter().any(|one| one == "verify")));
        if !signs || !verifies {
            return Err(JwkError::Purpose);
        }
        let algorithm = match members.get("alg") {
            None => None,
            Some(alg) => {
                let alg = alg.as_str().and_then(|alg| alg.parse().ok()).filter(|alg| material.is_for(*alg));
                Some(alg.ok_or(JwkError::Algorithm)?)
            }
        };
        let kid = match members.get("kid") {
            None => None,
            Some(Value::String(kid)) if is_name(kid) => Some(kid.clone()),
            Some(_) => return Err(JwkError::Kid),
        };
        Ok(Self { kid, algorithm, material })
    }
}

impl TryFrom<Value> for PublicJwk {
    type Error = JwkError;

    fn try_from(value: Value) -> Result<Self, JwkError> {
        value.as_object().ok_or(JwkError::NotAKey)?.try_into()
    }
}

impl From<PublicJwk> for Value {
    fn from(key: PublicJwk) -> Self {
        let named = [("kid", key.kid.as_deref()), ("alg", key.algorithm.map(ClientAlgorithm::name)), ("use", Some("sig"))];
        let named = named.into_iter().filter_map(|(name, value)| Some((name, value?)));
        key.material.members().into_iter().chain(named).map(|(name, value)| (name.to_owned(), Self::from(value))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 8037 appendix A.2.
    const POINT: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    /// A number of so many bits, with this last byte.
    fn number_of(bits: usize, last: u8) -> Vec<u8> {
        let mut bytes = vec![0x5a; bits.div_ceil(8)];
        bytes[0] = 1 << ((bits - 1) % 8);
        *bytes.last_mut().unwrap() = last;
        bytes
    }

    #[test]
    fn an_rsa_key_has_the_size_that_is_verified_in_a_moment() {
        let usual = [1, 0, 1];
        for bits in [2_048, 3_072, 4_095, 4_096] {
            assert!(KeyMaterial::rsa(&number_of(bits, 1), &usual).is_ok(), "{bits}");
        }
        for bits in [8, 1_024, 2_047, 4_097, 8_192] {
            assert_eq!(KeyMaterial::rsa(&number_of(bits, 1), &usual), Err(JwkError::Rsa), "{bits}");
        }
        let modulus = number_of(2_048, 1);
        for exponent in [&[3][..], &[17], &usual, &[0xff, 0xff, 0xff, 0xff]] {
            assert!(KeyMaterial::rsa(&modulus, exponent).is_ok(), "{exponent:?}");
        }
        for exponent in [&[1][..], &[2], &[1, 0, 0], &[1, 0, 0, 0, 1], &modulus[..]] {
            assert_eq!(KeyMaterial::rsa(&modulus, exponent), Err(JwkError::Rsa), "{exponent:?}");
        }
        assert_eq!(KeyMaterial::rsa(&number_of(2_048, 2), &usual), Err(JwkError::Rsa), "an even modulus");
        let padded = [&[0], &modulus[..]].concat();
        for malformed in [
            KeyMaterial::rsa(&[], &usual),
            KeyMaterial::rsa(&modulus, &[]),
            KeyMaterial::rsa(&modulus, &[0, 1, 0, 1]),
            KeyMaterial::rsa(&padded, &usual),
        ] {
            assert_eq!(malformed, Err(JwkError::Malformed));
        }
    }

    #[test]
    fn a_point_of_ed25519_is_in_its_one_encoding_and_of_no_small_order() {
        let point: [u8; 32] = bytes(POINT).unwrap().try_into().unwrap();
        assert_eq!(KeyMaterial::ed25519(&point), Ok(KeyMaterial::Ed25519 { x: POINT.to_owned() }));
        let with_sign = |mut point: [u8; 32]| {
            point[31] |= 0x80;
            point
        };
        assert!(KeyMaterial::ed25519(&with_sign(point)).is_ok());
        let small = SMALL_ORDER.map(|text| <[u8; 32]>::try_from(bytes(text).unwrap()).unwrap());
        // The prime and what is above it: each is another encoding of a small number.
        let beyond = (0xed..=0xff).map(|first| {
            let mut point = PRIME;
            point[0] = first;
            point
        });
        for weak in small.into_iter().chain(beyond) {
            for point in [weak, with_sign(weak)] {
                assert_eq!(KeyMaterial::ed25519(&point), Err(JwkError::Point), "{point:02x?}");
            }
        }
        let mut largest = PRIME;
        largest[0] = 0xeb;
        assert!(KeyMaterial::ed25519(&largest).is_ok(), "that is less, and of no small order");
        assert_eq!(KeyMaterial::ed25519(&point[1..]), Err(JwkError::Malformed));
    }

    #[test]
    fn a_name_has_as_many_characters_as_what_names_it() {
        let key = |kid: &str| PublicJwk::try_from(serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "x": POINT, "kid": kid }));
        assert!(key(&"ü".repeat(LONGEST_KID)).is_ok());
        assert_eq!(key(&"ü".repeat(LONGEST_KID + 1)), Err(JwkError::Kid));
        assert!(JwkError::Kid.to_string().contains(&format!("1 to {LONGEST_KID} characters")));
    }
}
