//! Clients of a workspace.

use std::collections::{HashMap, HashSet};

use domain::{
    client::Client,
    client_document::ClientName,
    client_origin::{ClientOrigin, ClientSearch},
    client_secret::ClientSecrets,
    clock::Timestamp,
    id::ClientId,
    page::{Page, Sorted},
    sort::ClientSort,
};
use engine::{
    client_document::id_of,
    keys::HashedSecret,
    storage::{ClientRecord, SecretHash},
};
use sea_orm::{
    ActiveValue::{self, NotSet, Set},
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, UpdateMany,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _, Func},
};

use crate::{
    Access, Error, TenantStore, WorkspaceStore, Writing,
    batch::{among, texts_by_id},
    counts::{count_if_asked, count_some},
    entity::client::{ActiveModel, Column, Entity, Model, row},
    paging::{Value, at, cut_by, matching, page, read},
    search_words::{Kind, Worded},
    subjects,
};

/// A secret that a client gets, as it is stored.
#[derive(Debug, Clone)]
pub struct NewSecret {
    /// Its keyed hash.
    pub hashed: HashedSecret,
    /// What tells it from others.
    pub fingerprint: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A change of a client's secrets.
#[derive(Debug, Clone)]
pub enum SecretUpdate {
    /// They stay.
    Keep,
    /// The secret is replaced by this one; the one before works until then, if it goes on working.
    Replace(NewSecret, Option<Timestamp>),
    /// The secret before the current one is removed.
    DropPrevious,
    /// All are removed.
    Drop,
}

impl SecretUpdate {
    /// Sets the columns that change.
    fn set(self, update: UpdateMany<Entity>) -> UpdateMany<Entity> {
        const CURRENT: [Column; 5] =
            [Column::SecretHash, Column::SecretKeyVersion, Column::SecretFingerprint, Column::SecretCreatedAt, Column::SecretUsedAt];
        const PREVIOUS: [Column; 5] = [
            Column::PreviousSecretHash,
            Column::PreviousSecretKeyVersion,
            Column::PreviousSecretFingerprint,
            Column::PreviousSecretCreatedAt,
            Column::PreviousSecretUsedAt,
        ];
        let clear = |update: UpdateMany<Entity>, columns: &[Column]| {
            columns.iter().fold(update, |update, column| update.col_expr(*column, Expr::cust("NULL")))
        };
        let drop_previous = |update| clear(update, &PREVIOUS).col_expr(Column::PreviousSecretUntil, Expr::cust("NULL"));
        match self {
            Self::Keep => update,
            Self::DropPrevious => drop_previous(update),
            Self::Drop => clear(drop_previous(update), &CURRENT),
            Self::Replace(secret, until) => {
                let update = match until {
                    // The right side of each is the row as it was.
                    Some(until) => PREVIOUS
                        .into_iter()
                        .zip(CURRENT)
                        .fold(update, |update, (column, from)| update.col_expr(column, Expr::col(from)))
                        .col_expr(Column::PreviousSecretUntil, Expr::value(until.as_millis())),
                    None => drop_previous(update),
                };
                update
                    .col_expr(Column::SecretHash, Expr::value(secret.hashed.hash.to_vec()))
                    .col_expr(Column::SecretKeyVersion, Expr::value(i16::from(secret.hashed.version)))
                    .col_expr(Column::SecretFingerprint, Expr::value(secret.fingerprint))
                    .col_expr(Column::SecretCreatedAt, Expr::value(secret.created_at.as_millis()))
                    .col_expr(Column::SecretUsedAt, Expr::cust("NULL"))
                    .col_expr(Column::SecretVersion, Expr::col(Column::SecretVersion).add(1))
            }
        }
    }
}

impl<C: Access> WorkspaceStore<'_, C> {
    fn clients(&self) -> Select<Entity> {
        Entity::find().filter(Column::WorkspaceId.eq(self.id()))
    }

