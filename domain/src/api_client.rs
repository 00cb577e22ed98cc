//! API clients: clients that act at the admin API for themselves, by access tokens of the tenant's system workspace.

use serde::{Deserialize, Serialize};

use crate::{
    client::ClientStatus,
    clock::Timestamp,
    grants::{Grants, Level},
    id::{ClientId, TenantId, WorkspaceId},
    name::Name,
    permission::Actions,
    role::RoleRef,
    scope::Scopes,
};

/// An API client: a client of a system workspace, with a role at a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiClient {
    /// The `client_id`.
    pub id: ClientId,
    /// Its name.
    pub name: Name,
    /// The system workspace that issues its tokens.
    pub workspace_id: WorkspaceId,
    /// The tenant of that workspace.
    pub tenant_id: TenantId,
    /// Its role.
    pub role: RoleRef,
    /// Where it has the role.
    pub level: Level,
    /// What it may do: what the role permits there, or a part of it.
    pub grants: Grants,
    /// The scopes that its access tokens can have.
    pub scopes: Scopes,
    /// Whether it can be used.
    pub status: ClientStatus,
    /// Counts how often all its access tokens were ended.
    pub epoch: i64,
    /// When it got its role.
    pub created_at: Timestamp,
}

impl ApiClient {
    /// Returns where it is itself: whoever changes something there could become it.
    pub const fn home(&self) -> Level {
        Level::Client(self.tenant_id, self.workspace_id, self.id)
    }

    /// Returns it with what is left of its grants where only some actions may be used.
    #[must_use]
    pub fn only(self, actions: Actions) -> Self {
        Self { grants: self.grants.only(actions), ..self }
    }
}
