//! What is missing before a client can get refresh tokens: one list for the console's line about a client and for explanations. And what a new client
//! starts with.

use crate::{
    client::{Client, ClientSettings, TokenEndpointAuthMethod},
    client_keys::ClientKeys,
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
    /// What its workspace asks of it, so that each of its requests is refused.
    Asked(Asked),
}

/// What a workspace asks of a client's settings: without it, the client gets no token of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It has to authenticate by a key or a certificate.
    Authentication,
    /// Its assertions are all signed by an algorithm that is not taken.
    Algorithm,
    /// It has to sign its requests, and has no key that they could be verified by.
    RequestKeys,
}

impl Asked {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Authentication, Self::Algorithm, Self::RequestKeys];
}

/// Returns what a workspace asks of clients that these settings do not have, so that it refuses each request: the answers that do not depend on the
/// request, in the order in which they are given.
pub fn refused(workspace: &Workspace, settings: &ClientSettings) -> Vec<Asked> {
    let (authorization, security) = (&workspace.authorization, workspace.authorization.security);
    let ClientKeys { jwks, jwks_uri, token_endpoint_auth_signing_alg } = &settings.keys;
    let has_to_sign = authorization.require_signed_request_object || settings.require_signed_request_object;
    let asks_for_users = settings.has_grant(GrantType::AuthorizationCode);
    let signs_otherwise = settings.token_endpoint_auth_method == TokenEndpointAuthMethod::PrivateKeyJwt
        && token_endpoint_auth_signing_alg.is_some_and(|algorithm| !algorithm.is_of_fapi());
    let lacks = |asked| match asked {
        Asked::Authentication => !security.takes(settings.token_endpoint_auth_method),
        Asked::Algorithm => security.require_strict_client_jwts && signs_otherwise,
        Asked::RequestKeys => has_to_sign && asks_for_users && jwks.is_none() && jwks_uri.is_none(),
    };
    Asked::ALL.into_iter().filter(|asked| lacks(*asked)).collect()
}

/// Lets a new client start with what its workspace asks of clients: one that can keep a secret authenticates by its key where secrets are not taken.
pub const fn start_as_asked(workspace: &Workspace, settings: &mut ClientSettings) {
    if settings.client_type.is_confidential() && !workspace.authorization.security.takes(settings.token_endpoint_auth_method) {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
    }
}

/// Returns whether a workspace asks its clients for keys.
pub const fn asks_for_keys(workspace: &Workspace) -> bool {
    workspace.authorization.security.require_asymmetric_client_authentication || workspace.authorization.require_signed_request_object
}

/// Returns what is missing, in the order in which it is checked; nothing if the client can get refresh tokens.
pub fn missing(workspace: &Workspace, client: &Client) -> Vec<Missing> {
    let address = client.settings.lacks_redirect_uri().then_some(Missing::RedirectUri);
    let conditions = match decision::decide(workspace, client, RefreshFacts::OFFLINE_GRANTED) {
        Decision::Issue(_) => Vec::new(),
        Decision::Withhold(conditions) => conditions,
    };
    address.into_iter().chain(conditions.into_iter().map(Missing::Condition)).chain(refused_as_missing(workspace, client)).collect()
}

/// Returns what is missing before a client can get a token of any kind, as far as its workspace asks for it.
pub fn refused_as_missing(workspace: &Workspace, client: &Client) -> Vec<Missing> {
    refused(workspace, &client.settings).into_iter().map(Missing::Asked).collect()
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
            Self::Asked(Asked::Authentication) => "the workspace takes only clients that authenticate by a key or a certificate",
            Self::Asked(Asked::Algorithm) => "the workspace does not take the algorithm that its assertions are signed by",
            Self::Asked(Asked::RequestKeys) => "its requests have to be signed, and it has no public keys",
        }
    }

    /// The step of an explanation that finds it.
    pub const fn check(self) -> Check {
        match self {
            Self::RedirectUri => Check::RedirectUri,
            Self::Condition(condition) => Check::Condition(condition),
            Self::Asked(Asked::Authentication | Asked::Algorithm) => Check::ClientAuthentication,
            Self::Asked(Asked::RequestKeys) => Check::ClientKeys,
        }
    }

    /// Where it is set up.
    pub fn switch(self, workspace: &Workspace, client: &Client) -> Switch {
        match self {
            Self::RedirectUri | Self::Asked(_) => Switch::ClientOauth,
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