    /// Returns a page of the clients that are looked for: whose name contains each word of the text, or whose `client_id` it is. Only of some, where they
    /// are given.
    pub async fn list_clients<'a>(
        &self,
        search: impl Into<ClientSearch<'a>> + Send,
        asked: Sorted<ClientId, ClientSort>,
        some: Option<&[ClientId]>,
    ) -> Result<Page<Client>, Error> {
        let ClientSearch { text, origin } = search.into();
        let named = matching(&[Column::Name], text);
        let query = self.clients().filter(match text.trim().parse::<ClientName>() {
            Ok(name) => Condition::any().add(named).add(Column::Id.eq(id_of(self.workspace().id, &name).as_uuid())),
            Err(_) => named,
        });
        let query = query.filter(among(some, Column::Id, |id| id.as_uuid()));
        let query = match origin {
            None => query,
            Some(ClientOrigin::Document) => query.filter(Column::Document.is_not_null()),
            Some(ClientOrigin::Registration) => query.filter(Column::Id.in_subquery(self.registered_ids())),
            Some(ClientOrigin::Administrator) => {
                query.filter(Column::Document.is_null()).filter(Column::Id.not_in_subquery(self.registered_ids()))
            }
        };
        let window = asked.window.map_keys(ClientId::as_uuid);
        let total = count_if_asked(&window, query.clone(), self.connection).await?;
        let (value, order) = match asked.by {
            ClientSort::CreatedAt => (None, Order::Desc),
            ClientSort::Name => (Some(Value::Name(Column::Name)), Order::Asc),
        };
        let rows = cut_by(query, value, Column::Id, &order, &window).all(self.connection).await?;
        let place = |row: &Model| at(ClientId::from_uuid(row.id), value.map(|_| &row.name));
        page(rows, &window, total, place).try_with(read)
    }

    /// Returns all clients.
    pub async fn all_clients(&self) -> Result<Vec<Client>, Error> {
        read(self.clients().order_by_asc(Column::Id).all(self.connection).await?)
    }

    /// Returns those of these clients that there are. They are few: those of a page of a list at most.
    pub async fn find_clients_by_id(&self, ids: &[ClientId]) -> Result<Vec<Client>, Error> {
        let these = among(Some(ids), Column::Id, |id| id.as_uuid());
        read(self.clients().filter(these).order_by_asc(Column::Id).all(self.connection).await?)
    }

    /// Counts the clients up to [`domain::page::COUNTED_UP_TO`].
    pub async fn count_some_clients(&self) -> Result<u64, Error> {
        count_some(self.clients(), self.connection).await
    }

    /// Counts the clients.
    pub async fn count_clients(&self) -> Result<u64, Error> {
        Ok(self.clients().count(self.connection).await?)
    }

    /// Counts the clients that are known by a document.
    pub async fn count_clients_with_documents(&self) -> Result<u64, Error> {
        Ok(self.clients().filter(Column::Document.is_not_null()).count(self.connection).await?)
    }

    /// Returns whether a client that an administrator made is called so, in whatever case: users could not tell another from it.
    pub async fn has_known_client_named(&self, name: &str) -> Result<bool, Error> {
        let called_so = Expr::expr(Func::lower(Expr::col(Column::Name))).eq(Func::lower(Expr::val(name)));
        let known = self.clients().filter(Column::Document.is_null()).filter(Column::RegisteredItself.eq(false)).filter(called_so);
        Ok(known.count(self.connection).await? > 0)
    }

    /// Returns the client with this identifier.
    pub async fn find_client(&self, id: ClientId) -> Result<Option<Client>, Error> {
        self.clients().filter(Column::Id.eq(id.as_uuid())).one(self.connection).await?.map(Client::try_from).transpose()
    }

    /// Returns what can be shown of a client's secrets; none of one that has no secret.
    pub async fn find_client_secrets(&self, id: ClientId) -> Result<Option<ClientSecrets>, Error> {
        let row = self.clients().filter(Column::Id.eq(id.as_uuid())).one(self.connection).await?;
        Ok(row.filter(|row| row.secret_hash.is_some()).map(ClientSecrets::from))
    }

    /// Returns the hash of a client's current secret; none of one that has no secret.
    pub async fn find_client_secret_hash(&self, id: ClientId) -> Result<Option<SecretHash>, Error> {
        let row = self.clients().filter(Column::Id.eq(id.as_uuid())).one(self.connection).await?;
        Ok(row.map(ClientRecord::try_from).transpose()?.and_then(|record| record.secret_hash))
    }

    /// Returns the names of clients.
    pub async fn client_names(&self, clients: impl Iterator<Item = ClientId> + Send) -> Result<HashMap<ClientId, String>, Error> {
        let here = Condition::all().add(Column::WorkspaceId.eq(self.id()));
        let names = texts_by_id::<Entity>(self.connection, here, [Column::Id, Column::Name], clients.map(ClientId::as_uuid)).await?;
        Ok(names.into_iter().map(|(id, name)| (ClientId::from_uuid(id), name)).collect())
    }
}

impl<C: Access> TenantStore<'_, C> {
    /// Returns which of these identifiers clients or users have, in whatever workspace of the installation: the `sub` of a token of a client is never
    /// that of a user (RFC 9700 §4.15).
    pub async fn taken_client_ids(&self, ids: &[ClientId]) -> Result<HashSet<ClientId>, Error> {
        taken(self.connection, ids).await
    }
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns which of these identifiers clients or users have, in whatever workspace of the installation: the `sub` of a token of a client is never
    /// that of a user (RFC 9700 §4.15).
    pub async fn taken_client_ids(&self, ids: &[ClientId]) -> Result<HashSet<ClientId>, Error> {
        taken(self.connection, ids).await
    }
}

