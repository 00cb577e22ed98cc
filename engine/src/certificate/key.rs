//! The key of a certificate, as clients register it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::client_keys::KeyMaterial;
use x509_parser::{public_key::PublicKey, x509::SubjectPublicKeyInfo};

/// RFC 5480 §2.1.1: an elliptic curve, which the parameters name.
const ELLIPTIC: &str = "1.2.840.10045.2.1";
/// RFC 5480 §2.1.1.1: P-256 and P-384, as they stand in the parameters.
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
/// RFC 8410 §3.
const ED25519: &str = "1.3.101.112";

/// Returns the key; none of a kind that no client can register.
pub(super) fn read(info: &SubjectPublicKeyInfo<'_>) -> Option<KeyMaterial> {
    let bits: &[u8] = &info.subject_public_key.data;
    match info.algorithm.algorithm.to_id_string().as_str() {
        ELLIPTIC => {
            // SEC 1 §2.3.3: 4 stands before the two coordinates.
            let coordinates = bits.strip_prefix(&[4])?;
            let (x, y) = coordinates.split_at_checked(coordinates.len() / 2)?;
            let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
            match (info.algorithm.parameters.as_ref()?.as_bytes(), coordinates.len()) {
                (P256, 64) => Some(KeyMaterial::P256 { x, y }),
                (P384, 96) => Some(KeyMaterial::P384 { x, y }),
                _ => None,
            }
        }
        ED25519 => (bits.len() == 32).then(|| KeyMaterial::Ed25519 { x: URL_SAFE_NO_PAD.encode(bits) }),
        _ => match info.parsed().ok()? {
            PublicKey::RSA(key) => Some(KeyMaterial::Rsa { n: number(key.modulus), e: number(key.exponent) }),
            _ => None,
        },
    }
}

/// A number as RFC 7518 §2 writes it: in as few bytes as it takes.
fn number(bytes: &[u8]) -> String {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    URL_SAFE_NO_PAD.encode(bytes.get(zeros..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use domain::client_keys::JwkSet;
    use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519};
    use serde_json::json;

    use crate::certificate::{Chain, ClientCertificate};

    fn key_of(key: &KeyPair) -> Option<domain::client_keys::KeyMaterial> {
        let certificate = CertificateParams::default().self_signed(key).unwrap();
        ClientCertificate::read(certificate.der(), Chain::Untrusted).unwrap().key
    }

    #[test]
    fn the_key_of_a_certificate_is_the_one_that_a_client_registers() {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

        for (algorithm, curve) in [(&PKCS_ECDSA_P256_SHA256, "P-256"), (&PKCS_ECDSA_P384_SHA384, "P-384")] {
            let key = KeyPair::generate_for(algorithm).unwrap();
            let point = &key.public_key_raw()[1..];
            let [x, y] = [&point[..point.len() / 2], &point[point.len() / 2..]].map(|part| URL_SAFE_NO_PAD.encode(part));
            let set = JwkSet::of(&[json!({ "kty": "EC", "crv": curve, "x": x, "y": y })]).unwrap();
            assert_eq!(key_of(&key).as_ref(), Some(&set.keys()[0].material), "{curve}");
        }
        let key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
        let set = JwkSet::of(&[json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(key.public_key_raw()) })]).unwrap();
        assert_eq!(key_of(&key).as_ref(), Some(&set.keys()[0].material));
    }

    #[test]
    fn a_number_has_no_zeros_before_it() {
        assert_eq!(super::number(&[0, 0, 1, 0, 1]), "AQAB");
        assert_eq!(super::number(&[0x80]), "gA");
    }
}
