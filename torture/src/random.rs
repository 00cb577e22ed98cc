//! Randomness: verifiers, states, nonces and the identifiers of proofs.

use aws_lc_rs::rand;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::error::Error;

/// Returns a text of 43 characters that nobody can guess, fit for a code verifier (RFC 7636 §4.1).
pub(crate) fn text() -> Result<String, Error> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| Error::other("the machine gives no randomness"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
