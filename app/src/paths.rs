//! Every address of the console, in one place: who needs one calls a function here.

use std::fmt;

use domain::{
    explanation::Switch,
    id::{ClientId, FamilyId, ServiceId, TokenEventId, UserId},
    name::Slug,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};

use crate::api::ApiError;

/// The console's own address: the tenants, or the workspaces of the only one.
pub const HOME: &str = "/console";
/// Where an administrator signs in.
pub const SIGN_IN: &str = "/console/sign-in";
/// Where a one-time sign-in is used.
pub const SIGN_IN_ONCE: &str = "/console/sign-in/once";

/// A tenant's workspaces.
pub fn workspaces(tenant: &Slug) -> String {
    format!("{HOME}/{tenant}")
}

/// Where a workspace is made.
pub fn new_workspace(tenant: &Slug) -> String {
    format!("{HOME}/{tenant}/new-workspace")
}

/// The log of the whole installation. No slug holds a hyphen alone, so no tenant and no workspace is in its way.
pub const INSTALLATION_LOG: &str = "/console/-/log";

/// The log of a tenant.
pub fn tenant_log(tenant: &Slug) -> String {
    format!("{HOME}/{tenant}/-/log")
}

/// Is this an address of the console, to which one may be led after signing in?
pub fn is_console(path: &str) -> bool {
    let below = path.strip_prefix(HOME).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    below && !path.starts_with(SIGN_IN) && !path.contains(['\\', '\r', '\n']) && !path.contains("//")
}

/// A workspace and its tenant, as the address names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The tenant.
    pub tenant: Slug,
    /// The workspace.
    pub workspace: Slug,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.tenant, self.workspace)
    }
}

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        impl Place {
            $($(#[$doc])* pub fn $name(&self) -> String {
                format!(concat!("/console/{}/{}", $path), self.tenant, self.workspace)
            })*
        }
    };
}

pages! {
    /// Overview.
    overview = "";
    /// Applications › Clients.
    clients = "/clients";
    /// Where a client is made.
    new_client = "/clients/new";
    /// Applications › Services.
    services = "/services";
    /// Where a service is made.
    new_service = "/services/new";
    /// Users.
    users = "/users";
    /// Where a user is added.
    new_user = "/users/new";
    /// Auth Server › Tokens.
    token_settings = "/auth-server/tokens";
    /// The inventory of refresh tokens.
    tokens = "/tokens";
    /// Logs.
    logs = "/logs";
    /// Settings › General.
    general = "/settings/general";
    /// Settings › Authorization.
    authorization = "/settings/authorization";
    /// The guide to refresh tokens.
    refresh_tokens_guide = "/guide/refresh-tokens";
}

impl Place {
    /// A client's Overview.
    pub fn client(&self, client: ClientId) -> String {
        format!("{}/{client}", self.clients())
    }

    /// A client's OAuth settings.
    pub fn client_oauth(&self, client: ClientId) -> String {
        format!("{}/oauth", self.client(client))
    }

    /// A client's scopes.
    pub fn client_scopes(&self, client: ClientId) -> String {
        format!("{}/scopes", self.client(client))
    }

    /// Why a client gets a refresh token or none.
    pub fn client_explain(&self, client: ClientId) -> String {
        format!("{}/explain", self.client(client))
    }

    /// What was recorded of a client, held against what is in force now.
    pub fn client_decision(&self, client: ClientId, event: TokenEventId) -> String {
        format!("{}?event={event}", self.client_explain(client))
    }

    /// What would become of a refresh with a family's token.
    pub fn client_refresh(&self, client: ClientId, family: FamilyId) -> String {
        format!("{}?family={family}", self.client_explain(client))
    }

    /// Where something is changed that concerns a client; nothing for what is not changed here.
    pub fn switch(&self, switch: Switch, client: ClientId) -> Option<String> {
        match switch {
            Switch::Request | Switch::User => None,
            Switch::WorkspaceGrantTypes => Some(self.authorization()),
            Switch::WorkspaceTokens => Some(self.token_settings()),
            Switch::ClientStatus => Some(self.client(client)),
            Switch::ClientOauth => Some(self.client_oauth(client)),
            Switch::ClientScopes => Some(self.client_scopes(client)),
            Switch::ClientTokens => Some(self.client_token_policy(client)),
            Switch::UserStatus => Some(self.users()),
            Switch::LiveTokens => Some(self.client_tokens(client)),
            Switch::Services => Some(self.services()),
        }
    }

    /// A client's own lifetimes and refresh-token policy.
    pub fn client_token_policy(&self, client: ClientId) -> String {
        format!("{}/token-policy", self.client(client))
    }

    /// A client's refresh tokens.
    pub fn client_tokens(&self, client: ClientId) -> String {
        format!("{}/tokens", self.client(client))
    }

    /// A service.
    pub fn service(&self, service: ServiceId) -> String {
        format!("{}/{service}", self.services())
    }

    /// A user.
    pub fn user(&self, user: UserId) -> String {
        format!("{}/{user}", self.users())
    }

    /// A refresh token's history.
    pub fn family(&self, family: FamilyId) -> String {
        format!("{}/{family}", self.tokens())
    }

    /// The guide to refresh tokens, for one client.
    pub fn refresh_tokens_guide_for(&self, client: ClientId) -> String {
        format!("{}?client={client}", self.refresh_tokens_guide())
    }
}

/// The place of the page that is shown; [`ApiError::NotFound`] where its address names none.
pub fn use_place() -> Memo<Result<Place, ApiError>> {
    let params = use_params_map();
    Memo::new(move |_| {
        let slug = |name| params.with(|params| params.get_str(name).and_then(|text| Slug::parse(text).ok()));
        slug("tenant").zip(slug("workspace")).map(|(tenant, workspace)| Place { tenant, workspace }).ok_or(ApiError::NotFound)
    })
}

/// The tenant of the page that is shown.
pub fn use_tenant() -> Memo<Result<Slug, ApiError>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get_str("tenant").and_then(|text| Slug::parse(text).ok())).ok_or(ApiError::NotFound))
}

/// A value of the page's address, such as the client of `/clients/:client`.
pub fn use_param<T: std::str::FromStr + Clone + PartialEq + Send + Sync + 'static>(name: &'static str) -> Memo<Result<T, ApiError>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get_str(name).and_then(|text| text.parse().ok())).ok_or(ApiError::NotFound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_of_a_workspace_begins_with_its_place() {
        let place = Place { tenant: Slug::parse("acme").unwrap(), workspace: Slug::parse("main").unwrap() };
        assert_eq!(place.overview(), "/console/acme/main");
        assert_eq!(place.authorization(), "/console/acme/main/settings/authorization");
        assert_eq!(new_workspace(&place.tenant), "/console/acme/new-workspace");
        assert_eq!(tenant_log(&place.tenant), "/console/acme/-/log");
        assert!(Slug::parse("-").is_err());
    }

    #[test]
    fn after_signing_in_one_is_led_to_the_console_alone() {
        for path in ["/console", "/console/acme/main?x=1", "/console?x"] {
            assert!(is_console(path), "{path}");
        }
        for path in
            ["//evil.example", "/consolex", "https://evil.example/console", "/console/sign-in", "/console//evil", "/console\\evil", "/"]
        {
            assert!(!is_console(path), "{path}");
        }
    }
}
