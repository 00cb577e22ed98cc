//! What an administrator can be permitted to do: the actions, how far each one reaches, and the built-in roles that hold it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::built_in_role::BuiltInRole;

/// How far an action reaches. An assignment gives only the actions that reach no further than its own level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// One client.
    Client,
    /// One workspace.
    Workspace,
    /// One tenant.
    Tenant,
    /// The whole installation.
    Installation,
}

impl Extent {
    /// Returns the word for it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Workspace => "workspace",
            Self::Tenant => "tenant",
            Self::Installation => "installation",
        }
    }
}

macro_rules! actions {
    ($($group:literal { $($action:ident = $code:literal, $extent:ident, [$($role:ident)*], $label:literal;)* })*) => {
        /// An action that needs permission. The code is stable: own roles are stored by it, and the API names it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Action { $($(#[doc = concat!($label, ".")] $action,)*)* }

        impl Action {
            /// All actions, in the order of their groups.
            pub const ALL: &[Self] = &[$($(Self::$action),*),*];

            /// Returns the stable code.
            pub const fn code(self) -> &'static str {
                match self { $($(Self::$action => $code,)*)* }
            }

            /// Returns what it does, in words.
            pub const fn label(self) -> &'static str {
                match self { $($(Self::$action => $label,)*)* }
            }

            /// Returns the heading that it stands under.
            pub const fn group(self) -> &'static str {
                match self { $($(Self::$action => $group,)*)* }
            }

            /// Returns how far it reaches.
            pub const fn extent(self) -> Extent {
                match self { $($(Self::$action => Extent::$extent,)*)* }
            }

            /// Returns the built-in roles that hold it beside the owner, who holds every action.
            pub const fn roles(self) -> &'static [BuiltInRole] {
                match self { $($(Self::$action => &[$(BuiltInRole::$role),*],)*)* }
            }
        }
    };
}

