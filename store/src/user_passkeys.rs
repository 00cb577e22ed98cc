//! The passkeys of users.

use domain::{
    id::{PasskeyId, UserId, WorkspaceId},
    name::Name,
};
use engine::{
    passkey::{Passkey, PasskeyUse},
    storage::{PasskeyStorage, StorageError},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select, prelude::Uuid};

use crate::{
    Access, EngineStorage, Error, Transaction, WorkspaceStore, Writing,
    engine_storage::during,
    entity::user_passkey::{ActiveModel, Column, Entity, row},
    paging::read,
};

fn of_user(workspace: Uuid, user: UserId) -> Select<Entity> {
    Entity::find().filter(Column::WorkspaceId.eq(workspace)).filter(Column::UserId.eq(user.as_uuid())).order_by_asc(Column::Id)
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the passkeys of a user, the oldest first.
    pub async fn list_passkeys(&self, user: UserId) -> Result<Vec<Passkey>, Error> {
        read(of_user(self.id(), user).all(self.connection).await?)
    }

    /// Counts the passkeys of a user.
    pub async fn count_passkeys(&self, user: UserId) -> Result<u64, Error> {
        Ok(of_user(self.id(), user).count(self.connection).await?)
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Gives a user a passkey. [`Error::Conflict`] where somebody in the workspace has it.
    pub async fn insert_passkey(&self, user: UserId, passkey: &Passkey) -> Result<(), Error> {
        Entity::insert(row(self.id(), user, passkey)).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Renames a passkey of a user. Returns `false` where they have no such one.
    pub async fn rename_passkey(&self, user: UserId, id: PasskeyId, name: &Name) -> Result<bool, Error> {
        let update = Entity::update_many()
            .set(ActiveModel { name: Set(name.to_string()), ..Default::default() })
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::UserId.eq(user.as_uuid()));
        Ok(update.exec(self.connection).await?.rows_affected == 1)
    }

    /// Removes a passkey of a user. Returns `false` where they have no such one.
    pub async fn delete_passkey(&self, user: UserId, id: PasskeyId) -> Result<bool, Error> {
        let own = Entity::delete_by_id(id.as_uuid()).filter(Column::WorkspaceId.eq(self.id())).filter(Column::UserId.eq(user.as_uuid()));
        Ok(own.exec(self.connection).await?.rows_affected == 1)
    }

    /// Removes all passkeys of a user.
    pub(crate) async fn delete_passkeys(&self, user: UserId) -> Result<(), Error> {
        let own = Entity::delete_many().filter(Column::WorkspaceId.eq(self.id())).filter(Column::UserId.eq(user.as_uuid()));
        own.exec(self.connection).await?;
        Ok(())
    }
}

/// Uses a passkey. Returns `false`, and changes nothing, where it is not there, or was used since it was read ([`PasskeyUse::follows`]).
pub(crate) async fn use_passkey(transaction: &Transaction, user: UserId, made: &PasskeyUse) -> Result<bool, Error> {
    let change = ActiveModel {
        sign_count: Set(made.sign_count.into()),
        challenged_at: Set(made.challenged_at.as_millis()),
        last_used_at: Set(Some(made.at.as_millis())),
        ..Default::default()
    };
    // One that does not count stays at 0.
    let count = i64::from(made.sign_count);
    let grows = if count == 0 { Column::SignCount.eq(0) } else { Column::SignCount.lt(count) };
    let update = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(made.id.as_uuid()))
        .filter(Column::UserId.eq(user.as_uuid()))
        .filter(Column::ChallengedAt.lt(made.challenged_at.as_millis()))
        .filter(grows);
    Ok(update.exec(transaction.connection()).await?.rows_affected == 1)
}

impl PasskeyStorage for EngineStorage {
    async fn find_passkey(&self, workspace: WorkspaceId, credential: &[u8]) -> Result<Option<(UserId, Passkey)>, StorageError> {
        during("find_passkey", async {
            let found = Entity::find()
                .filter(Column::WorkspaceId.eq(workspace.as_uuid()))
                .filter(Column::Credential.eq(credential.to_vec()))
                .one(self.store.reader())
                .await?;
            found.map(|row| Ok((UserId::from_uuid(row.user_id), row.try_into()?))).transpose()
        })
        .await
    }

    async fn list_passkeys(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<Passkey>, StorageError> {
        during("list_passkeys", async { read(of_user(workspace.as_uuid(), user).all(self.store.reader()).await?) }).await
    }
}
