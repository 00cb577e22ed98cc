//! Who may do what: one table.

use domain::administrator::Role;

/// The extent of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// One tenant. For its administrators and those of the installation.
    Tenant,
    /// The whole installation. For administrators who are not bound to a tenant.
    Installation,
}

macro_rules! table {
    ($($(#[$doc:meta])* $action:ident: $role:ident, $extent:ident;)*) => {
        /// An action that needs permission.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Action { $($(#[$doc])* $action,)* }

        impl Action {
            /// All actions.
            pub const ALL: &[Self] = &[$(Self::$action),*];

            /// Returns the least role that may perform it.
            pub const fn role(self) -> Role {
                match self { $(Self::$action => Role::$role,)* }
            }

            /// Returns its extent.
            pub const fn extent(self) -> Extent {
                match self { $(Self::$action => Extent::$extent,)* }
            }
        }
    };
}

table! {
    /// See tenants.
    SeeTenants: Auditor, Tenant;
    /// Create a tenant.
    CreateTenant: Administrator, Installation;
    /// Delete a tenant.
    DeleteTenant: Administrator, Installation;
    /// See workspaces, their settings and figures.
    SeeWorkspaces: Auditor, Tenant;
    /// Create a workspace.
    CreateWorkspace: Administrator, Tenant;
    /// Delete a workspace.
    DeleteWorkspace: Administrator, Tenant;
    /// Rename a workspace.
    RenameWorkspace: Administrator, Tenant;
    /// Change Settings › Authorization.
    SetAuthorizationSettings: Administrator, Tenant;
    /// Change Auth Server › Tokens.
    SetTokenSettings: Administrator, Tenant;
    /// See clients.
    SeeClients: Auditor, Tenant;
    /// Create a client.
    CreateClient: Administrator, Tenant;
    /// Change a client's settings.
    SetClient: Administrator, Tenant;
    /// Enable or disable a client.
    SetClientStatus: Administrator, Tenant;
    /// Replace a client's secret.
    RotateClientSecret: Administrator, Tenant;
    /// Delete a client.
    DeleteClient: Administrator, Tenant;
    /// See services and their scopes.
    SeeServices: Auditor, Tenant;
    /// Create a service.
    CreateService: Administrator, Tenant;
    /// Change a service's scopes.
    SetServiceScopes: Administrator, Tenant;
    /// Change a service's resource identifier.
    SetServiceResource: Administrator, Tenant;
    /// See users.
    SeeUsers: Auditor, Tenant;
    /// Create a user.
    CreateUser: Administrator, Tenant;
    /// Change a user's sign-in name or profile.
    SetUser: Administrator, Tenant;
    /// Delete a user.
    DeleteUser: Administrator, Tenant;
    /// End one of a user's sessions, or sign them out everywhere.
    SignOutUser: Administrator, Tenant;
    /// Enable or disable a user.
    SetUserStatus: Administrator, Tenant;
    /// Set a user's password.
    SetUserPassword: Administrator, Tenant;
    /// See token families and their events.
    SeeFamilies: Auditor, Tenant;
    /// Revoke a token family.
    RevokeFamily: Administrator, Tenant;
    /// Revoke the token families of a client, a user or the whole workspace.
    RevokeFamilies: Administrator, Tenant;
    /// Explain why a client gets a refresh token or none.
    Explain: Auditor, Tenant;
    /// See audit lines.
    SeeAudit: Auditor, Tenant;
    /// See the administrators.
    SeeAdministrators: Auditor, Installation;
    /// Create an administrator.
    CreateAdministrator: Administrator, Installation;
    /// Create a one-time sign-in for an administrator.
    CreateOneTimeSignIn: Administrator, Installation;
    /// Enable or disable an administrator.
    SetAdministratorStatus: Administrator, Installation;
    /// Delete an administrator.
    DeleteAdministrator: Administrator, Installation;
    /// End the sessions of an administrator.
    EndAdministratorSessions: Administrator, Installation;
    /// See the audit lines of the whole installation.
    SeeInstallationAudit: Auditor, Installation;
    /// Create an API token.
    CreateApiToken: Administrator, Installation;
    /// Revoke an API token.
    RevokeApiToken: Administrator, Installation;
}
