//! What the server keeps: codes, and families of refresh tokens. A token that was just replaced gets the current one, until that is used.

use std::collections::BTreeMap;

use aws_lc_rs::rand;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::fault::Fault;

/// A code, and what it is for.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) client: String,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) scope: String,
    pub(crate) nonce: Option<String>,
    /// The family that came of it.
    pub(crate) used: Option<usize>,
}

/// A login.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) client: String,
    pub(crate) scope: String,
    /// Every refresh token, the current one last.
    tokens: Vec<String>,
    /// The current token, or an access token that came with it, was used.
    confirmed: bool,
    access: Vec<String>,
    pub(crate) ended: bool,
    /// Its access tokens work, though it has ended.
    pub(crate) access_lives: bool,
}

/// What came of a refresh token.
pub(crate) enum Presented {
    /// It brings this one.
    Brings(String),
    /// It is refused.
    Refused,
}

/// All that is kept.
#[derive(Debug, Default)]
pub(crate) struct Families {
    pub(crate) codes: BTreeMap<String, Code>,
    all: Vec<Family>,
    counted: usize,
}

/// Returns a text that nobody can guess.
pub(crate) fn secret() -> String {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).unwrap();
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Families {
    /// Begins a login, and returns its place with its tokens.
    pub(crate) fn begin(&mut self, client: &str, scope: &str, fault: Option<Fault>) -> (usize, String, String) {
        let (token, access) = (self.token(fault), secret());
        self.all.push(Family {
            client: client.to_owned(),
            scope: scope.to_owned(),
            tokens: vec![token.clone()],
            confirmed: true,
            access: vec![access.clone()],
            ended: false,
            access_lives: false,
        });
        (self.all.len() - 1, token, access)
    }

    fn token(&mut self, fault: Option<Fault>) -> String {
        self.counted += 1;
        if fault == Some(Fault::Counted) { format!("token-{}", self.counted) } else { secret() }
    }

    /// Returns the family of a refresh token.
    pub(crate) fn of_token(&mut self, token: &str) -> Option<(usize, &mut Family)> {
        self.all.iter_mut().enumerate().find(|(_, family)| family.tokens.iter().any(|known| known == token))
    }

    /// Returns the family of an access token. Its current refresh token counts as used.
    pub(crate) fn of_access(&mut self, token: &str) -> Option<&mut Family> {
        let family = self.all.iter_mut().find(|family| family.access.iter().any(|known| known == token))?;
        if family.access.last().is_some_and(|last| last == token) {
            family.confirmed = true;
        }
        Some(family)
    }

    /// Returns a family by its place.
    pub(crate) fn at(&mut self, place: usize) -> Option<&mut Family> {
        self.all.get_mut(place)
    }

    /// Presents a refresh token of a family.
    pub(crate) fn present(&mut self, place: usize, token: &str, fault: Option<Fault>) -> Presented {
        let new = self.token(fault);
        let Some(family) = self.all.get_mut(place).filter(|family| !family.ended) else { return Presented::Refused };
        let generation = family.tokens.iter().position(|known| known == token).unwrap_or_default();
        let (current, branches) = (family.tokens.len() - 1, fault == Some(Fault::EveryUseBranches));
        if generation == current || branches {
            family.tokens.push(new.clone());
            family.confirmed = false;
            return Presented::Brings(new);
        }
        let retries = !matches!(fault, Some(Fault::NoRetry | Fault::NoRecovery));
        if generation + 1 == current && !family.confirmed && retries {
            return family.tokens.last().map_or(Presented::Refused, |current| Presented::Brings(current.clone()));
        }
        if fault != Some(Fault::ReuseIsForgotten) {
            family.ended = true;
            family.access_lives = fault == Some(Fault::AccessSurvivesReuse);
        }
        Presented::Refused
    }
}

impl Family {
    /// Hands out an access token.
    pub(crate) fn issue(&mut self) -> String {
        let access = secret();
        self.access.push(access.clone());
        access
    }

    /// Returns whether its access tokens work.
    pub(crate) fn gives_access(&self) -> bool {
        !self.ended || self.access_lives
    }
}
