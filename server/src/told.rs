//! Explanations as they leave the server: for programs with their codes, and with the words for people beside them.

use domain::{
    explanation::{Explained, Outcome, RefreshExplanation, Refused, Step},
    scope::Scopes,
};
use serde::Serialize;

/// What would become of an authorization request.
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    /// Would the client get a refresh token?
    pub(crate) refresh_token: bool,
    /// The outcome in a sentence.
    pub(crate) summary: String,
    #[serde(flatten)]
    outcome: Outcome,
    /// The stable reason codes of what stands in the way.
    reasons: Vec<String>,
    pub(crate) steps: Vec<ToldStep>,
    /// The scopes that the request asks for and the client may not have.
    #[serde(skip_serializing_if = "Scopes::is_empty")]
    pub(crate) left_out: Scopes,
    /// The request that was explained.
    pub(crate) request: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
}

/// What would become of a refresh.
#[derive(Debug, Serialize)]
pub(crate) struct ToldRefresh {
    /// Would the client get new tokens?
    pub(crate) refreshes: bool,
    /// The outcome in a sentence.
    pub(crate) summary: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<Refused>,
    pub(crate) steps: Vec<ToldStep>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_id: Option<String>,
}

/// A step, in codes and in words.
#[derive(Debug, Serialize)]
pub(crate) struct ToldStep {
    #[serde(flatten)]
    pub(crate) step: Step,
    pub(crate) words: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) remark_words: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) switch_words: Option<&'static str>,
}

impl From<Step> for ToldStep {
    fn from(step: Step) -> Self {
        Self {
            words: step.check.words(),
            remark_words: step.remark.map(domain::explanation::Remark::words),
            switch_words: step.switch.map(domain::explanation::Switch::words),
            step,
        }
    }
}

impl From<Explained> for Told {
    fn from(explained: Explained) -> Self {
        let Explained { query, user, explanation } = explained;
        Self {
            refresh_token: explanation.outcome.issues(),
            summary: explanation.outcome.sentence(),
            reasons: explanation.outcome.reasons(),
            outcome: explanation.outcome,
            steps: explanation.steps.into_iter().map(ToldStep::from).collect(),
            left_out: explanation.left_out,
            request: query,
            user,
        }
    }
}

impl From<RefreshExplanation> for ToldRefresh {
    fn from(explanation: RefreshExplanation) -> Self {
        Self {
            refreshes: explanation.refreshes(),
            summary: explanation.sentence(),
            steps: explanation.steps.into_iter().map(ToldStep::from).collect(),
            family_id: explanation.family_id.map(|id| id.to_string()),
            refused: explanation.refused,
        }
    }
}
