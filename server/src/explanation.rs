//! Explanations as the server sends them: codes for programs, and words for people beside them.

use domain::{
    explanation::{Explained, Outcome, RefreshExplanation, Refused, Step},
    scope::Scopes,
};
use serde::Serialize;
use utoipa::ToSchema;

/// The explanation of an authorization request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RequestExplanation)]
pub(crate) struct ExplanationBody {
    /// Whether the client would get a refresh token.
    pub(crate) refresh_token: bool,
    /// The outcome in a sentence.
    pub(crate) summary: String,
    #[serde(flatten)]
    #[schema(value_type = Object)]
    outcome: Outcome,
    /// The stable reason codes of what stands in the way.
    reasons: Vec<String>,
    pub(crate) steps: Vec<StepBody>,
    /// The scopes that the request asks for and the client may not have.
    #[serde(skip_serializing_if = "Scopes::is_empty")]
    #[schema(value_type = String, required = false)]
    pub(crate) left_out: Scopes,
    /// The request that was explained.
    pub(crate) request: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
}

/// The explanation of a refresh.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RefreshExplanation)]
pub(crate) struct RefreshExplanationBody {
    /// Whether the client would get new tokens.
    pub(crate) refreshes: bool,
    /// The outcome in a sentence.
    pub(crate) summary: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    refused: Option<Refused>,
    pub(crate) steps: Vec<StepBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_id: Option<String>,
}

/// A step, in codes and in words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Step)]
pub(crate) struct StepBody {
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub(crate) step: Step,
    pub(crate) words: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) remark_words: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) switch_words: Option<&'static str>,
}

impl From<Step> for StepBody {
    fn from(step: Step) -> Self {
        Self {
            words: step.check.words(),
            remark_words: step.remark.map(domain::explanation::Remark::words),
            switch_words: step.switch.map(domain::explanation::Switch::words),
            step,
        }
    }
}

impl From<Explained> for ExplanationBody {
    fn from(explained: Explained) -> Self {
        let Explained { query, user, explanation } = explained;
        Self {
            refresh_token: explanation.outcome.issues(),
            summary: explanation.outcome.sentence(),
            reasons: explanation.outcome.reasons(),
            outcome: explanation.outcome,
            steps: explanation.steps.into_iter().map(StepBody::from).collect(),
            left_out: explanation.left_out,
            request: query,
            user,
        }
    }
}

impl From<RefreshExplanation> for RefreshExplanationBody {
    fn from(explanation: RefreshExplanation) -> Self {
        Self {
            refreshes: explanation.refreshes(),
            summary: explanation.sentence(),
            steps: explanation.steps.into_iter().map(StepBody::from).collect(),
            family_id: explanation.family_id.map(|id| id.to_string()),
            refused: explanation.refused,
        }
    }
}
