//! Subjects of trusted issuers that are linked to users.

use domain::{
    id::{LinkedSubjectId, UserId},
    linked_subject::{AssertionSubject, LinkedSubject},
    name::Slug,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select, prelude::Uuid};

use crate::{
    Access, Error, WorkspaceStore, Writing,
    entity::linked_subject::{Column, Entity, row},
    paging::read,
};

/// Returns the row of a subject of an issuer.
pub(crate) fn of_subject(workspace: Uuid, issuer: &Slug, subject: &AssertionSubject) -> Select<Entity> {
    Entity::find()
        .filter(Column::WorkspaceId.eq(workspace))
        .filter(Column::Issuer.eq(issuer.as_str()))
        .filter(Column::Subject.eq(subject.as_str()))
}

impl<C: Access> WorkspaceStore<'_, C> {
    fn linked_to(&self, user: UserId) -> Select<Entity> {
        Entity::find().filter(Column::WorkspaceId.eq(self.id())).filter(Column::UserId.eq(user.as_uuid())).order_by_asc(Column::Id)
    }

    /// Returns the subjects that are linked to a user, the oldest first.
    pub async fn list_linked_subjects(&self, user: UserId) -> Result<Vec<LinkedSubject>, Error> {
        read(self.linked_to(user).all(self.connection).await?)
    }

    /// Counts the subjects that are linked to a user.
    pub async fn count_linked_subjects(&self, user: UserId) -> Result<u64, Error> {
        Ok(self.linked_to(user).count(self.connection).await?)
    }

    /// Returns whether a subject of an issuer is linked to anybody.
    pub async fn is_linked(&self, issuer: &Slug, subject: &AssertionSubject) -> Result<bool, Error> {
        Ok(of_subject(self.id(), issuer, subject).one(self.connection).await?.is_some())
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Links a subject to a user. [`Error::Conflict`] where it is linked to anybody in the workspace.
    pub async fn insert_linked_subject(&self, user: UserId, linked: &LinkedSubject) -> Result<(), Error> {
        Entity::insert(row(self.id(), user, linked)).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Unlinks a subject from a user. Returns `false` where it is not linked to them.
    pub async fn delete_linked_subject(&self, user: UserId, id: LinkedSubjectId) -> Result<bool, Error> {
        let own = Entity::delete_by_id(id.as_uuid()).filter(Column::WorkspaceId.eq(self.id())).filter(Column::UserId.eq(user.as_uuid()));
        Ok(own.exec(self.connection).await?.rows_affected == 1)
    }

    /// Unlinks all subjects from a user.
    pub(crate) async fn delete_linked_subjects(&self, user: UserId) -> Result<(), Error> {
        let own = Entity::delete_many().filter(Column::WorkspaceId.eq(self.id())).filter(Column::UserId.eq(user.as_uuid()));
        own.exec(self.connection).await?;
        Ok(())
    }

    /// Unlinks all subjects of an issuer. Returns how many.
    pub async fn delete_subjects_of(&self, issuer: &Slug) -> Result<u64, Error> {
        let of_issuer = Entity::delete_many().filter(Column::WorkspaceId.eq(self.id())).filter(Column::Issuer.eq(issuer.as_str()));
        Ok(of_issuer.exec(self.connection).await?.rows_affected)
    }
}
