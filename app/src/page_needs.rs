//! What each page asks permission for. A page opens to whoever holds all of it, and nobody is led to a page that does not open to them.

use domain::permission::Action;
use leptos::prelude::provide_context;

use crate::{api::permits, paths::HOME, ui::Opens};

macro_rules! page_needs {
    ($($address:literal: $($needs:ident)*;)*) => {
        /// Every page for those who are signed in, by its address, with what has to be permitted to open it; nothing for what is one's own, and
        /// for what shows as much as its reader may see.
        pub const PAGE_NEEDS: &[(&str, &[Action])] = &[$(($address, &[$(Action::$needs),*])),*];
    };
}

page_needs! {
    "/console": ;
    "/console/-/search": ;
    "/console/-/account": ;
    "/console/-/account/second-factor": ;
    "/console/-/account/passkeys": ;
    "/console/-/confirm": ;
    "/console/-/invitation": ;
    "/console/-/new-tenant": CreateTenant;
    "/console/-/log": SeeInstallationAudit;
    "/console/-/log/chain": SeeInstallationAudit;
    "/console/-/log/chains": SeeInstallationAudit;
    "/console/-/administrators": SeeAdministrators;
    "/console/-/administrators/invite": AssignRole;
    "/console/-/administrators/roles": SeeRoles;
    "/console/-/administrators/roles/new": SetRoles;
    "/console/-/administrators/roles/{role}": SeeRoles SetRoles;
    "/console/-/administrators/{administrator}": SeeAdministrators;
    "/console/{tenant}": ;
    "/console/{tenant}/-/search": ;
    "/console/{tenant}/-/administrators": SeeAdministrators;
    "/console/{tenant}/-/administrators/invite": AssignRole;
    "/console/{tenant}/-/administrators/api-clients": SeeAdministrators;
    "/console/{tenant}/-/administrators/roles": SeeRoles;
    "/console/{tenant}/-/administrators/roles/new": SetRoles;
    "/console/{tenant}/-/administrators/roles/{role}": SeeRoles SetRoles;
    "/console/{tenant}/-/administrators/{administrator}": SeeAdministrators;
    "/console/{tenant}/-/log": SeeTenantAudit;
    "/console/{tenant}/-/log/chain": SeeTenantAudit;
    "/console/{tenant}/-/webhooks": SeeWebhooks;
    "/console/{tenant}/-/webhooks/new": SetWebhooks;
    "/console/{tenant}/-/webhooks/{webhook}": SeeWebhooks;
    "/console/{tenant}/-/webhooks/{webhook}/deliveries/{attempt}": SeeWebhooks SeeTenantAudit;
    "/console/{tenant}/-/settings": SeeTenants;
    "/console/{tenant}/-/mail": SeeTenants;
    "/console/{tenant}/new-workspace": CreateWorkspace;
    "/console/{tenant}/{workspace}": SeeWorkspaces;
    "/console/{tenant}/{workspace}/clients": SeeClients;
    "/console/{tenant}/{workspace}/clients/new": CreateClient;
    "/console/{tenant}/{workspace}/clients/{client}": SeeClients;
    "/console/{tenant}/{workspace}/clients/{client}/oauth": SeeClients;
    "/console/{tenant}/{workspace}/clients/{client}/scopes": SeeClients SeeServices;
    "/console/{tenant}/{workspace}/clients/{client}/token-policy": SeeClients;
    "/console/{tenant}/{workspace}/clients/{client}/tokens": SeeClients SeeFamilies;
    "/console/{tenant}/{workspace}/clients/{client}/quickstart": SeeClients;
    "/console/{tenant}/{workspace}/clients/{client}/try": SeeClients;
    "/console/{tenant}/{workspace}/clients/{client}/explain": SeeClients Explain;
    "/console/{tenant}/{workspace}/services": SeeServices;
    "/console/{tenant}/{workspace}/services/new": CreateService;
    "/console/{tenant}/{workspace}/services/{service}": SeeServices;
    "/console/{tenant}/{workspace}/authorization-details": SeeWorkspaces;
    "/console/{tenant}/{workspace}/new-authorization-details": SetAuthorizationSettings;
    "/console/{tenant}/{workspace}/authorization-details/{type}": SeeWorkspaces;
    "/console/{tenant}/{workspace}/users": SeeUsers;
    "/console/{tenant}/{workspace}/users/new": CreateUser;
    "/console/{tenant}/{workspace}/users/{user}": SeeUsers;
    "/console/{tenant}/{workspace}/users/{user}/edit": SeeUsers SetUser;
    "/console/{tenant}/{workspace}/users/{user}/sign-out": SeeUsers SignOutUser;
    "/console/{tenant}/{workspace}/users/{user}/delete": SeeUsers DeleteUser;
    "/console/{tenant}/{workspace}/tokens": SeeFamilies;
    "/console/{tenant}/{workspace}/tokens/revoke-selected": SeeFamilies RevokeFamily;
    "/console/{tenant}/{workspace}/tokens/{family}": SeeFamilies;
    "/console/{tenant}/{workspace}/jobs": SeeFamilies;
    "/console/{tenant}/{workspace}/jobs/{job}": SeeFamilies;
    "/console/{tenant}/{workspace}/reuses": SeeFamilies;
    "/console/{tenant}/{workspace}/reuses/handle": SeeFamilies HandleReuses;
    "/console/{tenant}/{workspace}/auth-server/tokens": SeeWorkspaces;
    "/console/{tenant}/{workspace}/auth-server/claims": SeeWorkspaces;
    "/console/{tenant}/{workspace}/auth-server/keys": SeeSigningKeys;
    "/console/{tenant}/{workspace}/auth-server/keys/{key}/revoke": SeeSigningKeys RevokeSigningKeys;
    "/console/{tenant}/{workspace}/auth-server/fapi": SeeWorkspaces;
    "/console/{tenant}/{workspace}/token-requests": Explain;
    "/console/{tenant}/{workspace}/logs": SeeAudit;
    "/console/{tenant}/{workspace}/settings/general": SeeWorkspaces;
    "/console/{tenant}/{workspace}/settings/authorization": SeeWorkspaces;
    "/console/{tenant}/{workspace}/settings/client-registration": SeeWorkspaces;
    "/console/{tenant}/{workspace}/settings/pinned-documents": SeeWorkspaces;
    "/console/{tenant}/{workspace}/settings/new-pinned-document": SetAuthorizationSettings;
    "/console/{tenant}/{workspace}/settings/pinned-documents/{document}": SeeWorkspaces;
    "/console/{tenant}/{workspace}/settings/sign-in": SeeWorkspaces;
    "/console/{tenant}/{workspace}/settings/trusted-issuers": SeeWorkspaces;
    "/console/{tenant}/{workspace}/settings/new-trusted-issuer": SetTrustedIssuers;
    "/console/{tenant}/{workspace}/settings/trusted-issuers/{issuer}": SeeWorkspaces;
    "/console/{tenant}/{workspace}/settings/danger-zone": SeeWorkspaces;
    "/console/{tenant}/{workspace}/guide/refresh-tokens": SeeWorkspaces;
}

