//! Workspaces of a tenant.

use std::collections::HashMap;

use domain::{
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
    name::{Name, Slug},
    page::{Page, Sorted},
    service::Service,
    sort::WorkspaceSort,
    view::WorkspaceSummary,
    workspace::Workspace,
};
use engine::storage::SealedSigningKey;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, Order, QueryFilter, QuerySelect,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::{
    Access, Error, TenantStore, WorkspaceStore, Writing,
    batch::{Batch, among},
    column::Column as In,
    counts::{count_if_asked, count_of_some},
    entity::{client, service, workspace},
    paging::{Value, at, cut_by, matching, page},
    search_words::{Kind, Worded},
    signing_keys,
};

impl<C: Access> TenantStore<'_, C> {
    /// Returns a page of the workspaces whose name or address contains each word of the text. Only of some, where they are given.
    pub async fn list_workspaces(
        &self,
        search: &str,
        asked: Sorted<Slug, WorkspaceSort>,
        some: Option<&[WorkspaceId]>,
    ) -> Result<Page<WorkspaceSummary>, Error> {
        let query = workspace::Entity::find()
            .filter(workspace::Column::TenantId.eq(self.tenant.as_uuid()))
            .filter(workspace::Column::DeletedAt.is_null())
            .filter(among(some, workspace::Column::Id, |id| id.as_uuid()))
            .filter(matching(&[workspace::Column::Slug, workspace::Column::Name], search));
        let window = asked.window.map_keys(String::from);
        let total = count_if_asked(&window, query.clone(), self.connection).await?;
        let (value, order) = match asked.by {
            WorkspaceSort::Slug => (None, Order::Asc),
            WorkspaceSort::Name => (Some(Value::Name(workspace::Column::Name)), Order::Asc),
            WorkspaceSort::CreatedAt => (Some(Value::Number(workspace::Column::CreatedAt)), Order::Desc),
        };
        let rows = cut_by(query, value, workspace::Column::Slug, &order, &window).all(self.connection).await?;
        let of = |row: &workspace::Model| match asked.by {
            WorkspaceSort::Slug => None,
            WorkspaceSort::Name => Some(row.name.clone()),
            WorkspaceSort::CreatedAt => Some(row.created_at.to_string()),
        };
        let page = page(rows, &window, total, |row| at(&row.slug, of(row)));
        let clients = self.count_some_clients(&page.items).await?;
        let summary = |row: workspace::Model| {
            Ok(WorkspaceSummary {
                id: WorkspaceId::from_uuid(row.id),
                slug: In("workspaces", "slug").parse(Slug::parse(&row.slug))?,
                name: In("workspaces", "name").parse(Name::try_from(row.name))?,
                created_at: Timestamp::from_millis(row.created_at),
                clients: clients.get(&row.id).copied().unwrap_or_default(),
                is_system: row.is_system,
            })
        };
        page.try_with(|rows| rows.into_iter().map(summary).collect())
    }

    /// Returns the name of a workspace, with that of a client in it where one is asked for.
    pub async fn name_of(&self, workspace: WorkspaceId, client: Option<ClientId>) -> Result<Option<String>, Error> {
        let this = workspace::Entity::find_by_id(workspace.as_uuid())
            .filter(workspace::Column::TenantId.eq(self.tenant.as_uuid()))
            .filter(workspace::Column::DeletedAt.is_null());
        let name: Option<String> = this.select_only().column(workspace::Column::Name).into_tuple().one(self.connection).await?;
        let (Some(name), Some(client)) = (&name, client) else { return Ok(name) };
        let this = client::Entity::find_by_id(client.as_uuid()).filter(client::Column::WorkspaceId.eq(workspace.as_uuid()));
        let inner: Option<String> = this.select_only().column(client::Column::Name).into_tuple().one(self.connection).await?;
        Ok(inner.map(|inner| format!("{name} › {inner}")))
    }

    /// Counts the clients of each of these workspaces up to [`domain::page::COUNTED_UP_TO`].
    async fn count_some_clients(&self, workspaces: &[workspace::Model]) -> Result<HashMap<Uuid, u64>, Error> {
        let mut clients = HashMap::new();
        for batch in Batch::split(workspaces) {
            let of_each = Expr::col((client::Entity, client::Column::WorkspaceId)).equals((workspace::Entity, workspace::Column::Id));
            let counts = workspace::Entity::find()
                .select_only()
                .column(workspace::Column::Id)
                .expr_as(count_of_some(client::Entity::find().filter(of_each)), "clients")
                .filter(batch.contains(workspace::Column::Id, |workspace| workspace.id));
            let counts: Vec<(Uuid, i64)> = counts.into_tuple().all(self.connection).await?;
            clients.extend(counts.into_iter().map(|(workspace, count)| (workspace, u64::try_from(count).unwrap_or_default())));
        }
        Ok(clients)
    }
}

impl TenantStore<'_, Writing> {
    /// Locks a workspace of this tenant, and a client in it where one is named, until the end of the transaction: they are there so long. Returns
    /// whether they exist.
    pub async fn lock_place(&self, workspace: WorkspaceId, client: Option<ClientId>) -> Result<bool, Error> {
        let place = workspace::Entity::find_by_id(workspace.as_uuid())
            .filter(workspace::Column::TenantId.eq(self.tenant.as_uuid()))
            .filter(workspace::Column::DeletedAt.is_null());
        let place = place.select_only().column(workspace::Column::Id).lock(LockType::Share);
        if place.into_tuple::<Uuid>().one(self.connection).await?.is_none() {
            return Ok(false);
        }
        let Some(client) = client else { return Ok(true) };
        let inner = client::Entity::find_by_id(client.as_uuid()).filter(client::Column::WorkspaceId.eq(workspace.as_uuid()));
        let inner = inner.select_only().column(client::Column::Id).lock(LockType::Share);
        Ok(inner.into_tuple::<Uuid>().one(self.connection).await?.is_some())
    }

    /// Adds a workspace of this tenant with its first services and keys. [`Error::Conflict`] where its address is taken.
    pub async fn insert_workspace(&self, workspace: &Workspace, services: &[Service], keys: Vec<SealedSigningKey>) -> Result<(), Error> {
        let mut row = workspace::row(workspace)?;
        row.tenant_id = Set(self.tenant.as_uuid());
        workspace::Entity::insert(row).exec_without_returning(self.connection).await?;
        for (position, service) in (0..).zip(services) {
            service::Entity::insert(service::row(service, position)?).exec_without_returning(self.connection).await?;
            Worded::of(workspace, Kind::Service, service.id.as_uuid()).name(self.connection, &[], &[service.name.as_str()]).await?;
        }
        for key in keys {
            signing_keys::insert(self.connection, key).await?;
        }
        Ok(())
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Saves name and settings as the version after the one that was read. [`Error::Stale`] where there is a newer one.
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
