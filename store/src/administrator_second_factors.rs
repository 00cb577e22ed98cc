//! The second factors of administrators.

use std::collections::HashSet;

use domain::id::AdministratorId;
use engine::{
    second_factor::{CodeUse, SecondFactor},
    storage::SecretHash,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, UpdateMany,
    prelude::Uuid,
};

use crate::{
    Access, Administrators, Error, Writing,
    batch::Batch,
    entity::administrator_second_factor::{ActiveModel, Column, Entity, row},
};

impl<C: Access> Administrators<'_, C> {
    /// Returns the second factor of an administrator, if they have one.
    pub async fn find_second_factor(&self, administrator: AdministratorId) -> Result<Option<SecondFactor>, Error> {
        Entity::find_by_id(administrator.as_uuid()).one(self.connection).await?.map(SecondFactor::try_from).transpose()
    }

    /// Returns those of these administrators who have a second factor.
    pub async fn with_second_factor(&self, among: &[AdministratorId]) -> Result<HashSet<AdministratorId>, Error> {
        let mut found = HashSet::new();
        for batch in Batch::split(among) {
            let rows = Entity::find().select_only().column(Column::AdministratorId);
            let rows = rows.filter(batch.contains(Column::AdministratorId, |id| id.as_uuid()));
            found.extend(rows.into_tuple::<Uuid>().all(self.connection).await?.into_iter().map(AdministratorId::from_uuid));
        }
        Ok(found)
    }
}

impl Administrators<'_, Writing> {
    /// Gives an administrator a second factor. [`Error::Conflict`] where they have one.
    pub async fn insert_second_factor(&self, administrator: AdministratorId, factor: &SecondFactor) -> Result<(), Error> {
        Entity::insert(row(administrator, factor)).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Uses a code up. Returns `false`, and changes nothing, where the second factor was changed since the code was checked: of those who use
    /// a code at once, one gets `true`.
    pub async fn use_code(&self, administrator: AdministratorId, used: &CodeUse) -> Result<bool, Error> {
        let change = ActiveModel {
            last_step: Set(used.last_step),
            recovery_codes: Set(used.recovery_codes.concat()),
            version: Set(used.version + 1),
            ..Default::default()
        };
        let update = in_version(administrator, used.version).set(change).filter(Column::LastStep.lte(used.last_step));
        Ok(update.exec(self.connection).await?.rows_affected == 1)
    }

    /// Replaces the recovery codes of a second factor in the version that was read. [`Error::Stale`] where there is another.
    pub async fn replace_recovery_codes(&self, administrator: AdministratorId, version: i64, codes: &[SecretHash]) -> Result<(), Error> {
        let change = ActiveModel { recovery_codes: Set(codes.concat()), version: Set(version + 1), ..Default::default() };
        let saved = in_version(administrator, version).set(change).exec(self.connection).await?;
        if saved.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }

    /// Replaces a second factor in the version that was read by this one, in the next. [`Error::Stale`] where there is another.
    pub async fn replace_second_factor(&self, administrator: AdministratorId, version: i64, factor: &SecondFactor) -> Result<(), Error> {
        let change = ActiveModel { administrator_id: NotSet, version: Set(version + 1), ..row(administrator, factor) };
        let saved = in_version(administrator, version).set(change).exec(self.connection).await?;
        if saved.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }

    /// Removes the second factor of an administrator, with their passkeys. Returns `false` where they have none.
    pub async fn delete_second_factor(&self, administrator: AdministratorId) -> Result<bool, Error> {
        self.delete_passkeys(administrator).await?;
        Ok(Entity::delete_by_id(administrator.as_uuid()).exec(self.connection).await?.rows_affected == 1)
    }
}

fn in_version(administrator: AdministratorId, version: i64) -> UpdateMany<Entity> {
    Entity::update_many().filter(Column::AdministratorId.eq(administrator.as_uuid())).filter(Column::Version.eq(version))
}
