//! The buttons' actions: each sends one request to the authorization server and describes its outcome.

use domain::clock::Timestamp;

use crate::{
    api::Check,
    configuration::Configuration,
    outcome::{self, Outcome, Tone},
    problem::Problem,
    provider::{Provider, TokenEndpoint},
    text::distance,
    tokens::{SignedIn, Standing},
    transport::Recorder,
};

/// One of the tokens that the session holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Access,
    Refresh,
}

impl TokenKind {
    /// Its name in the protocol (RFC 7009 §2.1).
    pub(crate) const fn hint(self) -> &'static str {
        match self {
            Self::Access => "access_token",
            Self::Refresh => "refresh_token",
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Access => "access token",
            Self::Refresh => "refresh token",
        }
    }

    pub(crate) fn parse(hint: &str) -> Option<Self> {
        [Self::Access, Self::Refresh].into_iter().find(|kind| kind.hint() == hint)
    }

    fn standing(self, signed_in: &mut SignedIn) -> &mut Standing {
        match self {
            Self::Access => &mut signed_in.access.standing,
            Self::Refresh => &mut signed_in.refresh.standing,
        }
    }

    fn of(self, signed_in: &SignedIn) -> Option<String> {
        match self {
            Self::Access => Some(signed_in.access.value.clone()),
            Self::Refresh => signed_in.refresh.current().map(|generation| generation.value.clone()),
        }
    }
}

/// A button's action.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    Refresh,
    Replay(usize),
    Userinfo,
    Introspect(TokenKind),
    Revoke(TokenKind),
    CallApi(Check),
}

impl Action {
    const fn failure_title(self) -> &'static str {
        match self {
            Self::Refresh => "The refresh did not work",
            Self::Replay(_) => "The replay did not work",
            Self::Userinfo => "Userinfo could not be called",
            Self::Introspect(_) => "The introspection did not work",
            Self::Revoke(_) => "The revocation did not work",
            Self::CallApi(_) => "The API could not be called",
        }
    }

    pub(crate) async fn run(self, context: &ActionContext<'_>, signed_in: &mut SignedIn) -> Outcome {
        let result = match self {
            Self::Refresh => context.refresh(signed_in).await,
            Self::Replay(number) => context.replay(signed_in, number).await,
            Self::Userinfo => context.userinfo(signed_in).await,
            Self::Introspect(kind) => context.introspect(signed_in, kind).await,
            Self::Revoke(kind) => context.revoke(signed_in, kind).await,
            Self::CallApi(check) => context.call_api(signed_in, check).await,
        };
        result.unwrap_or_else(|problem| self.failed(&problem))
    }

    /// Returns the outcome where the request got no usable answer.
    pub(crate) fn failed(self, problem: &Problem) -> Outcome {
        Outcome::problem(self.failure_title(), problem)
    }
}

/// What an action needs beside the session.
pub(crate) struct ActionContext<'a> {
    pub(crate) configuration: &'a Configuration,
    pub(crate) provider: &'a Provider,
    pub(crate) recorder: &'a Recorder,
    pub(crate) now: Timestamp,
}

