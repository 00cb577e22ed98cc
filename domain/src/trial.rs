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
    pub request: Vec<(String, WireText)>,
    /// The status that a client would get it with; none for what the browser brought back in an address.
    pub status: Option<u16>,
    /// The members of the answer, by their names.
    pub answer: Vec<(String, WireText)>,
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

/// A value as it went over the wire. What is secret in it is told and not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireText(Vec<WirePart>);

/// A part of such a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WirePart {
    /// As it was.
    Whole(String),
    /// A secret: its beginning and end, enough to tell it from another and too little to use it, and how many characters it has.
    Shortened {
        /// The beginning and the end, or no more than that there is something.
        text: String,
        /// Its length in characters; none where it is short, and not told.
        characters: Option<u64>,
    },
    /// What stands there, in words.
    Told(String),
}

impl WireText {
    /// A value that is shown whole.
    pub fn whole(text: impl Into<String>) -> Self {
        Self(vec![WirePart::Whole(text.into())])
    }

    /// A secret.
    pub fn shortened(secret: &str) -> Self {
        Self(vec![shorten(secret)])
    }

    /// A secret that nobody here knows, in words.
    pub fn told(words: &str) -> Self {
        Self(vec![WirePart::Told(words.to_owned())])
    }

    /// The same with a text before it.
    #[must_use]
    pub fn after(mut self, text: impl Into<String>) -> Self {
        self.0.insert(0, WirePart::Whole(text.into()));
        self
    }

    /// Returns its parts, in their order.
    pub fn parts(&self) -> &[WirePart] {
        &self.0
    }
}

/// Shortens a secret.
fn shorten(secret: &str) -> WirePart {
    let letters: Vec<char> = secret.chars().collect();
    match (letters.get(..8), letters.len().checked_sub(4).and_then(|at| letters.get(at..))) {
        (Some(first), Some(last)) if letters.len() >= 32 => {
            let text = format!("{}…{}", first.iter().collect::<String>(), last.iter().collect::<String>());
            WirePart::Shortened { text, characters: u64::try_from(letters.len()).ok() }
        }
        _ => WirePart::Shortened { text: "…".to_owned(), characters: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_shortened_to_what_is_of_no_use() {
        let secret = WireText::shortened("rt1.abcdefghijklmnopqrstuvwxyz0123456789").after("Bearer ");
        let shortened = WirePart::Shortened { text: "rt1.abcd…6789".to_owned(), characters: Some(40) };
        assert_eq!(secret.parts(), [WirePart::Whole("Bearer ".to_owned()), shortened]);
        let short = WirePart::Shortened { text: "…".to_owned(), characters: None };
        assert_eq!(WireText::shortened("short").parts(), [short]);
    }
}
