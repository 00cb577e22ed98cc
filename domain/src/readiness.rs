//! What is missing before a client can get refresh tokens: one list for the console's line about a client and for explanations.

use crate::{
    client::{Client, ClientSettings},
    decision::{self, Condition, Decision, RefreshFacts},
    explanation::{Check, Switch},
    grant_type::GrantType,
    policy::Rotation,
    policy_violation::{self, PolicyViolation},
    scope::{OFFLINE_ACCESS, Scope},
    settings::tokens::TokenSettings,
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

/// Returns what a workspace does not let any client have that refresh tokens take, in the order in which it is checked.
pub fn forbidden(workspace: &Workspace) -> Vec<Condition> {
    let allows = |grant| workspace.authorization.allows(grant);
    let checks = [
        (Condition::UserGrant, allows(GrantType::AuthorizationCode)),
        (Condition::WorkspaceGrant, allows(GrantType::RefreshToken)),
        (Condition::Lifetime, workspace.tokens.ttls.refresh_token_ttl.is_some()),
    ];
    checks.into_iter().filter(|(_, allowed)| !allowed).map(|(condition, _)| condition).collect()
}

/// Turns on all of a client's own settings that refresh tokens take. What its workspace forbids stays missing; a client without users stays as it
/// is.
pub fn turn_on(tokens: &TokenSettings, settings: &mut ClientSettings) {
    if !settings.client_type.has_users() {
        return;
    }
    settings.grant_types.insert(GrantType::RefreshToken);
    if let Ok(scope) = Scope::parse(OFFLINE_ACCESS) {
        settings.scopes.insert(scope);
    }
    keep_to_rules(tokens, settings);
}

/// Gives a client with refresh tokens values of its own where the standards forbid it those of its workspace.
pub fn keep_to_rules(tokens: &TokenSettings, settings: &mut ClientSettings) {
    // RFC 9700 §2.2.2: a public client's tokens rotate, whatever the workspace's policy is for the others. There is one rule for each value.
    for _ in 0..2 {
        match policy_violation::check_client(tokens, settings) {
            Err(PolicyViolation::PublicClientWithoutRotation) => settings.refresh.rotation = Some(Rotation::Always),
            Err(PolicyViolation::UntilFirstUseWithoutKey) => settings.refresh.retry_until_first_use = Some(false),
            Err(PolicyViolation::IdleLongerThanAbsolute) | Ok(()) => return,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{client::ClientType, name::Name};

    #[test]
    fn a_client_of_each_type_with_users_is_made_ready_under_any_policy() {
        let mut strict = TokenSettings::default();
        strict.refresh.rotation = Rotation::Never;
        strict.refresh.retry_until_first_use = true;
        for tokens in [TokenSettings::default(), strict] {
            for client_type in ClientType::ALL {
                let mut settings = ClientSettings::defaults(Name::parse("App").unwrap(), client_type);
                turn_on(&tokens, &mut settings);
                assert_eq!(settings.has_grant(GrantType::RefreshToken), client_type.has_users());
                assert_eq!(settings.scopes.contains(OFFLINE_ACCESS), client_type.has_users());
                assert_eq!(policy_violation::check_client(&tokens, &settings), Ok(()), "{client_type:?}");
            }
        }
    }

    #[test]
    fn a_client_that_needs_nothing_of_its_own_overrides_nothing() {
        let mut settings = ClientSettings::defaults(Name::parse("App").unwrap(), ClientType::SinglePage);
        turn_on(&TokenSettings::default(), &mut settings);
        assert_eq!(settings.refresh, ClientSettings::defaults(Name::parse("App").unwrap(), ClientType::SinglePage).refresh);
    }
}
