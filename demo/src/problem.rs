//! What can go wrong between this application and its authorization server, each with a sentence.

use std::error::Error;

/// Shown to the person in front of the browser as it stands.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error("The authorization server did not answer: {0}")]
    NoAnswer(String),
    #[error("The authorization server's discovery document cannot be used: {0}")]
    Discovery(String),
    #[error("The authorization server refused: {0}")]
    Refused(String),
    #[error("The authorization server's answer could not be understood: {0}")]
    Unreadable(String),
    #[error("The ID token was not accepted: {0}")]
    IdToken(String),
    #[error("The authorization server answered without an ID token although the scope openid was asked for.")]
    WithoutIdToken,
    #[error("The ID token of the refresh is about another person than the one who signed in. It was not accepted.")]
    OtherSubject,
    #[error("The authorization server names no {0} endpoint in its discovery document.")]
    NoEndpoint(&'static str),
}

/// An error with its causes, the outermost first: libraries keep what happened in the last of them.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.contains(&next) {
            text = format!("{text}: {next}");
        }
        cause = error.source();
    }
    text
}
