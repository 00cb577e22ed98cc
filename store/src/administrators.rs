//! Administrators of the installation.

use domain::{administrator::Administrator, clock::Timestamp, id::AdministratorId, user::UserIdentifier};
use engine::storage::SecretHash;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    Access, Error, Reading, Store, Transaction, Writing,
    entity::administrator::{ActiveModel, Column, Entity, row},
    paging::read,
};

/// An administrator with the hash of the password.
#[derive(Debug, Clone)]
pub struct AdministratorRecord {
    /// The administrator.
    pub administrator: Administrator,
    /// Argon2id, as a PHC string; none for one who has no password yet.
    pub password_hash: Option<String>,
}

/// Every administrator of an installation. Who may see which is decided above.
#[derive(Debug)]
pub struct Administrators<'a, C> {
    pub(crate) connection: &'a C,
}

impl Store {
    /// The administrators.
    pub const fn administrators(&self) -> Administrators<'_, Reading> {
        Administrators { connection: self.reader() }
    }
}

impl Transaction {
    /// The administrators.
    pub const fn administrators(&self) -> Administrators<'_, Writing> {
        Administrators { connection: self.connection() }
    }
}

impl<C: Access> Administrators<'_, C> {
    /// All of them, by e-mail address.
    pub async fn list(&self) -> Result<Vec<Administrator>, Error> {
        read(Entity::find().order_by_asc(Column::Email).all(self.connection).await?)
    }

    /// The administrator of this identifier.
    pub async fn find(&self, id: AdministratorId) -> Result<Option<Administrator>, Error> {
        Entity::find_by_id(id.as_uuid()).one(self.connection).await?.map(Administrator::try_from).transpose()
    }

    /// The administrator with this e-mail address.
    pub async fn find_by_email(&self, email: &UserIdentifier) -> Result<Option<AdministratorRecord>, Error> {
        let row = Entity::find().filter(Column::Email.eq(email.as_str())).one(self.connection).await?;
        row.map(|mut row| Ok(AdministratorRecord { password_hash: row.password_hash.take(), administrator: row.try_into()? })).transpose()
    }

    /// The administrator whose one-time sign-in this is, where it is still good.
    pub async fn find_by_one_time(&self, hash: &SecretHash, now: Timestamp) -> Result<Option<Administrator>, Error> {
        let query = Entity::find().filter(Column::OneTimeHash.eq(hash.as_slice())).filter(Column::OneTimeExpiresAt.gt(now.as_millis()));
        query.one(self.connection).await?.map(Administrator::try_from).transpose()
    }
}

impl Administrators<'_, Writing> {
    /// Adds an administrator without a password. [`Error::Conflict`] where the e-mail address is taken.
    pub async fn insert(&self, administrator: &Administrator) -> Result<(), Error> {
        Entity::insert(row(administrator, None)).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Keeps a one-time sign-in in place of an earlier one.
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

    /// Uses a one-time sign-in up, and sets a new password where there is one. `false`, and nothing changed, where somebody
    /// was quicker or it is too late: of those who use it at once, one gets `true`.
    pub async fn use_one_time(&self, hash: &SecretHash, now: Timestamp, password_hash: Option<String>) -> Result<bool, Error> {
        let mut row = ActiveModel { one_time_hash: Set(None), one_time_expires_at: Set(None), ..Default::default() };
        if password_hash.is_some() {
            row.password_hash = Set(password_hash);
        }
        let done = Entity::update_many()
            .set(row)
            .filter(Column::OneTimeHash.eq(hash.as_slice()))
            .filter(Column::OneTimeExpiresAt.gt(now.as_millis()))
            .exec(self.connection)
            .await?;
        Ok(done.rows_affected == 1)
    }
}
