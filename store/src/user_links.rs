//! Links that were sent to users: stored by the hash of their token, used once.

use domain::{clock::Timestamp, id::UserId, user_link::LinkPurpose};
use engine::storage::SecretHash;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, Select};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    column::{Coded as _, Column as In},
    counts::count_up_to,
    entity::user_link::{ActiveModel, Column, Entity, Model},
};

/// How many links of a workspace for one purpose may be waiting to be used. Who fills up one keeps nobody from another: registrations wait for a
/// day, and new passwords for half an hour.
const MOST_LINKS: u64 = 5_000;

/// A link that was sent to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserLink {
    /// The user; none where there is none yet.
    pub user: Option<UserId>,
    /// What it is good for.
    pub purpose: LinkPurpose,
    /// The address that it was sent to, and is good for.
    pub email: String,
    /// What a registration said, sealed.
    pub sealed: Option<Vec<u8>>,
    /// When it is good for nothing any more.
    pub expires_at: Timestamp,
}

impl TryFrom<Model> for UserLink {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            user: row.user_id.map(UserId::from_uuid),
            purpose: In("user_links", "purpose").code(&row.purpose)?,
            email: row.email,
            sealed: row.sealed,
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}

impl<C: Access> WorkspaceStore<'_, C> {
    fn links(&self, hash: &SecretHash, purpose: LinkPurpose, now: Timestamp) -> Select<Entity> {
        Entity::find_by_id(hash.to_vec())
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Purpose.eq(purpose.code()))
            .filter(Column::ExpiresAt.gt(now.as_millis()))
    }

    /// Returns the link of a token that is good for this purpose now, without using it up.
    pub async fn find_link(&self, hash: &SecretHash, purpose: LinkPurpose, now: Timestamp) -> Result<Option<UserLink>, Error> {
        self.links(hash, purpose, now).one(self.connection).await?.map(UserLink::try_from).transpose()
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Stores a link. Returns `false` where too many for its purpose wait to be used already.
    pub async fn insert_link(&self, hash: SecretHash, link: &UserLink) -> Result<bool, Error> {
        let waiting = Entity::find().filter(Column::WorkspaceId.eq(self.id())).filter(Column::Purpose.eq(link.purpose.code()));
        if count_up_to(MOST_LINKS, waiting, self.connection).await? >= MOST_LINKS {
            return Ok(false);
        }
        let row = ActiveModel {
            hash: Set(hash.into()),
            workspace_id: Set(self.id()),
            user_id: Set(link.user.map(UserId::as_uuid)),
            purpose: Set(link.purpose.code().to_owned()),
            email: Set(link.email.clone()),
            sealed: Set(link.sealed.clone()),
            expires_at: Set(link.expires_at.as_millis()),
        };
        Entity::insert(row).exec_without_returning(self.connection).await?;
        Ok(true)
    }

    /// Uses a link up: of those who try at once, one gets it.
    pub async fn take_link(&self, hash: &SecretHash, purpose: LinkPurpose, now: Timestamp) -> Result<Option<UserLink>, Error> {
        let Some(row) = self.links(hash, purpose, now).one(self.connection).await? else { return Ok(None) };
        let deleted = Entity::delete_by_id(hash.to_vec()).exec(self.connection).await?;
        if deleted.rows_affected == 1 { UserLink::try_from(row).map(Some) } else { Ok(None) }
    }

    /// Deletes the links of a user: those for one purpose, or all.
    pub async fn delete_links(&self, user: UserId, purpose: Option<LinkPurpose>) -> Result<(), Error> {
        let of_user = Entity::delete_many().filter(Column::WorkspaceId.eq(self.id())).filter(Column::UserId.eq(user.as_uuid()));
        let these = match purpose {
            Some(purpose) => of_user.filter(Column::Purpose.eq(purpose.code())),
            None => of_user,
        };
        these.exec(self.connection).await?;
        Ok(())
    }
}
