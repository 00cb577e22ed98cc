//! What is in force for a client: its own values, and its workspace's where it has none.

use crate::{
    client::{Client, ClientSettings},
    logout::LOGOUT_TOKEN_TTL,
    policy::{EffectivePolicy, EffectiveTtls, RefreshPolicy, Rotation},
    settings::tokens::{AccessTokenFormat, TokenSettings, TokenTtls},
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

/// Returns a client's lifetimes and the origin of each.
pub fn effective_ttls(workspace: &TokenSettings, client: &ClientSettings) -> EffectiveTtls {
    EffectiveTtls::of(&workspace.ttls, &client.token_ttls)
}

/// Returns the lifetimes that are in force for a client.
pub fn ttls(workspace: &TokenSettings, client: &ClientSettings) -> TokenTtls {
    effective_ttls(workspace, client).values()
}

/// Returns the algorithm that signs a client's ID tokens.
pub fn id_token_algorithm(workspace: &TokenSettings, client: &ClientSettings) -> SigningAlgorithm {
    client.signing.id_token_signed_response_alg.unwrap_or(workspace.signing.id_token_signed_response_alg)
}

/// Returns the algorithm that signs a client's access tokens, if they are JWTs.
pub fn access_token_algorithm(workspace: &TokenSettings, client: &ClientSettings) -> SigningAlgorithm {
    client.signing.access_token_signing_alg.unwrap_or(workspace.signing.access_token_signing_alg)
}

/// For how many seconds an authorization response that is signed can be read: as long as the longest authorization code should (JARM §2.1).
pub const SIGNED_RESPONSE_SECONDS: i64 = 10 * 60;

/// Returns the algorithm that signs a client's authorization responses, where it asks for that: that of its ID tokens, unless it has another.
pub fn authorization_response_algorithm(workspace: &TokenSettings, client: &ClientSettings) -> SigningAlgorithm {
    client.signing.authorization_signed_response_alg.unwrap_or_else(|| id_token_algorithm(workspace, client))
}

/// For how many seconds the key of a signed introspection answer stays published. The answer says no end: who asked verifies it at once.
pub const SIGNED_INTROSPECTION_SECONDS: i64 = 10 * 60;

/// Returns the algorithm that signs a client's introspection answers, where it asks for that: that of its ID tokens, unless it has another.
pub fn introspection_algorithm(workspace: &TokenSettings, client: &ClientSettings) -> SigningAlgorithm {
    client.signing.introspection_signed_response_alg.unwrap_or_else(|| id_token_algorithm(workspace, client))
}

/// Returns the longest lifetime, in seconds, of what a client gets that an algorithm signs; 0 if it signs nothing.
pub fn signed_lifetime(algorithm: SigningAlgorithm, workspace: &TokenSettings, client: &ClientSettings) -> i64 {
    let ttls = ttls(workspace, client);
    let signs_access_tokens =
        workspace.access_token_format == AccessTokenFormat::Jwt && access_token_algorithm(workspace, client) == algorithm;
    let access_token = signs_access_tokens.then(|| ttls.access_token_ttl.as_seconds());
    let signs_id_tokens = id_token_algorithm(workspace, client) == algorithm;
    let id_token = signs_id_tokens.then(|| ttls.id_token_ttl.as_seconds());
    let logout_token = (signs_id_tokens && client.backchannel_logout_uri.is_some()).then_some(LOGOUT_TOKEN_TTL);
    // Any client with users can ask for these.
    let signs_responses = client.client_type.has_users() && authorization_response_algorithm(workspace, client) == algorithm;
    let response = signs_responses.then_some(SIGNED_RESPONSE_SECONDS);
    // Any client that authenticates can ask for these.
    let signs_introspection = !client.is_public() && introspection_algorithm(workspace, client) == algorithm;
    let introspection = signs_introspection.then_some(SIGNED_INTROSPECTION_SECONDS);
    access_token.max(id_token).max(logout_token).max(response).max(introspection).unwrap_or_default()
}

/// Returns the longest lifetime, in seconds, of the tokens of these clients that an algorithm signs; 0 if it signs none.
pub fn longest_signed_lifetime(algorithm: SigningAlgorithm, workspace: &TokenSettings, clients: &[Client]) -> i64 {
    clients.iter().map(|client| signed_lifetime(algorithm, workspace, &client.settings)).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        client::{ClientType, TokenEndpointAuthMethod},
        client_uri::BackchannelLogoutUri,
        lifetime::constant,
        name::Name,
        policy::{Effective, Origin},
    };

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

    #[test]
    fn a_key_signs_tokens_as_long_as_the_longest_that_its_algorithm_signs() {
        use SigningAlgorithm::{EdDsa, Es256, Rs256};

        let mut client = ClientSettings::defaults(Name::parse("Shop").unwrap(), ClientType::ServerSideWeb);
        let mut workspace = TokenSettings::default();
        workspace.ttls.id_token_ttl = constant(600);
        client.token_ttls.access_token_ttl = Some(constant(7200));
        let of = |workspace: &TokenSettings, client: &ClientSettings| {
            [Rs256, Es256, EdDsa].map(|algorithm| signed_lifetime(algorithm, workspace, client))
        };
        assert_eq!(of(&workspace, &client), [600, 7200, 0]);
        client.signing.id_token_signed_response_alg = Some(Es256);
        assert_eq!(of(&workspace, &client), [0, 7200, 0]);
        workspace.access_token_format = AccessTokenFormat::Opaque;
        assert_eq!(of(&workspace, &client), [0, 600, 0]);
        workspace.ttls.id_token_ttl = constant(60);
        assert_eq!(of(&workspace, &client), [0, SIGNED_RESPONSE_SECONDS.max(SIGNED_INTROSPECTION_SECONDS), 0]);
        client.signing.introspection_signed_response_alg = Some(EdDsa);
        client.signing.authorization_signed_response_alg = Some(EdDsa);
        assert_eq!(of(&workspace, &client), [0, 60, SIGNED_RESPONSE_SECONDS]);
        client.backchannel_logout_uri = Some(BackchannelLogoutUri::parse("https://shop.example.com/logout").unwrap());
        assert_eq!(of(&workspace, &client), [0, LOGOUT_TOKEN_TTL, SIGNED_RESPONSE_SECONDS]);
        client.backchannel_logout_uri = None;
        client.client_type = ClientType::Service;
        let expected = [0, 60, SIGNED_INTROSPECTION_SECONDS];
        assert_eq!(of(&workspace, &client), expected, "it has no users to answer for, and may ask about tokens");
        client.token_endpoint_auth_method = TokenEndpointAuthMethod::None;
        assert_eq!(of(&workspace, &client), [0, 60, 0]);
    }
}
