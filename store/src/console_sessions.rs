//! Sessions of administrators at the console, by a hash of the cookie's value.

use domain::{clock::Timestamp, id::AdministratorId};
use engine::storage::SecretHash;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use crate::{
    Access, Administrators, Error, Store, Writing,
    column::Column as In,
    entity::console_session::{ActiveModel, Column, Entity},
};

/// The sessions of an installation's console. Their contents are the caller's.
#[derive(Debug)]
pub struct ConsoleSessions<'a> {
    store: &'a Store,
}

impl Store {
    /// Returns the console's sessions.
    pub const fn console_sessions(&self) -> ConsoleSessions<'_> {
        ConsoleSessions { store: self }
    }
}

impl ConsoleSessions<'_> {
    /// Returns the contents of the session with this hash, where it has not expired.
    pub async fn find(&self, id_hash: SecretHash, now: Timestamp) -> Result<Option<Value>, Error> {
        let query = Entity::find().filter(Column::IdHash.eq(id_hash.as_slice())).filter(Column::ExpiresAt.gt(now.as_millis()));
        Ok(query.one(self.store.reader()).await?.map(|row| row.data))
    }

    /// Stores a new session, with the administrator who signed in. [`Error::Conflict`] where there is one with this hash.
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

    /// Changes the contents, the administrator and the expiry of a session; does nothing where the session was ended.
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

    /// Deletes expired sessions. Returns how many.
    pub async fn delete_expired(&self, now: Timestamp) -> Result<u64, Error> {
        let transaction = self.store.begin().await?;
        let done = Entity::delete_many().filter(Column::ExpiresAt.lte(now.as_millis())).exec(transaction.connection()).await?;
        transaction.commit().await?;
        Ok(done.rows_affected)
    }
}

/// How many sessions of an administrator are listed.
const LISTED: u64 = 50;

impl<C: Access> Administrators<'_, C> {
    /// Returns the sessions of an administrator that have not expired, by their hashes and with their contents: those used last come first.
    pub async fn list_sessions(&self, administrator: AdministratorId, now: Timestamp) -> Result<Vec<(SecretHash, Value)>, Error> {
        let theirs = Entity::find()
            .filter(Column::AdministratorId.eq(administrator.as_uuid()))
            .filter(Column::ExpiresAt.gt(now.as_millis()))
            .order_by_desc(Column::ExpiresAt)
            .limit(LISTED);
        let rows = theirs.all(self.connection).await?;
        rows.into_iter().map(|row| Ok((In("console_sessions", "id_hash").parse(row.id_hash.try_into())?, row.data))).collect()
    }
}

impl Administrators<'_, Writing> {
    /// Ends a session of an administrator. Returns whether it was open.
    pub async fn end_session(&self, administrator: AdministratorId, id_hash: &SecretHash) -> Result<bool, Error> {
        let theirs = Entity::delete_many().filter(Column::AdministratorId.eq(administrator.as_uuid()));
        Ok(theirs.filter(Column::IdHash.eq(id_hash.as_slice())).exec(self.connection).await?.rows_affected == 1)
    }

    /// Ends the sessions of an administrator but one. Returns how many there were.
    pub async fn end_other_sessions(&self, administrator: AdministratorId, kept: &SecretHash) -> Result<u64, Error> {
        let theirs = Entity::delete_many().filter(Column::AdministratorId.eq(administrator.as_uuid()));
        Ok(theirs.filter(Column::IdHash.ne(kept.as_slice())).exec(self.connection).await?.rows_affected)
    }
}

/// Returns the columns of a session that change.
fn contents(administrator: Option<AdministratorId>, data: Value, expires_at: Timestamp) -> ActiveModel {
    ActiveModel {
        data: Set(data),
        expires_at: Set(expires_at.as_millis()),
        administrator_id: Set(administrator.map(AdministratorId::as_uuid)),
        ..Default::default()
    }
}
