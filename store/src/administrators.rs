//! Administrators of the installation.

use std::collections::BTreeSet;

use domain::{
    administrator::{Administrator, AdministratorStatus},
    clock::Timestamp,
    id::{AdministratorId, ApiTokenId},
    user::UserIdentifier,
};
use engine::storage::SecretHash;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::{
    Access, Error, Reading, Store, Transaction, Writing,
    batch::Batch,
    column::Coded,
    entity::{
        administrator::{ActiveModel, Column, Entity, Model, row},
        api_token, console_session, initial_access_token,
    },
    grants::with_grants,
};

/// An administrator with the hash of the password.
#[derive(Debug, Clone)]
pub struct AdministratorRecord {
    /// The administrator.
    pub administrator: Administrator,
    /// Argon2id, as a PHC string; `None` for an administrator who has no password yet.
    pub password_hash: Option<String>,
}

/// All administrators of an installation. Which of them somebody may see is decided above.
#[derive(Debug)]
pub struct Administrators<'a, C> {
    pub(crate) connection: &'a C,
}

impl Store {
    /// Returns the administrators.
    pub const fn administrators(&self) -> Administrators<'_, Reading> {
        Administrators { connection: self.reader() }
    }
}

impl Transaction {
    /// Returns the administrators.
    pub const fn administrators(&self) -> Administrators<'_, Writing> {
        Administrators { connection: self.connection() }
    }
}

impl<C: Access> Administrators<'_, C> {
    /// Returns all administrators, by e-mail address.
    pub async fn list(&self) -> Result<Vec<Administrator>, Error> {
        with_grants(self.connection, Entity::find().order_by_asc(Column::Email).all(self.connection).await?).await
    }

    /// Returns the administrator with this identifier.
    pub async fn find(&self, id: AdministratorId) -> Result<Option<Administrator>, Error> {
        self.one(Entity::find_by_id(id.as_uuid()).one(self.connection).await?).await
    }

    /// Returns the administrator with this e-mail address.
    pub async fn find_by_email(&self, email: &UserIdentifier) -> Result<Option<AdministratorRecord>, Error> {
        let mut row = Entity::find().filter(Column::Email.eq(email.as_str())).one(self.connection).await?;
        let password_hash = row.as_mut().and_then(|row| row.password_hash.take());
        Ok(self.one(row).await?.map(|administrator| AdministratorRecord { administrator, password_hash }))
    }

    /// Returns the active administrator with this one-time sign-in, where it is still valid.
    pub async fn find_by_one_time(&self, hash: &SecretHash, now: Timestamp) -> Result<Option<Administrator>, Error> {
        let query = Entity::find()
            .filter(Column::OneTimeHash.eq(hash.as_slice()))
            .filter(Column::OneTimeExpiresAt.gt(now.as_millis()))
            .filter(Column::Status.eq(AdministratorStatus::Active.code()));
        self.one(query.one(self.connection).await?).await
    }

    async fn one(&self, row: Option<Model>) -> Result<Option<Administrator>, Error> {
        Ok(with_grants(self.connection, row.into_iter().collect()).await?.pop())
    }
}

