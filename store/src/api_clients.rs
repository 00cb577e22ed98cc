//! API clients, and the system workspaces that issue their tokens.

use std::collections::HashMap;

use domain::{
    api_client::ApiClient,
    client::Client,
    clock::Timestamp,
    grants::{Grant, Grants},
    id::{ClientId, RoleId, TenantId, WorkspaceId},
    role::RoleRef,
    workspace::Workspace,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect, Select, prelude::Uuid,
};

use crate::{
    Access, Error, Reading, Store, TenantStore, Transaction, WorkspaceStore, Writing,
    batch::Batch,
    column::Column as In,
    entity::{
        api_client::{Column, Entity, Model, row},
        client, role,
        role_assignment::{read_level, read_role},
        workspace,
    },
    grants::{actions_of, own_roles},
};

/// All API clients of an installation. Which of them somebody may see is decided above.
#[derive(Debug)]
pub struct ApiClients<'a, C> {
    connection: &'a C,
}

impl Store {
    /// Returns the API clients.
    pub const fn api_clients(&self) -> ApiClients<'_, Reading> {
        ApiClients { connection: self.reader() }
    }
}

impl Transaction {
    /// Returns the API clients.
    pub const fn api_clients(&self) -> ApiClients<'_, Writing> {
        ApiClients { connection: self.connection() }
    }
}

impl<C: Access> ApiClients<'_, C> {
    /// Returns the API client with this identifier, whose system workspace is there.
    pub async fn find(&self, id: ClientId) -> Result<Option<ApiClient>, Error> {
        let row = Entity::find_by_id(id.as_uuid()).one(self.connection).await?;
        Ok(whole(self.connection, row.into_iter().collect()).await?.pop())
    }

    /// Returns the API clients of a system workspace, oldest first; none where it is no such workspace.
    pub async fn list(&self, workspace: WorkspaceId) -> Result<Vec<ApiClient>, Error> {
        of_workspace(self.connection, workspace).await
    }
}

impl ApiClients<'_, Writing> {
    /// Counts the API clients that have a role of a tenant's or the installation's own.
    pub async fn count_of_role(&self, role: RoleId) -> Result<u64, Error> {
        Ok(Entity::find().filter(Column::RoleId.eq(role.as_uuid())).count(self.connection).await?)
    }

    /// Locks an API client until the end of the transaction: its row, its role and the client stay as they are. Returns it as it is now.
    pub async fn lock(&self, id: ClientId) -> Result<Option<ApiClient>, Error> {
        let Some(found) = Entity::find_by_id(id.as_uuid()).one(self.connection).await? else { return Ok(None) };
        // The role first: whoever deletes it deletes what hangs on it afterwards.
        if let Some(role) = found.role_id {
            role::Entity::find_by_id(role).lock_shared().one(self.connection).await?;
        }
        let row = Entity::find_by_id(id.as_uuid()).lock_shared().one(self.connection).await?;
        client::Entity::find_by_id(id.as_uuid()).lock_shared().one(self.connection).await?;
        let row = row.filter(|row| row.role_id == found.role_id);
        Ok(whole(self.connection, row.into_iter().collect()).await?.pop())
    }

    /// Gives a client of a system workspace its role. Its row is of this transaction.
    pub async fn insert(&self, client: &ApiClient) -> Result<(), Error> {
        Entity::insert(row(client)).exec_without_returning(self.connection).await?;
        Ok(())
    }
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the API clients of the workspace, oldest first; none where it is no system workspace.
    pub async fn list_api_clients(&self) -> Result<Vec<ApiClient>, Error> {
        of_workspace(self.connection, self.workspace().id).await
    }
}

impl<C: Access> TenantStore<'_, C> {
    /// Returns the system workspace of the tenant, where it has one.
    pub async fn system_workspace(&self) -> Result<Option<Workspace>, Error> {
        let query = system_workspaces().filter(workspace::Column::TenantId.eq(self.tenant.as_uuid()));
        query.one(self.connection).await?.map(Workspace::try_from).transpose()
    }
}

impl TenantStore<'_, Writing> {
    /// Makes a workspace of the tenant, which is of this transaction, its system workspace. [`Error::Conflict`] where it has one.
    pub async fn set_system_workspace(&self, id: WorkspaceId) -> Result<(), Error> {
        let this = workspace::Entity::update_many()
            .set(workspace::ActiveModel { is_system: Set(true), ..Default::default() })
            .filter(workspace::Column::Id.eq(id.as_uuid()))
            .filter(workspace::Column::TenantId.eq(self.tenant.as_uuid()));
        this.exec(self.connection).await?;
        Ok(())
    }
}

/// Returns the system workspaces that are there.
fn system_workspaces() -> Select<workspace::Entity> {
    workspace::Entity::find().filter(workspace::Column::IsSystem.eq(true)).filter(workspace::Column::DeletedAt.is_null())
}

async fn of_workspace(connection: &impl Access, workspace: WorkspaceId) -> Result<Vec<ApiClient>, Error> {
    let rows = Entity::find().filter(Column::HomeId.eq(workspace.as_uuid())).order_by_asc(Column::Id).all(connection).await?;
    whole(connection, rows).await
}

/// Returns API clients with what their roles permit. Those whose system workspace is gone are left out.
async fn whole(connection: &impl Access, rows: Vec<Model>) -> Result<Vec<ApiClient>, Error> {
    let mut clients: HashMap<Uuid, Client> = HashMap::new();
    let mut tenants: HashMap<Uuid, Uuid> = HashMap::new();
    let ids: Vec<(Uuid, Uuid)> = rows.iter().map(|row| (row.id, row.home_id)).collect();
    for batch in Batch::split(&ids) {
        for row in client::Entity::find().filter(batch.contains(client::Column::Id, |(id, _)| *id)).all(connection).await? {
            clients.insert(row.id, row.try_into()?);
        }
        let homes = system_workspaces().filter(batch.contains(workspace::Column::Id, |(_, home)| *home));
        let homes = homes.select_only().columns([workspace::Column::Id, workspace::Column::TenantId]);
        tenants.extend(homes.into_tuple::<(Uuid, Uuid)>().all(connection).await?);
    }
    let role_of = |row: &Model| read_role(In("api_clients", "role"), row.role.as_deref(), row.role_id);
    let roles: Vec<RoleRef> = rows.iter().map(role_of).collect::<Result<_, Error>>()?;
    let own = own_roles(connection, roles.iter().copied()).await?;
    let mut all = Vec::new();
    for (row, role) in rows.into_iter().zip(roles) {
        let home = clients.remove(&row.id).filter(|client| client.workspace_id.as_uuid() == row.home_id);
        let (Some(client), Some(tenant)) = (home, tenants.get(&row.home_id)) else { continue };
        let level = read_level(In("api_clients", "tenant_id"), row.tenant_id, row.workspace_id, row.client_id)?;
        all.push(ApiClient {
            id: client.id,
            name: client.settings.name,
            workspace_id: client.workspace_id,
            tenant_id: TenantId::from_uuid(*tenant),
            role,
            level,
            grants: Grants::new([Grant { level, actions: actions_of(role, &own) }]),
            scopes: client.settings.scopes,
            status: client.status,
            epoch: client.epoch,
            created_at: Timestamp::from_millis(row.created_at),
        });
    }
    Ok(all)
}
