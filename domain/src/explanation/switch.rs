//! Where it is changed.

use serde::{Deserialize, Serialize};

use crate::{client::Client, decision::Condition, grant_type::GrantType, workspace::Workspace};

/// A place where something is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// In the application: its authorization request.
    Request,
    /// By the user, who is asked.
    User,
    /// The workspace's Allowed grant types.
    WorkspaceGrantTypes,
    /// What the workspace requires of its clients.
    WorkspaceSecurity,
    /// Whose clients the workspace takes that nobody here made.
    WorkspaceRegistration,
    /// The workspace's lifetimes and refresh-token policy.
    WorkspaceTokens,
    /// The issuers whose assertions the workspace takes.
    TrustedIssuers,
    /// The workspace's types of authorization details.
    DetailsTypes,
    /// The client's status.
    ClientStatus,
    /// The client's secrets.
    ClientSecrets,
    /// The client's grant types, redirect URIs and switches.
    ClientOauth,
    /// The client's scopes.
    ClientScopes,
    /// The client's own lifetimes and refresh-token policy.
    ClientTokens,
    /// The user's status.
    UserStatus,
    /// The user's live refresh tokens.
    LiveTokens,
    /// The resource servers behind the workspace's services.
    Services,
    /// The configuration of the server.
    Installation,
}

impl Switch {
    /// The place in a word or two, for a link.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Request => "The application's request",
            Self::User => "The user",
            Self::WorkspaceGrantTypes => "Allowed grant types",
            Self::WorkspaceSecurity => "Settings › Authorization",
            Self::WorkspaceRegistration => "Settings › Client registration",
            Self::WorkspaceTokens => "Auth Server › Tokens",
            Self::TrustedIssuers => "Trusted issuers",
            Self::DetailsTypes => "Authorization details",
            Self::ClientStatus => "The client's status",
            Self::ClientSecrets => "The client's secrets",
            Self::ClientOauth => "The client's OAuth settings",
            Self::ClientScopes => "The client's scopes",
            Self::ClientTokens => "The client's token policy",
            Self::UserStatus => "Users",
            Self::LiveTokens => "The client's refresh tokens",
            Self::Services => "Services",
            Self::Installation => "The server's configuration",
        }
    }

    /// The place in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Request => "the application's authorization request",
            Self::User => "the user, who is asked",
            Self::WorkspaceGrantTypes => "Settings › Authorization › Allowed grant types",
            Self::WorkspaceSecurity => "Settings › Authorization › Requirements",
            Self::WorkspaceRegistration => "Settings › Client registration",
            Self::WorkspaceTokens => "Auth Server › Tokens",
            Self::TrustedIssuers => "Settings › Trusted issuers",
            Self::DetailsTypes => "Applications › Authorization details",
            Self::ClientStatus | Self::ClientSecrets => "Applications › Clients › the client › Overview",
            Self::ClientOauth => "Applications › Clients › the client › OAuth",
            Self::ClientScopes => "Applications › Clients › the client › Scopes",
            Self::ClientTokens => "Applications › Clients › the client › Token policy",
            Self::UserStatus => "Users › the user",
            Self::LiveTokens => "Applications › Clients › the client › Refresh tokens",
            Self::Services => "Applications › Services",
            Self::Installation => "the configuration of the server: the settings that begin with mtls_",
        }
    }

    /// Returns where a condition is changed for a client.
    pub fn of(condition: Condition, workspace: &Workspace, client: &Client) -> Self {
        let own = &client.settings.refresh;
        let has_policy_of_its_own = own.rotation.is_some() || own.retry_until_first_use.is_some();
        let allows = |grant| workspace.authorization.allows(grant);
        // A client of devices alone has the grant that it needs; it is the workspace that does not allow it.
        let lacks_device_grant = client.settings.is_for_devices_alone() && !allows(GrantType::DeviceCode);
        let is_taken = client.document.as_ref().is_none_or(|document| workspace.authorization.registration.takes_document(&document.url));
        match condition {
            Condition::ClientActive if !is_taken => Self::WorkspaceRegistration,
            Condition::ClientActive => Self::ClientStatus,
            Condition::UserGrant if allows(GrantType::AuthorizationCode) && !lacks_device_grant => Self::ClientOauth,
            Condition::UserGrant | Condition::WorkspaceGrant => Self::WorkspaceGrantTypes,
            Condition::ClientGrant => Self::ClientOauth,
            Condition::OfflineAccess => Self::ClientScopes,
            Condition::Lifetime if client.settings.token_ttls.refresh_token_ttl.is_some() => Self::ClientTokens,
            Condition::Protected if has_policy_of_its_own => Self::ClientTokens,
            Condition::Lifetime | Condition::Protected => Self::WorkspaceTokens,
            Condition::Requested => Self::Request,
            Condition::Consented => Self::User,
            Condition::Limit => Self::LiveTokens,
        }
    }
}
