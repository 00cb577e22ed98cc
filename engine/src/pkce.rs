//! Proof Key for Code Exchange (RFC 7636), with S256 only: `plain` protects nothing from somebody who saw the request (RFC 9700 §2.1.1).

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq;

/// The only `code_challenge_method` that is supported.
pub const METHOD: &str = "S256";

/// Returns whether a challenge has the form of S256: 43 characters of base64url (RFC 7636 §4.2).
pub fn is_challenge(text: &str) -> bool {
    URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)
}

/// Returns whether a verifier is well-formed: 43 to 128 unreserved characters (RFC 7636 §4.1).
pub fn is_verifier(text: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&text.len()) && text.bytes().all(unreserved)
}

/// Returns the challenge of a verifier (RFC 7636 §4.2).
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()))
}

/// Returns whether the verifier belongs to the challenge (RFC 7636 §4.6), in constant time. Its form is not checked.
pub fn verifies(verifier: &str, expected: &str) -> bool {
    challenge(verifier).as_bytes().ct_eq(expected.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clauses: 94.
    #[test]
    fn s256_as_in_appendix_b_of_the_standard() {
        let (verifier, challenge) = ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(is_challenge(challenge));
        assert!(verifies(verifier, challenge));
        assert!(!verifies(challenge, challenge));
        assert!(!is_verifier(&verifier[1..]));
        assert!(!is_verifier(&format!("{verifier}=")));
        assert!(!is_challenge(verifier.trim_end_matches('k')));
    }
}
