//! Workspaces: the authorization servers of a tenant.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    id::{TenantId, WorkspaceId},
    name::{Name, Slug},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    trusted_issuer::TrustedIssuers,
};

/// A workspace: an issuer of its own, with its own clients, users, keys and settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// Its identifier.
    pub id: WorkspaceId,
    /// The tenant it belongs to.
    pub tenant_id: TenantId,
    /// Its part of the issuer: `{base}/{tenant}/{workspace}`.
    pub slug: Slug,
    /// Its name.
    pub name: Name,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its changes; the second of two administrators to save learns by it that something changed.
    pub version: i64,
    /// Settings › Authorization.
    pub authorization: AuthorizationSettings,
    /// Auth Server › Tokens.
    pub tokens: TokenSettings,
    /// Settings › Sign-in.
    #[serde(default)]
    pub sign_in: SignInSettings,
    /// Settings › Trusted issuers.
    #[serde(default)]
    pub trusted_issuers: TrustedIssuers,
}

/// What an administrator can change about a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceSettings {
    /// Its name.
    pub name: Name,
    /// Settings › Authorization.
    pub authorization: AuthorizationSettings,
    /// Auth Server › Tokens.
    pub tokens: TokenSettings,
    /// Settings › Sign-in.
    pub sign_in: SignInSettings,
    /// Settings › Trusted issuers.
    #[serde(default)]
    pub trusted_issuers: TrustedIssuers,
}

impl Workspace {
    /// Returns what an administrator can change about it.
    pub fn settings(&self) -> WorkspaceSettings {
        let Self { name, authorization, tokens, sign_in, trusted_issuers, .. } = self.clone();
        WorkspaceSettings { name, authorization, tokens, sign_in, trusted_issuers }
    }
}

/// A workspace and its tenant, as addresses name them: `acme/shop`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspacePath {
    /// The tenant's slug.
    pub tenant: Slug,
    /// The workspace's slug.
    pub workspace: Slug,
}

impl WorkspacePath {
    /// The path of a tenant's workspace.
    pub const fn new(tenant: Slug, workspace: Slug) -> Self {
        Self { tenant, workspace }
    }
}

impl fmt::Display for WorkspacePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.tenant, self.workspace)
    }
}
