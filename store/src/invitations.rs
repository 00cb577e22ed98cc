//! Invitations of administrators.

use domain::{administrator::Invitation, clock::Timestamp, id::InvitationId};
use engine::storage::SecretHash;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    Access, Administrators, Error, Writing,
    entity::invitation::{ActiveModel, Column, Entity, row},
    paging::read,
};

impl<C: Access> Administrators<'_, C> {
    /// Returns the invitations that can still be accepted, newest first.
    pub async fn list_invitations(&self, now: Timestamp) -> Result<Vec<Invitation>, Error> {
        let query = Entity::find().filter(Column::ExpiresAt.gt(now.as_millis())).order_by_desc(Column::Id);
        read(query.all(self.connection).await?)
    }

    /// Returns the invitation with this identifier.
    pub async fn find_invitation(&self, id: InvitationId) -> Result<Option<Invitation>, Error> {
        Entity::find_by_id(id.as_uuid()).one(self.connection).await?.map(Invitation::try_from).transpose()
    }

    /// Returns the invitation with this token that can still be accepted.
    pub async fn find_by_invitation(&self, hash: &SecretHash, now: Timestamp) -> Result<Option<Invitation>, Error> {
        let query = Entity::find().filter(Column::TokenHash.eq(hash.as_slice())).filter(Column::ExpiresAt.gt(now.as_millis()));
        query.one(self.connection).await?.map(Invitation::try_from).transpose()
    }

    /// Returns the tag of the language in which an invitation was mailed; none where it was not.
    pub async fn find_invitation_language(&self, id: InvitationId) -> Result<Option<String>, Error> {
        let query = Entity::find_by_id(id.as_uuid()).select_only().column(Column::Language);
        Ok(query.into_tuple::<Option<String>>().one(self.connection).await?.flatten())
    }
}

impl Administrators<'_, Writing> {
    /// Stores an invitation, by the hash of its token.
    pub async fn insert_invitation(&self, invitation: &Invitation, hash: SecretHash) -> Result<(), Error> {
        Entity::insert(row(invitation, hash)).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Keeps the language in which an invitation is mailed, by its tag.
    pub async fn set_invitation_language(&self, id: InvitationId, tag: &str) -> Result<(), Error> {
        let row = ActiveModel { language: Set(Some(tag.to_owned())), ..Default::default() };
        Entity::update_many().set(row).filter(Column::Id.eq(id.as_uuid())).exec(self.connection).await?;
        Ok(())
    }

    /// Takes an invitation away: of those who accept it or withdraw it at once, one gets `true`.
    pub async fn delete_invitation(&self, id: InvitationId) -> Result<bool, Error> {
        Ok(Entity::delete_by_id(id.as_uuid()).exec(self.connection).await?.rows_affected == 1)
    }

    /// Deletes the invitations that have expired.
    pub async fn delete_expired_invitations(&self, now: Timestamp) -> Result<u64, Error> {
        let expired = Entity::delete_many().filter(Column::ExpiresAt.lte(now.as_millis()));
        Ok(expired.exec(self.connection).await?.rows_affected)
    }
}
