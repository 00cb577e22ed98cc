//! Scripts that stand in a page of ours, and their hashes, which the page's content security policy names.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The script that copies what stands beside a button.
pub(crate) const COPY: &str = include_str!("copy.js");

/// Returns the hash of a script, as a content security policy names it (CSP 3 §2.3.1).
pub(crate) fn hash(script: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, script.as_bytes());
    format!("'sha256-{}'", STANDARD.encode(digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_can_stand_in_a_page() {
        assert!(!COPY.contains("</"));
    }
}
