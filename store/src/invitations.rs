//! Invitations of administrators.

use domain::{administrator::Invitation, clock::Timestamp, id::InvitationId};
use engine::storage::SecretHash;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    Access, Administrators, Error, Writing,
    entity::invitation::{Column, Entity, row},
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
}

impl Administrators<'_, Writing> {
    /// Stores an invitation, by the hash of its token.
    pub async fn insert_invitation(&self, invitation: &Invitation, hash: SecretHash) -> Result<(), Error> {
        Entity::insert(row(invitation, hash)).exec_without_returning(self.connection).await?;
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
