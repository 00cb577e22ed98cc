//! The outcome of the last action, in words.

use domain::clock::Timestamp;
use openidconnect::{OAuth2TokenResponse as _, core::CoreTokenResponse};

use crate::{
    answer::Answer,
    problem::Problem,
    text::distance,
    tokens::{AccessToken, SignedIn, Standing},
};

/// How an outcome is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Notice,
    Bad,
}

/// An outcome, shown above everything else until the next action.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) tone: Tone,
    pub(crate) title: String,
    pub(crate) sentences: Vec<String>,
    /// Refresh tokens before and after.
    pub(crate) comparison: Option<(String, String)>,
    pub(crate) answer: Option<Answer>,
    /// Whether the page offers to present the current refresh token, to see whether it still works.
    pub(crate) offers_current: bool,
}

impl Outcome {
    pub(crate) fn new(tone: Tone, title: impl Into<String>) -> Self {
        Self { tone, title: title.into(), sentences: Vec::new(), comparison: None, answer: None, offers_current: false }
    }

    #[must_use]
    pub(crate) fn saying(mut self, sentence: impl Into<String>) -> Self {
        self.sentences.push(sentence.into());
        self
    }

    #[must_use]
    pub(crate) fn with_answer(mut self, answer: Answer) -> Self {
        self.answer = Some(answer);
        self
    }

    #[must_use]
    fn offering_current(mut self) -> Self {
        self.offers_current = true;
        self
    }

    pub(crate) fn problem(title: &str, problem: &Problem) -> Self {
        Self::new(Tone::Bad, title).saying(problem.to_string())
    }
}

/// Describes a refresh with the current token that the server answered with tokens.
pub(crate) fn refreshed(signed_in: &mut SignedIn, tokens: &CoreTokenResponse, answer: Answer, now: Timestamp) -> Outcome {
    let old = signed_in.refresh.current().map(|generation| generation.value.clone()).unwrap_or_default();
    let new = tokens.refresh_token().map(|token| token.secret().clone());
    signed_in.access = AccessToken::received(tokens, now);
    signed_in.refresh.standing = Standing::Good;
    let until = signed_in.access.expires.map_or(String::new(), |at| format!(", which ends {}", distance(at, now)));
    let outcome = Outcome::new(Tone::Good, "Refreshed").saying(format!("A new access token has arrived{until}."));
    let mut outcome = match &new {
        Some(new) if signed_in.refresh.receive(new, now) => {
            outcome.saying("The refresh token was rotated: keep the new one, the old one has been exchanged. Only what is marked differs.")
        }
        Some(_) if signed_in.refresh.newest_first().count() > 1 => outcome.saying(
            "The refresh token has stayed the same. It was replaced a moment ago, and a retry window has one rotation at most: so tabs and \
             servers that refresh at once hold the same token. Wait until the window has passed, and the next refresh replaces it.",
        ),
        Some(_) => outcome.saying("The refresh token has stayed the same: rotation is off for this client."),
        None => outcome.saying("The answer holds no refresh token, so the one at hand stays in use: rotation is off for this client."),
    };
    outcome.comparison = new.map(|new| (old, new));
    outcome.with_answer(answer)
}

/// Describes a refresh with the current token that the server refused.
pub(crate) fn refresh_refused(signed_in: &mut SignedIn, answer: Answer, now: Timestamp) -> Outcome {
    let outcome = Outcome::new(Tone::Bad, "The refresh was refused").saying(format!("The server says {}.", quoted(&answer)));
    if is_invalid_grant(&answer) {
        if !matches!(signed_in.refresh.standing, Standing::Revoked(_)) {
            signed_in.refresh.standing = Standing::Refused(now);
        }
        return outcome
            .saying("The current refresh token no longer works. A client has to send its user through sign-in again.")
            .with_answer(answer);
    }
    outcome.saying("The refresh token itself was not judged; it may still work.").with_answer(answer)
}

/// Describes the replay of a superseded refresh token.
pub(crate) fn replayed(signed_in: &mut SignedIn, number: usize, answer: Answer, now: Timestamp) -> Outcome {
    if !answer.is_success() {
        let outcome = Outcome::new(Tone::Bad, format!("The replay of token {number} was refused"))
            .saying(format!("The server says {}.", quoted(&answer)));
        if !is_invalid_grant(&answer) {
            return outcome.with_answer(answer);
        }
        return match signed_in.refresh.standing {
            Standing::Good | Standing::Doubtful => {
                signed_in.refresh.standing = Standing::Doubtful;
                let sentence = "A token came back that was replaced before, and the retry window has passed: somebody may have stolen it. The \
                                server ends the whole family then, because it cannot tell the thief from the owner. The current token should \
                                have stopped working too.";
                outcome.saying(sentence).offering_current()
            }
            Standing::Refused(_) | Standing::Revoked(_) => outcome.saying("The family has ended before: no token of it works any more."),
        }
        .with_answer(answer);
    }
    let current = signed_in.refresh.current().map(|generation| generation.value.clone()).unwrap_or_default();
    let title = format!("The replay of token {number} was answered");
    let Some(token) = answer.tokens().and_then(|tokens| tokens.refresh_token().map(|token| token.secret().clone())) else {
        return Outcome::new(Tone::Notice, title)
            .saying("The server gave a new access token and no refresh token: it does not rotate this client's refresh tokens.")
            .with_answer(answer);
    };
    if token == current {
        return Outcome::new(Tone::Notice, title)
            .saying(
                "The server took this for a retry after a lost answer, or for another tab that refreshed at the same time: it gave the current \
                 token, which this application already holds, and not a second one. Once the retry window has passed, the same replay is \
                 taken for theft.",
            )
            .with_answer(answer);
    }
    let new = signed_in.refresh.receive(&token, now);
    Outcome::new(Tone::Notice, title)
        .saying(if new {
            "The server gave yet another refresh token; it is the newest in the list below."
        } else {
            "The server gave a refresh token that this application has held before."
        })
        .with_answer(answer)
}

