//! The one script of the users' pages.

/// Sends the form by itself; without JavaScript one presses the button.
pub(super) const SUBMIT: &str = "document.forms[0].submit()";
/// The hash of the script, for the policies of pages with it.
pub(super) const HASH: &str = "sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE=";

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::*;

    #[test]
    fn the_policy_names_the_script_that_the_page_has() {
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, SUBMIT.as_bytes());
        assert_eq!(HASH, format!("sha256-{}", STANDARD.encode(hash)));
    }
}