async fn taken(connection: &impl Access, ids: &[ClientId]) -> Result<HashSet<ClientId>, Error> {
    let ids: Vec<_> = ids.iter().map(|id| id.as_uuid()).collect();
    Ok(subjects::taken(connection, &ids).await?.into_iter().map(ClientId::from_uuid).collect())
}

impl WorkspaceStore<'_, Writing> {
    /// Adds a client to this workspace.
    pub async fn insert_client(&self, client: &Client, secret: Option<NewSecret>) -> Result<(), Error> {
        let row = row(client, secret.as_ref().map(|secret| secret.hashed))?;
        let secret_fingerprint = Set(secret.map(|secret| secret.fingerprint));
        let row = ActiveModel { workspace_id: Set(self.id()), secret_fingerprint, ..row };
        Entity::insert(row).exec_without_returning(self.connection).await?;
        self.worded_client(client.id).name(self.connection, &[], &[client.settings.name.as_str()]).await
    }

    fn worded_client(&self, client: ClientId) -> Worded {
        Worded::of(self.workspace(), Kind::Client, client.as_uuid())
    }

    /// Returns what a client is called before it is changed.
    async fn name_before(&self, client: ClientId) -> Result<Option<String>, Error> {
        let name = self.clients().filter(Column::Id.eq(client.as_uuid())).select_only().column(Column::Name);
        Ok(name.into_tuple().one(self.connection).await?)
    }

    /// Saves a client as the version after the one that was read. [`Error::Stale`] where there is a newer one.
    /// From now on it is kept, also where nobody uses it.
    pub async fn update_client(&self, client: &Client, secret: SecretUpdate) -> Result<Client, Error> {
        self.write_client(client, secret, Set(true)).await
    }

    /// Saves a client as [`WorkspaceStore::update_client`] does, where what it says of itself changes it: that does not keep it.
    pub async fn update_client_by_itself(&self, client: &Client, secret: SecretUpdate) -> Result<Client, Error> {
        self.write_client(client, secret, NotSet).await
    }

    async fn write_client(&self, client: &Client, secret: SecretUpdate, kept: ActiveValue<bool>) -> Result<Client, Error> {
        let next = Client { version: client.version + 1, ..client.clone() };
        let ActiveModel { name, status, settings, version, document, .. } = row(&next, None)?;
        let row = ActiveModel { name, status, settings, version, document, kept, ..Default::default() };
        let before = self.name_before(client.id).await?;
        let done = secret
            .set(Entity::update_many().set(row))
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.eq(client.id.as_uuid()))
            .filter(Column::Version.eq(client.version))
            .exec(self.connection)
            .await?;
        if done.rows_affected != 1 {
            return Err(Error::Stale);
        }
        self.worded_client(client.id).name(self.connection, before.as_deref().as_slice(), &[next.settings.name.as_str()]).await?;
        Ok(next)
    }

    /// Saves when a client's document was read, which has not changed. [`Error::Stale`] where the client is in a newer version.
    pub async fn update_client_document(&self, client: &Client) -> Result<(), Error> {
        let ActiveModel { document, .. } = row(client, None)?;
        let done = Entity::update_many()
            .set(ActiveModel { document, ..Default::default() })
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.eq(client.id.as_uuid()))
            .filter(Column::Version.eq(client.version))
            .exec(self.connection)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }

    /// Deletes a client in this version, with its families, consents and codes; their events and audit lines stay.
    pub async fn delete_client(&self, id: ClientId, version: i64) -> Result<(), Error> {
        let before = self.name_before(id).await?;
        let done = Entity::delete_many()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(Column::Version.eq(version))
            .exec(self.connection)
            .await?;
        if done.rows_affected != 1 {
            return Err(Error::Stale);
        }
        self.worded_client(id).name(self.connection, before.as_deref().as_slice(), &[]).await
    }
}

/// Forgets some secrets that were replaced and no longer work. Returns how many.
pub(crate) async fn forget_previous_secrets(connection: &Writing, now: Timestamp, most: u64) -> Result<u64, Error> {
    let over = || Entity::find().filter(Column::PreviousSecretUntil.lte(now.as_millis()));
    // Most rounds find none, and a write would make this node read its clients again.
    if over().select_only().column(Column::Id).limit(1).into_tuple::<Uuid>().one(connection).await?.is_none() {
        return Ok(0);
    }
    let some = over().select_only().column(Column::Id).limit(most).into_query();
    let these = Entity::update_many().filter(Column::PreviousSecretUntil.lte(now.as_millis())).filter(Column::Id.in_subquery(some));
    Ok(SecretUpdate::DropPrevious.set(these).exec(connection).await?.rows_affected)
}
