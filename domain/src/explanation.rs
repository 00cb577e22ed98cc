//! Explanations, step by step, why a client gets a refresh token or none: what is checked, what is found, and where it is changed.

use serde::{Deserialize, Serialize};

use crate::{
    client::Client,
    decision::{Condition, Decision, Grounds},
    family::FamilySummary,
    grant_type::GrantType,
    id::FamilyId,
    scope::Scopes,
    token_event::TokenEvent,
    workspace::Workspace,
};

/// A check, in the order in which the server makes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The request is a form that has each parameter once.
    Form,
    /// The redirect URI is registered.
    RedirectUri,
    /// The request asks for a code.
    ResponseType,
    /// `response_mode`, `prompt`, `max_age` and the other parameters have known values.
    Parameters,
    /// PKCE is used where it has to be (RFC 7636).
    CodeChallenge,
    /// The client may ask for these scopes.
    Scopes,
    /// The resources that are asked for exist and were granted (RFC 8707).
    Resources,
    /// The `id_token_hint` is an ID token that the client was given.
    IdTokenHint,
    /// The user signs in, or has.
    SignIn,
    /// The user agrees, has agreed, or need not be asked.
    Consent,
    /// The client proves the key that its tokens are bound to (RFC 9449).
    Key,
    /// The user may sign in.
    UserActive,
    /// The client may still have offline access, which the refresh token was issued with.
    StillOffline,
    /// Refresh tokens are still issued without offline access, as this one was.
    StillWithout,
    /// The family has neither expired nor been revoked, and the token is its current one or may still be used.
    Family,
    /// A condition of the decision.
    #[serde(untagged)]
    Condition(Condition),
}

impl Check {
    /// The check in words for an administrator.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Form => "The request is well-formed",
            Self::RedirectUri => "The redirect URI is registered",
            Self::ResponseType => "The request asks for a code",
            Self::Parameters => "The other parameters are understood",
            Self::CodeChallenge => "PKCE is used where it has to be",
            Self::Scopes => "The client may ask for the scopes",
            Self::Resources => "The resources that are asked for are there",
            Self::IdTokenHint => "The id_token_hint is an ID token of this client",
            Self::SignIn => "The user signs in",
            Self::Consent => "The user agrees",
            Self::Key => "The client proves its key",
            Self::UserActive => "The user is active",
            Self::StillOffline => "The client may still have offline access",
            Self::StillWithout => "Refresh tokens are still issued without offline access",
            Self::Family => "The refresh token is alive",
            Self::Condition(condition) => condition.words(),
        }
    }
}

/// What was found about a step, besides whether it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// The user's session satisfies the request.
    SignedIn,
    /// Nobody is signed in: the user is asked.
    SignInAsked,
    /// The request is for another user: the user is asked to sign in as that one.
    SignInByHint,
    /// The client may not ask for some of the scopes: they are left out.
    LeftOut,
    /// `prompt=login`: the user is asked again.
    SignInByPrompt,
    /// The sign-in is older than `max_age`: the user is asked again.
    SignInByMaxAge,
    /// The client is trusted: the user is not asked.
    Trusted,
    /// The user agreed to all of it before.
    Remembered,
    /// Another program could pass for the client: the user is asked each time.
    ClientNotIdentified,
    /// `prompt=consent`: the user is asked in any case.
    ConsentByPrompt,
    /// The user has not agreed before: they are asked.
    ConsentNeverGiven,
    /// What the user agreed to before does not cover all of it: they are asked.
    ConsentTooNarrow,
    /// The user agreed to offline access too long ago: they are asked.
    ConsentTooOld,
    /// A refresh token would live longer than the user was told: they are asked.
    ConsentTooShort,
    /// The client gets tokens that are bound to a key and no others, so each token request needs a proof.
    ProofNeeded,
    /// The code or the refresh token is bound to a key, so the proof must be made with it.
    KeyNeeded,
    /// The policy issues a refresh token without it, bound to the login session.
    NotNeeded,
    /// The refresh token would be replaced.
    Rotates,
    /// The refresh token was made less than a retry window ago and would stay.
    WithinWindow,
    /// The refresh token was replaced, but may still come back: it would get the current one.
    Straggler,
    /// Rotation is off: the refresh token would stay.
    RotationOff,
}

