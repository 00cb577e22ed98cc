//! What was made under an earlier version of the master key: how much there is, and how it is brought to the current version.

use domain::{
    clock::Timestamp,
    id::{ClientId, KeyId, WorkspaceId},
};
use engine::keys::{OutdatedSecret, SecretUse};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    Error, Store, Transaction,
    entity::{client, signing_key, tenant, token_family, workspace},
};

/// A private key as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedPrivateKey {
    /// The key.
    pub id: KeyId,
    /// Its workspace.
    pub workspace: WorkspaceId,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

/// A client, by where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientPlace {
    /// The slug of its tenant.
    pub tenant: String,
    /// The slug of its workspace.
    pub workspace: String,
    /// Its name.
    pub name: String,
    /// Its identifier.
    pub id: ClientId,
}

impl Store {
    /// Returns signing keys that are not sealed under this version of the master key; at most so many, by identifier.
    pub async fn list_signing_keys_not_under(&self, version: u8, limit: u64) -> Result<Vec<SealedPrivateKey>, Error> {
        let query = signing_key::Entity::find()
            .filter(signing_key::sealed_under().ne(vec![version]))
            .order_by_asc(signing_key::Column::Id)
            .limit(limit);
        let columns = [signing_key::Column::Id, signing_key::Column::WorkspaceId, signing_key::Column::SealedPrivateKey];
        let rows: Vec<(Uuid, Uuid, Vec<u8>)> = query.select_only().columns(columns).into_tuple().all(self.reader()).await?;
        let key =
            |(id, workspace, sealed)| SealedPrivateKey { id: KeyId::from_uuid(id), workspace: WorkspaceId::from_uuid(workspace), sealed };
        Ok(rows.into_iter().map(key).collect())
    }

    /// Counts the signing keys that are sealed under this version of the master key.
    pub async fn count_signing_keys_under(&self, version: u8) -> Result<u64, Error> {
        Ok(signing_key::Entity::find().filter(signing_key::sealed_under().eq(vec![version])).count(self.reader()).await?)
    }

    /// Counts the clients whose secret was hashed under this version of the master key, or by an earlier version of Regrant, which did not
    /// record it; also the secrets before them that still work.
    pub async fn count_client_secrets_under(&self, version: u8, now: Timestamp) -> Result<u64, Error> {
        let [current, previous] = secrets_under(version, now).map(|secret| client::Entity::find().filter(secret));
        Ok(current.count(self.reader()).await? + previous.count(self.reader()).await?)
    }

    /// Returns clients whose secret [`Store::count_client_secrets_under`] counts: at most so many, oldest first.
    pub async fn list_clients_with_secret_under(&self, version: u8, now: Timestamp, limit: u64) -> Result<Vec<ClientPlace>, Error> {
        let query = client::Entity::find()
            .join(
                JoinType::InnerJoin,
                client::Entity::belongs_to(workspace::Entity).from(client::Column::WorkspaceId).to(workspace::Column::Id).into(),
            )
            .join(
                JoinType::InnerJoin,
                workspace::Entity::belongs_to(tenant::Entity).from(workspace::Column::TenantId).to(tenant::Column::Id).into(),
            )
            .filter(has_secret_under(version, now))
            .order_by_asc(client::Column::Id)
            .limit(limit)
            .select_only()
            .column_as(tenant::Column::Slug, "tenant")
            .column_as(workspace::Column::Slug, "workspace")
            .column_as(client::Column::Name, "name")
            .column_as(client::Column::Id, "id");
        let rows: Vec<(String, String, String, Uuid)> = query.into_tuple().all(self.reader()).await?;
        let place = |(tenant, workspace, name, id)| ClientPlace { tenant, workspace, name, id: ClientId::from_uuid(id) };
        Ok(rows.into_iter().map(place).collect())
    }

    /// Counts the families that are active now and whose refresh token was last replaced before `before`. Reads every family.
    pub async fn count_families_replaced_before(&self, before: Timestamp, now: Timestamp) -> Result<u64, Error> {
        let query = token_family::Entity::find().filter(token_family::is_live(now));
        Ok(query.filter(token_family::Column::RotatedAt.lt(before.as_millis())).count(self.reader()).await?)
    }
}

/// The clients whose secret depends on a version of the master key, and those whose secret before it does and still works.
fn secrets_under(version: u8, now: Timestamp) -> [Condition; 2] {
    let under = |column: client::Column| Condition::any().add(column.eq(i16::from(version))).add(column.is_null());
    let current = Condition::all().add(client::Column::SecretHash.is_not_null()).add(under(client::Column::SecretKeyVersion));
    let previous = Condition::all()
        .add(client::Column::PreviousSecretHash.is_not_null())
        .add(client::Column::PreviousSecretUntil.gt(now.as_millis()))
        .add(under(client::Column::PreviousSecretKeyVersion));
    [current, previous]
}

fn has_secret_under(version: u8, now: Timestamp) -> Condition {
    secrets_under(version, now).into_iter().fold(Condition::any(), Condition::add)
}

impl Transaction {
    /// Replaces the sealed bytes of a signing key. Does nothing if they are not the ones that were read.
    pub async fn replace_sealed_key(&self, read: &SealedPrivateKey, resealed: Vec<u8>) -> Result<(), Error> {
        signing_key::Entity::update_many()
            .col_expr(signing_key::Column::SealedPrivateKey, Expr::value(resealed))
            .filter(signing_key::Column::Id.eq(read.id.as_uuid()))
            .filter(signing_key::Column::SealedPrivateKey.eq(read.sealed.clone()))
            .exec(self.connection())
            .await?;
        Ok(())
    }

    /// Replaces the hash of a client secret by one of the same secret under another version of the master key, whether it is the client's
    /// current one or the one before. Does nothing if the client has other secrets by now. Its version does not change: the secret is the same.
    pub async fn replace_secret_hash(&self, secret: &OutdatedSecret) -> Result<(), Error> {
        use client::Column::{PreviousSecretHash, PreviousSecretKeyVersion, SecretHash, SecretKeyVersion};

        for (hash, version) in [(SecretHash, SecretKeyVersion), (PreviousSecretHash, PreviousSecretKeyVersion)] {
            client::Entity::update_many()
                .col_expr(hash, Expr::value(secret.replacement.hash.to_vec()))
                .col_expr(version, Expr::value(i16::from(secret.replacement.version)))
                .filter(client::Column::WorkspaceId.eq(secret.workspace.as_uuid()))
                .filter(hash.eq(secret.stored.to_vec()))
                .exec(self.connection())
                .await?;
        }
        Ok(())
    }

    /// Records when a client last authenticated by a secret, whether that is its current one or the one before by now. Its version does not
    /// change: nobody edited it.
    pub async fn record_secret_use(&self, used: &SecretUse) -> Result<(), Error> {
        use client::Column::{PreviousSecretHash, PreviousSecretUsedAt, SecretHash, SecretUsedAt};

        let at = used.at.as_millis();
        for (hash, used_at) in [(SecretHash, SecretUsedAt), (PreviousSecretHash, PreviousSecretUsedAt)] {
            client::Entity::update_many()
                .col_expr(used_at, Expr::value(at))
                .filter(client::Column::WorkspaceId.eq(used.workspace.as_uuid()))
                .filter(client::Column::Id.eq(used.client.as_uuid()))
                .filter(hash.eq(used.stored.to_vec()))
                .filter(Condition::any().add(used_at.is_null()).add(used_at.lt(at)))
                .exec(self.connection())
                .await?;
        }
        Ok(())
    }
}
