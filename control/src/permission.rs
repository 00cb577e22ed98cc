//! Who may do what: one table.

use domain::administrator::Role;

/// How far an action reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// One tenant: for its administrators, and those of the installation.
    Tenant,
    /// The whole installation: for administrators who are bound to no tenant.
    Installation,
}

macro_rules! table {
    ($($(#[$doc:meta])* $action:ident: $role:ident, $extent:ident;)*) => {
        /// What somebody asks to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Action { $($(#[$doc])* $action,)* }

        impl Action {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$action),*];

            /// The least role that may do it.
            pub const fn role(self) -> Role {
                match self { $(Self::$action => Role::$role,)* }
            }

            /// How far it reaches.
            pub const fn extent(self) -> Extent {
                match self { $(Self::$action => Extent::$extent,)* }
            }
        }
    };
}

table! {
    /// See tenants.
    SeeTenants: Auditor, Tenant;
    /// Make a tenant.
    CreateTenant: Administrator, Installation;
    /// Delete a tenant.
    DeleteTenant: Administrator, Installation;
    /// See workspaces, their settings and figures.
    SeeWorkspaces: Auditor, Tenant;
    /// Make a workspace.
    CreateWorkspace: Administrator, Tenant;
    /// Delete a workspace.
    DeleteWorkspace: Administrator, Tenant;
    /// Name a workspace anew.
    RenameWorkspace: Administrator, Tenant;
    /// Change Settings › Authorization.
    SetAuthorizationSettings: Administrator, Tenant;
    /// Change Auth Server › Tokens.
    SetTokenSettings: Administrator, Tenant;
    /// See clients.
    SeeClients: Auditor, Tenant;
    /// Make a client.
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
    /// Make a service.
    CreateService: Administrator, Tenant;
    /// Change a service's scopes.
    SetServiceScopes: Administrator, Tenant;
    /// Change the resource server behind a service.
    SetServiceResource: Administrator, Tenant;
    /// See users.
    SeeUsers: Auditor, Tenant;
    /// Add a user.
    CreateUser: Administrator, Tenant;
    /// Change what a user signs in with, or what their tokens say of them.
    SetUser: Administrator, Tenant;
    /// Delete a user.
    DeleteUser: Administrator, Tenant;
    /// End a user's sessions, or all that they have.
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
    /// Ask why a client gets a refresh token or none.
    Explain: Auditor, Tenant;
    /// See audit lines.
    SeeAudit: Auditor, Tenant;
    /// See the administrators.
    SeeAdministrators: Auditor, Installation;
    /// Make an administrator.
    CreateAdministrator: Administrator, Installation;
    /// Make a one-time sign-in for an administrator.
    CreateOneTimeSignIn: Administrator, Installation;
    /// Enable or disable an administrator.
    SetAdministratorStatus: Administrator, Installation;
    /// Delete an administrator.
    DeleteAdministrator: Administrator, Installation;
    /// End the sessions of an administrator.
    EndAdministratorSessions: Administrator, Installation;
    /// See the audit lines of the whole installation.
    SeeInstallationAudit: Auditor, Installation;
    /// Make a token for the admin API.
    CreateApiToken: Administrator, Installation;
    /// Revoke a token for the admin API.
    RevokeApiToken: Administrator, Installation;
}
