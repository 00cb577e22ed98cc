//! What is missing before a client can get refresh tokens: one list for the console's line about a client and for explanations.

use crate::{
    client::Client,
    decision::{self, Condition, Decision, RefreshFacts},
    explanation::{Check, Switch},
    workspace::Workspace,
};

/// Something that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// No redirect URI is registered, so users cannot sign in to the client.
    RedirectUri,
    /// A condition that does not depend on the request.
    Condition(Condition),
}

/// Returns what is missing, in the order in which it is checked; nothing if the client can get refresh tokens.
pub fn missing(workspace: &Workspace, client: &Client) -> Vec<Missing> {
    let address = client.settings.lacks_redirect_uri().then_some(Missing::RedirectUri);
    let conditions = match decision::decide(workspace, client, RefreshFacts::OFFLINE_GRANTED) {
        Decision::Issue(_) => Vec::new(),
        Decision::Withhold(conditions) => conditions,
    };
    address.into_iter().chain(conditions.into_iter().map(Missing::Condition)).collect()
}

impl Missing {
    /// What is missing, in words for an administrator.
    pub const fn words(self) -> &'static str {
        match self {
            Self::RedirectUri => "no redirect URI is registered",
            Self::Condition(condition) => condition.failure(),
        }
    }

    /// The step of an explanation that finds it.
    pub const fn check(self) -> Check {
        match self {
            Self::RedirectUri => Check::RedirectUri,
            Self::Condition(condition) => Check::Condition(condition),
        }
    }

    /// Where it is set up.
    pub fn switch(self, workspace: &Workspace, client: &Client) -> Switch {
        match self {
            Self::RedirectUri => Switch::ClientOauth,
            Self::Condition(condition) => Switch::of(condition, workspace, client),
        }
    }
}
