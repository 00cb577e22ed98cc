//! Explanations, step by step, why a client gets a refresh token or none: what is checked, what is found, and where it is changed.

mod check;
mod remark;
mod switch;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use check::Check;
pub use remark::Remark;
pub use switch::Switch;

use crate::{
    decision::{Condition, Decision, Grounds},
    family::FamilySummary,
    id::FamilyId,
    problem::Problem,
    scope::Scopes,
    secret::Secret,
    token_event::TokenEvent,
};

/// One check that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The check.
    pub check: Check,
    /// Whether it holds.
    pub holds: bool,
    /// What was found about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<Remark>,
    /// Where it is changed, if it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch: Option<Switch>,
}

/// A refusal, with what its client sees and what an administrator reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The `error` of the standard.
    pub error: String,
    /// The stable reason code.
    pub reason: String,
    /// The refusal in a sentence.
    pub description: String,
    /// What an administrator can do about it.
    pub advice: String,
    /// The place in what the client sent that it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl Refused {
    /// Returns a description of it, in whatever language, with the place that it is about.
    pub fn placed(&self, description: &str) -> String {
        match &self.place {
            Some(place) => format!("{description} ({place})"),
            None => description.to_owned(),
        }
    }
}

/// The outcome of an authorization request and of the exchange of its code, or of a service's request for a token of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Outcome {
    /// The client gets a refresh token.
    RefreshToken {
        /// What it is issued on.
        grounds: Grounds,
    },
    /// The client gets an access token and no refresh token, because of these.
    NoRefreshToken {
        /// The conditions that do not hold; at least one.
        conditions: Vec<Condition>,
    },
    /// A client that acts for itself gets the access token that it asks for. No refresh token belongs to that.
    AccessToken,
    /// The request is refused with an answer to the client.
    Refused(Refused),
    /// The request is refused on a page, because there is no address for an answer.
    Unanswerable(Refused),
    /// The user may not sign in.
    UserInactive,
}

impl From<Decision> for Outcome {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Issue(grounds) => Self::RefreshToken { grounds },
            Decision::Withhold(conditions) => Self::NoRefreshToken { conditions },
        }
    }
}

impl Outcome {
    /// Returns whether the client gets a refresh token.
    pub const fn issues(&self) -> bool {
        matches!(self, Self::RefreshToken { .. })
    }

    /// Returns whether the client gets all that it can get: a refresh token, or, where it acts for itself, an access token.
    pub const fn succeeds(&self) -> bool {
        matches!(self, Self::RefreshToken { .. } | Self::AccessToken)
    }

    /// The stable reason codes; none if the client gets all that it can get.
    pub fn reasons(&self) -> Vec<String> {
        match self {
            Self::RefreshToken { .. } | Self::AccessToken => Vec::new(),
            Self::NoRefreshToken { conditions } => conditions.iter().map(|condition| condition.code().to_owned()).collect(),
            Self::Refused(refused) | Self::Unanswerable(refused) => vec![refused.reason.clone()],
            Self::UserInactive => vec!["user_inactive".to_owned()],
        }
    }

    /// The refusal, if it is one.
    pub const fn refused(&self) -> Option<&Refused> {
        match self {
            Self::Refused(refused) | Self::Unanswerable(refused) => Some(refused),
            _ => None,
        }
    }

    /// The outcome in a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::RefreshToken { grounds: Grounds::OfflineAccess } => "The client gets a refresh token.".to_owned(),
            Self::RefreshToken { grounds: Grounds::LoginSession } => {
                "The client gets a refresh token that ends with the login session.".to_owned()
            }
            Self::NoRefreshToken { conditions } => {
                let failures: Vec<_> = conditions.iter().map(|condition| condition.failure()).collect();
                format!("The client gets an access token and no refresh token: {}.", failures.join(", "))
            }
            Self::AccessToken => "The client gets an access token.".to_owned(),
            Self::Refused(refused) => {
                format!("The request is refused with {}: {}", refused.error, refused.placed(&refused.description))
            }
            Self::Unanswerable(refused) => format!("The user sees an error page, and the client gets no answer: {}", refused.description),
            Self::UserInactive => "The user is inactive and cannot sign in.".to_owned(),
        }
    }
}

/// The explanation of an authorization request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The checks, as far as the request gets.
    pub steps: Vec<Step>,
    /// The scopes that are asked for and left out.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
    pub left_out: Scopes,
    /// The outcome.
    pub outcome: Outcome,
}

/// The explanation of a refresh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshExplanation {
    /// The family; none if the token is not one of the client's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_id: Option<FamilyId>,
    /// The checks, as far as the request gets.
    pub steps: Vec<Step>,
    /// The refusal; none if the client gets new tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
}

impl RefreshExplanation {
    /// Returns whether the client gets new tokens.
    pub const fn refreshes(&self) -> bool {
        self.refused.is_none()
    }

    /// The outcome in a sentence.
    pub fn sentence(&self) -> String {
        match &self.refused {
            None => "The client gets new tokens.".to_owned(),
            Some(refused) => format!("The refresh is refused with {}: {}", refused.error, refused.placed(&refused.description)),
        }
    }
}

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// The parameters of the request that was explained, as a query.
    pub query: String,
    /// What the user signs in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The answer.
    #[serde(flatten)]
    pub explanation: Explanation,
}

/// A token response or a refusal as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// What was recorded.
    pub event: TokenEvent,
    /// What the user signs in with, if one is known.
    pub user_identifier: Option<String>,
    /// The refusal, where it was one.
    pub refused: Option<Refused>,
    /// Where that is set right, unless it is in the application.
    #[serde(default)]
    pub switch: Option<Switch>,
    /// What those are called that it names by their identifiers.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
}

