//! Links that were sent to administrators: stored by the hash of their token, used once.

use domain::{clock::Timestamp, id::AdministratorId};
use engine::storage::SecretHash;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, Select};

use crate::{
    Access, Administrators, Error, Writing,
    counts::count_up_to,
    entity::administrator_link::{ActiveModel, Column, Entity, Model},
};

/// How many links of an installation may wait to be used.
const MOST_LINKS: u64 = 5_000;

/// A link by which an administrator replaces a forgotten password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdministratorLink {
    /// Whose; none where nobody has the address.
    pub administrator: Option<AdministratorId>,
    /// The address that it was sent to, and is good for; empty where nobody has got it.
    pub email: String,
    /// When it is good for nothing any more.
    pub expires_at: Timestamp,
}

impl From<Model> for AdministratorLink {
    fn from(row: Model) -> Self {
        Self {
            administrator: row.administrator_id.map(AdministratorId::from_uuid),
            email: row.email,
            expires_at: Timestamp::from_millis(row.expires_at),
        }
    }
}

fn good(hash: &SecretHash, now: Timestamp) -> Select<Entity> {
    Entity::find_by_id(hash.to_vec()).filter(Column::ExpiresAt.gt(now.as_millis()))
}

impl<C: Access> Administrators<'_, C> {
    /// Returns the link of a token that is good now, without using it up.
    pub async fn find_link(&self, hash: &SecretHash, now: Timestamp) -> Result<Option<AdministratorLink>, Error> {
        Ok(good(hash, now).one(self.connection).await?.map(AdministratorLink::from))
    }
}

impl Administrators<'_, Writing> {
    /// Stores a link. Returns `false` where too many wait to be used already.
    pub async fn insert_link(&self, hash: SecretHash, link: &AdministratorLink) -> Result<bool, Error> {
        if count_up_to(MOST_LINKS, Entity::find(), self.connection).await? >= MOST_LINKS {
            return Ok(false);
        }
        let row = ActiveModel {
            hash: Set(hash.into()),
            administrator_id: Set(link.administrator.map(AdministratorId::as_uuid)),
            email: Set(link.email.clone()),
            expires_at: Set(link.expires_at.as_millis()),
        };
        Entity::insert(row).exec_without_returning(self.connection).await?;
        Ok(true)
    }

    /// Uses a link up: of those who try at once, one gets it.
    pub async fn take_link(&self, hash: &SecretHash, now: Timestamp) -> Result<Option<AdministratorLink>, Error> {
        let Some(row) = good(hash, now).one(self.connection).await? else { return Ok(None) };
        let deleted = Entity::delete_by_id(hash.to_vec()).exec(self.connection).await?;
        Ok((deleted.rows_affected == 1).then(|| AdministratorLink::from(row)))
    }

    /// Deletes the links of an administrator.
    pub async fn delete_links(&self, id: AdministratorId) -> Result<(), Error> {
        Entity::delete_many().filter(Column::AdministratorId.eq(id.as_uuid())).exec(self.connection).await?;
        Ok(())
    }
}