impl Remark {
    /// In words for an administrator.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SignedIn => "The session is there and young enough.",
            Self::SignInAsked => "Nobody is signed in, so the user is asked to.",
            Self::SignInByHint => "The request asks for another user by id_token_hint, so the user is asked to sign in as that one.",
            Self::LeftOut => "The client may not ask for all of them. What it may not is left out, and the answer says what is granted.",
            Self::SignInByPrompt => "The request says prompt=login, so the user is asked to sign in again.",
            Self::SignInByMaxAge => "The sign-in is older than max_age allows, so the user is asked to sign in again.",
            Self::Trusted => "The client is trusted, so the user is not asked.",
            Self::Remembered => "The user agreed to all of it before, so they are not asked.",
            Self::ClientNotIdentified => {
                "The client has no secret and its redirect URI is on the user's device, where any program could pass for it. The user is \
                 asked each time."
            }
            Self::ConsentByPrompt => "The request says prompt=consent, so the user is asked.",
            Self::ConsentNeverGiven => "The user has not agreed before, so they are asked.",
            Self::ConsentTooNarrow => "What the user agreed to before does not cover all of it, so they are asked.",
            Self::ConsentTooOld => "The user agreed to offline access longer ago than a refresh token lives, so they are asked.",
            Self::ConsentTooShort => "A refresh token would live longer than the user was told when they agreed, so they are asked.",
            Self::ProofNeeded => "The client is registered for tokens that are bound to a key, so its token request needs a DPoP proof.",
            Self::KeyNeeded => "It is bound to a key, so the token request needs a DPoP proof that is made with that key.",
            Self::NotNeeded => "Refresh tokens are issued without it here, and end with the login session.",
            Self::Rotates => "A refresh replaces it.",
            Self::WithinWindow => "It was issued less than a retry window ago, so a refresh returns the same token.",
            Self::Straggler => "It was replaced, but may still come back: a refresh returns the current token.",
            Self::RotationOff => "Rotation is off, so a refresh returns the same token.",
        }
    }
}

/// A place where something is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// In the application: its authorization request.
    Request,
    /// By the user, who is asked.
    User,
    /// The workspace's Allowed grant types.
    WorkspaceGrantTypes,
    /// The workspace's lifetimes and refresh-token policy.
    WorkspaceTokens,
    /// The client's status.
    ClientStatus,
    /// The client's grant types, redirect URIs and switches.
    ClientOauth,
    /// The client's scopes.
    ClientScopes,
    /// The client's own lifetimes and refresh-token policy.
    ClientTokens,
    /// The user's status.
    UserStatus,
    /// The user's live refresh tokens.
    LiveTokens,
    /// The resource servers behind the workspace's services.
    Services,
}

impl Switch {
    /// The place in a word or two, for a link.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Request => "The application's request",
            Self::User => "The user",
            Self::WorkspaceGrantTypes => "Allowed grant types",
            Self::WorkspaceTokens => "Auth Server › Tokens",
            Self::ClientStatus => "The client's status",
            Self::ClientOauth => "The client's OAuth settings",
            Self::ClientScopes => "The client's scopes",
            Self::ClientTokens => "The client's token policy",
            Self::UserStatus => "Users",
            Self::LiveTokens => "The client's refresh tokens",
            Self::Services => "Services",
        }
    }

    /// The place in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Request => "the application's authorization request",
            Self::User => "the user, who is asked",
            Self::WorkspaceGrantTypes => "Settings › Authorization › Allowed grant types",
            Self::WorkspaceTokens => "Auth Server › Tokens",
            Self::ClientStatus => "Applications › Clients › the client › Overview",
            Self::ClientOauth => "Applications › Clients › the client › OAuth",
            Self::ClientScopes => "Applications › Clients › the client › Scopes",
            Self::ClientTokens => "Applications › Clients › the client › Token policy",
            Self::UserStatus => "Users › the user",
            Self::LiveTokens => "Applications › Clients › the client › Tokens",
            Self::Services => "Applications › Services",
        }
    }

    /// Returns where a condition is changed for a client.
    pub fn of(condition: Condition, workspace: &Workspace, client: &Client) -> Self {
        let own = &client.settings.refresh;
        let has_policy_of_its_own = own.rotation.is_some() || own.retry_until_first_use.is_some();
        match condition {
            Condition::ClientActive => Self::ClientStatus,
            Condition::UserGrant if workspace.authorization.grant_types.contains(&GrantType::AuthorizationCode) => Self::ClientOauth,
            Condition::UserGrant | Condition::WorkspaceGrant => Self::WorkspaceGrantTypes,
            Condition::ClientGrant => Self::ClientOauth,
            Condition::OfflineAccess => Self::ClientScopes,
            Condition::Lifetime if client.settings.token_ttls.refresh_token_ttl.is_some() => Self::ClientTokens,
            Condition::Protected if has_policy_of_its_own => Self::ClientTokens,
            Condition::Lifetime | Condition::Protected => Self::WorkspaceTokens,
            Condition::Requested => Self::Request,
            Condition::Consented => Self::User,
            Condition::Limit => Self::LiveTokens,
        }
    }
}

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
    /// What the client's developer can look at.
    pub advice: String,
}

/// The outcome of an authorization request and of the exchange of its code.
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

    /// The stable reason codes; none if the client gets a refresh token.
    pub fn reasons(&self) -> Vec<String> {
        match self {
            Self::RefreshToken { .. } => Vec::new(),
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
            Self::Refused(refused) => format!("The request is refused with {}: {}", refused.error, refused.description),
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
            Some(refused) => format!("The refresh is refused with {}: {}", refused.error, refused.description),
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

/// A question about an authorization request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Question {
    /// The request: its address, or only its parameters. Without one, a usual request is made from the fields below.
    pub request: String,
    /// The `scope` of the usual request; `openid offline_access` if empty.
    pub scope: String,
    /// The `prompt` of the usual request.
    pub prompt: String,
    /// The user who signs in: a user ID, or what they sign in with. Without one it is a user who never agreed before.
    pub user: String,
    /// Whether the user is signed in when the request comes.
    pub signed_in: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

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