actions! {
    "Tenants" {
        SeeTenants = "tenants.see", Tenant, [Administrator Manager Support Auditor], "See the tenant";
        CreateTenant = "tenants.create", Installation, [], "Create tenants";
        RenameTenant = "tenants.rename", Tenant, [], "Rename the tenant";
        DeleteTenant = "tenants.delete", Installation, [], "Delete tenants";
        SetMailServer = "mail_server.set", Tenant, [Administrator], "Change the mail server, and send test mails";
    }
    "Workspaces" {
        SeeWorkspaces = "workspaces.see", Workspace, [Administrator Manager Support Auditor], "See workspaces, their settings and figures";
        CreateWorkspace = "workspaces.create", Tenant, [Administrator], "Create workspaces";
        DeleteWorkspace = "workspaces.delete", Workspace, [Administrator], "Delete workspaces";
        RenameWorkspace = "workspaces.rename", Workspace, [Administrator], "Rename workspaces";
        SetAuthorizationSettings = "authorization_settings.set", Workspace, [Administrator], "Change the allowed grant types";
        SetTokenSettings = "token_settings.set", Workspace, [Administrator], "Change token settings";
        SetSignInSettings = "sign_in_settings.set", Workspace, [Administrator], "Change how users sign in";
        SetTrustedIssuers = "trusted_issuers.set", Workspace, [Administrator], "Change whose assertions are trusted";
    }
    "Signing keys" {
        SeeSigningKeys = "signing_keys.see", Workspace, [Administrator Auditor], "See signing keys";
        RotateSigningKeys = "signing_keys.rotate", Workspace, [Administrator], "Publish and rotate signing keys";
        RevokeSigningKeys = "signing_keys.revoke", Workspace, [Administrator], "Revoke signing keys";
    }
    "Clients" {
        SeeClients = "clients.see", Client, [Administrator Manager Support Auditor], "See clients";
        CreateClient = "clients.create", Workspace, [Administrator Manager], "Create clients";
        SetClient = "clients.set", Client, [Administrator Manager], "Change a client's settings";
        SetClientStatus = "clients.set_status", Client, [Administrator Manager], "Enable and disable clients";
        RotateClientSecret = "clients.rotate_secret", Client, [Administrator Manager], "Replace a client's secret or keys, and revoke the previous secret";
        DeleteClient = "clients.delete", Client, [Administrator Manager], "Delete clients";
    }
    "Services" {
        SeeServices = "services.see", Workspace, [Administrator Manager Support Auditor], "See services and their scopes";
        CreateService = "services.create", Workspace, [Administrator Manager], "Create services";
        SetServiceScopes = "services.set_scopes", Workspace, [Administrator Manager], "Change a service's scopes";
        SetServiceResource = "services.set_resource", Workspace, [Administrator Manager], "Change a service's resource identifier";
    }
    "Users" {
        SeeUsers = "users.see", Workspace, [Administrator Manager Support Auditor], "See users";
        CreateUser = "users.create", Workspace, [Administrator Manager], "Create users";
        SetUser = "users.set", Workspace, [Administrator Manager], "Change a user's sign-in name and profile";
        DeleteUser = "users.delete", Workspace, [Administrator Manager], "Delete users";
        SignOutUser = "users.sign_out", Workspace, [Administrator Manager Support], "End a user's sessions, or sign them out everywhere";
        SetUserStatus = "users.set_status", Workspace, [Administrator Manager Support], "Enable and disable users";
        ResetUserSecondFactor = "users.reset_second_factor", Workspace, [Administrator Manager Support], "Reset a user's second factor";
        SetUserPassword = "users.set_password", Workspace, [Administrator Manager Support], "Set a user's password";
    }
    "Refresh tokens" {
        SeeFamilies = "tokens.see", Client, [Administrator Manager Support Auditor], "See refresh tokens and their history";
        RevokeFamily = "tokens.revoke", Client, [Administrator Manager Support], "Revoke a refresh token";
        RevokeFamilies = "tokens.revoke_many", Client, [Administrator Manager Support], "Revoke all refresh tokens of a client or a user";
        RevokeAllFamilies = "tokens.revoke_all", Workspace, [Administrator], "Revoke all refresh tokens of a workspace";
        HandleReuses = "tokens.handle_reuses", Client, [Administrator Manager Support], "Mark a detected reuse as handled, and open it again";
        Explain = "tokens.explain", Client, [Administrator Manager Support Auditor], "Explain why a client gets a refresh token or none";
    }
    "Logs" {
        SeeAudit = "audit.see", Workspace, [Administrator Manager Support Auditor], "See the log of a workspace";
        SeeTenantAudit = "audit.see_tenant", Tenant, [Administrator Auditor], "See the log of the tenant";
        SeeInstallationAudit = "audit.see_installation", Installation, [Administrator Auditor], "See the log of the installation";
        SealAuditChain = "audit.seal", Installation, [], "Seal the chain of a log anew, after something was done to it";
    }
    "Webhooks" {
        SeeWebhooks = "webhooks.see", Tenant, [Administrator Auditor], "See webhooks and their deliveries";
        SetWebhooks = "webhooks.set", Tenant, [Administrator], "Create, change, test and delete webhooks";
        ReplayWebhooks = "webhooks.replay", Tenant, [Administrator], "Send events to webhooks again";
    }
    "Administrators" {
        SeeAdministrators = "administrators.see", Client, [Administrator Auditor], "See administrators and their roles";
        AssignRole = "administrators.assign_role", Client, [], "Invite administrators, assign roles and withdraw them";
        CreateAdministrator = "administrators.create", Client, [], "Create administrators";
        CreateOneTimeSignIn = "administrators.create_one_time_sign_in", Client, [], "Create a one-time sign-in for an administrator";
        SetAdministratorStatus = "administrators.set_status", Client, [], "Enable and disable administrators";
        DeleteAdministrator = "administrators.delete", Client, [], "Delete administrators";
        EndAdministratorSessions = "administrators.end_sessions", Client, [], "End the sessions of administrators";
        ResetSecondFactor = "administrators.reset_second_factor", Client, [], "Reset the second factor of administrators";
        SetAdministratorPolicy = "administrators.set_policy", Tenant, [], "Require a second factor of administrators";
        CreateApiToken = "api_tokens.create", Client, [], "Create API tokens of other administrators";
        RevokeApiToken = "api_tokens.revoke", Client, [], "Revoke API tokens of other administrators";
        SetApiClients = "api_clients.set", Tenant, [], "Create API clients";
        SeeRoles = "roles.see", Client, [Administrator Auditor], "See roles and what they permit";
        SetRoles = "roles.set", Tenant, [], "Create, change and delete roles";
    }
}

