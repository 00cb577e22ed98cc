//! Which settings a client can have: by themselves, and in a workspace.

use std::collections::BTreeSet;

use domain::{
    client::{ClientSettings, ClientSettingsError, ClientType},
    origin::Origin,
    policy_violation::{self, PolicyViolation},
    problem::Problem,
    redirect_uri::{RedirectUri, RedirectUriError, check_destination},
    service::Service,
    settings::tokens::TokenSettings,
};
use engine::client_keys;
use url::Url;

use crate::{
    Error,
    error::Problems,
    offered_scopes::{has_unknown, is_among},
};

/// The most redirect URIs of one kind that a client can have.
const MOST_REDIRECT_URIS: u32 = 50;

/// Returns the settings with each redirect URI once.
pub(crate) fn without_repetition(mut settings: ClientSettings) -> ClientSettings {
    for uris in [&mut settings.redirect_uris, &mut settings.post_logout_redirect_uris] {
        let mut seen = BTreeSet::new();
        uris.retain(|uri| seen.insert(uri.clone()));
    }
    settings
}

/// Refuses settings of a client that do not fit together, or not into a workspace with these token settings and services.
pub(crate) fn check_settings(
    client_type: ClientType,
    settings: &ClientSettings,
    tokens: &TokenSettings,
    services: &[Service],
    base_url: &Url,
) -> Result<(), Error> {
    let mut problems = Problems::default();
    if settings.client_type != client_type {
        problems.note("client_type", Problem::Fixed);
    }
    for (field, uris) in [("redirect_uris", &settings.redirect_uris), ("post_logout_redirect_uris", &settings.post_logout_redirect_uris)] {
        if too_many(uris) {
            problems.note(field, Problem::TooMany { most: MOST_REDIRECT_URIS });
        }
        for (line, problem) in unreachable(uris, base_url) {
            problems.note(field, Problem::RedirectUri { line, problem });
        }
    }
    if let Err(error) = settings.check() {
        let field = match error {
            ClientSettingsError::PublicTypeWithSecret | ClientSettingsError::ServiceWithoutAuthentication => "token_endpoint_auth_method",
            ClientSettingsError::PublicClientCredentials | ClientSettingsError::ServiceWithUserGrant => "grant_types",
            ClientSettingsError::ServiceWithLogout => "backchannel_logout_uri",
            ClientSettingsError::WithoutKeys | ClientSettingsError::WithoutRequestKeys | ClientSettingsError::WithoutCertificateKeys => {
                "jwks"
            }
            ClientSettingsError::KeysTwice => "jwks_uri",
            ClientSettingsError::WithoutCertificateSubject => "tls_client_auth_subject",
            ClientSettingsError::BoundTwice => "tls_client_certificate_bound_access_tokens",
            ClientSettingsError::WithoutSector => "sector_identifier",
        };
        problems.note(field, error);
    }
    if let Some(Err(error)) = settings.keys.jwks.as_ref().map(client_keys::check) {
        problems.note("jwks", error);
    }
    if let Err((field, error)) = tokens.signing.check_client(settings.signing) {
        problems.note(field, error);
    }
    if let Err(violation) = policy_violation::check_client(tokens, settings) {
        problems.note(blamed(violation, settings), violation);
    }
    if has_unknown(settings.scopes.iter(), |_| false, |scope| is_among(services, scope)) {
        problems.note("scopes", Problem::UnknownScope);
    }
    problems.check()
}

/// Returns the field that breaks a rule. If the client overrides nothing, that is the grant type, which the workspace cannot give it.
const fn blamed(violation: PolicyViolation, settings: &ClientSettings) -> &'static str {
    let own = match violation {
        PolicyViolation::PublicClientWithoutRotation => settings.refresh.rotation.is_some(),
        PolicyViolation::UntilFirstUseWithoutKey => settings.refresh.retry_until_first_use.is_some(),
        PolicyViolation::IdleLongerThanAbsolute if settings.refresh.refresh_token_idle_ttl.is_some() => true,
        PolicyViolation::IdleLongerThanAbsolute if settings.token_ttls.refresh_token_ttl.is_some() => return "refresh_token_ttl",
        PolicyViolation::IdleLongerThanAbsolute => false,
    };
    if own { violation.field() } else { "grant_types" }
}

/// Returns the addresses that no browser may be sent to, with their lines: this server's own above all.
fn unreachable(uris: &[RedirectUri], base_url: &Url) -> Vec<(u32, RedirectUriError)> {
    let Some(own) = Origin::parse(base_url.as_str()) else { return Vec::new() };
    let checked = (0..).zip(uris).map(|(line, uri)| (line, check_destination(uri.as_str(), &own)));
    checked.filter_map(|(line, checked)| Some((line, checked.err()?))).collect()
}

fn too_many(uris: &[RedirectUri]) -> bool {
    u32::try_from(uris.len()).is_ok_and(|count| count > MOST_REDIRECT_URIS)
}
