//! The key of a certificate, as clients register it.

use domain::client_keys::KeyMaterial;
use x509_parser::{public_key::PublicKey, x509::SubjectPublicKeyInfo};

use crate::public_key;

/// RFC 5480 §2.1.1: an elliptic curve, which the parameters name.
const ELLIPTIC: &str = "1.2.840.10045.2.1";
/// RFC 5480 §2.1.1.1: P-256 and P-384, as they stand in the parameters.
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
/// RFC 8410 §3.
const ED25519: &str = "1.3.101.112";

/// Returns the key; none that no client can register: of another kind or size, or no point on its curve.
pub(super) fn read(info: &SubjectPublicKeyInfo<'_>) -> Option<KeyMaterial> {
    material(info).filter(public_key::is_sound)
}

fn material(info: &SubjectPublicKeyInfo<'_>) -> Option<KeyMaterial> {
    let bits: &[u8] = &info.subject_public_key.data;
    match info.algorithm.algorithm.to_id_string().as_str() {
        ELLIPTIC => {
            // SEC 1 §2.3.3: 4 stands before the two coordinates.
            let coordinates = bits.strip_prefix(&[4])?;
            let (x, y) = coordinates.split_at_checked(coordinates.len() / 2)?;
            match info.algorithm.parameters.as_ref()?.as_bytes() {
                P256 => KeyMaterial::p256(x, y).ok(),
                P384 => KeyMaterial::p384(x, y).ok(),
                _ => None,
            }
        }
        ED25519 => KeyMaterial::ed25519(bits).ok(),
        _ => match info.parsed().ok()? {
            PublicKey::RSA(key) => KeyMaterial::rsa(number(key.modulus), number(key.exponent)).ok(),
            _ => None,
        },
    }
}

/// A number in as few bytes as it takes, as RFC 7518 §2 writes it.
fn number(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.get(zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use domain::client_keys::{JwkSet, KeyMaterial};
    use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519};
    use serde_json::json;
    use x509_parser::{prelude::FromDer as _, x509::SubjectPublicKeyInfo};

    use crate::certificate::ClientCertificate;

    /// What stands before a point of Ed25519 (RFC 8410 §4) and before one of P-256 (RFC 5480 §2.1.1).
    const EDWARDS: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    const ELLIPTIC: &[u8] = &[
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01,
        0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    fn key_of(key: &KeyPair) -> Option<KeyMaterial> {
        let certificate = CertificateParams::default().self_signed(key).unwrap();
        ClientCertificate::read(certificate.der()).unwrap().key
    }

    fn read(der: &[&[u8]]) -> Option<KeyMaterial> {
        super::read(&SubjectPublicKeyInfo::from_der(&der.concat()).unwrap().1)
    }

    #[test]
    fn the_key_of_a_certificate_is_the_one_that_a_client_registers() {
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
    fn a_key_that_no_client_could_register_is_none() {
        let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        let point = decoded("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert!(read(&[EDWARDS, &point]).is_some());
        assert_eq!(read(&[EDWARDS, &[0; 32]]), None, "anybody knows its private key");
        let [x, y] = ["MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"].map(decoded);
        assert!(read(&[ELLIPTIC, &x, &y]).is_some());
        assert_eq!(read(&[ELLIPTIC, &y, &x]), None, "no point on its curve");
    }

    #[test]
    fn a_number_has_no_zeros_before_it() {
        assert_eq!(super::number(&[0, 0, 1, 0, 1]), [1, 0, 1]);
        assert_eq!(super::number(&[0x80]), [0x80]);
    }
}
