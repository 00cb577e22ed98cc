//! Sessions of administrators at the console, by a hash of the cookie's value.

use domain::{clock::Timestamp, id::AdministratorId};
use engine::storage::SecretHash;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;

use crate::{
    Error, Store,
    entity::console_session::{ActiveModel, Column, Entity},
};

/// The sessions of an installation's console. What one holds is not ours to know.
#[derive(Debug)]
pub struct ConsoleSessions<'a> {
    store: &'a Store,
}

impl Store {
    /// The console's sessions.
    pub const fn console_sessions(&self) -> ConsoleSessions<'_> {
        ConsoleSessions { store: self }
    }
}

impl ConsoleSessions<'_> {
    /// What the session of this hash holds, where it has not ended.
    pub async fn find(&self, id_hash: SecretHash, now: Timestamp) -> Result<Option<Value>, Error> {
        let query = Entity::find().filter(Column::IdHash.eq(id_hash.as_slice())).filter(Column::ExpiresAt.gt(now.as_millis()));
        Ok(query.one(self.store.reader()).await?.map(|row| row.data))
    }

    /// Keeps a new session, with whoever signed in. [`Error::Conflict`] where there is one of this hash.
    pub async fn insert(
        &self,
        id_hash: SecretHash,
        administrator: Option<AdministratorId>,
        data: Value,
        expires_at: Timestamp,
    ) -> Result<(), Error> {
        let row = ActiveModel { id_hash: Set(id_hash.into()), ..contents(administrator, data, expires_at) };
        let transaction = self.store.begin().await?;
        Entity::insert(row).exec_without_returning(transaction.connection()).await?;
        transaction.commit().await
    }

    /// Changes what a session holds, whose it is, and when it ends. Nothing where it has ended: it stays so.
    pub async fn update(
        &self,
        id_hash: SecretHash,
        administrator: Option<AdministratorId>,
        data: Value,
        expires_at: Timestamp,
    ) -> Result<(), Error> {
        let transaction = self.store.begin().await?;
        let update = Entity::update_many().set(contents(administrator, data, expires_at)).filter(Column::IdHash.eq(id_hash.as_slice()));
        update.exec(transaction.connection()).await?;
        transaction.commit().await
    }

    /// Ends a session.
    pub async fn delete(&self, id_hash: SecretHash) -> Result<(), Error> {
        let transaction = self.store.begin().await?;
        Entity::delete_many().filter(Column::IdHash.eq(id_hash.as_slice())).exec(transaction.connection()).await?;
        transaction.commit().await
    }

    /// Deletes the sessions whose time is over. Says how many.
    pub async fn delete_expired(&self, now: Timestamp) -> Result<u64, Error> {
        let transaction = self.store.begin().await?;
        let done = Entity::delete_many().filter(Column::ExpiresAt.lte(now.as_millis())).exec(transaction.connection()).await?;
        transaction.commit().await?;
        Ok(done.rows_affected)
    }
}

/// What changes of a session while it lives.
fn contents(administrator: Option<AdministratorId>, data: Value, expires_at: Timestamp) -> ActiveModel {
    ActiveModel {
        data: Set(data),
        expires_at: Set(expires_at.as_millis()),
        administrator_id: Set(administrator.map(AdministratorId::as_uuid)),
        ..Default::default()
    }
}
