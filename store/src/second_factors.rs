//! The second factors of users.

use domain::id::{UserId, WorkspaceId};
use engine::storage::{FactorUse, SecondFactor, SecondFactorStorage, StorageError};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, Select,
    prelude::Uuid,
};

use crate::{
    Access, EngineStorage, Error, Transaction, WorkspaceStore, Writing,
    engine_storage::during,
    entity::second_factor::{ActiveModel, Column, Entity, row},
};

fn of_user(workspace: Uuid, user: UserId) -> Select<Entity> {
    Entity::find_by_id(user.as_uuid()).filter(Column::WorkspaceId.eq(workspace))
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the second factor of a user, if there is one.
    pub async fn find_second_factor(&self, user: UserId) -> Result<Option<SecondFactor>, Error> {
        of_user(self.id(), user).one(self.connection).await?.map(SecondFactor::try_from).transpose()
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Gives a user a second factor. [`Error::Conflict`] where there is one.
    pub async fn insert_second_factor(&self, user: UserId, factor: &SecondFactor) -> Result<(), Error> {
        let row = ActiveModel { user_id: Set(user.as_uuid()), workspace_id: Set(self.id()), ..row(factor) };
        Entity::insert(row).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Saves a second factor as the version after the one that was read. [`Error::Stale`] where there is a newer one.
    pub async fn update_second_factor(&self, user: UserId, factor: &SecondFactor) -> Result<(), Error> {
        let next = SecondFactor { version: factor.version + 1, ..factor.clone() };
        let saved = Entity::update_many()
            .set(row(&next))
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::UserId.eq(user.as_uuid()))
            .filter(Column::Version.eq(factor.version));
        if saved.exec(self.connection).await?.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }

    /// Takes the second factor of a user away. Returns whether there was one.
    pub async fn delete_second_factor(&self, user: UserId) -> Result<bool, Error> {
        let removed = Entity::delete_many().filter(Column::WorkspaceId.eq(self.id())).filter(Column::UserId.eq(user.as_uuid()));
        Ok(removed.exec(self.connection).await?.rows_affected == 1)
    }
}

/// Uses a code up. Returns `false` where it was used, or the factor was changed, since it was read.
pub(crate) async fn use_code(transaction: &Transaction, user: UserId, used: &FactorUse) -> Result<bool, Error> {
    let factor = SecondFactor {
        sealed_secret: Vec::new(),
        last_step: used.last_step,
        recovery_codes: used.recovery_codes.clone(),
        version: used.version + 1,
    };
    let update = Entity::update_many()
        .set(ActiveModel { sealed_secret: NotSet, ..row(&factor) })
        .filter(Column::UserId.eq(user.as_uuid()))
        .filter(Column::Version.eq(used.version));
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
