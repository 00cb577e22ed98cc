//! What is in force for a client: its own values, and its workspace's where it has none.

use crate::{
    client::ClientSettings,
    lifetime::{AccessTokenTtl, AuthorizationCodeTtl, IdTokenTtl, RefreshTokenTtl},
    policy::{Effective, EffectivePolicy, RefreshPolicy, Rotation},
    settings::tokens::{TokenSettings, TokenTtls},
    signing::SigningAlgorithm,
};

/// Returns a client's refresh-token policy and the origin of each value.
pub fn effective_policy(workspace: &TokenSettings, client: &ClientSettings) -> EffectivePolicy {
    EffectivePolicy::of(&workspace.refresh, &client.refresh)
}

/// Returns the refresh-token policy that is in force for a client.
pub fn policy(workspace: &TokenSettings, client: &ClientSettings) -> RefreshPolicy {
    effective_policy(workspace, client).values()
}

/// Returns whether a policy replaces a client's refresh tokens at each use.
pub fn rotates(policy: &RefreshPolicy, client: &ClientSettings) -> bool {
    match policy.rotation {
        Rotation::Always => true,
        Rotation::PublicClients => client.is_public(),
        Rotation::Never => false,
    }
}

/// A client's lifetimes as they are in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EffectiveTtls {
    /// *Access token TTL*.
    pub access_token_ttl: Effective<AccessTokenTtl>,
    /// *Refresh token TTL*.
    pub refresh_token_ttl: Effective<Option<RefreshTokenTtl>>,
    /// *ID token TTL*.
    pub id_token_ttl: Effective<IdTokenTtl>,
    /// *Authorization code TTL*.
    pub authorization_code_ttl: Effective<AuthorizationCodeTtl>,
}

/// Returns a client's lifetimes and the origin of each.
pub fn effective_ttls(workspace: &TokenSettings, client: &ClientSettings) -> EffectiveTtls {
    let (default, own) = (&workspace.ttls, &client.token_ttls);
    EffectiveTtls {
        access_token_ttl: Effective::of(default.access_token_ttl, own.access_token_ttl),
        refresh_token_ttl: Effective::of(default.refresh_token_ttl, own.refresh_token_ttl),
        id_token_ttl: Effective::of(default.id_token_ttl, own.id_token_ttl),
        authorization_code_ttl: Effective::of(default.authorization_code_ttl, own.authorization_code_ttl),
    }
}

/// Returns the lifetimes that are in force for a client.
pub fn ttls(workspace: &TokenSettings, client: &ClientSettings) -> TokenTtls {
    let effective = effective_ttls(workspace, client);
    TokenTtls {
        access_token_ttl: effective.access_token_ttl.value,
        refresh_token_ttl: effective.refresh_token_ttl.value,
        id_token_ttl: effective.id_token_ttl.value,
        authorization_code_ttl: effective.authorization_code_ttl.value,
    }
}

/// Returns the algorithm that signs a client's ID tokens.
pub fn id_token_algorithm(workspace: &TokenSettings, client: &ClientSettings) -> SigningAlgorithm {
    client.signing.id_token_signed_response_alg.unwrap_or(workspace.signing.id_token_signed_response_alg)
}

/// Returns the algorithm that signs a client's access tokens, if they are JWTs.
pub fn access_token_algorithm(workspace: &TokenSettings, client: &ClientSettings) -> SigningAlgorithm {
    client.signing.access_token_signing_alg.unwrap_or(workspace.signing.access_token_signing_alg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{client::ClientType, lifetime::constant, name::Name, policy::Origin};

    #[test]
    fn rotation_for_public_clients_lets_a_confidential_one_keep_its_token() {
        let policy = RefreshPolicy { rotation: Rotation::PublicClients, ..RefreshPolicy::default() };
        assert!(!rotates(&policy, &ClientSettings::defaults(Name::parse("Shop").unwrap(), ClientType::ServerSideWeb)));
        assert!(rotates(&policy, &ClientSettings::defaults(Name::parse("App").unwrap(), ClientType::MobileDesktop)));
    }

    #[test]
    fn what_a_client_has_of_its_own_is_in_force_and_says_so() {
        let mut client = ClientSettings::defaults(Name::parse("Shop").unwrap(), ClientType::ServerSideWeb);
        let workspace = TokenSettings::default();
        client.refresh.rotation = Some(Rotation::Never);
        let effective = effective_policy(&workspace, &client);
        assert_eq!(effective.rotation, Effective { value: Rotation::Never, origin: Origin::Client });
        assert_eq!(effective.retry_window, Effective { value: constant(30), origin: Origin::Workspace });
        assert_eq!(effective.values(), RefreshPolicy { rotation: Rotation::Never, ..workspace.refresh });
    }
}
