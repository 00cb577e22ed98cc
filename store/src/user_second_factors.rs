//! The second factors of users.

use domain::id::{UserId, WorkspaceId};
use engine::{
    second_factor::{CodeUse, SecondFactor},
    storage::{SecondFactorStorage, SecretHash, StorageError},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, Select, UpdateMany,
    prelude::Uuid,
};

use crate::{
    Access, EngineStorage, Error, Transaction, WorkspaceStore, Writing,
    engine_storage::during,
    entity::user_second_factor::{ActiveModel, Column, Entity, row},
};

fn of_user(workspace: Uuid, user: UserId) -> Select<Entity> {
    Entity::find_by_id(user.as_uuid()).filter(Column::WorkspaceId.eq(workspace))
}

fn in_version(user: UserId, version: i64) -> UpdateMany<Entity> {
    Entity::update_many().filter(Column::UserId.eq(user.as_uuid())).filter(Column::Version.eq(version))
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the second factor of a user, if they have one.
    pub async fn find_second_factor(&self, user: UserId) -> Result<Option<SecondFactor>, Error> {
        of_user(self.id(), user).one(self.connection).await?.map(SecondFactor::try_from).transpose()
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Gives a user a second factor. [`Error::Conflict`] where they have one.
    pub async fn insert_second_factor(&self, user: UserId, factor: &SecondFactor) -> Result<(), Error> {
        Entity::insert(row(self.id(), user, factor)).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Replaces the recovery codes of a second factor in the version that was read. [`Error::Stale`] where there is another.
    pub async fn replace_recovery_codes(&self, user: UserId, version: i64, codes: &[SecretHash]) -> Result<(), Error> {
        let change = ActiveModel { recovery_codes: Set(codes.concat()), version: Set(version + 1), ..Default::default() };
        let saved = in_version(user, version).set(change).filter(Column::WorkspaceId.eq(self.id())).exec(self.connection).await?;
        if saved.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }

    /// Replaces a second factor in the version that was read by this one, in the next. [`Error::Stale`] where there is another.
    pub async fn replace_second_factor(&self, user: UserId, version: i64, factor: &SecondFactor) -> Result<(), Error> {
        let change = ActiveModel { user_id: NotSet, workspace_id: NotSet, version: Set(version + 1), ..row(self.id(), user, factor) };
        let saved = in_version(user, version).set(change).filter(Column::WorkspaceId.eq(self.id())).exec(self.connection).await?;
        if saved.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }

    /// Removes the second factor of a user, with their passkeys. Returns `false` where they have none.
    pub async fn delete_second_factor(&self, user: UserId) -> Result<bool, Error> {
        self.delete_passkeys(user).await?;
        let removed = Entity::delete_many().filter(Column::WorkspaceId.eq(self.id())).filter(Column::UserId.eq(user.as_uuid()));
        Ok(removed.exec(self.connection).await?.rows_affected == 1)
    }
}

/// Uses a code up. Returns `false`, and changes nothing, where the second factor was changed since the code was checked.
pub(crate) async fn use_code(transaction: &Transaction, user: UserId, code: &CodeUse) -> Result<bool, Error> {
    let change = ActiveModel {
        last_step: Set(code.last_step),
        recovery_codes: Set(code.recovery_codes.concat()),
        version: Set(code.version + 1),
        ..Default::default()
    };
    let update = in_version(user, code.version).set(change).filter(Column::LastStep.lte(code.last_step));
    Ok(update.exec(transaction.connection()).await?.rows_affected == 1)
}

impl SecondFactorStorage for EngineStorage {
    async fn find_second_factor(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<SecondFactor>, StorageError> {
        during("find_second_factor", async {
            let found = of_user(workspace.as_uuid(), user).one(self.store.reader()).await?;
            found.map(SecondFactor::try_from).transpose()
        })
        .await
    }
}