/// What was recorded, compared with what is in force now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedExplanation {
    /// What was recorded.
    pub recorded: Recorded,
    /// The outcome of the same request now, if the user agrees.
    pub now: Option<Outcome>,
    /// The conditions that did not hold then or do not hold now.
    pub changes: Vec<ConditionChange>,
    /// The family of the event.
    pub family: Option<FamilySummary>,
    /// The explanation of a refresh with that family's token.
    pub refresh: Option<RefreshExplanation>,
}

/// A condition then and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionChange {
    /// Which.
    pub condition: Condition,
    /// Whether it held then.
    pub held: bool,
    /// Whether it holds now.
    pub holds: bool,
    /// Where it is changed.
    pub switch: Switch,
}

/// What to explain about a client, as it is asked on every face: an authorization request, or, with a family or a refresh token, a refresh.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Question {
    /// The request: its address, or only its parameters. Without one, a usual request is made from the fields below.
    pub request: String,
    /// The `scope` of the usual request, `openid offline_access` if empty; of a refresh, the scope that it asks for, if any.
    pub scope: String,
    /// Each `resource` of the usual request or of the refresh, separated by spaces.
    pub resource: String,
    /// The `prompt` of the usual request.
    pub prompt: String,
    /// The user who signs in: a user ID, or what they sign in with. Without one it is a user who never agreed before.
    pub user: String,
    /// Whether the user is signed in when the request comes.
    pub signed_in: bool,
    /// The family of the refresh, which has its current token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_id: Option<FamilyId>,
    /// The refresh token, exactly as it would be sent.
    #[serde(skip)]
    pub refresh_token: Option<Secret<String>>,
}

impl Question {
    /// Returns whether it is about a refresh.
    pub const fn is_about_a_refresh(&self) -> bool {
        self.family_id.is_some() || self.refresh_token.is_some()
    }

    /// Returns the fields that say something of a user, which no request of a service has.
    pub fn of_users(&self) -> impl Iterator<Item = &'static str> {
        let given = [("prompt", !self.prompt.trim().is_empty()), ("user", !self.user.trim().is_empty()), ("signed_in", self.signed_in)];
        given.into_iter().filter(|(_, given)| *given).map(|(field, _)| field)
    }

    /// Returns what it holds and may not, each by its field: what cannot be combined would otherwise be left aside, and the answer be about
    /// another request than the one that was asked about.
    pub fn contradictions(&self) -> Vec<(&'static str, Problem)> {
        let of_request = [("prompt", !self.prompt.trim().is_empty())];
        let of_both = [("scope", !self.scope.trim().is_empty()), ("resource", !self.resource.trim().is_empty())];
        let of_user = [("user", !self.user.trim().is_empty()), ("signed_in", self.signed_in)];
        let request = ("request", !self.request.trim().is_empty());
        let (problem, beside): (_, Vec<_>) = if self.is_about_a_refresh() {
            (Problem::NotOfARefresh, [request].into_iter().chain(of_request).chain(of_user).collect())
        } else if request.1 {
            (Problem::SaidByRequest, of_both.into_iter().chain(of_request).collect())
        } else {
            (Problem::SaidByRequest, Vec::new())
        };
        let found = beside.into_iter().filter(|(_, given)| *given).map(|(field, _)| (field, problem));
        let both = (self.family_id.is_some() && self.refresh_token.is_some()).then_some(("refresh_token", Problem::TwoQuestions));
        found.chain(both).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    #[test]
    fn what_cannot_be_asked_together_is_found_by_its_field() {
        let refresh = Question { refresh_token: Some(Secret::new("rt1.x".to_owned())), ..Question::default() };
        let request = Question { request: "client_id=x".to_owned(), ..Question::default() };
        let every = |question: Question| Question {
            scope: "openid".to_owned(),
            resource: "https://a.example".to_owned(),
            prompt: "none".to_owned(),
            user: "alice".to_owned(),
            signed_in: true,
            ..question
        };
        let fields = |question: &Question| question.contradictions().into_iter().map(|(field, _)| field).collect::<Vec<_>>();
        for question in [&Question::default(), &every(Question::default()), &refresh, &request] {
            assert_eq!(fields(question), <[&str; 0]>::default(), "{question:?}");
        }
        assert_eq!(fields(&every(request.clone())), ["scope", "resource", "prompt"]);
        assert_eq!(fields(&every(refresh.clone())), ["prompt", "user", "signed_in"]);
        let both = Question { request: request.request, family_id: Some(FamilyId::new(Timestamp::from_millis(0), [0; 10])), ..refresh };
        assert_eq!(both.contradictions(), [("request", Problem::NotOfARefresh), ("refresh_token", Problem::TwoQuestions)]);
    }

    #[test]
    fn an_explanation_reads_back_as_it_was_written() {
        let steps = vec![
            Step { check: Check::RedirectUri, holds: true, remark: None, switch: None },
            Step { check: Check::Consent, holds: true, remark: Some(Remark::Remembered), switch: None },
            Step { check: Check::Condition(Condition::ClientGrant), holds: false, remark: None, switch: Some(Switch::ClientOauth) },
        ];
        let explanation =
            Explanation { steps, left_out: Scopes::none(), outcome: Outcome::NoRefreshToken { conditions: vec![Condition::ClientGrant] } };
        let text = serde_json::to_string(&explanation).unwrap();
        assert!(text.contains(r#"{"check":"client_grant","holds":false,"switch":"client_oauth"}"#), "{text}");
        assert_eq!(serde_json::from_str::<Explanation>(&text).unwrap(), explanation);
    }
}
