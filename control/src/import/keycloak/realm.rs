//! Settings of a realm.

use domain::{
    import::Reason,
    lifetime::{IdleTtl, RefreshTokenTtl},
    name::Name,
    policy::Rotation,
    settings::tokens::TokenSettings,
};

use crate::import::{findings::Findings, members::Members, taken::Import, values::lifetime};

/// What has no counterpart, by the reason.
const LEFT_OUT: [(Reason, &[&str]); 5] = [
    (
        Reason::SessionLifetime,
        &[
            "ssoSessionIdleTimeout",
            "ssoSessionMaxLifespan",
            "ssoSessionIdleTimeoutRememberMe",
            "ssoSessionMaxLifespanRememberMe",
            "clientSessionIdleTimeout",
            "clientSessionMaxLifespan",
            "clientOfflineSessionIdleTimeout",
            "clientOfflineSessionMaxLifespan",
            "rememberMe",
        ],
    ),
    (Reason::RolesAndGroups, &["roles", "groups", "defaultRole", "defaultRoles", "defaultGroups", "scopeMappings", "clientScopeMappings"]),
    (
        Reason::IdentityProviders,
        &["identityProviders", "identityProviderMappers", "userFederationProviders", "userFederationMappers", "organizationsEnabled"],
    ),
    (
        Reason::Flows,
        &[
            "authenticationFlows",
            "authenticatorConfig",
            "requiredActions",
            "requiredCredentials",
            "browserFlow",
            "registrationFlow",
            "directGrantFlow",
            "resetCredentialsFlow",
            "clientAuthenticationFlow",
            "dockerAuthenticationFlow",
            "firstBrokerLoginFlow",
            "passwordPolicy",
            "otpPolicyType",
            "otpPolicyAlgorithm",
            "otpPolicyInitialCounter",
            "otpPolicyDigits",
            "otpPolicyLookAheadWindow",
            "otpPolicyPeriod",
            "otpPolicyCodeReusable",
            "otpSupportedApplications",
        ],
    ),
    (Reason::Mail, &["smtpServer"]),
];

pub(super) fn read(mut realm: Members<'_>, import: &mut Import, findings: &mut Findings) {
    realm.ignore(&["id", "enabled", "keycloakVersion"]);
    let named = [realm.text("displayName", findings), realm.text("realm", findings)];
    import.name = named.into_iter().flatten().find_map(|name| Name::parse(name).ok());
    import.tokens = tokens(&mut realm, findings);
    let sign_in = &mut import.sign_in;
    sign_in.registration = realm.switch("registrationAllowed", findings).unwrap_or(sign_in.registration);
    sign_in.password_reset = realm.switch("resetPasswordAllowed", findings).unwrap_or(sign_in.password_reset);
    sign_in.confirm_registrations = realm.switch("verifyEmail", findings).unwrap_or(sign_in.confirm_registrations);
    for (reason, names) in LEFT_OUT {
        realm.leave_out(names, reason, findings);
    }
    if let Some(mut components) = realm.object("components", findings) {
        components.leave_out(&["org.keycloak.keys.KeyProvider"], Reason::Keys, findings);
        components.leave_out(&["org.keycloak.storage.UserStorageProvider"], Reason::IdentityProviders, findings);
        components.leave_rest_out(Reason::Setting, findings);
    }
    realm.leave_rest_out(Reason::Setting, findings);
}

fn tokens(realm: &mut Members<'_>, findings: &mut Findings) -> TokenSettings {
    let mut tokens = TokenSettings::default();
    if let Some(seconds) = realm.number("accessTokenLifespan", findings) {
        let at = realm.pointer("accessTokenLifespan");
        tokens.ttls.access_token_ttl = lifetime(seconds, at, "", findings).unwrap_or(tokens.ttls.access_token_ttl);
    }
    if let Some(seconds) = realm.number("accessCodeLifespan", findings) {
        let at = realm.pointer("accessCodeLifespan");
        tokens.ttls.authorization_code_ttl = lifetime(seconds, at, "", findings).unwrap_or(tokens.ttls.authorization_code_ttl);
    }
    if let Some(algorithm) = realm.text("defaultSignatureAlgorithm", findings) {
        match algorithm.parse() {
            Ok(algorithm) => {
                tokens.signing.id_token_signed_response_alg = algorithm;
                tokens.signing.access_token_signing_alg = algorithm;
            }
            Err(_) => findings.leave_out(Reason::Algorithm, realm.pointer("defaultSignatureAlgorithm"), algorithm),
        }
    }
    // A refresh token of Keycloak is replaced at each use, and the one before works on unless it is revoked then: for a client that goes on
    // using the first one, that is one which does not rotate.
    if realm.switch("revokeRefreshToken", findings) == Some(false) {
        tokens.refresh.rotation = Rotation::PublicClients;
        findings.leave_out(Reason::Rotation, realm.pointer("revokeRefreshToken"), "");
    }
    realm.leave_out(&["refreshTokenMaxReuse"], Reason::Reuse, findings);
    // There each session has one, without being asked for offline access.
    tokens.refresh.without_offline_access = true;
    offline(realm, &mut tokens, findings);
    tokens
}

/// Refresh tokens for offline access have the idle lifetime of offline sessions, and their absolute one where they have it.
fn offline(realm: &mut Members<'_>, tokens: &mut TokenSettings, findings: &mut Findings) {
    let limited = realm.switch("offlineSessionMaxLifespanEnabled", findings).unwrap_or_default();
    let absolute = realm.number("offlineSessionMaxLifespan", findings).filter(|_| limited);
    let at = realm.pointer("offlineSessionMaxLifespan");
    let absolute: Option<RefreshTokenTtl> = absolute.and_then(|seconds| lifetime(seconds, at, "", findings));
    let at = realm.pointer("offlineSessionIdleTimeout");
    let idle = realm.number("offlineSessionIdleTimeout", findings);
    let idle: Option<IdleTtl> = idle.and_then(|seconds| lifetime(seconds, at.clone(), "", findings));
    let usual = tokens.ttls.refresh_token_ttl;
    if absolute.is_none() && idle.is_some() {
        findings.leave_out(Reason::NoAbsoluteEnd, at, "");
    }
    let longer = idle.and_then(|idle| RefreshTokenTtl::from_seconds(idle.as_seconds()).ok());
    tokens.ttls.refresh_token_ttl = absolute.or_else(|| usual.max(longer));
    // One that is as long as the absolute lifetime, or longer, would never end anything.
    let shorter = idle.filter(|idle| tokens.ttls.refresh_token_ttl.is_some_and(|absolute| idle.as_seconds() < absolute.as_seconds()));
    tokens.refresh.refresh_token_idle_ttl = shorter.unwrap_or(tokens.refresh.refresh_token_idle_ttl);
}
