//! What the standards do not allow of a policy, and what contradicts itself.

use serde::{Deserialize, Serialize};

use crate::{
    client::ClientSettings,
    grant_type::GrantType,
    in_force,
    policy::RefreshPolicy,
    settings::tokens::{TokenSettings, TokenTtls},
};

/// A policy that the standards forbid, or that contradicts itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyViolation {
    /// RFC 9700 §2.2.2: refresh tokens of public clients must be sender-constrained or rotated.
    #[error(
        "A public client's refresh tokens must rotate or be bound to a key: otherwise a stolen token works unseen until it expires (RFC 9700, section 2.2.2)."
    )]
    PublicClientWithoutRotation,
    /// RFC 9700 §4.14.2: the previous token of a public client must be recognised when it comes back.
    #[error(
        "A public client's previous refresh token cannot stay valid until first use unless it is bound to a key: a thief could use it unseen (RFC 9700, section 4.14.2)."
    )]
    UntilFirstUseWithoutKey,
    /// The idle lifetime would never end anything.
    #[error("The idle lifetime is longer than the Refresh token TTL, so it would never end anything.")]
    IdleLongerThanAbsolute,
}

impl PolicyViolation {
    /// The setting that breaks the rule, by its name on the wire.
    pub const fn field(self) -> &'static str {
        match self {
            Self::PublicClientWithoutRotation => "rotation",
            Self::UntilFirstUseWithoutKey => "retry_until_first_use",
            Self::IdleLongerThanAbsolute => "refresh_token_idle_ttl",
        }
    }
}

/// Checks whether a client may have refresh tokens under its policy. A client without the grant breaks no rule.
pub fn check_client(workspace: &TokenSettings, client: &ClientSettings) -> Result<(), PolicyViolation> {
    if !client.grant_types.contains(&GrantType::RefreshToken) {
        return Ok(());
    }
    let policy = in_force::policy(workspace, client);
    let bearer = client.is_public() && !client.has_bound_tokens();
    if bearer && !in_force::rotates(&policy, client) {
        return Err(PolicyViolation::PublicClientWithoutRotation);
    }
    if bearer && policy.retry_until_first_use {
        return Err(PolicyViolation::UntilFirstUseWithoutKey);
    }
    check_idle(&policy, &in_force::ttls(workspace, client))
}

/// Checks whether the values of a workspace's policy fit together.
pub fn check_workspace(workspace: &TokenSettings) -> Result<(), PolicyViolation> {
    check_idle(&workspace.refresh, &workspace.ttls)
}

fn check_idle(policy: &RefreshPolicy, ttls: &TokenTtls) -> Result<(), PolicyViolation> {
    let longer = ttls.refresh_token_ttl.is_some_and(|absolute| policy.refresh_token_idle_ttl.as_seconds() > absolute.as_seconds());
    if longer { Err(PolicyViolation::IdleLongerThanAbsolute) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        client::ClientType,
        lifetime::{IdleTtl, RefreshTokenTtl},
        name::Name,
        policy::Rotation,
    };

    fn client(client_type: ClientType) -> ClientSettings {
        let mut client = ClientSettings::defaults(Name::parse("App").unwrap(), client_type);
        client.grant_types.insert(GrantType::RefreshToken);
        client
    }

    /// Clauses: 24.
    #[test]
    fn a_public_client_with_refresh_tokens_and_without_rotation_is_refused() {
        let mut workspace = TokenSettings::default();
        let mut client = client(ClientType::SinglePage);
        assert_eq!(check_client(&workspace, &client), Ok(()));
        client.refresh.rotation = Some(Rotation::Never);
        assert_eq!(check_client(&workspace, &client), Err(PolicyViolation::PublicClientWithoutRotation));
        client.grant_types.remove(&GrantType::RefreshToken);
        assert_eq!(check_client(&workspace, &client), Ok(()), "without the grant there is nothing to protect");
        client.grant_types.insert(GrantType::RefreshToken);
        client.refresh.rotation = None;
        workspace.refresh.rotation = Rotation::PublicClients;
        assert_eq!(check_client(&workspace, &client), Ok(()));
        workspace.refresh.rotation = Rotation::Never;
        assert_eq!(check_client(&workspace, &client), Err(PolicyViolation::PublicClientWithoutRotation));
    }

    #[test]
    fn a_bound_key_or_certificate_takes_the_place_of_rotation() {
        let mut client = client(ClientType::MobileDesktop);
        client.refresh.rotation = Some(Rotation::Never);
        client.dpop_bound_access_tokens = true;
        assert_eq!(check_client(&TokenSettings::default(), &client), Ok(()));
        client.dpop_bound_access_tokens = false;
        client.tls_client_certificate_bound_access_tokens = true;
        assert_eq!(check_client(&TokenSettings::default(), &client), Ok(()));
    }

    #[test]
    fn until_first_use_is_for_clients_that_authenticate_or_hold_a_bound_key() {
        let mut workspace = TokenSettings::default();
        workspace.refresh.retry_until_first_use = true;
        assert_eq!(check_client(&workspace, &client(ClientType::ServerSideWeb)), Ok(()));
        let mut public = client(ClientType::SinglePage);
        assert_eq!(check_client(&workspace, &public), Err(PolicyViolation::UntilFirstUseWithoutKey));
        public.dpop_bound_access_tokens = true;
        assert_eq!(check_client(&workspace, &public), Ok(()));
    }

    #[test]
    fn an_idle_lifetime_is_at_most_the_absolute_one_that_is_in_force() {
        let mut workspace = TokenSettings::default();
        workspace.refresh.refresh_token_idle_ttl = IdleTtl::parse("14d").unwrap();
        assert_eq!(check_workspace(&workspace), Ok(()));
        let mut client = client(ClientType::ServerSideWeb);
        client.token_ttls.refresh_token_ttl = Some(Some(RefreshTokenTtl::parse("7d").unwrap()));
        assert_eq!(check_client(&workspace, &client), Err(PolicyViolation::IdleLongerThanAbsolute));
        workspace.ttls.refresh_token_ttl = Some(RefreshTokenTtl::parse("13d").unwrap());
        assert_eq!(check_workspace(&workspace), Err(PolicyViolation::IdleLongerThanAbsolute));
        workspace.ttls.refresh_token_ttl = None;
        assert_eq!(check_workspace(&workspace), Ok(()), "where no refresh tokens are issued there is nothing to end");
    }
}