impl Administrators<'_, Writing> {
    /// Adds an administrator without a password and without a role. [`Error::Conflict`] where the e-mail address is taken.
    pub async fn insert(&self, administrator: &Administrator) -> Result<(), Error> {
        Entity::insert(row(administrator)).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Stores a one-time sign-in in place of an earlier one.
    pub async fn set_one_time(&self, id: AdministratorId, hash: SecretHash, expires_at: Timestamp) -> Result<(), Error> {
        Entity::update_many()
            .set(ActiveModel {
                one_time_hash: Set(Some(hash.into())),
                one_time_expires_at: Set(Some(expires_at.as_millis())),
                ..Default::default()
            })
            .filter(Column::Id.eq(id.as_uuid()))
            .exec(self.connection)
            .await?;
        Ok(())
    }

    /// Sets a password.
    pub async fn set_password(&self, id: AdministratorId, password_hash: String) -> Result<(), Error> {
        let row = ActiveModel { password_hash: Set(Some(password_hash)), ..Default::default() };
        Entity::update_many().set(row).filter(Column::Id.eq(id.as_uuid())).exec(self.connection).await?;
        Ok(())
    }

    /// Uses a one-time sign-in up, and sets a new password where one is given. Returns `false`, and changes nothing, where it was used
    /// before or has expired: of those who use it at once, one gets `true`.
    pub async fn use_one_time(&self, hash: &SecretHash, now: Timestamp, password_hash: Option<String>) -> Result<bool, Error> {
        let mut row = ActiveModel { one_time_hash: Set(None), one_time_expires_at: Set(None), ..Default::default() };
        if password_hash.is_some() {
            row.password_hash = Set(password_hash);
        }
        let done = Entity::update_many()
            .set(row)
            .filter(Column::OneTimeHash.eq(hash.as_slice()))
            .filter(Column::OneTimeExpiresAt.gt(now.as_millis()))
            .filter(Column::Status.eq(AdministratorStatus::Active.code()))
            .exec(self.connection)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Locks these administrators until the end of the transaction. Returns those that exist, as they are now.
    pub async fn lock(&self, ids: impl IntoIterator<Item = AdministratorId>) -> Result<Vec<Administrator>, Error> {
        // In one order, so that two transactions that lock the same administrators do not wait for one another.
        let ids: BTreeSet<AdministratorId> = ids.into_iter().collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let mut rows = Vec::new();
        for batch in Batch::split(&ids) {
            let query = Entity::find().filter(batch.contains(Column::Id, |id| id.as_uuid())).order_by_asc(Column::Id);
            rows.extend(query.lock(LockType::NoKeyUpdate).all(self.connection).await?);
        }
        with_grants(self.connection, rows).await
    }

    /// Enables or disables an administrator; a disabled one loses the one-time sign-in.
    pub async fn set_status(&self, id: AdministratorId, status: AdministratorStatus) -> Result<(), Error> {
        let row = ActiveModel {
            status: Set(status.code().to_owned()),
            one_time_hash: Set(None),
            one_time_expires_at: Set(None),
            ..Default::default()
        };
        Entity::update_many().set(row).filter(Column::Id.eq(id.as_uuid())).exec(self.connection).await?;
        Ok(())
    }

    /// Ends all sessions of an administrator, and keeps a sign-in in progress from beginning one. Returns how many were ended.
    pub async fn end_sessions(&self, id: AdministratorId) -> Result<u64, Error> {
        let next = Entity::update_many().col_expr(Column::Epoch, Expr::col(Column::Epoch).add(1));
        next.filter(Column::Id.eq(id.as_uuid())).exec(self.connection).await?;
        let sessions = console_session::Entity::delete_many().filter(console_session::Column::AdministratorId.eq(id.as_uuid()));
        Ok(sessions.exec(self.connection).await?.rows_affected)
    }

    /// Revokes all API tokens of an administrator. Returns how many.
    pub async fn delete_api_tokens_of(&self, id: AdministratorId) -> Result<u64, Error> {
        let tokens = api_token::Entity::delete_many().filter(api_token::Column::AdministratorId.eq(id.as_uuid()));
        Ok(tokens.exec(self.connection).await?.rows_affected)
    }

    /// Revokes all tokens that an administrator made for clients to register by. Returns how many. Of those from before their maker was kept, there is the
    /// name to go by.
    pub async fn delete_initial_access_tokens_of(&self, administrator: &Administrator) -> Result<u64, Error> {
        use initial_access_token::{Column, Entity};

        let named = Condition::all().add(Column::CreatedById.is_null()).add(Column::CreatedBy.eq(administrator.email.as_str()));
        let theirs = Condition::any().add(Column::CreatedById.eq(administrator.id.as_uuid())).add(named);
        Ok(Entity::delete_many().filter(theirs).exec(self.connection).await?.rows_affected)
    }

    /// Deletes an administrator.
    pub async fn delete(&self, id: AdministratorId) -> Result<(), Error> {
        Entity::delete_by_id(id.as_uuid()).exec(self.connection).await?;
        Ok(())
    }

    /// Locks a session until the end of the transaction. Returns whether it exists and has not expired.
    pub async fn lock_session(&self, id_hash: &SecretHash, now: Timestamp) -> Result<bool, Error> {
        let query = console_session::Entity::find()
            .filter(console_session::Column::IdHash.eq(id_hash.as_slice()))
            .filter(console_session::Column::ExpiresAt.gt(now.as_millis()));
        Ok(query.lock_shared().one(self.connection).await?.is_some())
    }

    /// Locks an API token until the end of the transaction. Returns whether it exists and has not expired.
    pub async fn lock_api_token(&self, id: ApiTokenId, now: Timestamp) -> Result<bool, Error> {
        let query = api_token::Entity::find_by_id(id.as_uuid()).filter(api_token::Column::ExpiresAt.gt(now.as_millis()));
        Ok(query.lock_shared().one(self.connection).await?.is_some())
    }
}
