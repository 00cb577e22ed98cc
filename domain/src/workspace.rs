//! Workspaces: the authorization servers of a tenant.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Timestamp,
    id::{TenantId, WorkspaceId},
    name::{Name, Slug},
    settings::{authorization::AuthorizationSettings, tokens::TokenSettings},
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
    /// What it is called.
    pub name: Name,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its changes; the second of two administrators to save learns by it that something changed.
    pub version: i64,
    /// Settings › Authorization.
    pub authorization: AuthorizationSettings,
    /// Auth Server › Tokens.
    pub tokens: TokenSettings,
}
