//! What an issuer is called, and what its claims are.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The `iss` of assertions (RFC 7519 §4.1.1): 1 to 500 printable ASCII characters, without spaces. It is compared to the letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AssertionIssuer(String);

/// The text is no `iss`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Type the issuer as its assertions name it (iss): at most 500 printable ASCII characters, without spaces.")]
pub struct InvalidIssuer;

/// The name of a claim: 1 to 100 printable ASCII characters, without spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClaimName(String);

/// The text is no name of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Type the name of a claim, such as sub: at most 100 printable ASCII characters, without spaces.")]
pub struct InvalidClaimName;

/// Declares the texts, each with the most characters it has and why another is none.
macro_rules! texts {
    ($($name:ident up to $most:literal else $error:ident;)*) => {$(
        impl $name {
            /// The most characters.
            pub const MAX_CHARS: usize = $most;

            /// Takes the spaces around it away and checks the rest.
            ///
            /// # Errors
            /// It is none.
            pub fn parse(text: &str) -> Result<Self, $error> {
                let text = text.trim();
                let fits = (1..=Self::MAX_CHARS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
                if fits { Ok(Self(text.to_owned())) } else { Err($error) }
            }

            /// It as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    )*};
}

texts! {
    AssertionIssuer up to 500 else InvalidIssuer;
    ClaimName up to 100 else InvalidClaimName;
}

/// `sub` (RFC 7519 §4.1.2).
impl Default for ClaimName {
    fn default() -> Self {
        Self("sub".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_what_stands_in_iss_and_a_claim_has_a_name() {
        assert_eq!(AssertionIssuer::parse(" https://idp.example.com/ ").unwrap().as_str(), "https://idp.example.com/");
        assert_eq!(ClaimName::default().to_string(), "sub");
        let long = "a".repeat(501);
        for wrong in ["", " ", "a b", "a\nb", "ä", long.as_str()] {
            assert_eq!(AssertionIssuer::parse(wrong), Err(InvalidIssuer), "{wrong}");
            assert_eq!(ClaimName::parse(wrong), Err(InvalidClaimName), "{wrong}");
        }
    }
}
