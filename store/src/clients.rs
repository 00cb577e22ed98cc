//! Clients of a workspace.

use std::collections::HashMap;

use domain::{
    client::Client,
    id::ClientId,
    page::{Page, Window},
};
use engine::keys::HashedSecret;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, Select,
};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    batch::{among, texts_by_id},
    counts::{count_if_asked, count_some},
    entity::client::{ActiveModel, Column, Entity, row},
    paging::{cut, matching, page, read},
};

/// A change of a client's secret.
#[derive(Debug, Clone, Copy)]
pub enum SecretUpdate {
    /// The secret stays.
    Keep,
    /// The secret is replaced by this one.
    Replace(HashedSecret),
    /// The secret is removed.
    Drop,
}

impl<C: Access> WorkspaceStore<'_, C> {
    fn clients(&self) -> Select<Entity> {
        Entity::find().filter(Column::WorkspaceId.eq(self.id()))
    }

    /// Returns a page of the clients whose name contains the text, or whose identifier it is; newest first. Only of some, where they are
    /// given.
    pub async fn list_clients(&self, search: &str, window: Window<ClientId>, some: Option<&[ClientId]>) -> Result<Page<Client>, Error> {
        let named = matching(&[Column::Name], search);
        let query = self.clients().filter(match search.trim().parse::<ClientId>() {
            Ok(id) => Condition::any().add(named).add(Column::Id.eq(id.as_uuid())),
            Err(_) => named,
        });
        let query = query.filter(among(some, Column::Id, |id| id.as_uuid()));
        let window = window.map(ClientId::as_uuid);
        let total = count_if_asked(&window, query.clone(), self.connection).await?;
        let clients = read(cut(query, Column::Id, &Order::Desc, &window).all(self.connection).await?)?;
        Ok(page(clients, &window, total, |client: &Client| client.id.to_string()))
    }

    /// Returns all clients.
    pub async fn all_clients(&self) -> Result<Vec<Client>, Error> {
        read(self.clients().order_by_asc(Column::Id).all(self.connection).await?)
    }

    /// Counts the clients up to [`domain::page::COUNTED_UP_TO`].
    pub async fn count_some_clients(&self) -> Result<u64, Error> {
        count_some(self.clients(), self.connection).await
    }

    /// Counts the clients.
    pub async fn count_clients(&self) -> Result<u64, Error> {
        Ok(self.clients().count(self.connection).await?)
    }

    /// Returns the client with this identifier.
    pub async fn find_client(&self, id: ClientId) -> Result<Option<Client>, Error> {
        self.clients().filter(Column::Id.eq(id.as_uuid())).one(self.connection).await?.map(Client::try_from).transpose()
    }

    /// Returns the names of clients.
    pub async fn client_names(&self, clients: impl Iterator<Item = ClientId> + Send) -> Result<HashMap<ClientId, String>, Error> {
        let here = Condition::all().add(Column::WorkspaceId.eq(self.id()));
        let names = texts_by_id::<Entity>(self.connection, here, [Column::Id, Column::Name], clients.map(ClientId::as_uuid)).await?;
        Ok(names.into_iter().map(|(id, name)| (ClientId::from_uuid(id), name)).collect())
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Adds a client to this workspace.
    pub async fn insert_client(&self, client: &Client, secret: Option<HashedSecret>) -> Result<(), Error> {
        let row = ActiveModel { workspace_id: Set(self.id()), ..row(client, secret)? };
        Entity::insert(row).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Saves a client as the version after the one that was read. [`Error::Stale`] where there is a newer one.
    pub async fn update_client(&self, client: &Client, secret: SecretUpdate) -> Result<Client, Error> {
        let next = Client { version: client.version + 1, ..client.clone() };
        let (secret_hash, secret_key_version) = match secret {
            SecretUpdate::Keep => (NotSet, NotSet),
            SecretUpdate::Replace(secret) => (Set(Some(secret.hash.into())), Set(Some(secret.version.into()))),
            SecretUpdate::Drop => (Set(None), Set(None)),
        };
        let row = row(&next, None)?;
        let row =
            ActiveModel { id: NotSet, workspace_id: NotSet, created_at: NotSet, epoch: NotSet, secret_hash, secret_key_version, ..row };
        let done = Entity::update_many()
            .set(row)
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.eq(client.id.as_uuid()))
            .filter(Column::Version.eq(client.version))
            .exec(self.connection)
            .await?;
        if done.rows_affected == 1 { Ok(next) } else { Err(Error::Stale) }
    }

    /// Deletes a client in this version, with its families, consents and codes; their events and audit lines stay.
    pub async fn delete_client(&self, id: ClientId, version: i64) -> Result<(), Error> {
        let done = Entity::delete_many()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(Column::Version.eq(version))
            .exec(self.connection)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }
}
