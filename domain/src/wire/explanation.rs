//! Explanations why a client gets a refresh token or none: codes for programs, and words for people beside them.

use serde_json::{Map, Value as Json};

use crate::{
    clock::Timestamp,
    explanation::{self, Explained, Refused, Remark, Switch},
    id::FamilyId,
    wire::{
        resource::Resource,
        sent::Sent,
        token::{Decision, Refusal, Token},
        types::{sent, told},
    },
};

sent! {
    /// What to explain: an authorization request, or, with `family_id` or `refresh_token`, a refresh. What cannot be combined is refused.
    pub struct Question {
        /// The authorization request to explain, as a browser brings it: its address, or its parameters.
        pub request: String,
        /// Without `request`: the scope of a usual request of the client. Of a refresh: the scope that it asks for.
        pub scope: String,
        /// Without `request`: the resource servers that are asked for, separated by spaces; of a refresh, too.
        pub resource: String,
        /// Without `request`: the prompt of a usual request of the client.
        pub prompt: String,
        /// The user who signs in, by user name, e-mail address or identifier; without it, a user who has never agreed before.
        pub user: String,
        /// Whether the user already has a session.
        pub signed_in: bool,
        /// Explain a refresh with the current token of this family.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub family_id: Option<Sent<FamilyId>>,
        /// Explain a refresh with this token. Only in a body, because addresses end up in logs.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub refresh_token: Option<String>,
    }
}

told! {
    /// The explanation of an authorization request, or of a service's request for a token of its own.
    pub struct RequestExplanation {
        /// Whether the client would get a refresh token.
        pub refresh_token: bool,
        /// The outcome in a sentence.
        pub summary: String,
        /// The outcome: `refresh_token`, `no_refresh_token`, `access_token` of a service, `refused`, `unanswerable` or `user_inactive`.
        pub result: String,
        /// On what a refresh token would be issued.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub grounds: Option<String>,
        /// The conditions that do not hold for one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub conditions: Option<Vec<String>>,
        /// Of a refusal: the `error` of the standard.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub error: Option<String>,
        /// Of a refusal: the stable reason code.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
        /// Of a refusal: what it is, in a sentence.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        /// Of a refusal: what the client's developer can look at.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub advice: Option<String>,
        /// Of a refusal that is about a place in the request: the place, such as `authorization_details/0/amount`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub place: Option<String>,
        /// The stable reason codes of what stands in the way.
        pub reasons: Vec<String>,
        /// The checks, in their order, as far as the request gets.
        pub steps: Vec<Step>,
        /// The scopes that the request asks for and the client may not have, separated by spaces.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub left_out: Option<String>,
        /// The request that was explained.
        pub request: String,
        /// The user who signs in.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub user: Option<String>,
    }

    /// The explanation of a refresh.
    pub struct RefreshExplanation {
        /// Whether the client would get new tokens.
        pub refreshes: bool,
        /// The outcome in a sentence.
        pub summary: String,
        /// The refusal that it would get otherwise.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub refused: Option<Refusal>,
        /// The checks, in their order, as far as the request gets.
        pub steps: Vec<Step>,
        /// The family of the token, where it is one of this client's.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub family_id: Option<String>,
    }

    /// A check that was made.
    pub struct Step {
        /// The check.
        pub check: String,
        /// Whether it holds.
        pub holds: bool,
        /// The check in words.
        pub words: String,
        /// What was found about it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub remark: Option<String>,
        /// That in words.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub remark_words: Option<String>,
        /// Where it is changed, if it does not hold.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub switch: Option<String>,
        /// That in words.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub switch_words: Option<String>,
    }

    /// A recorded decision, compared with what is in force now.
    pub struct DecisionExplanation {
        /// What was recorded.
        pub recorded: Decision,
        /// The outcome of the same request now, if the user agrees: `refresh_token` or `no_refresh_token`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub now: Option<String>,
        /// The conditions that did not hold then or do not hold now.
        pub changes: Vec<ConditionChange>,
        /// The refresh token that it was about.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token: Option<Token>,
        /// The explanation of a refresh with that token.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub refresh: Option<RefreshExplanation>,
    }

    /// A condition then and now.
    pub struct ConditionChange {
        /// The condition.
        pub condition: String,
        /// Whether it held then.
        pub held: bool,
        /// Whether it holds now.
        pub holds: bool,
        /// Where it is changed.
        pub switch: String,
    }
}

impl Resource for Question {}

impl From<Explained> for RequestExplanation {
    fn from(explained: Explained) -> Self {
        let Explained { query, user, explanation } = explained;
        let outcome = members(&explanation.outcome);
        let text = |name: &str| outcome.get(name).and_then(Json::as_str).map(str::to_owned);
        let conditions = outcome.get("conditions").and_then(Json::as_array);
        Self {
            refresh_token: explanation.outcome.issues(),
            summary: explanation.outcome.sentence(),
            result: text("result").unwrap_or_default(),
            grounds: text("grounds"),
            conditions: conditions.map(|all| all.iter().filter_map(Json::as_str).map(str::to_owned).collect()),
            error: text("error"),
            reason: text("reason"),
            description: text("description"),
            advice: text("advice"),
            place: text("place"),
            reasons: explanation.outcome.reasons(),
            steps: explanation.steps.into_iter().map(Step::from).collect(),
            left_out: Some(explanation.left_out.to_string()).filter(|left_out| !left_out.is_empty()),
            request: query,
            user,
        }
    }
}

impl From<explanation::RefreshExplanation> for RefreshExplanation {
    fn from(explanation: explanation::RefreshExplanation) -> Self {
        Self {
            refreshes: explanation.refreshes(),
            summary: explanation.sentence(),
            steps: explanation.steps.into_iter().map(Step::from).collect(),
            family_id: explanation.family_id.map(|id| id.to_string()),
            refused: explanation.refused.as_ref().map(|refused: &Refused| Refusal::from(refused)),
        }
    }
}

impl From<explanation::Step> for Step {
    fn from(step: explanation::Step) -> Self {
        let codes = members(&step);
        let code = |name: &str| codes.get(name).and_then(Json::as_str).map(str::to_owned);
        Self {
            check: code("check").unwrap_or_default(),
            holds: step.holds,
            words: step.check.words().to_owned(),
            remark: code("remark"),
            remark_words: step.remark.map(Remark::words).map(str::to_owned),
            switch: code("switch"),
            switch_words: step.switch.map(Switch::words).map(str::to_owned),
        }
    }
}

impl From<&explanation::ConditionChange> for ConditionChange {
    fn from(change: &explanation::ConditionChange) -> Self {
        let codes = members(change);
        let code = |name: &str| codes.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        Self { condition: code("condition"), held: change.held, holds: change.holds, switch: code("switch") }
    }
}

impl DecisionExplanation {
    /// Returns a recorded decision as it looks at this time.
    pub fn of(explanation: explanation::RecordedExplanation, now: Timestamp) -> Self {
        let outcome = explanation.now.as_ref().map(members);
        Self {
            recorded: Decision::from(&explanation.recorded),
            now: outcome.and_then(|outcome| outcome.get("result").and_then(Json::as_str).map(str::to_owned)),
            changes: explanation.changes.iter().map(ConditionChange::from).collect(),
            token: explanation.family.as_ref().map(|family| Token::of(family, now)),
            refresh: explanation.refresh.map(RefreshExplanation::from),
        }
    }
}

/// Returns the members of a value that is written as an object, with its codes.
fn members(value: &impl serde::Serialize) -> Map<String, Json> {
    serde_json::to_value(value).ok().and_then(|value| value.as_object().cloned()).unwrap_or_default()
}
