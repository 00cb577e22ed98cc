//! Workspaces of a tenant, and the way into one.

use std::{borrow::Cow, collections::HashMap};

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    id::{TenantId, WorkspaceId},
    name::{Name, Slug},
    page::Page,
    service::Service,
    view::WorkspaceSummary,
    workspace::Workspace,
};
use engine::storage::SealedSigningKey;
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid, sea_query::LockType,
};

use crate::{
    Access, Error, TenantStore, Transaction, Writing,
    at_once::AtOnce,
    column::Column as In,
    entity::{client, service, workspace},
    paging::{ROWS, matching, page},
    signing_keys,
};

/// What is in one workspace. Only [`TenantStore::workspace`] and [`WorkspaceTransaction::store`] give it, so it is always one of that tenant.
#[derive(Debug)]
pub struct WorkspaceStore<'a, C> {
    pub(crate) connection: &'a C,
    workspace: Cow<'a, Workspace>,
}

/// A transaction with the workspace that it holds: nobody else changes the workspace's row before the end of it.
#[derive(Debug)]
pub struct WorkspaceTransaction {
    transaction: Transaction,
    workspace: Workspace,
}

impl Transaction {
    /// Holds a workspace of a tenant until the end of the transaction. Returns nothing where the tenant has no such workspace.
    pub async fn hold_workspace(self, tenant: TenantId, slug: &Slug) -> Result<Option<WorkspaceTransaction>, Error> {
        let found = self.tenant(tenant).workspace(slug).await?.map(|store| store.workspace.into_owned());
        Ok(found.map(|workspace| WorkspaceTransaction { transaction: self, workspace }))
    }
}

impl WorkspaceTransaction {
    /// The workspace as it was when the transaction began to hold it.
    pub const fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// What is in the workspace.
    pub const fn store(&self) -> WorkspaceStore<'_, Writing> {
        WorkspaceStore { connection: self.transaction.connection(), workspace: Cow::Borrowed(&self.workspace) }
    }

    /// Writes an audit line with it.
    pub async fn append_audit(&self, event: AuditEvent) -> Result<(), Error> {
        self.transaction.append_audit(event).await
    }

    /// Commits everything. It has happened when this returns `Ok`, and not before.
    pub async fn commit(self) -> Result<(), Error> {
        self.transaction.commit().await
    }
}

impl<'a, C: Access> TenantStore<'a, C> {
    /// The workspace at this address. Within a transaction it stays as it is until the end of that: what is written below a
    /// workspace relies on its settings, and the other way round.
    pub async fn workspace(&self, slug: &Slug) -> Result<Option<WorkspaceStore<'a, C>>, Error> {
        let mut query = workspace::Entity::find()
            .filter(workspace::Column::TenantId.eq(self.tenant.as_uuid()))
            .filter(workspace::Column::Slug.eq(slug.as_str()));
        if C::WRITES {
            // Nothing on SQLite, which has one writer. Not FOR UPDATE, which would hold up each row that refers to the workspace.
            query = query.lock(LockType::NoKeyUpdate);
        }
        let Some(row) = query.one(self.connection).await? else { return Ok(None) };
        Ok(Some(WorkspaceStore { connection: self.connection, workspace: Cow::Owned(row.try_into()?) }))
    }

    /// The workspaces whose name or address holds the text, by address.
    pub async fn list_workspaces(&self, search: &str, after: Option<&Slug>) -> Result<Page<WorkspaceSummary>, Error> {
        let query = workspace::Entity::find()
            .filter(workspace::Column::TenantId.eq(self.tenant.as_uuid()))
            .filter(workspace::Column::DeletedAt.is_null())
            .filter(matching(&[workspace::Column::Slug, workspace::Column::Name], search));
        let total = query.clone().count(self.connection).await?;
        let query = match after {
            Some(after) => query.filter(workspace::Column::Slug.gt(after.as_str())),
            None => query,
        };
        let rows = query.order_by_asc(workspace::Column::Slug).limit(ROWS).all(self.connection).await?;
        let page = page(rows, Some(total), |row| row.slug.clone());
        let clients = self.count_clients(&page.items).await?;
        let items = page.items.into_iter().map(|row| {
            Ok(WorkspaceSummary {
                id: WorkspaceId::from_uuid(row.id),
                slug: In("workspaces", "slug").parse(Slug::parse(&row.slug))?,
                name: In("workspaces", "name").parse(Name::try_from(row.name))?,
                created_at: Timestamp::from_millis(row.created_at),
                clients: clients.get(&row.id).copied().unwrap_or_default(),
            })
        });
        Ok(Page { items: items.collect::<Result<_, Error>>()?, next: page.next, total: page.total })
    }

    async fn count_clients(&self, workspaces: &[workspace::Model]) -> Result<HashMap<Uuid, u64>, Error> {
        let mut clients = HashMap::new();
        for part in AtOnce::of(workspaces) {
            let counts = client::Entity::find()
                .select_only()
                .column(client::Column::WorkspaceId)
                .column_as(client::Column::Id.count(), "clients")
                .filter(part.holds(client::Column::WorkspaceId, |workspace| workspace.id))
                .group_by(client::Column::WorkspaceId);
            let counts: Vec<(Uuid, i64)> = counts.into_tuple().all(self.connection).await?;
            clients.extend(counts.into_iter().map(|(workspace, count)| (workspace, u64::try_from(count).unwrap_or_default())));
        }
        Ok(clients)
    }
}

impl TenantStore<'_, Writing> {
    /// Adds a workspace of this tenant with what it starts with. [`Error::Conflict`] where its address is taken.
    pub async fn insert_workspace(&self, workspace: &Workspace, services: &[Service], keys: Vec<SealedSigningKey>) -> Result<(), Error> {
        let mut row = workspace::row(workspace)?;
        row.tenant_id = sea_orm::Set(self.tenant.as_uuid());
        workspace::Entity::insert(row).exec_without_returning(self.connection).await?;
        for (position, service) in (0..).zip(services) {
            service::Entity::insert(service::row(service, position)?).exec_without_returning(self.connection).await?;
        }
        for key in keys {
            signing_keys::insert(self.connection, key).await?;
        }
        Ok(())
    }
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// The workspace itself.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    pub(crate) fn id(&self) -> Uuid {
        self.workspace.id.as_uuid()
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Saves name and settings as the successor of the version that they were read in. [`Error::Stale`] where there is a newer one.
    pub async fn update_workspace(&self, workspace: &Workspace) -> Result<Workspace, Error> {
        let next = Workspace { version: workspace.version + 1, ..workspace.clone() };
        let row = workspace::ActiveModel { id: NotSet, tenant_id: NotSet, slug: NotSet, created_at: NotSet, ..workspace::row(&next)? };
        let done = workspace::Entity::update_many()
            .set(row)
            .filter(workspace::Column::Id.eq(self.id()))
            .filter(workspace::Column::Version.eq(workspace.version))
            .exec(self.connection)
            .await?;
        if done.rows_affected == 1 { Ok(next) } else { Err(Error::Stale) }
    }
}