impl Action {
    /// Returns whether it asks for a recent password: it gives or takes the access of others, outlives the session, or cannot be undone for
    /// many at once.
    pub const fn is_dangerous(self) -> bool {
        matches!(
            self,
            Self::DeleteTenant
                | Self::DeleteWorkspace
                | Self::RevokeSigningKeys
                | Self::RotateClientSecret
                | Self::SetTrustedIssuers
                | Self::RevokeAllFamilies
                | Self::AssignRole
                | Self::SetRoles
                | Self::CreateAdministrator
                | Self::CreateOneTimeSignIn
                | Self::DeleteAdministrator
                | Self::SetAdministratorStatus
                | Self::ResetSecondFactor
                | Self::ResetUserSecondFactor
                | Self::SetUserPassword
                | Self::SetAdministratorPolicy
                | Self::CreateApiToken
                | Self::SetApiClients
        )
    }

    /// Returns the action with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.code() == code)
    }
}

/// A set of actions.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Actions(u128);

// A set has a bit for each action.
const _: () = assert!(Action::ALL.len() <= 128);

impl Actions {
    /// The empty set.
    pub const NONE: Self = Self(0);

    /// Returns the set of all actions.
    pub fn all() -> Self {
        Action::ALL.iter().copied().collect()
    }

    const fn bit(action: Action) -> u128 {
        1 << (action as u32)
    }

    /// Returns whether the action is in the set.
    pub const fn contains(self, action: Action) -> bool {
        self.0 & Self::bit(action) != 0
    }

    /// Returns whether there is no action in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the actions that are in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns the actions that are in one of the sets or in both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the actions that are not in the other set.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns those of the actions that reach no further than this.
    #[must_use]
    pub fn up_to(self, extent: Extent) -> Self {
        self.iter().filter(|action| action.extent() <= extent).collect()
    }

    /// Returns the actions, in the order of [`Action::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Action> {
        Action::ALL.iter().copied().filter(move |action| self.contains(*action))
    }

    /// Reads the codes of actions, and leaves out those that this version does not know: whoever holds them holds less.
    pub fn known<'a>(codes: impl IntoIterator<Item = &'a str>) -> Self {
        codes.into_iter().filter_map(Action::from_code).collect()
    }
}

impl FromIterator<Action> for Actions {
    fn from_iter<I: IntoIterator<Item = Action>>(actions: I) -> Self {
        Self(actions.into_iter().fold(0, |set, action| set | Self::bit(action)))
    }
}

impl fmt::Debug for Actions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for Actions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Action::code))
    }
}

impl<'de> Deserialize<'de> for Actions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let codes = Vec::<String>::deserialize(deserializer)?;
        let unknown = |code: &String| de::Error::custom(format_args!("unknown action {code:?}"));
        codes.iter().map(|code| Action::from_code(code).ok_or_else(|| unknown(code))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_has_a_code_of_its_own() {
        for action in Action::ALL {
            assert_eq!(Action::from_code(action.code()), Some(*action));
        }
    }

    #[test]
    fn a_set_is_written_by_the_codes_and_read_again() {
        let set: Actions = [Action::SeeClients, Action::RevokeFamily].into_iter().collect();
        let written = serde_json::to_string(&set).unwrap();
        assert_eq!(written, r#"["clients.see","tokens.revoke"]"#);
        assert_eq!(serde_json::from_str::<Actions>(&written).unwrap(), set);
        assert!(serde_json::from_str::<Actions>(r#"["everything"]"#).is_err());
        assert_eq!(Actions::known(["clients.see", "what.comes_later"]).iter().collect::<Vec<_>>(), [Action::SeeClients]);
    }

    #[test]
    fn what_reaches_further_is_left_out() {
        let of_client = Actions::all().up_to(Extent::Client);
        assert!(of_client.contains(Action::SetClient) && !of_client.contains(Action::CreateClient));
        assert_eq!(Actions::all().up_to(Extent::Installation), Actions::all());
    }
}
