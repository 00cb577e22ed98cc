//! Sessions of administrators at the console, by a hash of the cookie's value.

use domain::clock::Timestamp;
use engine::storage::SecretHash;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult, sea_query::OnConflict};
use serde_json::Value;

use crate::{
    Error, Store,
    entity::console_session::{ActiveModel, Column, Entity},
};

/// What a session holds, and until when.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsoleSession {
    /// What it holds.
    pub data: Value,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// The sessions of an installation's console.
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
    /// Keeps a new session. `false`, and nothing kept, where there is one of this hash already.
    pub async fn create(&self, id_hash: &SecretHash, session: ConsoleSession) -> Result<bool, Error> {
        let transaction = self.store.begin().await?;
        let insert = Entity::insert(row(id_hash, session)).on_conflict_do_nothing_on([Column::IdHash]);
        let inserted = insert.exec_without_returning(transaction.connection()).await?;
        transaction.commit().await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Keeps a session in place of an earlier state of it.
    pub async fn save(&self, id_hash: &SecretHash, session: ConsoleSession) -> Result<(), Error> {
        let transaction = self.store.begin().await?;
        let replace = OnConflict::column(Column::IdHash).update_columns([Column::Data, Column::ExpiresAt]).to_owned();
        Entity::insert(row(id_hash, session)).on_conflict(replace).exec_without_returning(transaction.connection()).await?;
        transaction.commit().await
    }

    /// The session of this hash, where it has not ended.
    pub async fn load(&self, id_hash: &SecretHash, now: Timestamp) -> Result<Option<ConsoleSession>, Error> {
        let query = Entity::find().filter(Column::IdHash.eq(id_hash.as_slice())).filter(Column::ExpiresAt.gt(now.as_millis()));
        let row = query.one(self.store.reader()).await?;
        Ok(row.map(|row| ConsoleSession { data: row.data, expires_at: Timestamp::from_millis(row.expires_at) }))
    }

    /// Forgets a session.
    pub async fn delete(&self, id_hash: &SecretHash) -> Result<(), Error> {
        let transaction = self.store.begin().await?;
        Entity::delete_many().filter(Column::IdHash.eq(id_hash.as_slice())).exec(transaction.connection()).await?;
        transaction.commit().await
    }

    /// Forgets the sessions that have ended.
    pub async fn delete_expired(&self, now: Timestamp) -> Result<u64, Error> {
        let transaction = self.store.begin().await?;
        let done = Entity::delete_many().filter(Column::ExpiresAt.lte(now.as_millis())).exec(transaction.connection()).await?;
        transaction.commit().await?;
        Ok(done.rows_affected)
    }
}

fn row(id_hash: &SecretHash, session: ConsoleSession) -> ActiveModel {
    ActiveModel { id_hash: Set(id_hash.to_vec()), data: Set(session.data), expires_at: Set(session.expires_at.as_millis()) }
}