/// Returns what the page at an address asks permission for; none where it is no page for those who are signed in.
pub fn needs_of(address: &str) -> Option<&'static [Action]> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let matching = PAGE_NEEDS.iter().filter(|(template, _)| matches(template, path));
    // What is written out is meant before what stands for anything.
    let (_, needs) = matching.min_by_key(|(template, _)| template.matches('{').count())?;
    Some(needs)
}

fn matches(template: &str, path: &str) -> bool {
    let (mut parts, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (parts.next(), given.next()) {
            (None, None) => return true,
            (Some(part), Some(given)) if part == given => {}
            // Pages of the console itself are no tenants and no workspaces.
            (Some(part), Some(given)) if part.starts_with('{') && given != "-" => {}
            _ => return false,
        }
    }
}

/// Returns whether the page at an address opens to the administrator who looks at this one, as far as that can be told from here.
fn opens(address: &str) -> bool {
    !address.starts_with(HOME) || needs_of(address).is_none_or(|needs| needs.iter().all(|action| permits(*action)))
}

/// Lets whatever is rendered from now on lead only to pages that open.
pub fn provide() {
    provide_context(Opens(opens));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_that_of_one_page() {
        let needs = |address| needs_of(address).unwrap();
        assert_eq!(needs("/console"), []);
        assert_eq!(needs("/console/acme/new-workspace"), [Action::CreateWorkspace]);
        assert_eq!(needs("/console/acme/shop?period=week#figures"), [Action::SeeWorkspaces]);
        assert_eq!(needs("/console/acme/-/administrators/invite"), [Action::AssignRole]);
        assert_eq!(needs("/console/acme/-/administrators/0198"), [Action::SeeAdministrators]);
        assert_eq!(needs("/console/acme/shop/tokens/revoke-selected"), [Action::SeeFamilies, Action::RevokeFamily]);
        for none in ["/console/-/nothing", "/acme/shop/account", "https://example.com/console"] {
            assert_eq!(needs_of(none), None, "{none}");
        }
    }
}
