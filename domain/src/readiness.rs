//! What stands between a client and refresh tokens before anybody asks for one: the same list for the console's line about a client and
//! for the explanation of a request.

use crate::{
    client::Client,
    decision::{self, Condition, Decision, RefreshFacts},
    explanation::{Check, Switch},
    workspace::Workspace,
};

/// Something that is not set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// No redirect URI is registered, so that nobody can sign in to the client.
    RedirectUri,
    /// A condition that no request can bring.
    Condition(Condition),
}

/// Returns what is not set up, in the order in which it is looked at; nothing where the client can get refresh tokens.
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