fn is_invalid_grant(answer: &Answer) -> bool {
    answer.json().is_some_and(|json| json.get("error").and_then(|error| error.as_str()) == Some("invalid_grant"))
}

fn quoted(answer: &Answer) -> String {
    format!("“{}” (status {})", answer.refusal().trim_end_matches('.'), answer.status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::Generations;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    fn signed_in(tokens: &[&str]) -> SignedIn {
        let mut refresh = Generations::default();
        for token in tokens {
            refresh.receive(token, NOW);
        }
        SignedIn {
            subject: "ada".to_owned(),
            name: None,
            email: None,
            asked_offline: true,
            scope: None,
            id_token: String::new(),
            access: AccessToken { value: "old access".to_owned(), received: NOW, expires: None, standing: Standing::Good },
            refresh,
        }
    }

    fn tokens(refresh_token: &str) -> Answer {
        let body = format!(r#"{{"access_token":"new access","token_type":"Bearer","expires_in":3600,"refresh_token":"{refresh_token}"}}"#);
        Answer { status: 200, body }
    }

    fn refusal(error: &str) -> Answer {
        Answer { status: 400, body: format!(r#"{{"error":"{error}"}}"#) }
    }

    #[test]
    fn a_rotation_shows_both_tokens_and_takes_the_new_access_token() {
        let mut signed_in = signed_in(&["one"]);
        let answer = tokens("two");
        let outcome = refreshed(&mut signed_in, &answer.tokens().unwrap(), answer, NOW);
        assert_eq!(outcome.comparison, Some(("one".to_owned(), "two".to_owned())));
        assert_eq!(signed_in.access.value, "new access");
        assert_eq!(signed_in.access.expires, Some(NOW.plus_seconds(3600)));
        assert_eq!(signed_in.refresh.current().unwrap().value, "two");
    }

    #[test]
    fn without_rotation_the_token_stays() {
        let mut signed_in = signed_in(&["one"]);
        let answer = tokens("one");
        let outcome = refreshed(&mut signed_in, &answer.tokens().unwrap(), answer, NOW);
        assert!(outcome.sentences.iter().any(|sentence| sentence.contains("rotation is off")));
        assert_eq!(signed_in.refresh.newest_first().count(), 1);
    }

    #[test]
    fn within_the_retry_window_the_token_stays_though_rotation_is_on() {
        let mut signed_in = signed_in(&["one", "two"]);
        let answer = tokens("two");
        let outcome = refreshed(&mut signed_in, &answer.tokens().unwrap(), answer, NOW);
        assert!(outcome.sentences.iter().any(|sentence| sentence.contains("was replaced a moment ago")));
        assert_eq!(signed_in.refresh.newest_first().count(), 2);
    }

    #[test]
    fn a_retry_that_gets_the_same_successor_changes_nothing() {
        let mut signed_in = signed_in(&["one", "two"]);
        let outcome = replayed(&mut signed_in, 1, tokens("two"), NOW);
        assert_eq!((outcome.tone, outcome.offers_current), (Tone::Notice, false));
        assert!(outcome.sentences[0].contains("the current token, which this application already holds"));
        assert_eq!((signed_in.refresh.newest_first().count(), signed_in.refresh.standing), (2, Standing::Good));
        assert_eq!(signed_in.access.value, "old access");
    }

    #[test]
    fn a_refused_replay_puts_the_current_token_in_doubt_and_offers_to_try_it() {
        let mut signed_in = signed_in(&["one", "two", "three"]);
        let outcome = replayed(&mut signed_in, 1, refusal("invalid_grant"), NOW);
        assert_eq!((outcome.tone, outcome.offers_current), (Tone::Bad, true));
        assert_eq!(signed_in.refresh.standing, Standing::Doubtful);
        let outcome = refresh_refused(&mut signed_in, refusal("invalid_grant"), NOW);
        assert!(!outcome.offers_current);
        assert_eq!(signed_in.refresh.standing, Standing::Refused(NOW));
        let outcome = replayed(&mut signed_in, 2, refusal("invalid_grant"), NOW);
        assert_eq!((outcome.offers_current, signed_in.refresh.standing), (false, Standing::Refused(NOW)), "what is known stays known");
    }

    #[test]
    fn a_refusal_of_the_client_says_nothing_of_the_token() {
        let mut signed_in = signed_in(&["one", "two"]);
        assert!(!replayed(&mut signed_in, 1, refusal("invalid_client"), NOW).offers_current);
        assert!(!refresh_refused(&mut signed_in, refusal("invalid_client"), NOW).offers_current);
        assert_eq!(signed_in.refresh.standing, Standing::Good);
    }
}
