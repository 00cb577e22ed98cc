//! A public key as JSON has it (RFC 7517, RFC 7518 §6, RFC 8037 §2).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::algorithm::ClientAlgorithm;
use crate::name::holds_invisible;

/// The most characters of a `kid`.
const LONGEST_KID: usize = 200;
/// What makes a key a private one (RFC 7518 §6.2.2, §6.3.2, RFC 8037 §2).
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];
/// The bytes of a modulus of 2,048 and of 8,192 bits: what keys are for which something is verified.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=1024;

/// Why something is no key that a client can authenticate by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JwkError {
    /// It is no key in JSON.
    #[error("this is not a JSON object with kty.")]
    NotAKey,
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
    /// It is too short or too long.
    #[error("an RSA key has 2,048 to 8,192 bits.")]
    Length,
    /// It is for something else.
    #[error("it is not for signatures: use must be sig, and key_ops verify, where they are given.")]
    Purpose,
    /// Its algorithm is not one that it can be for.
    #[error("its alg does not fit its kty, or is not one of ES256, ES384, EdDSA, PS256 and RS256.")]
    Algorithm,
    /// Its name is none.
    #[error("kid must be a text of 1 to 200 characters, none of them invisible.")]
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
    /// An RSA key of 2,048 to 8,192 bits.
    Rsa {
        /// Its modulus.
        n: String,
        /// Its exponent.
        e: String,
    },
}

impl KeyMaterial {
    /// Reads the members of a key by their names.
    ///
    /// # Errors
    /// The reason why they make none.
    pub fn read<'a>(member: impl Fn(&str) -> Option<&'a str>) -> Result<Self, JwkError> {
        let fixed = |name: &str, length: usize| {
            let text = member(name).ok_or(JwkError::Malformed)?;
            bytes(text).filter(|bytes| bytes.len() == length).map(|_| text.to_owned()).ok_or(JwkError::Malformed)
        };
        match (member("kty").ok_or(JwkError::NotAKey)?, member("crv")) {
            ("EC", Some("P-256")) => Ok(Self::P256 { x: fixed("x", 32)?, y: fixed("y", 32)? }),
            ("EC", Some("P-384")) => Ok(Self::P384 { x: fixed("x", 48)?, y: fixed("y", 48)? }),
            ("OKP", Some("Ed25519")) => Ok(Self::Ed25519 { x: fixed("x", 32)? }),
            ("RSA", _) => {
                let number = |name: &str| {
                    let text = member(name).ok_or(JwkError::Malformed)?;
                    // RFC 7518 §2: as few bytes as it takes.
                    let bytes = bytes(text).filter(|bytes| bytes.first().is_some_and(|first| *first != 0)).ok_or(JwkError::Malformed)?;
                    Ok::<_, JwkError>((text.to_owned(), bytes))
                };
                let ((n, modulus), (e, exponent)) = (number("n")?, number("e")?);
                if !MODULUS.contains(&modulus.len()) {
                    return Err(JwkError::Length);
                }
                // At least 3, odd, and of 33 bits at most: what verifies anything.
                let is_odd = exponent.last().is_some_and(|last| last % 2 == 1);
                if exponent.len() > 5 || !is_odd || exponent == [1] {
                    return Err(JwkError::Malformed);
                }
                Ok(Self::Rsa { n, e })
            }
            ("oct", _) => Err(JwkError::Shared),
            _ => Err(JwkError::Unsupported),
        }
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
