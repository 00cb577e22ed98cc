//! What addresses name.

use domain::{
    id::{
        AdministratorId, ApiTokenId, AssignmentId, ClientId, FamilyId, InitialAccessTokenId, InvitationId, JobId, KeyId, LinkedSubjectId,
        LoginSessionId, PasskeyId, ServiceId, TokenEventId, UserId, WebhookAttemptId, WebhookId,
    },
    name::Slug,
    role::RoleRef,
    scope::Scope,
    view::LevelPath,
    workspace::WorkspacePath,
};
use serde::Deserialize;

macro_rules! addresses {
    ($($(#[$about:meta])* $name:ident { $($part:ident: $type:ty),* })*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Deserialize)]
        pub(super) struct $name { $(pub(super) $part: $type),* }
    )*};
}

addresses! {
    /// The installation.
    InstallationAt {}
    /// A tenant.
    TenantAt { tenant: Slug }
    /// An API client of a tenant.
    ApiClientAt { tenant: Slug, api_client: ClientId }
    /// A webhook of a tenant.
    WebhookAt { tenant: Slug, webhook: WebhookId }
    /// An attempt to deliver to a webhook.
    WebhookAttemptAt { tenant: Slug, webhook: WebhookId, attempt: WebhookAttemptId }
    /// A workspace.
    WorkspaceAt { tenant: Slug, workspace: Slug }
    /// A client of a workspace.
    ClientAt { tenant: Slug, workspace: Slug, client: ClientId }
    /// A token by which clients of a workspace register themselves.
    InitialAccessTokenAt { tenant: Slug, workspace: Slug, initial_access_token: InitialAccessTokenId }
    /// A recorded decision about a client.
    DecisionAt { tenant: Slug, workspace: Slug, client: ClientId, decision: TokenEventId }
    /// A service of a workspace.
    ServiceAt { tenant: Slug, workspace: Slug, service: ServiceId }
    /// A scope of a service.
    ScopeAt { tenant: Slug, workspace: Slug, service: ServiceId, scope: Scope }
    /// A signing key of a workspace.
    KeyAt { tenant: Slug, workspace: Slug, key: KeyId }
    /// A user of a workspace.
    UserAt { tenant: Slug, workspace: Slug, user: UserId }
    /// A session of a user.
    SessionAt { tenant: Slug, workspace: Slug, user: UserId, session: LoginSessionId }
    /// A passkey of a user.
    UserPasskeyAt { tenant: Slug, workspace: Slug, user: UserId, user_passkey: PasskeyId }
    /// A subject of a trusted issuer that is linked to a user.
    LinkedSubjectAt { tenant: Slug, workspace: Slug, user: UserId, linked_subject: LinkedSubjectId }
    /// A job of a workspace.
    JobAt { tenant: Slug, workspace: Slug, job: JobId }
    /// A refresh token, from its issue to its end.
    TokenAt { tenant: Slug, workspace: Slug, token: FamilyId }
    /// A reuse of a refresh token.
    ReuseAt { tenant: Slug, workspace: Slug, reuse: TokenEventId }
}

macro_rules! at_levels {
    ($($(#[$about:meta])* $name:ident { $($part:ident: $type:ty),* })*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Deserialize)]
        pub(super) struct $name {
            #[serde(default)]
            pub(super) tenant: Option<Slug>,
            $(pub(super) $part: $type),*
        }

        impl $name {
            /// Returns the tenant, or the installation.
            pub(super) fn level(&self) -> LevelPath {
                LevelPath { tenant: self.tenant.clone(), ..LevelPath::default() }
            }
        }
    )*};
}

at_levels! {
    /// A tenant, or the installation.
    LevelAt {}
    /// An administrator there.
    AdministratorAt { administrator: AdministratorId }
    /// A passkey of an administrator there.
    PasskeyAt { administrator: AdministratorId, passkey: PasskeyId }
    /// A role of an administrator there.
    AssignmentAt { administrator: AdministratorId, assignment: AssignmentId }
    /// An API token of an administrator there.
    ApiTokenAt { administrator: AdministratorId, api_token: ApiTokenId }
    /// An invitation there.
    InvitationAt { invitation: InvitationId }
}

/// A role of a tenant, or of the installation.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct RoleAt {
    #[serde(default)]
    pub(super) tenant: Option<Slug>,
    pub(super) role: RoleRef,
}

macro_rules! in_workspaces {
    ($($name:ident)*) => {$(
        impl $name {
            /// Returns the workspace.
            pub(super) fn workspace(&self) -> WorkspacePath {
                WorkspacePath::new(self.tenant.clone(), self.workspace.clone())
            }
        }
    )*};
}

in_workspaces! {
    WorkspaceAt ClientAt InitialAccessTokenAt DecisionAt JobAt ServiceAt ScopeAt KeyAt UserAt SessionAt UserPasskeyAt LinkedSubjectAt TokenAt
    ReuseAt
}

/// What addresses of a workspace begin with.
pub(super) const WORKSPACE: &str = "/admin/{tenant}/servers/{workspace}";
