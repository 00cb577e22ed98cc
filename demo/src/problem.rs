//! What can fail between this application, its authorization server and the API, each with a sentence.

/// A problem; its text is shown to the user as it is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error("The API did not answer: {0}")]
    NoAnswerOfApi(String),
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
