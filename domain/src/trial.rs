//! The record of a test sign-in: each request and its answer, with what is secret shortened.

use serde::{Deserialize, Serialize};

/// What the browser brought back to the page of a test: the parameters of the authorization response (RFC 6749 §4.1.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialAnswer {
    /// The authorization code.
    pub code: String,
    /// What the request carried.
    pub state: String,
    /// The `error`, where the request was refused.
    pub error: String,
    /// The `error_description` beside it.
    pub error_description: String,
}

/// A request, and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// What it is for.
    pub title: String,
    /// Its method.
    pub method: String,
    /// The address that it was made to.
    pub address: String,
    /// Its parameters and what else it carries, by their names.
    pub request: Vec<(String, String)>,
    /// The status that a client would get it with; none for what the browser brought back in an address.
    pub status: Option<u16>,
    /// The members of the answer, by their names.
    pub answer: Vec<(String, String)>,
    /// What its tokens say, where they can be read.
    pub claims: Vec<TokenClaims>,
    /// Whether it was answered as it was asked.
    pub good: bool,
    /// What that means, in sentences.
    pub words: Vec<String>,
}

/// The claims of a token that is a JWT (RFC 7519). They are read and not checked: we issued it a moment ago.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenClaims {
    /// The member of the answer that holds the token.
    pub token: String,
    /// Its claims, by their names; times with what they mean.
    pub claims: Vec<(String, String)>,
}

/// A test that was run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialRun {
    /// Whether all of it went well.
    pub good: bool,
    /// The outcome in a sentence.
    pub words: String,
    /// What went over the wire, in its order.
    pub exchanges: Vec<Exchange>,
}

/// Returns the beginning and the end of a secret, enough to tell it from another and too little to use it.
pub fn shorten(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    match (letters.get(..8), letters.len().checked_sub(4).and_then(|at| letters.get(at..))) {
        (Some(first), Some(last)) if letters.len() >= 32 => {
            format!("{}…{} ({} characters)", first.iter().collect::<String>(), last.iter().collect::<String>(), letters.len())
        }
        _ => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_shortened_to_what_is_of_no_use() {
        assert_eq!(shorten("rt1.abcdefghijklmnopqrstuvwxyz0123456789"), "rt1.abcd…6789 (40 characters)");
        assert_eq!(shorten("short"), "…");
    }
}