impl ActionContext<'_> {
    async fn refresh(&self, signed_in: &mut SignedIn) -> Result<Outcome, Problem> {
        let Some(token) = TokenKind::Refresh.of(signed_in) else { return Ok(absent()) };
        let answer = self.provider.refresh(self.configuration, self.recorder, &token).await?;
        if !answer.is_success() {
            return Ok(outcome::refresh_refused(signed_in, answer, self.now));
        }
        let tokens = answer.tokens().ok_or_else(|| Problem::Unreadable("it is no token response".to_owned()))?;
        if let Some(id_token) = self.provider.verify_refresh(&tokens, &signed_in.subject)? {
            signed_in.id_token = id_token;
        }
        Ok(outcome::refreshed(signed_in, &tokens, answer, self.now))
    }

    async fn replay(&self, signed_in: &mut SignedIn, number: usize) -> Result<Outcome, Problem> {
        let Some(token) = signed_in.refresh.numbered(number).map(|generation| generation.value.clone()) else {
            return Ok(Outcome::new(Tone::Bad, "There is no such token")
                .saying(format!("This session has no refresh token with the number {number}; nothing was sent.")));
        };
        let answer = self.provider.refresh(self.configuration, self.recorder, &token).await?;
        Ok(outcome::replayed(signed_in, number, answer, self.now))
    }

    async fn userinfo(&self, signed_in: &mut SignedIn) -> Result<Outcome, Problem> {
        let answer = self.provider.userinfo(self.recorder, &signed_in.access.value).await?;
        if !answer.is_success() {
            // RFC 6750 §3.1: 401 is about the token itself, 403 about how far it reaches.
            if answer.status == 401 {
                mark_refused(&mut signed_in.access.standing, self.now);
            }
            return Ok(Outcome::new(Tone::Bad, "Userinfo refused the access token")
                .saying(format!("Status {}: the access token has ended, was revoked, or does not reach that far.", answer.status))
                .with_answer(answer));
        }
        // OpenID Connect Core §5.3.2: an answer about someone else must not be used.
        let subject = answer.json().and_then(|json| json.get("sub")?.as_str().map(str::to_owned));
        if subject.as_deref() != Some(signed_in.subject.as_str()) {
            return Ok(Outcome::new(Tone::Bad, "Userinfo answered about somebody else")
                .saying("Its subject is not the one who signed in. An application must not use this answer.")
                .with_answer(answer));
        }
        Ok(Outcome::new(Tone::Good, "Userinfo answered")
            .saying("The access token works. These are the claims that its scopes reach.")
            .with_answer(answer))
    }

    async fn introspect(&self, signed_in: &mut SignedIn, kind: TokenKind) -> Result<Outcome, Problem> {
        let Some(token) = kind.of(signed_in) else { return Ok(absent()) };
        let answer = self.provider.submit(self.configuration, self.recorder, TokenEndpoint::Introspection, &token, kind.hint()).await?;
        let name = kind.name();
        if !answer.is_success() {
            return Ok(Outcome::new(Tone::Bad, "The introspection was refused")
                .saying(format!("The server says “{}” (status {}).", answer.refusal(), answer.status))
                .with_answer(answer));
        }
        let json = answer.json();
        let active = json.as_ref().and_then(|json| json.get("active")?.as_bool());
        let outcome = match active {
            Some(true) => Outcome::new(Tone::Good, format!("The {name} is active")),
            Some(false) => {
                mark_refused(kind.standing(signed_in), self.now);
                Outcome::new(Tone::Notice, format!("The {name} is not active"))
                    .saying("RFC 7662 lets the server say no more than that: why a token has ended is not for whoever asks.")
            }
            None => return Err(Problem::Unreadable("it does not say whether the token is active".to_owned())),
        };
        let until = json.and_then(|json| json.get("exp")?.as_i64()?.checked_mul(1000)).map(Timestamp::from_millis);
        let outcome = match until {
            Some(at) => outcome.saying(format!("It ends {} ({}).", distance(at, self.now), at)),
            None => outcome,
        };
        Ok(outcome.with_answer(answer))
    }

    async fn revoke(&self, signed_in: &mut SignedIn, kind: TokenKind) -> Result<Outcome, Problem> {
        let Some(token) = kind.of(signed_in) else { return Ok(absent()) };
        let answer = self.provider.submit(self.configuration, self.recorder, TokenEndpoint::Revocation, &token, kind.hint()).await?;
        if !answer.is_success() {
            return Ok(Outcome::new(Tone::Bad, "The revocation was refused")
                .saying(format!("The server says “{}” (status {}).", answer.refusal(), answer.status))
                .with_answer(answer));
        }
        let outcome = Outcome::new(Tone::Good, format!("The {} is revoked", kind.name()));
        *kind.standing(signed_in) = Standing::Revoked(self.now);
        let outcome = outcome.saying(match kind {
            TokenKind::Access => "Call userinfo or introspect it to see what that means for it.",
            TokenKind::Refresh => "The family has ended, with every refresh token in it. Refresh, and see that it does.",
        });
        Ok(outcome.with_answer(answer))
    }
}

/// A token that was revoked from here stays marked as revoked, which says more.
fn mark_refused(standing: &mut Standing, now: Timestamp) {
    if matches!(standing, Standing::Good | Standing::Doubtful) {
        *standing = Standing::Refused(now);
    }
}

fn absent() -> Outcome {
    Outcome::new(Tone::Bad, "There is no refresh token").saying("This session never got one; nothing was sent.")
}
