//! The addresses a client is configured with.

use domain::{grant_type::GrantType, settings::registration::RegistrationMode, view::Overview};
use leptos::prelude::*;

use crate::{
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Copyable, Fact, Facts, Link, Section},
};

/// The addresses a client is configured with. What is off is there, too, with the way to its switch: who looks for it does not find it in the metadata.
#[component]
pub(super) fn Addresses(path: WorkspacePath, overview: Overview) -> impl IntoView {
    let Overview { issuer, workspace, .. } = overview;
    let authorization = workspace.authorization;
    let off = |on: bool, href: fn(&WorkspacePath) -> String| (!on).then(|| href(&path));
    let devices = authorization.allows(GrantType::DeviceCode);
    let registration = authorization.registration.client_registration != RegistrationMode::Closed;
    let rows = [
        (t!("logs-overview-issuer"), issuer.clone(), None),
        (t!("logs-overview-discovery"), format!("{issuer}/.well-known/openid-configuration"), None),
        (t!("logs-overview-metadata"), oauth_metadata(&issuer), None),
        (t!("logs-overview-token-endpoint"), format!("{issuer}/oauth2/token"), None),
        (t!("logs-overview-authorization-endpoint"), format!("{issuer}/oauth2/authorize"), None),
        (t!("logs-overview-pushed-endpoint"), format!("{issuer}/oauth2/par"), None),
        (t!("logs-overview-device-endpoint"), format!("{issuer}/device/authorization"), off(devices, WorkspacePath::authorization)),
        (t!("logs-overview-device-page"), format!("{issuer}/device"), off(devices, WorkspacePath::authorization)),
        (t!("logs-overview-userinfo-endpoint"), format!("{issuer}/userinfo"), None),
        (t!("logs-overview-introspection-endpoint"), format!("{issuer}/oauth2/introspect"), None),
        (t!("logs-overview-revocation-endpoint"), format!("{issuer}/oauth2/revoke"), None),
        (
            t!("logs-overview-global-endpoint"),
            format!("{issuer}/oauth2/global-token-revocation"),
            off(authorization.global_token_revocation, WorkspacePath::authorization),
        ),
        (t!("logs-overview-logout-endpoint"), format!("{issuer}/oidc/logout"), None),
        (
            t!("logs-overview-registration-endpoint"),
            format!("{issuer}/oauth2/register"),
            off(registration, WorkspacePath::client_registration),
        ),
        (t!("logs-overview-keys"), format!("{issuer}/.well-known/jwks.json"), None),
    ];
    let facts = rows.into_iter().map(|(name, address, off)| {
        let off = off.map(|href| {
            view! { " " <span class="quiet">{t!("logs-overview-off")}</span> " " <Link href>{t!("logs-overview-off-link")}</Link> }
        });
        view! { <Fact name><Copyable text=address label=name/>{off}</Fact> }
    });
    let facts = facts.collect_view();
    view! {
        <Section title=t!("logs-overview-addresses") lead=t!("logs-overview-addresses-lead")>
            <Facts>{facts}</Facts>
        </Section>
    }
    .into_any()
}

/// RFC 8414 §3.1: the well-known part stands between the host and the path of the issuer.
fn oauth_metadata(issuer: &str) -> String {
    let path = issuer.find("://").and_then(|scheme| issuer.get(scheme + 3..)?.find('/').map(|slash| scheme + 3 + slash));
    let (origin, path) = path.and_then(|at| issuer.split_at_checked(at)).unwrap_or((issuer, ""));
    format!("{origin}/.well-known/oauth-authorization-server{path}")
}

#[cfg(test)]
mod tests {
    use super::oauth_metadata;

    #[test]
    fn the_metadata_of_rfc_8414_stands_between_host_and_path() {
        assert_eq!(
            oauth_metadata("https://id.example.com/acme/main"),
            "https://id.example.com/.well-known/oauth-authorization-server/acme/main"
        );
        assert_eq!(oauth_metadata("https://id.example.com"), "https://id.example.com/.well-known/oauth-authorization-server");
    }
}
