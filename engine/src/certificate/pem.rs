//! The public keys of clients as people paste them: in PEM (RFC 7468), as openssl writes keys and certificates, or in JSON.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::client_keys::{JwkError, JwkSet, JwksError, KeyMaterial, LONGEST_SET, PublicJwk};
use serde_json::Value;
use x509_parser::{prelude::FromDer as _, public_key::PublicKey, x509::SubjectPublicKeyInfo};

use super::key;

const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";
/// What openssl writes before a key: which curve it is on, which the key says, too.
const PARAMETERS: &str = "EC PARAMETERS";

/// Reads public keys: a JSON Web Key Set, one JSON Web Key, or public keys and certificates in PEM. Of a certificate nothing but its key counts. A key
/// of PEM has no `kid`, so that whatever name the client gives it is right.
///
/// # Errors
/// The first reason why these are no keys of a client.
pub fn read_keys(text: &str) -> Result<JwkSet, JwksError> {
    if text.trim_start().starts_with(['{', '[']) || !text.contains(BEGIN) {
        return of_json(text);
    }
    if text.len() > LONGEST_SET {
        return Err(JwksError::TooLong);
    }
    let (mut keys, mut rest) = (Vec::new(), text);
    while let Some((_, block)) = rest.split_once(BEGIN) {
        let place = u32::try_from(keys.len()).unwrap_or(u32::MAX);
        let wrong = |problem| JwksError::Key { place, problem };
        let (label, body) = block.split_once(DASHES).ok_or(wrong(JwkError::Pem))?;
        let end = format!("-----END {label}-----");
        let (body, after) = body.split_once(end.as_str()).ok_or(wrong(JwkError::Pem))?;
        rest = after;
        if label != PARAMETERS {
            keys.push(Value::from(PublicJwk { kid: None, algorithm: None, material: of_block(label, body).map_err(wrong)? }));
        }
    }
    JwkSet::of(&keys)
}

fn of_json(text: &str) -> Result<JwkSet, JwksError> {
    match serde_json::from_str::<Value>(text) {
        Ok(key) if text.len() <= LONGEST_SET && key.get("kty").is_some() && key.get("keys").is_none() => JwkSet::of(&[key]),
        _ => JwkSet::parse(text),
    }
}

fn of_block(label: &str, body: &str) -> Result<KeyMaterial, JwkError> {
    // Whoever sees this has seen the secret: it is said before anything else.
    if label.ends_with("PRIVATE KEY") {
        return Err(JwkError::Private);
    }
    let der = STANDARD.decode(body.split_whitespace().collect::<String>()).map_err(|_| JwkError::Pem)?;
    match label {
        "PUBLIC KEY" => match SubjectPublicKeyInfo::from_der(&der) {
            Ok(([], info)) => registered(&info),
            _ => Err(JwkError::Pem),
        },
        "CERTIFICATE" => match x509_parser::parse_x509_certificate(&der) {
            Ok(([], certificate)) => registered(certificate.public_key()),
            _ => Err(JwkError::Pem),
        },
        _ => Err(JwkError::Pem),
    }
}

fn registered(info: &SubjectPublicKeyInfo<'_>) -> Result<KeyMaterial, JwkError> {
    key::read(info).ok_or_else(|| match info.parsed() {
        Ok(PublicKey::RSA(_)) => JwkError::Rsa,
        _ => JwkError::Unsupported,
    })
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ED25519};

    use super::*;

    /// A public key of RSA with 1,024 bits, and one on another curve.
    const SHORT: &str = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCx1IZxiuUivg/tIgneSxl7loWE
F+A3TsJqnBAYo7aTnCGQP76IsgjRNLqA++bE1JuTFnvTcIfqSJohuUGZU8prwg+1
rGDD0i2UYrMBBXD79PIg8dxZCrr8Q1Pz4Dfof5C3JxLrn0HDi8GFTqeQe9ZBEBgk
rj/pUtSJ2YVBsPrUrwIDAQAB
-----END PUBLIC KEY-----";
    const OTHER_CURVE: &str = "-----BEGIN PUBLIC KEY-----
MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEx/OAeZNnoXkfqFmlyTilMbO7JFpjX5ho
4CxoHUWzc4txHpsGwoLQ+YDcaGaB1dnARgrZA1Ce7CCJrvTQ5X4AEA==
-----END PUBLIC KEY-----";

    fn problem(text: &str) -> JwkError {
        match read_keys(text) {
            Err(JwksError::Key { place: 0, problem }) => problem,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_key_and_a_certificate_in_pem_are_the_key_that_a_set_would_have() {
        let (ec, ed) = (KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap(), KeyPair::generate_for(&PKCS_ED25519).unwrap());
        for pair in [&ec, &ed] {
            let certificate = CertificateParams::default().self_signed(pair).unwrap();
            let of_key = read_keys(&pair.public_key_pem()).unwrap();
            assert_eq!(read_keys(&certificate.pem()).unwrap(), of_key);
            assert_eq!(read_keys(&certificate.pem().replace('\n', "\r\n")).unwrap(), of_key, "as a browser ends lines");
            assert_eq!(
                read_keys(&format!("Certificate:\n  Data:\n{}", certificate.pem())).unwrap(),
                of_key,
                "with what openssl tells of it"
            );
            assert_eq!(of_key.keys()[0].kid, None);
            assert_eq!(read_keys(&of_key.to_text()), Ok(of_key.clone()));
            assert_eq!(read_keys(&of_key.to_json()[0].to_string()), Ok(of_key), "one key without a set around it");
        }
        let both = format!("{}\n{}", ec.public_key_pem(), ed.public_key_pem());
        assert_eq!(read_keys(&both).unwrap().keys().len(), 2);
        let parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        assert_eq!(read_keys(&format!("{parameters}{}", ec.public_key_pem())).unwrap().keys().len(), 1);
        assert_eq!(read_keys(parameters), Err(JwksError::Empty));
    }

    #[test]
    fn what_is_no_public_key_is_said_to_be_none() {
        let pair = KeyPair::generate().unwrap();
        assert_eq!(problem(&pair.serialize_pem()), JwkError::Private);
        let public = pair.public_key_pem();
        assert_eq!(problem(&public.replace("END PUBLIC", "END OTHER")), JwkError::Pem);
        assert_eq!(problem(&public.replace("PUBLIC KEY", "CERTIFICATE REQUEST")), JwkError::Pem);
        assert_eq!(problem(&public.replace("PUBLIC KEY", "CERTIFICATE")), JwkError::Pem);
        assert_eq!(problem("-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----"), JwkError::Pem);
        assert_eq!(problem("-----BEGIN PUBLIC KEY"), JwkError::Pem);
        assert_eq!((problem(SHORT), problem(OTHER_CURVE)), (JwkError::Rsa, JwkError::Unsupported));
        let second = format!("{public}{}", pair.serialize_pem());
        assert_eq!(read_keys(&second), Err(JwksError::Key { place: 1, problem: JwkError::Private }));
        assert_eq!(read_keys(&"-----BEGIN ".repeat(LONGEST_SET)), Err(JwksError::TooLong));
        assert_eq!(read_keys("keys"), Err(JwksError::NotJson));
        assert_eq!(read_keys("{}"), Err(JwksError::NotASet));
        assert_eq!(read_keys(&public.repeat(11)), Err(JwksError::TooMany));
    }
}
